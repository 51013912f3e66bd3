/** Where the first thread of an image begins, out of the registers in a thread command. */
import type { ByteReader } from "@tyara/base";

/** Where the program counter is among the registers of a processor, and how many bytes these are. */
interface CounterPlace {
  readonly offset: number;
  readonly size: number;
  readonly isWide: boolean;
}

/** Spec: by processor type. */
const counterPlaces: ReadonlyMap<number, CounterPlace> = new Map([
  [6, { offset: 68, size: 72, isWide: false }],
  [7, { offset: 40, size: 64, isWide: false }],
  [12, { offset: 60, size: 68, isWide: false }],
  [13, { offset: 124, size: 136, isWide: false }],
  [14, { offset: 4, size: 72, isWide: false }],
  [18, { offset: 0, size: 160, isWide: false }],
  [0x1000007, { offset: 128, size: 168, isWide: true }],
  [0x100000c, { offset: 256, size: 268, isWide: true }],
  [0x1000012, { offset: 0, size: 308, isWide: true }],
]);

/** Behind the command's header, the flavour of the registers and their number. */
const REGISTERS_OFFSET = 16;

/**
 * The address in the program counter; `undefined` when the command does not hold all registers. Compat: the flavour is
 * not looked at, and unknown processors begin at address 0, as in the reference.
 */
export function entryAddress(command: ByteReader, cpu: number): bigint | undefined {
  const place = counterPlaces.get(cpu);
  if (!place) return 0n;
  if (!command.has(REGISTERS_OFFSET, place.size)) return undefined;
  const at = REGISTERS_OFFSET + place.offset;
  return place.isWide ? command.u64At(at) : BigInt(command.u32At(at)!);
}
