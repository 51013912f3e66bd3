// What the namespace's objects have in common: handles of the layer below, and the shape that the Web's interfaces have.

/** The handles behind objects of one class, and the one object of each handle. */
export class Faces<Face extends object, Handle extends object> {
  readonly #handles = new WeakMap<Face, Handle>();
  readonly #faces = new WeakMap<Handle, Face>();
  readonly #name: string;

  /** @param name of the class, for errors. */
  constructor(name: string) {
    this.#name = name;
  }

  bind(face: Face, handle: Handle): void {
    this.#handles.set(face, handle);
    this.#faces.set(handle, face);
  }

  /** The handle of an object, if it is of the class. */
  find(face: unknown): Handle | undefined {
    return this.#handles.get(face as Face);
  }

  /** The handle of an object. Throws TypeError for anything else. */
  handle(face: unknown): Handle {
    const handle = this.find(face);
    if (handle === undefined) throw new TypeError(`this is no WebAssembly.${this.#name}`);
    return handle;
  }

  /** The one object of a handle. */
  face(handle: Handle, prototype: Face): Face {
    let face = this.#faces.get(handle);
    if (face === undefined) {
      face = Object.create(prototype) as Face;
      this.bind(face, handle);
    }
    return face;
  }
}

/** Gives a class the shape of the Web's interfaces: members are enumerable, and objects say what they are. */
export function shapeInterface(name: string, { prototype }: { readonly prototype: object }): void {
  for (const key of Object.getOwnPropertyNames(prototype)) {
    if (key !== "constructor") Object.defineProperty(prototype, key, { enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: `WebAssembly.${name}`, configurable: true });
}

/** A member of a descriptor that is a number of 32 bits. Throws TypeError for what is none. */
export function unsignedLong(value: unknown, what: string): number {
  const number = +(value as number);
  const whole = Math.trunc(number);
  if (!Number.isFinite(number) || whole < 0 || whole > 0xffff_ffff) {
    throw new TypeError(`${what} must be a number from 0 to 4294967295`);
  }
  return whole + 0;
}

/** A descriptor. Throws TypeError for what is no object. */
export function descriptorOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  if (typeof value === "function") return value as unknown as Record<string, unknown>;
  throw new TypeError(`WebAssembly.${name}(): the descriptor must be an object`);
}

/** The sizes in a descriptor of a memory or a table. Throws TypeError where they are missing, RangeError where they cannot be. */
export function limitsOf(
  descriptor: Record<string, unknown>,
  name: string,
  most: number,
  mostMaximum: number,
): { minimum: number; maximum: number | undefined } {
  const { initial: first, maximum: last } = descriptor;
  if (first === undefined) throw new TypeError(`WebAssembly.${name}(): 'initial' is missing`);
  const initial = unsignedLong(first, "'initial'");
  const maximum = last === undefined ? undefined : unsignedLong(last, "'maximum'");
  if (initial > most || (maximum ?? 0) > mostMaximum || (maximum !== undefined && maximum < initial)) {
    throw new RangeError(`WebAssembly.${name}(): sizes of ${initial} to ${maximum ?? "any"} cannot be`);
  }
  return { minimum: initial, maximum };
}
