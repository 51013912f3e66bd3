/** The files of rules: tabs, the editor, an outline, and what is wrong with the file in front. */
import { RuleEditor } from "../editor/editor.ts";
import type { LanguageService } from "../model/language-service.ts";
import type { RuleFiles } from "../model/rule-files.ts";
import type { Check } from "../workers/protocol.ts";
import { button, h } from "./dom.ts";
import { type PickedFile, pick } from "./files.ts";

export class RulesPanel {
  readonly element: HTMLElement;
  readonly editor: RuleEditor;
  readonly #files: RuleFiles;
  readonly #language: LanguageService;
  readonly #tabs = h("div", {
    class: "tabs file-tabs",
    attributes: { role: "tablist", "aria-label": "Files of rules" },
  });
  readonly #outline = h("select", { attributes: { "aria-label": "Go to rule" } });
  readonly #health = h("button", { class: "health", attributes: { type: "button" } });
  #known = new Map<string, string>();
  #check: Check = { problems: [], outline: [] };

  constructor(
    files: RuleFiles,
    language: LanguageService,
    root: Document | ShadowRoot,
    open: (files: readonly PickedFile[]) => void,
  ) {
    this.#files = files;
    this.#language = language;
    const host = h("div", { class: "editor" });
    this.editor = new RuleEditor({
      parent: host,
      root,
      language,
      onEdit: (path, text) => {
        this.#known.set(path, text);
        files.edit(path, text);
        this.onEdit();
      },
      onCheck: (path, check) => {
        if (path === files.active) this.#showCheck(check);
      },
    });
    this.#outline.addEventListener("change", () => {
      const rule = this.#check.outline[Number(this.#outline.value)];
      if (rule !== undefined) this.editor.goTo(rule.from);
      this.#outline.value = "";
    });
    this.#health.addEventListener("click", () => {
      const [problem] = this.#check.problems;
      if (problem !== undefined) this.editor.goTo(problem.from);
    });
    this.element = h(
      "section",
      { class: "rules", attributes: { "aria-label": "Rules" } },
      h(
        "header",
        {},
        h("h2", { text: "Rules" }),
        this.#tabs,
        h(
          "div",
          { class: "actions" },
          button("+", () => files.add([[files.freeName(), ""]]), {
            title: "New file",
            attributes: { "aria-label": "New file of rules" },
          }),
          button("Open…", async () => open(await pick({ accept: ".yar,.yara" }))),
          button("Folder…", async () => open(await pick({ folder: true }))),
        ),
      ),
      host,
      h("footer", {}, this.#health, this.#outline),
    );
    files.on(() => this.#draw());
    this.#draw();
  }

  /** Is called when the user has changed a text. */
  onEdit: () => void = () => {};

  #draw(): void {
    const { active, entries } = this.#files;
    this.#sendChanges(entries);
    const hadFocus = this.#tabs.matches(":focus-within");
    this.#tabs.replaceChildren(...this.#files.paths.map((path) => this.#tab(path, path === active)));
    const front = this.#tabs.querySelector<HTMLElement>('[aria-selected="true"]');
    front?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (hadFocus) front?.focus();
    this.editor.show(active, this.#files.text(active));
  }

  /** Tells the language worker of files that are new, changed or gone. */
  #sendChanges(entries: readonly (readonly [string, string])[]): void {
    const changed = entries.filter(([path, text]) => this.#known.get(path) !== text);
    if (changed.length > 0) this.#language.set(changed);
    const now = new Map(entries);
    for (const path of this.#known.keys())
      if (!now.has(path)) {
        this.#language.remove(path);
        this.editor.forget(path);
      }
    this.#known = now;
  }

  #tab(path: string, isActive: boolean): HTMLElement {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const tab = button(name, () => this.#files.show(path), {
      title: `${path} (double-click renames, Delete closes)`,
      attributes: { role: "tab", "aria-selected": String(isActive), tabindex: isActive ? 0 : -1 },
    });
    tab.addEventListener("dblclick", () => this.#rename(path));
    tab.addEventListener("keydown", (event) => {
      if (event.key === "Delete") this.#close(path);
      else if (event.key === "F2") this.#rename(path);
      else if (event.key === "ArrowRight" || event.key === "ArrowLeft")
        this.#moveTab(event.key === "ArrowRight" ? 1 : -1);
    });
    tab.addEventListener("auxclick", (event) => {
      if (event.button === 1) this.#close(path);
    });
    return tab;
  }

  #moveTab(step: number): void {
    const { paths, active } = this.#files;
    this.#files.show(paths[(paths.indexOf(active) + step + paths.length) % paths.length]!);
  }

  #rename(path: string): void {
    const name = prompt("Path of the file, as include statements name it:", path);
    if (name !== null) this.#files.rename(path, name);
  }

  #close(path: string): void {
    if (this.#files.text(path).trim() === "" || confirm(`Close ${path}? Its text will be gone.`))
      this.#files.remove(path);
  }

  #showCheck(check: Check): void {
    this.#check = check;
    const errors = check.problems.filter(({ severity }) => severity === "error").length;
    const warnings = check.problems.length - errors;
    const parts = [
      errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}`,
      warnings > 0 && `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
    ].filter(Boolean);
    this.#health.textContent = parts.length === 0 ? "✓ no problems" : parts.join(", ");
    this.#health.dataset.state = errors > 0 ? "error" : warnings > 0 ? "warning" : "good";
    this.#outline.replaceChildren(
      h("option", { text: `Go to rule (${check.outline.length})`, attributes: { value: "" } }),
      ...check.outline.map(({ name }, index) => h("option", { text: name, attributes: { value: index } })),
    );
  }
}
