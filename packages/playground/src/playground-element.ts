/**
 * The element `<tyara-playground>`: rules, samples, results. Everything runs in the visitor's browser and nothing leaves it.
 *
 * Attributes: `rules` and `sample` are texts to begin with, `theme` is "light", "dark" or "auto"; with `keep` the state
 * stays in the browser and links are opened, as on the playground's own page.
 */
import { exampleRules, exampleSample } from "./examples.ts";
import { EngineRun } from "./model/engine.ts";
import { LanguageService } from "./model/language-service.ts";
import { RuleFiles } from "./model/rule-files.ts";
import { Samples } from "./model/samples.ts";
import { fromFragment, type Shared, toFragment } from "./model/share.ts";
import { keep, restore, type Theme } from "./model/store.ts";
import styles from "./styles.css?inline";
import { button, h } from "./ui/dom.ts";
import { dropped, isArchive, isRules, type PickedFile } from "./ui/files.ts";
import { helpDialog } from "./ui/help.ts";
import { HexView } from "./ui/hex-view.ts";
import { Results } from "./ui/results.ts";
import { RulesPanel } from "./ui/rules-panel.ts";
import { SamplesPanel } from "./ui/samples-panel.ts";
import { WorkerClient } from "./workers/client.ts";
import type { Unpacked } from "./workers/protocol.ts";

/** Milliseconds between the last change and its being kept. */
const KEEP_DELAY = 500;
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export class TyaraPlayground extends HTMLElement {
  readonly #files = new RuleFiles();
  readonly #samples = new Samples();
  readonly #run = new EngineRun();
  readonly #language = new LanguageService();
  readonly #archives = new WorkerClient(
    () => new Worker(new URL("./workers/archive.worker.ts", import.meta.url), { type: "module" }),
  );
  #theme: Theme = "auto";
  #isBuilt = false;
  #keepTimer = 0;
  #toast!: HTMLElement;
  #rulesPanel!: RulesPanel;
  #samplesPanel!: SamplesPanel;

  connectedCallback(): void {
    if (this.#isBuilt) return;
    this.#isBuilt = true;
    this.#begin();
    this.#build();
  }

  disconnectedCallback(): void {
    this.#run.stop();
    this.#language.stop();
    this.#archives.stop();
  }

  /** Compiles the rules and scans the samples. */
  async run(): Promise<void> {
    try {
      this.#showPane("results");
      await this.#run.start(this.#files, this.#samples.all);
    } catch (error) {
      this.#say((error as Error).message);
    }
  }

  // ── State ──

  #begin(): void {
    const kept = this.hasAttribute("keep") ? restore() : undefined;
    const given = this.getAttribute("rules");
    const sample = this.getAttribute("sample");
    const example: Shared = {
      files: [["rules.yar", given ?? exampleRules]],
      active: "rules.yar",
      notation: "text",
      sample: sample ?? (given === null ? exampleSample : ""),
    };
    this.#setTheme((this.getAttribute("theme") as Theme | null) ?? kept?.theme ?? "auto");
    this.#apply(kept ?? example);
  }

  #apply({ files, active, notation, sample }: Shared): void {
    this.#files.replaceAll(files, active);
    this.#samples.write(notation, sample);
  }

  get #state(): Shared {
    const { notation, written } = this.#samples;
    return { files: this.#files.entries, active: this.#files.active, notation, sample: written };
  }

  #changed(): void {
    if (!this.hasAttribute("keep")) return;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = window.setTimeout(() => keep({ ...this.#state, theme: this.#theme }), KEEP_DELAY);
  }

  /** Opens what the page's address carries. The visitor's own rules are kept in tabs beside it. */
  #openLink(): void {
    try {
      const shared = fromFragment(location.hash);
      if (shared === undefined) return;
      this.#apply(shared);
      this.#samplesPanel?.restore();
      history.replaceState(null, "", location.pathname + location.search);
      this.#say("Opened the rules of the link.");
    } catch (error) {
      this.#say((error as Error).message);
    }
  }

  async #share(): Promise<void> {
    try {
      const link = new URL(toFragment(this.#state), location.href).href;
      history.replaceState(null, "", link);
      await navigator.clipboard?.writeText(link);
      this.#say("The link is copied. It holds the rules and the written sample; no server has them.");
    } catch (error) {
      const isRefused = (error as Error).name === "NotAllowedError";
      this.#say(isRefused ? "The link is in the address bar." : (error as Error).message);
    }
  }

  #setTheme(theme: Theme): void {
    this.#theme = THEMES.includes(theme) ? theme : "auto";
    this.dataset.theme = this.#theme;
  }

  // ── Page ──

  #build(): void {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const hex = new HexView(() => hex.close());
    this.#toast = h("div", { class: "toast", attributes: { role: "status", hidden: true } });
    this.#rulesPanel = new RulesPanel(this.#files, this.#language, root, (files) => this.#openRules(files));
    this.#samplesPanel = new SamplesPanel(this.#samples, (files) => this.#addSamples(files));
    const results = new Results(this.#run, {
      onShowBytes: (sample, marks, offset) => hex.open(sample.name, sample.blob, marks, offset),
      onShowProblem: ({ path, from }) => {
        if (this.#files.has(path)) this.#files.show(path);
        this.#showPane("rules");
        this.#rulesPanel.editor.goTo(from);
      },
    });
    const help = helpDialog();
    const side = h("div", { class: "side" }, this.#samplesPanel.element, results.element, hex.element);
    const main = h("main", {}, this.#rulesPanel.element, side);
    root.append(h("div", { class: "app" }, this.#header(help), main, this.#paneSwitch(), help, this.#toast));
    // CodeMirror mounts its styles into the shadow root beside ours.
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, sheet])];
    this.#listen(root, help);
    this.#showPane("rules");
    if (this.hasAttribute("keep")) this.#openLink();
  }

  #header(help: HTMLDialogElement): HTMLElement {
    const run = button("▶ Run", () => void this.run(), { class: "primary run", title: "Ctrl+Enter" });
    const stop = button("■ Stop", () => this.#run.stop(), { class: "danger stop", title: "Escape" });
    const draw = (): void => {
      const { isRunning } = this.#run;
      run.hidden = isRunning;
      stop.hidden = !isRunning;
    };
    this.#run.on(draw);
    draw();
    const theme = button(
      "◐",
      () => {
        this.#setTheme(THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]!);
        this.#say(`Theme: ${this.#theme}`);
        this.#changed();
      },
      { title: "Light, dark, or as the system", attributes: { "aria-label": "Change the theme" } },
    );
    return h(
      "header",
      { class: "top" },
      h(
        "h1",
        {},
        h("span", { class: "logo", text: "T", attributes: { "aria-hidden": "true" } }),
        "Tyara",
        h("small", { text: "playground" }),
      ),
      h(
        "div",
        { class: "actions" },
        run,
        stop,
        button("Format", () => void this.#format(), { title: "Ctrl+S" }),
        button("Share", () => void this.#share(), { title: "Copy a link that holds these rules" }),
        theme,
        button("?", () => help.showModal(), { title: "Help", attributes: { "aria-label": "Help" } }),
      ),
    );
  }

  /** On phones one of three panes is shown. */
  #paneSwitch(): HTMLElement {
    const names = ["rules", "samples", "results"] as const;
    return h(
      "nav",
      { class: "panes", attributes: { "aria-label": "Panes" } },
      ...names.map((name) =>
        button(name[0]!.toUpperCase() + name.slice(1), () => this.#showPane(name), {
          attributes: { "data-pane": name },
        }),
      ),
    );
  }

  #showPane(name: "rules" | "samples" | "results"): void {
    this.dataset.pane = name;
    for (const one of this.shadowRoot?.querySelectorAll<HTMLElement>(".panes button") ?? [])
      one.setAttribute("aria-pressed", String(one.dataset.pane === name));
  }

  #listen(root: ShadowRoot, help: HTMLDialogElement): void {
    this.#files.on(() => this.#changed());
    this.#samples.on(() => this.#changed());
    this.#rulesPanel.onEdit = () => this.#changed();
    if (this.hasAttribute("keep")) addEventListener("hashchange", () => this.#openLink());
    this.addEventListener(
      "keydown",
      (event) => {
        const key = event.key.toLowerCase();
        const isCommand = event.ctrlKey || event.metaKey;
        if (isCommand && event.key === "Enter") void this.run();
        else if (isCommand && (key === "s" || (event.shiftKey && key === "f"))) void this.#format();
        else if (event.key === "Escape" && this.#run.isRunning) this.#run.stop();
        else if (event.key === "F1") help.showModal();
        else return;
        event.preventDefault();
      },
      { capture: true },
    );
    const app = root.querySelector<HTMLElement>(".app")!;
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      app.classList.add("dropping");
    });
    this.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) app.classList.remove("dropping");
    });
    this.addEventListener("drop", async (event) => {
      event.preventDefault();
      app.classList.remove("dropping");
      if (event.dataTransfer !== null) await this.#take(await dropped(event.dataTransfer));
    });
  }

  async #format(): Promise<void> {
    const refusal = await this.#rulesPanel.editor.format();
    if (refusal !== undefined) this.#say(`Not formatted: ${refusal}`);
  }

  // ── Files ──

  /** What was dropped: rules go to the rules, everything else to the samples. */
  async #take(files: readonly PickedFile[]): Promise<void> {
    const rules = files.filter(({ path }) => isRules(path));
    if (rules.length > 0) await this.#openRules(rules);
    const samples = files.filter(({ path }) => !isRules(path));
    if (samples.length > 0) await this.#addSamples(samples);
  }

  async #openRules(files: readonly PickedFile[]): Promise<void> {
    const rules = files.filter(({ path }) => isRules(path));
    if (files.length > 0 && rules.length === 0)
      this.#say("There are no rules (*.yar, *.yara) among these files.");
    const texts = await Promise.all(rules.map(async ({ path, file }) => [path, await file.text()] as const));
    if (texts.length > 0) this.#files.add(texts);
  }

  async #addSamples(files: readonly PickedFile[]): Promise<void> {
    if (files.length === 0) return;
    const plain = files
      .filter(({ path }) => !isArchive(path))
      .map(({ path, file }) => ({ name: path, blob: file }));
    this.#samples.addFiles(plain);
    for (const { path, file } of files.filter((one) => isArchive(one.path))) await this.#unpack(path, file);
    this.#samplesPanel.showFiles();
  }

  /** An archive gives the files in it; one that cannot be read is scanned as it is. */
  async #unpack(path: string, file: File): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const unpacked = await this.#archives.call<Unpacked[]>("unpack", { name: path, bytes }, [bytes.buffer]);
      this.#samples.addFiles(
        unpacked.map((one) => ({ name: `${path}/${one.path}`, blob: new Blob([one.bytes]) })),
      );
    } catch (error) {
      this.#say(`${path} is scanned as it is: ${(error as Error).message}`);
      this.#samples.addFiles([{ name: path, blob: file }]);
    }
  }

  #say(text: string): void {
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    clearTimeout(Number(this.#toast.dataset.timer));
    this.#toast.dataset.timer = String(setTimeout(() => (this.#toast.hidden = true), 5000));
  }
}
