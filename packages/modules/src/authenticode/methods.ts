/** What rules may call on a signature. */
import type { StructValue } from "@tyara/base";
import type { ModuleFunction } from "@tyara/language/modules";

/** The methods of signatures by signature id, for every module whose values hold signatures. */
export const signatureMethods: Readonly<Record<string, ModuleFunction>> = {
  "Signature::valid_on(integer)": (_context, signature, timestamp) =>
    isValidOn(signature as StructValue, timestamp as bigint),
};

/** Whether the certificate is valid at a time in seconds since 1970. */
function isValidOn(signature: StructValue, timestamp: bigint): boolean | undefined {
  const { not_before: start, not_after: end } = signature;
  return start === undefined || end === undefined
    ? undefined
    : timestamp >= BigInt(start as number) && timestamp <= BigInt(end as number);
}
