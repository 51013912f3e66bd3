/** The diagnostics of this room, one constructor each. */
import type { Span } from "../base/index.ts";
import type { Diagnostic, Footer } from "../diagnostics/index.ts";

function error(
  code: string,
  title: string,
  span: Span,
  text: string,
  footers: readonly Footer[] = [],
): Diagnostic {
  return {
    severity: "error",
    code,
    title,
    labels: [{ kind: "primary", span, text }],
    footers,
    replacements: [],
  };
}

/** E001 with what the grammar says about this place. */
export function syntaxError(span: Span, text: string): Diagnostic {
  return error("E001", "syntax error", span, text);
}

/** E001: an expression or hex pattern deeper than {@link limit} levels. */
export function nestedTooDeeply(span: Span, limit: number): Diagnostic {
  return error("E001", "syntax error", span, `nested too deeply: more than ${limit} levels`);
}

/** E001: a nameless pattern reference where no `for … of` loop gives it a meaning. */
export function patternOutsideForOf(span: Span, sigil: string): Diagnostic {
  return error(
    "E001",
    "syntax error",
    span,
    `\`${sigil}\` without a name has a meaning only inside \`for … of\``,
  );
}

/** E020 */
export function duplicateModifier(span: Span): Diagnostic {
  return error("E020", "duplicate pattern modifier", span, "this modifier was already given");
}

/** E024, for the mistakes that a hex pattern can contain. */
export function invalidHexPattern(name: string, span: Span, text: string): Diagnostic {
  return error("E024", `invalid pattern \`${name}\``, span, text);
}

/** E011: an `xor` range whose lower bound is above its upper bound. */
export function invalidXorRange(span: Span, lower: number, upper: number): Diagnostic {
  return error(
    "E011",
    "invalid range",
    span,
    `the lower bound (${lower}) is above the upper bound (${upper})`,
  );
}

/** E027 */
export function invalidInteger(span: Span, minimum: string, maximum: string): Diagnostic {
  return error("E027", "invalid integer", span, `this number is not between ${minimum} and ${maximum}`);
}

/** E028 */
export function invalidFloat(span: Span): Diagnostic {
  return error("E028", "invalid float", span, "this is not a floating-point number");
}

/** E029 */
export function invalidEscape(span: Span, text: string): Diagnostic {
  return error("E029", "invalid escape sequence", span, text);
}

/** E030 */
export function invalidRegexpModifier(span: Span, modifier: string): Diagnostic {
  return error(
    "E030",
    `invalid regexp modifier \`${modifier}\``,
    span,
    "only `i` and `s` may follow a regular expression",
  );
}

/** E031 */
export function unexpectedEscape(span: Span): Diagnostic {
  return error("E031", "unexpected escape sequence", span, "this string cannot hold escape sequences");
}

/** E032 */
export function invalidUtf8(span: Span): Diagnostic {
  return error("E032", "invalid UTF-8", span, "rules must be UTF-8 text, and this byte is not");
}
