/** Sixteen bytes seen as lanes of every shape, for vector operations. */
export class Lanes {
  readonly i8: Int8Array;
  readonly u8: Uint8Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;

  constructor() {
    const buffer = new ArrayBuffer(16);
    this.i8 = new Int8Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /** Takes four words of a register file. */
  load(words: Int32Array, at: number): this {
    for (let i = 0; i < 4; i++) this.i32[i] = words[at + i]!;
    return this;
  }

  /** Writes four words of a register file. */
  store(words: Int32Array, at: number): void {
    for (let i = 0; i < 4; i++) words[at + i] = this.i32[i]!;
  }
}

/** Shapes whose lanes are numbers. */
export type NumberShape = "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "f32" | "f64";
