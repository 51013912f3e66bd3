export {
  bigIntOf,
  bitStringBytes,
  type DerElement,
  elements,
  readElement,
  Tag,
  tagged,
  unsignedInteger,
  unwrapped,
} from "./der.ts";
export { oidOf } from "./oid.ts";
export { stringOf } from "./string.ts";
export { timeOf } from "./time.ts";
