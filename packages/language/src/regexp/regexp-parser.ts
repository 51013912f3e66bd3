/**
 * Regular expression text → syntax tree. The grammar is that of the Rust crate `regex-syntax`, which YARA-X speaks:
 * what it accepts is accepted, what it refuses is refused at the same place. Groups live on an explicit stack; the
 * nesting limit is checked on the finished tree, so that later passes may recurse.
 */
import type { Span } from "@tyara/base";
import { parseClass } from "./class-parser.ts";
import type { Flag, FlagChange, RegexpAst } from "./regexp-ast.ts";
import { RegexpCursor } from "./regexp-cursor.ts";
import { RegexpSyntaxError } from "./regexp-syntax-error.ts";

/** Limit: the reference's; deep enough for people, shallow enough for recursion on any host. */
export const MAX_NESTING = 250;

const BRACE_NOTE = "did you mean `\\{` instead of `{`?";
const MAX_COUNT = 0xffff_ffff;

/** The group that is being parsed; the outermost one has no opening. */
interface OpenGroup {
  readonly opening: Span | undefined;
  readonly flags: FlagChange | undefined;
  readonly outerIgnoresWhitespace: boolean;
  readonly branches: RegexpAst[];
  readonly start: number;
  branchStart: number;
  items: RegexpAst[];
}

/** Throws {@link RegexpSyntaxError} at the first mistake. In relaxed syntax stray braces and unknown escapes are literals. */
export function parseRegexpAst(source: string, isRelaxed: boolean): RegexpAst {
  const ast = new RegexpParser(source, isRelaxed).parse();
  checkNesting(ast);
  return ast;
}

class RegexpParser {
  private readonly cursor: RegexpCursor;
  private readonly isRelaxed: boolean;
  private readonly groups: OpenGroup[] = [];
  private readonly groupNames = new Set<string>();
  private group: OpenGroup;

  constructor(source: string, isRelaxed: boolean) {
    this.cursor = new RegexpCursor(source, isRelaxed);
    this.isRelaxed = isRelaxed;
    this.group = this.newGroup(undefined, undefined);
  }

  parse(): RegexpAst {
    const cursor = this.cursor;
    for (;;) {
      cursor.skipIgnored();
      if (cursor.isAtEnd) break;
      this.parseNext(cursor.char);
    }
    if (this.group.opening !== undefined) cursor.fail("unclosed group", this.group.opening);
    return this.finishGroup();
  }

  private parseNext(char: string): void {
    switch (char) {
      case "(":
        this.openGroup();
        break;
      case ")":
        this.closeGroup();
        break;
      case "|":
        this.nextBranch();
        break;
      case "[":
        this.push(parseClass(this.cursor));
        break;
      case "?":
        this.repeatOnce(0, 1);
        break;
      case "*":
        this.repeatOnce(0, undefined);
        break;
      case "+":
        this.repeatOnce(1, undefined);
        break;
      case "{":
        this.repeatCounted();
        break;
      case ".":
        this.pushSingle({ kind: "dot", span: this.cursor.charSpan });
        break;
      case "^":
        this.pushSingle({ kind: "assertion", span: this.cursor.charSpan, assertion: "caret" });
        break;
      case "$":
        this.pushSingle({ kind: "assertion", span: this.cursor.charSpan, assertion: "dollar" });
        break;
      default:
        this.push(this.cursor.parseLiteralOrEscape());
        break;
    }
  }

  private push(item: RegexpAst): void {
    this.group.items.push(item);
  }

  private pushSingle(item: RegexpAst): void {
    this.cursor.bump();
    this.push(item);
  }

  private newGroup(opening: Span | undefined, flags: FlagChange | undefined): OpenGroup {
    const start = this.cursor.position;
    return {
      opening,
      flags,
      outerIgnoresWhitespace: this.cursor.ignoresWhitespace,
      branches: [],
      start,
      branchStart: start,
      items: [],
    };
  }

  private nextBranch(): void {
    this.group.branches.push(this.finishBranch());
    this.cursor.bump();
    this.group.items = [];
    this.group.branchStart = this.cursor.position;
  }

  private finishBranch(): RegexpAst {
    const { items, branchStart } = this.group;
    const span = this.cursor.spanFrom(branchStart);
    if (items.length === 0) return { kind: "empty", span };
    return items.length === 1 ? items[0]! : { kind: "concat", span, items };
  }

  private finishGroup(): RegexpAst {
    const last = this.finishBranch();
    const { branches, start } = this.group;
    if (branches.length === 0) return last;
    branches.push(last);
    return { kind: "alternation", span: this.cursor.spanFrom(start), branches };
  }

  private openGroup(): void {
    const cursor = this.cursor;
    const opening = cursor.charSpan;
    for (const lookAround of ["(?=", "(?!", "(?<=", "(?<!"]) {
      if (cursor.bumpIf(lookAround)) {
        cursor.fail("look-ahead and look-behind are not supported", cursor.spanFrom(opening.start));
      }
    }
    cursor.bump();
    cursor.skipIgnored();
    const inner = cursor.charSpan;
    if (cursor.bumpIf("?P<") || cursor.bumpIf("?<")) this.parseGroupName();
    else if (cursor.bumpIf("?")) {
      if (cursor.isAtEnd) cursor.fail("unclosed group", opening);
      const flags = this.parseFlags();
      if (cursor.char === ")") this.changeFlags(opening.start, inner, flags);
      else {
        cursor.bump();
        this.enterGroup(opening, flags);
      }
      return;
    }
    this.enterGroup(opening, undefined);
  }

  private enterGroup(opening: Span, flags: FlagChange | undefined): void {
    this.groups.push(this.group);
    this.group = this.newGroup(opening, flags);
    if (flags?.x !== undefined) this.cursor.ignoresWhitespace = flags.x;
  }

  private changeFlags(start: number, inner: Span, flags: FlagChange): void {
    if (Object.keys(flags).length === 0) {
      this.cursor.fail("there is nothing to repeat here", inner, BRACE_NOTE);
    }
    this.cursor.bump();
    if (flags.x !== undefined) this.cursor.ignoresWhitespace = flags.x;
    this.push({ kind: "flags", span: this.cursor.spanFrom(start), flags });
  }

  private closeGroup(): void {
    const { opening, flags, outerIgnoresWhitespace } = this.group;
    if (opening === undefined) this.cursor.fail("unopened group", this.cursor.charSpan);
    const item = this.finishGroup();
    this.cursor.bump();
    this.cursor.ignoresWhitespace = outerIgnoresWhitespace;
    this.group = this.groups.pop()!;
    this.push({ kind: "group", span: this.cursor.spanFrom(opening.start), flags, item });
  }

  private parseGroupName(): void {
    const cursor = this.cursor;
    const start = cursor.position;
    if (cursor.isAtEnd) cursor.fail("unclosed name of a group", cursor.here);
    while (cursor.char !== ">") {
      const isFirst = cursor.position === start;
      if (!(isFirst ? /^[_\p{Alphabetic}]$/u : /^[_.[\]\p{Alphabetic}\p{N}]$/u).test(cursor.char)) {
        cursor.fail("this character cannot be part of a group's name", cursor.charSpan);
      }
      if (!cursor.bump()) cursor.fail("unclosed name of a group", cursor.here);
    }
    const span = cursor.spanFrom(start);
    if (span.end === start) cursor.fail("the name of a group is empty", span);
    const name = cursor.source.slice(start, span.end);
    if (this.groupNames.has(name)) cursor.fail("two groups have this name", span);
    this.groupNames.add(name);
    cursor.bump();
  }

  private parseFlags(): FlagChange {
    const cursor = this.cursor;
    const flags: FlagChange = {};
    let negation: Span | undefined;
    let isDangling = false;
    while (cursor.char !== ":" && cursor.char !== ")") {
      if (cursor.char === "-") {
        if (negation !== undefined) cursor.fail("flags are negated twice", cursor.charSpan);
        negation = cursor.charSpan;
        isDangling = true;
      } else {
        const flag = cursor.char;
        if (!/^[imsUuRx]$/.test(flag)) cursor.fail("unknown flag", cursor.charSpan);
        if (Object.hasOwn(flags, flag)) cursor.fail("this flag is given twice", cursor.charSpan);
        // Own keys: letters of flags.
        flags[flag as Flag] = negation === undefined;
        isDangling = false;
      }
      if (!cursor.bump()) cursor.fail("a flag or the end of the flags is missing", cursor.here);
    }
    if (negation !== undefined && isDangling) cursor.fail("no flag follows this negation", negation);
    return flags;
  }

  /** Takes what the quantifier at the cursor repeats. */
  private takeOperand(): RegexpAst {
    const last = this.group.items[this.group.items.length - 1];
    if (!canBeRepeated(last)) {
      this.cursor.fail("there is nothing to repeat here", this.cursor.charSpan, BRACE_NOTE);
    }
    this.group.items.pop();
    return last;
  }

  private repeatOnce(min: number, max: number | undefined): void {
    const item = this.takeOperand();
    this.cursor.bump();
    this.pushRepeat(item, min, max);
  }

  private pushRepeat(item: RegexpAst, min: number, max: number | undefined): void {
    const isGreedy = !this.cursor.bumpIf("?");
    this.push({ kind: "repeat", span: this.cursor.spanFrom(item.span.start), item, min, max, isGreedy });
  }

  /** Whether the brace at the cursor makes sense as a counted repetition; in relaxed syntax it is a literal if not. */
  private isAtRepetition(): boolean {
    const { source, position } = this.cursor;
    const bounds = /^\{\s*(?:(\d+)\s*(?:(,)\s*(\d*))?|(,)\s*(\d+))\s*\}/.exec(
      source.slice(position, position + 64),
    );
    if (bounds === null || !canBeRepeated(this.group.items[this.group.items.length - 1])) return false;
    const [, min, , max] = bounds;
    return !min || !max || Number(min) <= Number(max);
  }

  private repeatCounted(): void {
    const cursor = this.cursor;
    if (this.isRelaxed && !this.isAtRepetition()) {
      this.push(cursor.parseLiteralOrEscape());
      return;
    }
    const item = this.takeOperand();
    const start = cursor.position;
    const failUnclosed = () => cursor.fail("unclosed counted repetition", cursor.spanFrom(start), BRACE_NOTE);
    if (!cursor.bumpAndSkip()) failUnclosed();
    const min = this.parseCount(true);
    if (cursor.isAtEnd) failUnclosed();
    let max: number | undefined = min;
    if (cursor.char === ",") {
      if (!cursor.bumpAndSkip()) failUnclosed();
      max = cursor.isAt("}") ? undefined : this.parseCount(false);
    }
    if (!cursor.isAt("}")) failUnclosed();
    cursor.bump();
    const operator = cursor.spanFrom(start);
    if (max !== undefined && min > max) {
      const lazyEnd = cursor.char === "?" ? 1 : 0;
      const span = { start: operator.start, end: operator.end + lazyEnd };
      cursor.fail("invalid repetition, the minimum must not be greater than the maximum", span, BRACE_NOTE);
    }
    this.pushRepeat(item, min, max);
  }

  /** A decimal number with white space around it; an absent minimum before a comma is zero. */
  private parseCount(isMinimum: boolean): number {
    const cursor = this.cursor;
    while (/^\s$/.test(cursor.char)) cursor.bump();
    const start = cursor.position;
    while (/^[0-9]$/.test(cursor.char)) cursor.bumpAndSkip();
    const digits = cursor.source.slice(start, cursor.position).replace(/\D/g, "");
    const span = cursor.spanFrom(start);
    while (/^\s$/.test(cursor.char)) cursor.bump();
    if (digits === "") {
      const isAbsentMinimum =
        isMinimum && cursor.char === "," && /^\s*[0-9]/.test(cursor.source.slice(cursor.position + 1));
      if (!isAbsentMinimum)
        cursor.fail("a decimal number is expected here", cursor.spanFrom(start), BRACE_NOTE);
      return 0;
    }
    const count = Number(digits);
    if (count > MAX_COUNT) cursor.fail("this number is too large", span);
    return count;
  }
}

function canBeRepeated(item: RegexpAst | undefined): item is RegexpAst {
  return item !== undefined && item.kind !== "empty" && item.kind !== "flags";
}

/** Refuses trees deeper than {@link MAX_NESTING}, naming the first node that lies too deep. */
function checkNesting(root: RegexpAst): void {
  const pending: { node: RegexpAst; depth: number }[] = [{ node: root, depth: 0 }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node, depth } = entry;
    const children = childrenOf(node);
    const isLeaf = children.length === 0 && node.kind !== "bracketed";
    if (!isLeaf && depth + 1 > MAX_NESTING) failNesting(node.span);
    if (node.kind === "bracketed") checkClassNesting(node, depth + 1);
    for (let i = children.length - 1; i >= 0; i--) pending.push({ node: children[i]!, depth: depth + 1 });
  }
}

function childrenOf(node: RegexpAst): readonly RegexpAst[] {
  if (node.kind === "repeat" || node.kind === "group") return [node.item];
  if (node.kind === "alternation") return node.branches;
  return node.kind === "concat" ? node.items : [];
}

function checkClassNesting(node: Extract<RegexpAst, { kind: "bracketed" }>, depth: number): void {
  const pending: { set: Extract<RegexpAst, { kind: "bracketed" }>["set"]; depth: number }[] = [
    { set: node.set, depth },
  ];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { set, depth: here } = entry;
    if (set.kind === "operation") {
      if (here + 1 > MAX_NESTING) failNesting(set.span);
      pending.push({ set: set.left, depth: here + 1 }, { set: set.right, depth: here + 1 });
      continue;
    }
    for (const item of set.items) {
      if (item.kind !== "bracketed") continue;
      if (here + 1 > MAX_NESTING) failNesting(item.span);
      pending.push({ set: item.set, depth: here + 1 });
    }
  }
}

function failNesting(span: Span): never {
  throw new RegexpSyntaxError(
    `groups, classes and repetitions are nested too deep (at most ${MAX_NESTING})`,
    span,
  );
}
