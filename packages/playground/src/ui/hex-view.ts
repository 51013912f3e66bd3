/** Bytes of a file of any size, with its matches marked. Only the rows that are seen exist, and only their bytes are read. */
import { button, h } from "./dom.ts";

export interface Mark {
  readonly offset: number;
  readonly length: number;
  /** The pattern, as `rule $a`. */
  readonly label: string;
  /** Marks of one pattern have one colour. */
  readonly color: number;
}

const ROW_HEIGHT = 22;
/** Limit: browsers draw nothing below some 16 million pixels; beyond this height, rows are skipped while scrolling. */
const MAX_HEIGHT = 8_000_000;
const PAGE_SIZE = 1 << 16;
const MAX_PAGES = 64;
/** Colours of marks in the style sheet. */
const COLORS = 6;
const NARROW = 620;

export class HexView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #title: HTMLElement;
  readonly #status: HTMLElement;
  readonly #pages = new Map<number, Uint8Array>();
  readonly #loading = new Set<number>();
  #blob = new Blob();
  #marks: readonly Mark[] = [];
  /** The longest mark: how far before a row one may begin that reaches into it. */
  #longest = 0;
  #current = -1;
  #topRow = 0;
  #perRow = 16;
  #ignoresScroll = false;
  #generation = 0;

  constructor(onClose: () => void) {
    this.#title = h("h3", { class: "hex-title" });
    this.#status = h("span", { class: "hex-status", attributes: { role: "status" } });
    this.#rows = h("div", { class: "hex-rows" });
    this.#spacer = h("div", { class: "hex-spacer" });
    this.#scroller = h(
      "div",
      { class: "hex-scroller", attributes: { tabindex: 0, role: "region", "aria-label": "Bytes" } },
      this.#spacer,
      this.#rows,
    );
    const goTo = h("input", {
      class: "hex-goto",
      attributes: { "aria-label": "Go to offset", placeholder: "Offset", size: 9, spellcheck: "false" },
    });
    goTo.addEventListener("change", () => {
      const offset = Number(goTo.value);
      if (Number.isSafeInteger(offset) && offset >= 0 && offset < this.#blob.size) this.goTo(offset);
    });
    this.element = h(
      "section",
      { class: "hex", attributes: { "aria-label": "Hex view", hidden: true } },
      h(
        "header",
        {},
        this.#title,
        this.#status,
        button("↑", () => this.step(-1), {
          title: "Previous match",
          attributes: { "aria-label": "Previous match" },
        }),
        button("↓", () => this.step(1), { title: "Next match", attributes: { "aria-label": "Next match" } }),
        goTo,
        button("✕", onClose, { title: "Close", attributes: { "aria-label": "Close the hex view" } }),
      ),
      this.#scroller,
    );
    this.#scroller.addEventListener("scroll", () => this.#onScroll());
    this.#scroller.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#layOut()).observe(this.#scroller);
  }

  /** Shows a sample at an offset. `marks` are in order of their offsets. */
  open(name: string, blob: Blob, marks: readonly Mark[], offset: number): void {
    if (blob !== this.#blob) {
      this.#generation++;
      this.#pages.clear();
      this.#loading.clear();
    }
    this.#blob = blob;
    this.#marks = marks;
    this.#longest = marks.reduce((longest, { length }) => Math.max(longest, length), 0);
    this.#title.textContent = name;
    this.element.hidden = false;
    this.#current = marks.findIndex((mark) => mark.offset === offset);
    this.#layOut();
    this.goTo(offset);
    this.#scroller.focus({ preventScroll: true });
  }

  close(): void {
    this.element.hidden = true;
  }

  step(by: number): void {
    if (this.#marks.length === 0) return;
    this.#current = (this.#current + by + this.#marks.length) % this.#marks.length;
    this.goTo(this.#marks[this.#current]!.offset);
  }

  goTo(offset: number): void {
    const visible = this.#visibleRows();
    this.#setTop(Math.floor(offset / this.#perRow) - Math.floor(visible / 3));
    const mark = this.#marks[this.#current];
    const place = mark === undefined ? "" : `${this.#current + 1} of ${this.#marks.length} · ${mark.label}`;
    this.#status.textContent = [place, `0x${offset.toString(16)}`].filter(Boolean).join(" · ");
  }

  #rowCount(): number {
    return Math.max(1, Math.ceil(this.#blob.size / this.#perRow));
  }

  #visibleRows(): number {
    return Math.max(1, Math.ceil(this.#scroller.clientHeight / ROW_HEIGHT));
  }

  #layOut(): void {
    if (this.element.hidden || this.#scroller.clientHeight === 0) return;
    const offset = this.#topRow * this.#perRow;
    this.#perRow = this.#scroller.clientWidth < NARROW ? 8 : 16;
    this.#rows.classList.toggle("narrow", this.#perRow === 8);
    this.#spacer.style.height = `${Math.min(MAX_HEIGHT, this.#rowCount() * ROW_HEIGHT)}px`;
    this.#setTop(Math.floor(offset / this.#perRow));
  }

  #maxTop(): number {
    return Math.max(0, this.#rowCount() - this.#visibleRows() + 1);
  }

  #setTop(row: number): void {
    this.#topRow = Math.max(0, Math.min(this.#maxTop(), row));
    const range = this.#spacer.offsetHeight - this.#scroller.clientHeight;
    const scrollTop =
      this.#maxTop() === 0 ? 0 : Math.round((this.#topRow / this.#maxTop()) * Math.max(0, range));
    if (Math.abs(this.#scroller.scrollTop - scrollTop) > 1) {
      this.#ignoresScroll = true;
      this.#scroller.scrollTop = scrollTop;
    }
    this.#draw();
  }

  #onScroll(): void {
    if (this.#ignoresScroll) {
      this.#ignoresScroll = false;
      return;
    }
    const range = this.#spacer.offsetHeight - this.#scroller.clientHeight;
    this.#topRow = range <= 0 ? 0 : Math.round((this.#scroller.scrollTop / range) * this.#maxTop());
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    const page = this.#visibleRows() - 1;
    const rows: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#topRow,
      End: this.#rowCount(),
    };
    if (event.key === "n" || event.key === "p") this.step(event.key === "n" ? 1 : -1);
    else if (Object.hasOwn(rows, event.key)) this.#setTop(this.#topRow + rows[event.key]!);
    else return;
    event.preventDefault();
  }

  #draw(): void {
    const first = this.#topRow;
    const last = Math.min(this.#rowCount(), first + this.#visibleRows() + 1);
    const rows: HTMLElement[] = [];
    for (let row = first; row < last; row++) rows.push(this.#row(row));
    this.#rows.replaceChildren(...rows);
  }

  #row(row: number): HTMLElement {
    const start = row * this.#perRow;
    const end = Math.min(this.#blob.size, start + this.#perRow);
    const hex = h("span", { class: "hex-bytes" });
    const text = h("span", { class: "hex-text" });
    const marks = this.#marksBetween(start, end);
    for (let at = start; at < end; ) {
      const index = marks.findLastIndex(
        ({ offset, length }) => offset <= at && at < offset + Math.max(1, length),
      );
      const mark = marks[index];
      const to = runEnd(marks, mark, at, end);
      const props = mark === undefined ? {} : { class: this.#classOf(mark), title: mark.label };
      hex.append(h("span", props, this.#hexOf(at, to, start)));
      text.append(h("span", props, this.#textOf(at, to)));
      at = to;
    }
    const offset = h("span", { class: "hex-offset", text: start.toString(16).padStart(8, "0") });
    return h("div", { class: "hex-row" }, offset, hex, text);
  }

  #classOf(mark: Mark): string {
    const isCurrent = mark === this.#marks[this.#current];
    return `mark mark-${mark.color % COLORS}${isCurrent ? " mark-current" : ""}`;
  }

  /** The marks that reach into a row. */
  #marksBetween(start: number, end: number): Mark[] {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#marks[middle]!.offset < start - this.#longest) low = middle + 1;
      else high = middle;
    }
    const found: Mark[] = [];
    for (let i = low; i < this.#marks.length && this.#marks[i]!.offset < end; i++) {
      const mark = this.#marks[i]!;
      if (mark.offset + Math.max(1, mark.length) > start) found.push(mark);
    }
    return found;
  }

  #hexOf(from: number, to: number, rowStart: number): string {
    let text = "";
    for (let at = from; at < to; at++) {
      const byte = this.#byte(at);
      text += byte === undefined ? "··" : byte.toString(16).padStart(2, "0");
      if (at + 1 < to) text += (at - rowStart) % 8 === 7 ? "  " : " ";
    }
    return to - rowStart === this.#perRow ? text : `${text} `;
  }

  #textOf(from: number, to: number): string {
    let text = "";
    for (let at = from; at < to; at++) {
      const byte = this.#byte(at);
      text += byte !== undefined && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
    }
    return text;
  }

  /** Undefined until its page has been read, which redraws. */
  #byte(offset: number): number | undefined {
    const number = Math.floor(offset / PAGE_SIZE);
    const page = this.#pages.get(number);
    if (page !== undefined) return page[offset - number * PAGE_SIZE];
    void this.#load(number);
    return undefined;
  }

  async #load(number: number): Promise<void> {
    if (this.#loading.has(number)) return;
    this.#loading.add(number);
    const generation = this.#generation;
    const slice = this.#blob.slice(number * PAGE_SIZE, (number + 1) * PAGE_SIZE);
    try {
      const bytes = new Uint8Array(await slice.arrayBuffer());
      if (generation !== this.#generation) return;
      if (this.#pages.size >= MAX_PAGES) this.#pages.clear();
      this.#pages.set(number, bytes);
      this.#loading.delete(number);
      this.#draw();
    } catch {
      this.#status.textContent = "The file can no longer be read.";
    }
  }
}

/** Where the colour changes next. */
function runEnd(marks: readonly Mark[], mark: Mark | undefined, at: number, end: number): number {
  let to = mark === undefined ? end : Math.min(end, mark.offset + Math.max(1, mark.length));
  for (const other of marks) if (other.offset > at && other.offset < to) to = other.offset;
  return to;
}
