export { readSignatures, type Signature, type SignedFile } from "./signature.ts";
