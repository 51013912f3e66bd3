export { signatureMethods } from "./methods.ts";
export { readSignatures, type Signature, type SignedFile } from "./signature.ts";
export { SignatureChecks } from "./signature-checks.ts";
