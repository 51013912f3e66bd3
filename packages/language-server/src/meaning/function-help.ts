/** What functions do whose schema says nothing of it, by module and name. */
import type { FunctionSignature } from "tyara/editor";

const help: Readonly<Record<string, string>> = {
  "console.log": "Writes a value to the log of the scan, behind a message where one is given. Gives true.",
  "console.hex":
    "Writes an integer in hexadecimal digits to the log of the scan, behind a message where one is given. Gives true.",
  "math.min": "The smaller one of two unsigned integers.",
  "math.max": "The larger one of two unsigned integers.",
  "math.abs": "The absolute value of an integer.",
  "math.in_range": "Whether a number lies in a range, both ends included.",
  "math.to_string": "An integer as text, in the base that is given: 8, 10 or 16. Without one, in base 10.",
  "math.to_number": "1 for true, 0 for false.",
  "math.count": "How often a byte occurs, in the whole file or in a part of it.",
  "math.percentage":
    "The share of a byte among all bytes, from 0 to 1, in the whole file or in a part of it.",
  "math.mode": "The byte that occurs most often, in the whole file or in a part of it.",
  "math.entropy":
    "The entropy in bits a byte, from 0 to 8. Above 7 data is packed or encrypted, most likely.",
  "math.deviation":
    "How far bytes lie from a mean on average. For random bytes and the mean 127.5 it is near 64.",
  "math.mean": "The mean of all bytes. For random bytes it is near 127.5.",
  "math.serial_correlation":
    "How much each byte depends on the one before, from -1 to 1. For random bytes it is near 0.",
  "math.monte_carlo_pi": "How far an estimate of pi from the bytes is off. For random bytes it is near 0.",
};

const helpByName: ReadonlyMap<string, string> = new Map(Object.entries(help));

/** What a function does. `owner` is the name of the structure that it belongs to. */
export function descriptionOf(
  owner: string | undefined,
  name: string,
  { description }: FunctionSignature,
): string | undefined {
  return description ?? helpByName.get(`${owner}.${name}`);
}
