/** Installer packages: compound files that keep an Authenticode signature in a stream of their own. */

import type { StructValue } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { readSignatures, type Signature, SignatureChecks } from "../authenticode/index.ts";
import { type DirectoryEntry, openCompoundFile } from "../olecf/compound-file.ts";
import { SIGNATURE, signedDigest } from "./signed-content.ts";

/** The module's value; empty when the bytes are no compound file. */
export function parseMsi(input: ModuleInput): StructValue {
  const file = openCompoundFile(input.data);
  if (file === undefined) return {};
  const isSignature = (entry: DirectoryEntry | undefined) => entry?.name === SIGNATURE;
  const signature = file.tree.childrenOf(0).find((number) => isSignature(file.entries[number]));
  const signatures: Signature[] =
    signature === undefined
      ? []
      : readSignatures(file.read(file.entries[signature]!), {
          checks: new SignatureChecks(input.data.length),
          digest: (algorithm) => signedDigest(file, algorithm, input),
        });
  return { is_signed: signatures.length > 0, signatures };
}
