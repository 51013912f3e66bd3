// The smoke test in a page; the policy that the page was served with decides which backends there are.
import * as engine from "../../dist/index.js";
import * as runtime from "../../dist/runtime.js";
import * as wasm from "../../dist/wasm.js";
import { smoke } from "./smoke.mjs";

const { backends, kernel } = document.body.dataset;
const report = (text) => {
  document.body.textContent = text;
};
smoke(runtime, wasm, engine, backends.split(" "), kernel).then(
  (lines) => report(`${lines}\nok`),
  (error) => report(String(error.stack)),
);
