/**
 * What the host is given as the imports of a module. Guests choose the names, "__proto__" and "constructor" among them:
 * objects without a prototype take them as they are.
 */
export class ImportObject {
  readonly object: WebAssembly.Imports = Object.create(null);

  set(module: string, name: string, value: WebAssembly.ImportValue): void {
    let names = this.object[module];
    if (names === undefined) this.object[module] = names = Object.create(null) as WebAssembly.ModuleImports;
    names[name] = value;
  }
}
