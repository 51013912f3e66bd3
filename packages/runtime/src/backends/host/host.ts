/** Marks a namespace of ours that stands where the host's would: no backend must run on it. */
export const namespaceMark: unique symbol = Symbol.for("tyara.webassembly");

let replaced: typeof WebAssembly | undefined;

/** The host's own `WebAssembly`, also where a program has put ours in its place. */
export const host: { readonly WebAssembly: typeof WebAssembly } = {
  get WebAssembly() {
    return replaced ?? WebAssembly;
  },
};

/** Remembers the host's namespace, which is about to be replaced. */
export function keepHostNamespace(): void {
  if (typeof WebAssembly === "object" && !(namespaceMark in WebAssembly)) replaced = WebAssembly;
}
