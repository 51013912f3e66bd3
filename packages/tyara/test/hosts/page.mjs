// The smoke test in a page; the policy that the page was served with decides which backends there are.
import * as runtime from "../../dist/runtime/index.js";
import * as wasm from "../../dist/wasm/index.js";
import { smoke } from "./smoke.mjs";

const backends = document.body.dataset.backends.split(" ");
const report = (text) => {
  document.body.textContent = text;
};
smoke(runtime, wasm, undefined, backends).then(
  (lines) => report(`${lines}\nok`),
  (error) => report(String(error.stack)),
);
