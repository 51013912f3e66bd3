/** Damaged copies of a module's samples, each made from its seed. */
import { ByteReader } from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { type MutationGuide, mutateGuided, type NumberField, randomFrom } from "../mutate.ts";
import type { WrittenSample } from "./written-samples.ts";

/** Number fields of one sample that are damaged by name; the first ones read. */
const MAX_FIELDS = 20_000;

export interface DamagedSample {
  readonly sample: string;
  readonly data: Uint8Array;
}

interface Origin extends MutationGuide, WrittenSample {}

export class DamagedSamples {
  readonly #origins: readonly Origin[];

  /** @param module whose parser says where in the samples numbers are. */
  constructor(module: Module, samples: readonly WrittenSample[]) {
    const sound = samples.filter(({ bytes }) => bytes.length > 0);
    const donors = sound.map(({ bytes }) => bytes);
    this.#origins = sound
      .sort((a, b) => a.bytes.length - b.bytes.length)
      .map(({ name, bytes }) => ({ name, bytes, donors, fields: numbersReadBy(module, bytes) }));
  }

  get hasSamples(): boolean {
    return this.#origins.length > 0;
  }

  input(seed: number): DamagedSample {
    const origin = this.#pick(seed);
    return { sample: origin.name, data: mutateGuided(origin.bytes, seed, origin) };
  }

  /** All samples have their turn, small ones more often: they are many times as fast. */
  #pick(seed: number): Origin {
    const random = randomFrom(~seed);
    const draw = () => random(this.#origins.length);
    return this.#origins[random(16) === 0 ? draw() : Math.min(draw(), draw(), draw(), draw())]!;
  }
}

/** Where a parser looks for numbers in the undamaged sample, in the order of looking. */
function numbersReadBy(module: Module, bytes: Uint8Array): NumberField[] {
  const fields = new Map<string, NumberField>();
  const { has } = ByteReader.prototype;
  ByteReader.prototype.has = function (this: ByteReader, offset, byteLength) {
    const answer = has.call(this, offset, byteLength);
    const isNumber = byteLength === 1 || byteLength === 2 || byteLength === 4 || byteLength === 8;
    if (answer && isNumber && this.data.buffer === bytes.buffer && fields.size < MAX_FIELDS) {
      const field = { offset: this.data.byteOffset - bytes.byteOffset + offset, byteLength };
      fields.set(`${field.offset} ${byteLength}`, field);
    }
    return answer;
  };
  try {
    module.parse?.({ data: bytes });
  } finally {
    ByteReader.prototype.has = has;
  }
  return [...fields.values()];
}
