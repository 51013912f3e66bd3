/**
 * The element `<tyara-editor>`: an editor for one text of rules, with diagnostics, completion and formatting. Its text is the property
 * `value`, at first the attribute of that name or what stands between the tags; it fires `input` when the user changes it.
 */
import { RuleEditor } from "./editor/editor.ts";
import { LanguageService } from "./model/language-service.ts";
import styles from "./styles.css?inline";
import { h } from "./ui/dom.ts";

const PATH = "rules.yar";

export class TyaraEditor extends HTMLElement {
  readonly #language = new LanguageService();
  #editor: RuleEditor | undefined;
  #value = "";

  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    this.#value = value;
    this.#editor?.show(PATH, value);
  }

  connectedCallback(): void {
    if (this.#editor !== undefined) return;
    this.#value ||= this.getAttribute("value") ?? this.textContent?.trim() ?? "";
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    const host = h("div", { class: "app editor" });
    root.append(host);
    this.dataset.theme ??= this.getAttribute("theme") ?? "auto";
    this.#editor = new RuleEditor({
      parent: host,
      root,
      language: this.#language,
      onEdit: (_, text) => {
        this.#value = text;
        this.dispatchEvent(new Event("input", { bubbles: true }));
      },
      onCheck: () => {},
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.#editor.show(PATH, this.#value);
    this.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      void this.format();
    });
  }

  disconnectedCallback(): void {
    this.#language.stop();
  }

  /** Formats the text; gives the reason where it could not be. */
  async format(): Promise<string | undefined> {
    return this.#editor?.format();
  }
}
