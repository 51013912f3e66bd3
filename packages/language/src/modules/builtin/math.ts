import { inlineEnumeration } from "../enumeration.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `math`: arithmetic, and statistics of bytes. */
export const mathSchema: ModuleSchema = moduleSchema({
  name: "math",
  enumerations: [inlineEnumeration("Consts", { MEAN_BYTES: 127.5 })],
  functions: {
    "min(a: integer, b: integer) -> integer": {},
    "max(a: integer, b: integer) -> integer": {},
    "abs(x: integer) -> integer": {},
    "in_range(x: float, min: float, max: float) -> bool": {},
    "in_range(x: integer, min: integer, max: integer) -> bool": {},
    "to_string(x: integer) -> string": {},
    "to_string(x: integer, base: integer) -> string?": {
      description: "The number in base 8, 10 or 16; in 8 and 16 a negative one as its 64 bits.",
    },
    "to_number(b: bool) -> integer": {},
    "count(byte: integer, offset: integer, length: integer) -> integer?": {},
    "count(byte: integer) -> integer?": {},
    "percentage(byte: integer) -> float?": {},
    "percentage(byte: integer, offset: integer, length: integer) -> float?": {},
    "mode() -> integer?": { description: "The most frequent byte of the data, the smallest of several." },
    "mode(offset: integer, length: integer) -> integer?": {},
    "entropy(offset: integer, length: integer) -> float?": {
      description: "Shannon's entropy in bits a byte, from 0 to 8.",
    },
    "entropy(s: string) -> float?": {},
    "deviation(offset: integer, length: integer, mean: float) -> float?": {
      description: "How far bytes are from `mean` on average.",
    },
    "deviation(s: string, mean: float) -> float?": {},
    "mean(offset: integer, length: integer) -> float?": {},
    "mean(s: string) -> float?": {},
    "serial_correlation(offset: integer, length: integer) -> float?": {
      description:
        "How much a byte tells of the next one, from −1 to 1; −100000 where every byte is the same.",
    },
    "serial_correlation(s: string) -> float?": {},
    "monte_carlo_pi(offset: integer, length: integer) -> float?": {
      description: "How far π is missed, relatively, when bytes are taken for random coordinates.",
    },
    "monte_carlo_pi(s: string) -> float?": {},
  },
});
