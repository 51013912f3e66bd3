/** A module as this backend keeps it. */
export interface CompiledModule {
  readonly module: WebAssembly.Module;
  readonly interruptible: boolean;
  /** The same with lower maxima, by these, for stores with limits. */
  readonly limited: Map<string, WebAssembly.Module>;
}
