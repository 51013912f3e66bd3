/**
 * Divides patterns into sub-patterns: the forms in which a pattern may appear in the data (ascii, wide, each literal of an
 * alternation, three base64 alignments, pieces of a chain). Each sub-pattern gets the byte runs that the search looks for.
 *
 * Each takes the cheapest exact form. A row of byte sets is compared directly, and patterns with large gaps become chains. Only
 * the others need a regexp program.
 */
import { spendWork } from "@tyara/base";
import type { SubPatternKind } from "@tyara/contract";
import { Preference, SubPatternFlag } from "@tyara/contract";
import type { LiteralSpec, PatternSpec, RegexpSpec } from "@tyara/language/ir";
import {
  ByteSet,
  type Hir,
  hasLeadingStartAnchor,
  maxLength,
  minLength,
  splitAtChainableGaps,
} from "@tyara/language/regexp";
import { widen } from "../regexp-programs/index.ts";
import { type Base64Form, base64Form, decodingTable, STANDARD_ALPHABET } from "./base64.ts";
import { type ByteRun, caselessRun, exactRun, isExactRun, runOf } from "./byte-run.ts";
import { isImpossible, type RequiredRun, requiredRuns } from "./required-runs.ts";

export interface SubPatternPlan {
  readonly kind: SubPatternKind;
  /** The pattern that gets the matches. Ids of pieces of chains follow those of the rules' patterns. */
  readonly pattern: number;
  readonly flags: number;
  readonly runs: readonly RequiredRun[];
  readonly startDelta: number;
  /** The length of the reported match. For regexps: how far from its run a match may reach; 0 for any distance. */
  readonly length: number;
  /** Present if the match is more than its run. */
  readonly regexp: RegexpPart | undefined;
  readonly base64: { readonly alphabet: Uint8Array; readonly groupDelta: number } | undefined;
  readonly anchor: number | undefined;
}

export interface RegexpPart {
  readonly hir: Hir;
  readonly preference: RegexpSpec["preference"];
  readonly isWide: boolean;
}

export interface ChainPlan {
  /** Stands for the whole chain when its matches are reported. */
  readonly subPattern: SubPatternPlan;
  readonly subPatternId: number;
  /** Virtual patterns `firstPiece`, `firstPiece + 1`, … */
  readonly firstPiece: number;
  readonly gaps: readonly { readonly min: number; readonly max: number | undefined }[];
}

export interface SearchPlan {
  readonly subPatterns: readonly SubPatternPlan[];
  readonly chains: readonly ChainPlan[];
  /** Pattern states needed: the rules' patterns and the pieces of chains. */
  readonly stateCount: number;
}

// Limit: regexps whose matches may be longer, or start farther before their run, are verified in one sweep at the end of the
// input.
const MAX_EAGER_LENGTH = 4096;

/** Units of work that a pattern takes apart from its parts. */
const patternWork = 256;

/** `isLikeReference`: see `TableOptions.compat`. */
export function planPatterns(specs: readonly PatternSpec[], isLikeReference = false): SearchPlan {
  const planner = new Planner(specs.length, isLikeReference);
  specs.forEach((given, pattern) => {
    spendWork(patternWork);
    const spec = isLikeReference ? withReferenceAnchor(given) : given;
    if (spec.kind === "literal") planner.addLiteral(spec, pattern);
    else planner.addRegexp(spec, pattern);
  });
  return { subPatterns: planner.subPatterns, chains: planner.chains, stateCount: planner.stateCount };
}

class Planner {
  readonly subPatterns: SubPatternPlan[] = [];
  readonly chains: ChainPlan[] = [];
  stateCount: number;
  private readonly isLikeReference: boolean;

  constructor(patternCount: number, isLikeReference: boolean) {
    this.stateCount = patternCount;
    this.isLikeReference = isLikeReference;
  }

  addLiteral(spec: LiteralSpec, pattern: number): void {
    const isBase64 = spec.base64 !== undefined || spec.base64wide !== undefined;
    if (isBase64) this.addAll(this.base64Forms(spec, pattern));
    else if (spec.ascii && spec.wide)
      this.addAll(inReportOrder([plainForm(spec, pattern, false), plainForm(spec, pattern, true)]));
    else this.subPatterns.push(plainForm(spec, pattern, spec.wide));
  }

  private base64Forms(spec: LiteralSpec, pattern: number): SubPatternPlan[] {
    return textForms(spec).flatMap(({ bytes }) =>
      [false, true].flatMap((isWide) => {
        const chosen = isWide ? spec.base64wide : spec.base64;
        if (chosen === undefined) return [];
        const alphabet = chosen.alphabet ?? STANDARD_ALPHABET;
        return [2, 1, 0].map((alignment) => {
          const form = base64Form(bytes, alphabet, alignment, isWide);
          return base64Plan(spec, pattern, form, decodingTable(alphabet), isWide);
        });
      }),
    );
  }

  addRegexp(spec: RegexpSpec, pattern: number): void {
    const forms = regexpForms(spec);
    const branches = forms.map(({ hir }) =>
      this.isBeyondReach(hir, spec) ? undefined : runBranches(hir, spec),
    );
    if (branches.every((runs) => runs !== undefined)) {
      const runs = forms.flatMap(({ isWide }, i) => branches[i]!.map((run) => ({ run, isWide })));
      this.addRuns(spec, pattern, runs, "both", questionFlags(spec));
      return;
    }
    for (const { hir, isWide } of forms) this.addProgramOrChain(spec, pattern, hir, isWide);
  }

  private addRuns(
    spec: RegexpSpec,
    pattern: number,
    runs: readonly RunForm[],
    sides: Sides,
    questions: number,
  ): void {
    const plans = runs.map(({ run, isWide }) => {
      const flags = fullwordFlags(spec, isWide, sides) | questions | Preference.first;
      return runPlan(kindOf(run), pattern, run, flags, spec.anchor);
    });
    this.addAll(runs.every(({ run }) => kindOf(run) === "literal") ? inReportOrder(plans) : plans);
  }

  private addProgramOrChain(spec: RegexpSpec, pattern: number, hir: Hir, isWide: boolean): void {
    const { pieces, gaps } = splitAtChainableGaps(hir);
    const flags = questionFlags(spec) | preferenceFlag(spec);
    if (gaps.length === 0 || spec.anchor !== undefined || hasLeadingStartAnchor(hir)) {
      this.addProgram(spec, pattern, hir, isWide, flags | fullwordFlags(spec, isWide, "both"));
      return;
    }
    const firstPiece = this.stateCount;
    this.stateCount += pieces.length;
    pieces.forEach((piece, i) => {
      const sides = i === 0 ? "left" : i === pieces.length - 1 ? "right" : "none";
      // Anything may follow the piece, so its nearest end counts.
      const form = i < gaps.length ? withoutGreed(piece) : piece;
      this.addPiece(spec, firstPiece + i, form, isWide, sides);
    });
    const preference = spec.preference === "longest" ? Preference.longest : Preference.shortest;
    const subPattern: SubPatternPlan = {
      kind: "chain",
      pattern,
      flags: questionFlags(spec) | preference,
      runs: [],
      startDelta: 0,
      length: 0,
      regexp: undefined,
      base64: undefined,
      anchor: undefined,
    };
    const subPatternId = this.subPatterns.push(subPattern) - 1;
    this.chains.push({ subPattern, subPatternId, firstPiece, gaps });
  }

  private addPiece(spec: RegexpSpec, pattern: number, hir: Hir, isWide: boolean, sides: Sides): void {
    const runs = runBranches(hir, spec);
    if (runs !== undefined) {
      this.addRuns(
        spec,
        pattern,
        runs.map((run) => ({ run, isWide })),
        sides,
        0,
      );
      return;
    }
    const flags = preferenceFlag(spec) | fullwordFlags(spec, isWide, sides);
    this.addProgram(spec, pattern, hir, isWide, flags);
  }

  private addProgram(spec: RegexpSpec, pattern: number, hir: Hir, isWide: boolean, flags: number): void {
    const plan = programPlan(spec, pattern, hir, isWide, flags);
    this.addAll([this.isLikeReference ? withReach(plan, referenceReach(hir) * (isWide ? 2 : 1)) : plan]);
  }

  /** Compat: a row of bytes and masks is compared as a whole. A row with classes is followed like other regexps. */
  private isBeyondReach(hir: Hir, spec: RegexpSpec): boolean {
    if (!this.isLikeReference || spec.preference === "hex" || minLength(hir) <= referenceReach(hir))
      return false;
    return runBranches(hir, spec)?.every(({ classes }) => classes.length === 0) !== true;
  }

  private addAll(plans: readonly SubPatternPlan[]): void {
    for (const plan of plans)
      if (plan.runs.every(({ run }) => !isImpossible(run))) this.subPatterns.push(plan);
  }
}

/** Compat: if conditions ask for a pattern at one offset only, the reference looks only there, but just for plain literals. */
function withReferenceAnchor(spec: PatternSpec): PatternSpec {
  if (spec.anchor === undefined || isPlainLiteral(spec)) return spec;
  const { anchor: _, ...rest } = spec;
  return rest;
}

function isPlainLiteral(spec: PatternSpec): boolean {
  if (spec.kind === "literal")
    return (
      !spec.nocase && spec.xor === undefined && spec.base64 === undefined && spec.base64wide === undefined
    );
  return runBranches(spec.hir, spec)?.every((run) => kindOf(run) === "literal") === true;
}

/** Distances count from the fixed text, which may begin after the run's start. */
function withReach(plan: SubPatternPlan, reach: number): SubPatternPlan {
  const [first = 0, ...others] = plan.runs.map(({ run }) => Math.max(run.masks.indexOf(0xff), 0));
  return { ...plan, length: reach, startDelta: others.every((other) => other === first) ? first : 0 };
}

/**
 * Compat: how far from its fixed text the reference follows a regexp. The reference has two matchers. One serves patterns whose
 * repetitions are all of any byte, or of any byte but a line feed, and goes one byte farther.
 */
function referenceReach(hir: Hir): number {
  return hasOnlyJumps(hir) ? 4096 : 4095;
}

function hasOnlyJumps(hir: Hir): boolean {
  switch (hir.kind) {
    case "concat":
      return hir.items.every(hasOnlyJumps);
    case "alternation":
      return hir.branches.every(hasOnlyJumps);
    case "repeat":
      return hir.item.kind === "class" && hir.item.set.size >= 255;
    default:
      return true;
  }
}

/** The pattern with all its repetitions lazy. */
function withoutGreed(hir: Hir): Hir {
  switch (hir.kind) {
    case "concat":
      return { ...hir, items: hir.items.map(withoutGreed) };
    case "alternation":
      return { ...hir, branches: hir.branches.map(withoutGreed) };
    case "repeat":
      return { ...hir, item: withoutGreed(hir.item), isGreedy: false };
    default:
      return hir;
  }
}

interface RunForm {
  readonly run: ByteRun;
  readonly isWide: boolean;
}

function regexpForms(spec: RegexpSpec): { hir: Hir; isWide: boolean }[] {
  const forms = [];
  if (spec.ascii) forms.push({ hir: spec.hir, isWide: false });
  if (spec.wide) forms.push({ hir: widen(spec.hir), isWide: true });
  return forms;
}

function plainForm(spec: LiteralSpec, pattern: number, isWide: boolean): SubPatternPlan {
  const bytes = isWide ? interleaveZeros(spec.bytes) : spec.bytes;
  const run = spec.nocase ? caselessRun(bytes) : exactRun(bytes, spec.xor);
  const flags = fullwordFlags(spec, isWide, "both") | questionFlags(spec) | Preference.first;
  return runPlan(spec.xor === undefined ? "literal" : "xor", pattern, run, flags, spec.anchor);
}

function textForms(spec: LiteralSpec): { bytes: Uint8Array; isWide: boolean }[] {
  const forms = [];
  if (spec.ascii) forms.push({ bytes: spec.bytes, isWide: false });
  if (spec.wide) forms.push({ bytes: interleaveZeros(spec.bytes), isWide: true });
  return forms;
}

function interleaveZeros(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) wide[2 * i] = bytes[i]!;
  return wide;
}

/** The branches of a pattern if each is a row of byte sets; undefined for other patterns. */
function runBranches(hir: Hir, spec: RegexpSpec): readonly ByteRun[] | undefined {
  if (hir.kind !== "alternation") {
    const run = runOf(hir);
    return run === undefined ? undefined : [run];
  }
  const runs = hir.branches.map(runOf);
  if (!runs.every((run) => run !== undefined)) return undefined;
  // Compat: the reference searches for alternatives one by one if all are plain literals, so each is tested for `fullword`. If
  // one has a class, only the branch that is preferred at an offset is tested.
  const mayBeSplit = !spec.fullword || runs.every((run) => kindOf(run) === "literal");
  return mayBeSplit ? runs : undefined;
}

function kindOf(run: ByteRun): "literal" | "masked" {
  return isExactRun(run) ? "literal" : "masked";
}

/**
 * Compat: if several literals match at one offset, the reference reports the one whose atom ends first. Atoms have at most four
 * bytes. Here the first sub-pattern wins (SC-22).
 */
function inReportOrder(plans: readonly SubPatternPlan[]): readonly SubPatternPlan[] {
  if (plans.length === 1) return plans;
  const atomEnd = (plan: SubPatternPlan) => Math.min(4, plan.runs[0]!.run.values.length);
  return [...plans].sort((x, y) => atomEnd(x) - atomEnd(y));
}

function wholeRun(run: ByteRun): RequiredRun {
  return { run, prefixMin: 0, prefixMax: 0, prefixBytes: ByteSet.empty, companion: undefined };
}

function runPlan(
  kind: SubPatternKind,
  pattern: number,
  run: ByteRun,
  flags: number,
  anchor: number | undefined,
): SubPatternPlan {
  return {
    kind,
    pattern,
    flags,
    runs: [wholeRun(run)],
    startDelta: 0,
    length: run.values.length,
    regexp: undefined,
    base64: undefined,
    anchor,
  };
}

function base64Plan(
  spec: LiteralSpec,
  pattern: number,
  form: Base64Form,
  alphabet: Uint8Array,
  isWide: boolean,
): SubPatternPlan {
  const { run, startDelta, length, groupDelta } = form;
  const flags =
    SubPatternFlag.base64 | (isWide ? SubPatternFlag.wide : 0) | questionFlags(spec) | Preference.first;
  const runs = [wholeRun(run)];
  return {
    kind: "base64",
    pattern,
    flags,
    runs,
    startDelta,
    length,
    regexp: undefined,
    base64: { alphabet, groupDelta },
    anchor: spec.anchor,
  };
}

function programPlan(
  spec: RegexpSpec,
  pattern: number,
  hir: Hir,
  isWide: boolean,
  flags: number,
): SubPatternPlan {
  const anchor = hasLeadingStartAnchor(hir) ? (spec.anchor ?? 0) : spec.anchor;
  const runs = anchor === undefined ? requiredRuns(hir) : [];
  const isLong =
    maxLength(hir) > MAX_EAGER_LENGTH || runs.some(({ prefixMax }) => prefixMax > MAX_EAGER_LENGTH);
  return {
    kind: "regexp",
    pattern,
    flags: flags | SubPatternFlag.regexp | (isLong ? SubPatternFlag.deferred : 0),
    runs: runs.filter(({ run }) => !isImpossible(run)),
    startDelta: 0,
    length: 0,
    regexp: { hir, preference: spec.preference, isWide },
    base64: undefined,
    anchor,
  };
}

/** The sides on which `fullword` is tested. In a chain these are the left side of the head and the right side of the tail. */
type Sides = "both" | "left" | "right" | "none";

function fullwordFlags(spec: PatternSpec, isWide: boolean, sides: Sides): number {
  if (!spec.fullword || sides === "none") return 0;
  const left = sides === "right" ? 0 : SubPatternFlag.fullwordLeft;
  const right = sides === "left" ? 0 : SubPatternFlag.fullwordRight;
  return left | right | (isWide ? SubPatternFlag.wide : 0);
}

/** The properties of matches that conditions can see. */
function questionFlags(spec: PatternSpec): number {
  const places = spec.isPlaceAsked === true ? SubPatternFlag.places : 0;
  return places | (spec.isExistenceEnough ? SubPatternFlag.existence : SubPatternFlag.counts);
}

function preferenceFlag(spec: RegexpSpec): number {
  if (spec.preference === "longest") return Preference.longest;
  return spec.preference === "shortest" ? Preference.shortest : Preference.first;
}
