/**
 * Syntax tree → HIR: flags, escapes and classes are resolved into bytes. Without the flag `u` everything is about
 * bytes and ASCII, a non-ASCII character being its UTF-8 bytes; with it, classes and the dot are about characters.
 */
import type { Span } from "@tyara/base";
import { ByteSet } from "./byte-set.ts";
import type { CodePointSet } from "./code-point-set.ts";
import { codePointSet, complement, difference, foldAscii, intersection, union } from "./code-point-set.ts";
import type { Assertion, Hir } from "./hir.ts";
import { alternation, assertion, byteClass, concat, EMPTY, literal, repeat } from "./hir-build.ts";
import type {
  AssertionAst,
  ClassItem,
  ClassSet,
  FlagChange,
  LiteralAst,
  PerlClassAst,
  PropertyAst,
  RegexpAst,
} from "./regexp-ast.ts";
import { RegexpSyntaxError } from "./regexp-syntax-error.ts";
import { foldUnicode, propertySet, unicodeComplement, unicodePerlClass } from "./unicode-properties.ts";
import { encodeUtf8, utf8Class } from "./utf8-ranges.ts";

export interface TranslateOptions {
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
  /** Patterns have no half boundaries, and their lines may end with CR, LF or both whatever the flag `R` says. */
  readonly isPattern: boolean;
}

/** Throws {@link RegexpSyntaxError} for what the grammar allows but bytes do not. */
export function translate(ast: RegexpAst, options: TranslateOptions): Hir {
  const flags = {
    i: options.caseInsensitive,
    m: false,
    s: options.dotMatchesNewline,
    U: false,
    u: false,
    R: false,
    x: false,
  };
  return new Translator(flags, options.isPattern).translate(ast);
}

const POSIX: Readonly<Record<string, CodePointSet>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  ascii: [[0, 0x7f]],
  blank: [
    [9, 9],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [9, 13],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};
/** By letter of the alphabet, its two cases: shared, because expressions without case are full of them. */
const BOTH_CASES: readonly Hir[] = Array.from({ length: 26 }, (_, letter) =>
  byteClass(ByteSet.of(0x41 + letter, 0x61 + letter)),
);
const NEWLINE: CodePointSet = [[10, 10]];
const CRLF: CodePointSet = codePointSet([
  [10, 10],
  [13, 13],
]);

class Translator {
  private flags: Record<string, boolean>;
  private readonly isPattern: boolean;

  constructor(flags: Record<string, boolean>, isPattern: boolean) {
    this.flags = flags;
    this.isPattern = isPattern;
  }

  translate(ast: RegexpAst): Hir {
    switch (ast.kind) {
      case "empty":
        return EMPTY;
      case "flags":
        this.change(ast.flags);
        return EMPTY;
      case "literal":
        return this.literal(ast);
      case "dot":
        return this.dot();
      case "assertion":
        return this.assertion(ast.assertion, ast.span);
      case "perl":
      case "property":
      case "bracketed":
        return this.classHir(this.classItem(ast));
      case "repeat":
        return repeat(this.translate(ast.item), ast.min, ast.max, ast.isGreedy !== this.flags.U);
      case "group":
        return this.group(ast.item, ast.flags);
      case "alternation":
        return alternation(ast.branches.map((branch) => this.translate(branch)));
      case "concat":
        return concat(ast.items.map((item) => this.translate(item)));
    }
  }

  private change(flags: FlagChange): void {
    this.flags = { ...this.flags, ...flags };
  }

  private group(item: RegexpAst, flags: FlagChange | undefined): Hir {
    const outer = this.flags;
    if (flags !== undefined) this.change(flags);
    const hir = this.translate(item);
    this.flags = outer;
    return hir;
  }

  private literal(ast: LiteralAst): Hir {
    const { codePoint } = ast;
    if (ast.isByte && !this.flags.u) return literal(Uint8Array.of(codePoint));
    if (!this.flags.i) return literal(encodeUtf8(codePoint));
    if (this.flags.u) return utf8Class(foldUnicode([[codePoint, codePoint]]));
    const bothCases = codePoint < 0x80 ? BOTH_CASES[(codePoint | 0x20) - 0x61] : undefined;
    return bothCases ?? literal(encodeUtf8(codePoint));
  }

  private dot(): Hir {
    const excluded = this.flags.s ? [] : this.flags.R ? CRLF : NEWLINE;
    return this.classHir(this.complement(excluded));
  }

  private complement(set: CodePointSet): CodePointSet {
    return this.flags.u ? unicodeComplement(set) : complement(set, 0xff);
  }

  private classHir(set: CodePointSet): Hir {
    if (this.flags.u) return utf8Class(set);
    return byteClass(
      set.reduce((bytes, [first, last]) => bytes.union(ByteSet.range(first, last)), ByteSet.empty),
    );
  }

  private assertion(kind: AssertionAst, span: Span): Hir {
    if (kind === "caret") return assertion(this.lineAssertion("start", "line-start", "crlf-line-start"));
    if (kind === "dollar") return assertion(this.lineAssertion("end", "line-end", "crlf-line-end"));
    const isWord = kind.startsWith("word") || kind === "not-word-boundary";
    if (isWord && this.flags.u) {
      throw new RegexpSyntaxError("word boundaries are not supported together with the flag `u`", span);
    }
    if (kind.endsWith("half") && this.isPattern) {
      throw new RegexpSyntaxError("half word boundaries are not supported in patterns", span);
    }
    return assertion(kind);
  }

  private lineAssertion(single: Assertion, line: Assertion, crlfLine: Assertion): Assertion {
    if (!this.flags.m) return single;
    return this.flags.R || this.isPattern ? crlfLine : line;
  }

  private classSet(set: ClassSet): CodePointSet {
    if (set.kind === "union") return codePointSet(set.items.flatMap((item) => this.classItem(item)));
    const left = this.fold(this.classSet(set.left));
    const right = this.fold(this.classSet(set.right));
    if (set.operator === "intersection") return intersection(left, right);
    if (set.operator === "difference") return difference(left, right);
    return difference(union(left, right), intersection(left, right));
  }

  private fold(set: CodePointSet): CodePointSet {
    if (!this.flags.i) return set;
    return this.flags.u ? foldUnicode(set) : foldAscii(set);
  }

  private classItem(item: ClassItem): CodePointSet {
    switch (item.kind) {
      case "literal":
        return codePointSet([[this.member(item), this.member(item)]]);
      case "range":
        return codePointSet([[this.member(item.first), this.member(item.last)]]);
      case "posix":
        return item.isNegated ? this.complement(POSIX[item.name]!) : POSIX[item.name]!;
      case "perl":
        return this.perlClass(item);
      case "property":
        return this.property(item);
      case "bracketed": {
        const set = this.fold(this.classSet(item.set));
        return item.isNegated ? this.complement(set) : set;
      }
    }
  }

  private member(ast: LiteralAst): number {
    if (ast.codePoint > 0x7f && !ast.isByte && !this.flags.u) {
      throw new RegexpSyntaxError("a class can have ASCII characters and bytes only", ast.span);
    }
    return ast.codePoint;
  }

  private perlClass(ast: PerlClassAst): CodePointSet {
    const set = this.flags.u ? unicodePerlClass(ast.class) : POSIX[ast.class]!;
    return ast.isNegated ? this.complement(set) : set;
  }

  private property(ast: PropertyAst): CodePointSet {
    if (!this.flags.u) throw new RegexpSyntaxError("Unicode classes are not supported", ast.span);
    const set = propertySet(ast.name);
    if (set === undefined) throw new RegexpSyntaxError("unknown Unicode property", ast.span);
    return ast.isNegated ? this.complement(set) : set;
  }
}
