/** Algorithm identifiers. */
import { type DerElement, elements, oidOf } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";
import { ALGORITHMS, PSS } from "./known-algorithms.ts";
import { readPssParameters } from "./pss.ts";

export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The name in output; the identifier itself when it has none. */
  readonly name: string;
  /** What is hashed with, where the algorithm says so. */
  readonly digest: HashAlgorithm | undefined;
  readonly parameters: DerElement | undefined;
}

/** Reads an AlgorithmIdentifier: a sequence of an object identifier and parameters. */
export function readAlgorithm(element: DerElement | undefined): AlgorithmIdentifier | undefined {
  const [id, parameters] = elements(element);
  const oid = oidOf(id);
  if (oid === undefined) return undefined;
  const known = ALGORITHMS.get(oid);
  const digest = oid === PSS ? readPssParameters(parameters)?.hash : known?.digest;
  return { oid, name: known?.name ?? oid, digest, parameters };
}
