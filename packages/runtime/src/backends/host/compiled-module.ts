/** A module as this backend keeps it. */
export interface CompiledModule {
  readonly module: WebAssembly.Module;
  readonly interruptible: boolean;
}
