/** What callers hand over is looked at once, at the door: a wrong kind of argument is an error that names it. */

/** A number that may be fractional or infinite. */
export function requireAmount(name: string, value: number, least = 0): number {
  if (typeof value !== "number" || !(value >= least))
    throw new RangeError(`${name} must be a number that is at least ${least}`);
  return value;
}

/** A number of things that there are. */
export function requireWhole(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} must be a whole number that is at least ${least}`);
  return value;
}

export function requireFunction<T>(name: string, value: T): T {
  if (typeof value !== "function") throw new TypeError(`${name} must be a function`);
  return value;
}

export function requireString(name: string, value: string): string {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string`);
  return value;
}

export function requireBoolean(name: string, value: boolean): boolean {
  if (typeof value !== "boolean") throw new TypeError(`${name} must be true or false`);
  return value;
}

/** An object that is no list; what it holds is looked at by whoever reads it. */
export function requireObject<T>(name: string, value: T): T {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`${name} must be an object`);
  return value;
}

/** A list whose items are looked at by `requireItem`, which is told their names. */
export function requireList<T>(
  name: string,
  value: readonly T[],
  requireItem: (name: string, item: T) => unknown,
): readonly T[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array`);
  for (const [index, item] of value.entries()) requireItem(`${name}[${index}]`, item);
  return value;
}

/** Text or bytes; the bytes may come from another realm. */
export function requireTextOrBytes(name: string, value: string | Uint8Array): void {
  if (typeof value !== "string" && Object.prototype.toString.call(value) !== "[object Uint8Array]")
    throw new TypeError(`${name} must be a string or a Uint8Array`);
}

/**
 * Options, each of which has a name that is known: one that is misspelt would be passed over, and its limit be none. Throws a
 * TypeError that names it.
 */
export function requireOptions<T extends object>(options: T, known: KnownOptions<T>): T {
  requireObject("options", options);
  // Perf: a scan of a small file takes a microsecond; lists of names would be allocated.
  for (const name in options)
    if (!Object.hasOwn(known, name))
      throw new TypeError(`there is no option \`${name}\`; there are ${Object.keys(known).join(", ")}`);
  return options;
}

/** The names of all options. */
export type KnownOptions<T> = { readonly [Name in keyof Required<T>]: true };

/** An `AbortSignal`, for those whose types have none. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** A `URL`, for those whose types have none. */
export interface UrlLike {
  readonly href: string;
  readonly protocol: string;
}

export function requireSignal<T extends AbortSignalLike>(name: string, value: T): T {
  if (typeof value?.aborted !== "boolean") throw new TypeError(`${name} must be an AbortSignal`);
  return value;
}
