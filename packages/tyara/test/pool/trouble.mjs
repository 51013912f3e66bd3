// A module that does what modules must not do, so that tests see what a pool does about it. The first byte says what.
import { defineModule, field } from "../../dist/modules.js";

const outer = new Int32Array(new SharedArrayBuffer(4));

export const trouble = defineModule({
  name: "trouble",
  fields: { is_fine: field.bool() },
  parse: ({ data }) => {
    const first = String.fromCharCode(data[0] ?? 0);
    if (first === "H") Atomics.wait(outer, 0, 0);
    if (first === "X") process.exit(7);
    if (first === "S") Atomics.wait(outer, 0, 0, 300);
    return { is_fine: true };
  },
});
