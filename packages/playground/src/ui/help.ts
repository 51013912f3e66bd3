import { button, h } from "./dom.ts";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl+Enter", "compile and scan"],
  ["Escape", "stop"],
  ["Ctrl+S", "format the rules"],
  ["Ctrl+Space", "suggestions"],
  ["F12, Shift+F12", "definition, references"],
  ["F2", "rename what the cursor is on"],
  ["Ctrl+F", "search in the rules"],
  ["F8", "next problem"],
  ["F2, Delete", "on a tab: rename, close the file"],
  ["n, p", "in the hex view: next, previous match"],
  ["F1", "this help"],
];

export function helpDialog(): HTMLDialogElement {
  const dialog = h(
    "dialog",
    { attributes: { "aria-label": "Help" } },
    h("h2", { text: "Keys" }),
    h(
      "dl",
      { class: "keys" },
      ...KEYS.flatMap(([keys, does]) => [h("dt", {}, h("kbd", { text: keys })), h("dd", { text: does })]),
    ),
    h("h2", { text: "Privacy" }),
    h("p", {
      text: "Rules and samples stay in this browser: the page uploads nothing, and works offline once it has been loaded. A shared link carries its rules behind the #, which browsers send to no server.",
    }),
    button("Close", () => dialog.close(), { class: "primary" }),
  );
  return dialog;
}
