export { assert, InternalError, unreachable } from "./assert.ts";
export { joinSpans, type Span } from "./span.ts";
