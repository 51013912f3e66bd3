import { normalise } from "../workers/includes.ts";
import { Emitter } from "./emitter.ts";

/** The files of rules that are open, by path. One of them is in front. */
export class RuleFiles extends Emitter {
  readonly #texts = new Map<string, string>();
  #active = "";

  get paths(): string[] {
    return [...this.#texts.keys()];
  }

  get active(): string {
    return this.#active;
  }

  get entries(): [string, string][] {
    return [...this.#texts];
  }

  text(path: string): string {
    return this.#texts.get(path) ?? "";
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  /** Changes a text without telling anyone: the editor knows. */
  edit(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  add(files: Iterable<readonly [path: string, text: string]>): void {
    let first: string | undefined;
    for (const [path, text] of files) {
      const name = normalise(path) || "rules.yar";
      first ??= name;
      this.#texts.set(name, text);
    }
    if (first !== undefined) this.#active = first;
    this.changed();
  }

  replaceAll(files: readonly (readonly [path: string, text: string])[], active?: string): void {
    this.#texts.clear();
    this.add(files.length > 0 ? files : [["rules.yar", ""]]);
    if (active !== undefined && this.has(active)) this.show(active);
  }

  show(path: string): void {
    this.#active = path;
    this.changed();
  }

  rename(from: string, to: string): void {
    const name = normalise(to);
    if (name === "" || this.#texts.has(name)) return;
    const entries = this.entries.map(([path, text]) => [path === from ? name : path, text] as const);
    this.replaceAll(entries, this.#active === from ? name : this.#active);
  }

  remove(path: string): void {
    const { paths } = this;
    const at = paths.indexOf(path);
    this.#texts.delete(path);
    if (this.#texts.size === 0) this.#texts.set("rules.yar", "");
    if (this.#active === path) this.#active = this.paths[Math.max(0, at - 1)]!;
    this.changed();
  }

  /** `rules-2.yar`, when `rules.yar` is taken. */
  freeName(): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? "rules.yar" : `rules-${number}.yar`;
      if (!this.#texts.has(name)) return name;
    }
  }

  /** The files that are compiled by themselves: those that no other includes. */
  get roots(): string[] {
    const included = new Set<string>();
    for (const [path, text] of this.#texts) {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      for (const [, target] of text.matchAll(/^\s*include\s+"([^"]*)"/gm)) {
        included.add(normalise(folder + target));
        included.add(normalise(target!));
      }
    }
    const roots = this.paths.filter((path) => !included.has(path));
    return roots.length > 0 ? roots : this.paths;
  }
}
