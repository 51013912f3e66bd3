import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, forceLinting, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import type { LSPClient } from "@codemirror/lsp-client";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { LanguageService } from "../model/language-service.ts";
import type { Check } from "../workers/protocol.ts";
import { uriOf } from "../workers/uris.ts";
import { connectServer } from "./server-client.ts";
import { theme } from "./theme.ts";
import { yara } from "./yara-language.ts";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly root: Document | ShadowRoot;
  readonly language: LanguageService;
  /** Is told of every change of a text. */
  readonly onEdit: (path: string, text: string) => void;
  readonly onCheck: (path: string, check: Check) => void;
}

/** Milliseconds between the last key and the check. */
const CHECK_DELAY = 250;

/** A code editor for several files, one at a time, each with its own history. */
export class RuleEditor {
  readonly view: EditorView;
  readonly #options: EditorOptions;
  readonly #states = new Map<string, EditorState>();
  readonly #server: LSPClient;
  #path = "";

  constructor(options: EditorOptions) {
    this.#options = options;
    this.#server = connectServer(options.language.connect());
    this.view = new EditorView({ parent: options.parent, root: options.root });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Shows a file. Its history and cursor are those of the last time, unless the text is another one now. */
  show(path: string, text: string): void {
    if (path === this.#path && text === this.text) return;
    if (this.#path !== "") this.#states.set(this.#path, this.view.state);
    const known = this.#states.get(path);
    this.#path = path;
    this.view.setState(known?.doc.toString() === text ? known : this.#stateOf(path, text));
    this.#options.language.set([[path, text]]);
    forceLinting(this.view);
  }

  forget(path: string): void {
    this.#states.delete(path);
  }

  /** Puts the cursor at an offset and shows it. */
  goTo(offset: number): void {
    const anchor = Math.min(offset, this.view.state.doc.length);
    this.view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    this.view.focus();
  }

  /** Formats the file; gives the reason why it could not be. */
  async format(): Promise<string | undefined> {
    const before = this.view.state.doc;
    const { changes, refusal } = await this.#options.language.format(this.#path);
    if (this.view.state.doc === before && changes.length > 0)
      this.view.dispatch({ changes: [...changes], userEvent: "format" });
    return refusal;
  }

  #stateOf(path: string, doc: string): EditorState {
    const { language, onEdit, onCheck } = this.#options;
    const check = async (view: EditorView): Promise<Diagnostic[]> => {
      const found = await language.check(path);
      onCheck(path, found);
      return diagnosticsOf(found, path, view.state.doc.length);
    };
    const extensions: Extension = [
      lineNumbers(),
      foldGutter(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      lintGutter(),
      linter(check, { delay: CHECK_DELAY }),
      autocompletion(),
      this.#server.plugin(uriOf(path), "yara"),
      keymap.of([
        ...closeBracketsKeymap,
        ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...completionKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      yara,
      theme,
      EditorView.contentAttributes.of({
        "aria-label": `Rules in ${path}. Escape, then Tab leaves the editor.`,
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        const text = update.state.doc.toString();
        language.set([[path, text]]);
        onEdit(path, text);
      }),
    ];
    return EditorState.create({ doc, extensions });
  }
}

function diagnosticsOf({ problems }: Check, path: string, length: number): Diagnostic[] {
  return problems
    .filter((problem) => problem.path === path && problem.from <= length)
    .map(({ severity, code, message, from, to, fixes }) => ({
      severity,
      source: code,
      message,
      from,
      to: Math.min(Math.max(to, from), length),
      ...(fixes.length > 0 && {
        actions: [
          {
            name: "Fix",
            apply: (view: EditorView) =>
              view.dispatch({
                changes: fixes.map((fix) => ({ from: fix.from, to: fix.to, insert: fix.text })),
              }),
          },
        ],
      }),
    }));
}
