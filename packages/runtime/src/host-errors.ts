// What host functions throw reaches the guest's caller unchanged, also where it looks like a trap or like an overflow of the
// stack. So errors are remembered where they leave a host function: traps are told by where they came from.
const thrownByHost = new WeakSet<object>();

/** Throws what a host function threw, for good. */
export function throwUnchanged(error: unknown): never {
  if ((typeof error === "object" && error !== null) || typeof error === "function") thrownByHost.add(error);
  throw error;
}

/** Whether an error came out of a host function. */
export function isThrownByHost(error: unknown): boolean {
  return typeof error === "object" && error !== null && thrownByHost.has(error);
}
