/** Small helpers that make elements. Text is always text: nothing of rules, names or bytes becomes markup. */

export type Child = Node | string | undefined | false;

export interface Props {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly on?: Readonly<Record<string, (event: never) => void>>;
  /** Attributes; `undefined` and `false` are left out, `true` is empty. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, text, title, on, attributes }: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (title !== undefined) element.title = title;
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
  for (const [name, listener] of Object.entries(on ?? {}))
    element.addEventListener(name, listener as EventListener);
  element.append(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
  return element;
}

export function button(text: string, onClick: () => void, props: Props = {}): HTMLButtonElement {
  return h("button", {
    ...props,
    text,
    attributes: { type: "button", ...props.attributes },
    on: { ...props.on, click: onClick },
  });
}

/** A row of tabs over panels of which one is shown; arrow keys move between them. */
export class Tabs {
  readonly list: HTMLElement;
  readonly #tabs: HTMLButtonElement[] = [];
  readonly #panels: HTMLElement[] = [];
  readonly #onShow: (index: number) => void;

  constructor(
    label: string,
    entries: readonly (readonly [name: string, panel: HTMLElement])[],
    onShow: (index: number) => void = () => {},
  ) {
    this.#onShow = onShow;
    this.list = h("div", { class: "tabs", attributes: { role: "tablist", "aria-label": label } });
    for (const [index, [name, panel]] of entries.entries()) {
      const tab = button(name, () => this.show(index), { attributes: { role: "tab" } });
      tab.addEventListener("keydown", (event) => this.#move(event, index));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-label", name);
      this.#tabs.push(tab);
      this.#panels.push(panel);
      this.list.append(tab);
    }
    this.show(0);
  }

  show(index: number): void {
    for (const [i, tab] of this.#tabs.entries()) {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      this.#panels[i]!.hidden = i !== index;
    }
    this.#onShow(index);
  }

  rename(index: number, name: string): void {
    this.#tabs[index]!.textContent = name;
  }

  #move(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = (index + step + this.#tabs.length) % this.#tabs.length;
    this.show(next);
    this.#tabs[next]!.focus();
    event.preventDefault();
  }
}

/** Lets the user save a text as a file. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { attributes: { href: url, download: name } }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
