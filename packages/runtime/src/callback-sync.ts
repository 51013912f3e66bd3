// Which copies of memory a backend must bring up to date around a host function. Backends that share memory
// with the host have nothing to do and ignore the flags; on one that mirrors memory they are the difference
// between right and wrong, which is what the mirrored backend of the tests proves.

/** What is synchronised around a host function, as bits. */
export const CallbackSync = {
  /** The function looks at no memory. */
  none: 0,
  /** The function reads memory: what the guest wrote must be visible before it runs. */
  before: 1,
  /** The function writes memory: what it wrote must be visible to the guest afterwards. */
  after: 2,
  /** It does both. The default. */
  both: 3,
} as const;
export type CallbackSync = (typeof CallbackSync)[keyof typeof CallbackSync];

/** Whether guest memory must be copied to the host's side before the function runs. */
export function shouldSyncBefore(flags: CallbackSync): boolean {
  return (flags & CallbackSync.before) !== 0;
}

/** Whether the host's side must be copied to guest memory after the function returned. */
export function shouldSyncAfter(flags: CallbackSync): boolean {
  return (flags & CallbackSync.after) !== 0;
}

/** Slots that a call needs: arguments and results share one array. */
export function callbackStorageLength(parameterSlots: number, resultSlots: number): number {
  return Math.max(parameterSlots, resultSlots);
}
