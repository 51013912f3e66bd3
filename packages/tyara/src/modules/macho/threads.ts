/** Where the first thread of an image begins, out of the register states of a thread command. */
import type { ByteReader } from "../../base/index.ts";

/** Spec: processor types. */
const Cpu = {
  x86: 7,
  mc680x0: 6,
  mc88000: 0xd,
  sparc: 0xe,
  arm: 0xc,
  powerPc: 0x12,
  x8664: 0x1000007,
  arm64: 0x100000c,
  powerPc64: 0x1000012,
} as const;

/** Where the program counter is among the registers, by processor and flavour of the state. */
interface CounterPlace {
  readonly flavour: number;
  readonly offset: number;
  readonly isWide: boolean;
}

const counterPlaces: ReadonlyMap<number, CounterPlace> = new Map([
  [Cpu.x86, { flavour: 1, offset: 40, isWide: false }],
  [Cpu.x8664, { flavour: 4, offset: 128, isWide: true }],
  [Cpu.arm, { flavour: 1, offset: 60, isWide: false }],
  [Cpu.arm64, { flavour: 6, offset: 256, isWide: true }],
  [Cpu.powerPc, { flavour: 1, offset: 0, isWide: false }],
  [Cpu.powerPc64, { flavour: 5, offset: 0, isWide: true }],
  [Cpu.mc680x0, { flavour: 1, offset: 68, isWide: false }],
  [Cpu.mc88000, { flavour: 1, offset: 8, isWide: false }],
  [Cpu.sparc, { flavour: 1, offset: 4, isWide: false }],
]);

const STATE_HEADER_SIZE = 8;

/** The address in the program counter of the first state that has one. */
export function entryAddress(command: ByteReader, cpu: number): bigint | undefined {
  const place = counterPlaces.get(cpu);
  let at = 8;
  for (;;) {
    const flavour = command.u32At(at);
    const wordCount = command.u32At(at + 4);
    if (!place || flavour === undefined || wordCount === undefined) return undefined;
    const registers = at + STATE_HEADER_SIZE;
    if (flavour === place.flavour) return programCounter(command, registers + place.offset, place.isWide);
    at = registers + 4 * wordCount;
  }
}

function programCounter(command: ByteReader, at: number, isWide: boolean): bigint | undefined {
  const narrow = command.u32At(at);
  return isWide ? command.u64At(at) : narrow === undefined ? undefined : BigInt(narrow);
}
