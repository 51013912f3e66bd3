/** What is scanned: written by hand, or files. */
import type { Notation, Sample, Samples } from "../model/samples.ts";
import { button, h, Tabs } from "./dom.ts";
import { type PickedFile, pick } from "./files.ts";
import { describeSize } from "./results.ts";

const NOTATIONS: readonly (readonly [Notation, string, string])[] = [
  ["text", "Text", "Text to scan"],
  ["hex", "Hex", "4D 5A 90 00 …"],
  ["base64", "Base64", "TVqQAAM…"],
];

/** Files that are listed; more are counted. */
const MAX_LISTED = 200;

export class SamplesPanel {
  readonly element: HTMLElement;
  readonly #samples: Samples;
  readonly #list = h("ul", {
    class: "file-list",
    attributes: { tabindex: 0, "aria-label": "Files to scan" },
  });
  readonly #count = h("p", { class: "hint" });
  readonly #inputs: HTMLTextAreaElement[];
  readonly #tabs: Tabs;
  /** While tabs are shown by the program, nothing is written. */
  #isRestoring = true;

  constructor(samples: Samples, addFiles: (files: readonly PickedFile[]) => void) {
    this.#samples = samples;
    this.#inputs = NOTATIONS.map(([notation, name, placeholder]) => {
      const input = h("textarea", {
        attributes: {
          placeholder,
          spellcheck: "false",
          "aria-label": `${name} to scan`,
          autocapitalize: "off",
        },
      });
      input.addEventListener("input", () => samples.write(notation, input.value));
      return input;
    });
    const files = h(
      "div",
      { class: "files" },
      h(
        "div",
        { class: "actions" },
        button("Choose files…", async () => addFiles(await pick({}))),
        button("Choose a folder…", async () => addFiles(await pick({ folder: true }))),
        button("Clear", () => samples.clearFiles(), { class: "quiet" }),
      ),
      this.#count,
      this.#list,
    );
    const panels = [
      ...this.#inputs.map((input) => h("div", { class: "panel input" }, input)),
      h("div", { class: "panel" }, files),
    ];
    this.#tabs = new Tabs(
      "Samples",
      [...NOTATIONS.map(([, name]) => name), "Files"].map((name, index) => [name, panels[index]!] as const),
      (index) => {
        const notation = NOTATIONS[index];
        if (notation !== undefined && !this.#isRestoring)
          samples.write(notation[0], this.#inputs[index]!.value);
      },
    );
    this.element = h(
      "section",
      { class: "samples", attributes: { "aria-label": "Samples" } },
      h("header", {}, h("h2", { text: "Samples" }), this.#tabs.list),
      ...panels,
    );
    samples.on(() => this.#draw());
    this.restore();
  }

  /** Shows what the samples are. */
  restore(): void {
    this.#isRestoring = true;
    const { notation, written, files } = this.#samples;
    const index = NOTATIONS.findIndex(([one]) => one === notation);
    this.#inputs[index]!.value = written;
    this.#tabs.show(files.length > 0 ? NOTATIONS.length : index);
    this.#isRestoring = false;
    this.#draw();
  }

  showFiles(): void {
    this.#tabs.show(NOTATIONS.length);
  }

  #draw(): void {
    const { files } = this.#samples;
    const size = files.reduce((sum, { blob }) => sum + blob.size, 0);
    this.#tabs.rename(NOTATIONS.length, files.length > 0 ? `Files ${files.length}` : "Files");
    this.#count.textContent =
      files.length === 0
        ? "Drop files, folders or archives (zip, tar, gz) anywhere. They stay on this computer."
        : `${files.length} ${files.length === 1 ? "file" : "files"}, ${describeSize(size)}. They stay on this computer.`;
    this.#list.replaceChildren(...files.slice(0, MAX_LISTED).map((file) => entryOf(file)));
    this.#list.hidden = files.length === 0;
  }
}

function entryOf({ name, blob }: Sample): HTMLElement {
  return h("li", {}, h("span", { text: name }), h("span", { class: "count", text: describeSize(blob.size) }));
}
