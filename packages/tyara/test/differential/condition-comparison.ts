/** Generated conditions on Tyara and on the native build of YARA-X, on the same inputs: the same verdicts, the same rules matching. */
import { Compiler, renderDiagnostic } from "../../src/index.ts";
import { native, type OfficialPeer } from "../peers.ts";
import { generateCondition, PREAMBLE, print, ruleOf, shrink } from "./condition-generator.ts";
import { Random } from "./random.ts";

/** Conditions of one seed. */
export const CONDITIONS_A_SEED = 100;
const SIZE = 8;

const encode = (text: string) => Buffer.from(text, "latin1");
const INPUTS: readonly Uint8Array[] = [
  new Uint8Array(),
  encode("a"),
  encode("abc ab aXb B a b\0c\0 bbbc"),
  encode("\xff\xff\xff\xff\xff\xff\xff\xff\x80\0\0\0\0\0\0\x80\x7f\xf0abab"),
  encode("a b a b ab.abb.abbb a\0b\0c\0".repeat(8)),
  encode("zzzz".repeat(64)),
];

/** What one engine says of conditions: for each, the inputs it holds for, or why it is refused. */
type Verdict = string;

function sourceOf(conditions: readonly string[]): string {
  return PREAMBLE + conditions.map((condition, i) => ruleOf(condition, `r${i}`)).join("\n");
}

export interface Engine {
  /** Compiles what can be compiled: which of the conditions are refused, with a code each, and a scan by the others. */
  open(conditions: readonly string[]): {
    readonly refusals: ReadonlyMap<number, string>;
    /** The names of the rules that match. */
    readonly scan: (input: Uint8Array) => ReadonlySet<string>;
  };
}

const reference: Engine = {
  open: (conditions) => {
    const { errors } = native!.validate(sourceOf(conditions));
    const refusals = refusedLines(errors.map(({ message }) => message));
    // It compiles sources without a mistake only: refused conditions are replaced, to keep the names of the others.
    const accepted = conditions.map((condition, i) => (refusals.has(i) ? "false" : condition));
    const rules = native!.compile(sourceOf(accepted));
    return {
      refusals,
      scan: (input) => new Set(rules.scan(Buffer.from(input)).map((match) => match.ruleIdentifier)),
    };
  },
};

/** The reference as its official package, slow. */
export function officialReference(official: OfficialPeer): Engine {
  return {
    open: (conditions) => {
      const refusals = refusedLines(refusalsOfOfficial(official, conditions));
      const accepted = conditions.map((condition, i) => (refusals.has(i) ? "false" : condition));
      const compiler = new official.Compiler();
      compiler.addSource(sourceOf(accepted));
      const scanner = new official.Scanner(compiler.build());
      return {
        refusals,
        scan: (input) =>
          new Set(scanner.scan(input).matches.map((match: { identifier: string }) => match.identifier)),
      };
    },
  };
}

function refusalsOfOfficial(official: OfficialPeer, conditions: readonly string[]): string[] {
  const compiler = new official.Compiler();
  try {
    compiler.addSource(sourceOf(conditions));
  } catch {
    // What is wrong is in `errors`.
  }
  return compiler.errors;
}

const tyara: Engine = {
  open: (conditions) => {
    const compiler = new Compiler({ testModules: true }).addSource(sourceOf(conditions));
    const scanner = compiler.build({ ignoreErrors: true }).scanner();
    return {
      refusals: refusedLines(compiler.errors.map((error) => renderDiagnostic(error))),
      scan: (input) => new Set(scanner.scan(input).matches.map(({ identifier }) => identifier)),
    };
  },
};

/** One rule a line, so a report's line tells the rule. */
function refusedLines(reports: readonly string[]): Map<number, string> {
  return new Map(
    reports.map((report) => {
      const [, code, line] = /^error\[(\w+)\][\s\S]*?line:(\d+):/.exec(report) ?? [undefined, report, "0"];
      return [Number(line) - 2, code ?? report];
    }),
  );
}

/** The verdict of an engine on each condition. */
function verdicts(engine: Engine, conditions: readonly string[]): Verdict[] {
  const { refusals, scan } = engine.open(conditions);
  const matching = INPUTS.map(scan);
  return conditions.map(
    (_, i) => refusals.get(i) ?? matching.map((names) => (names.has(`r${i}`) ? "1" : "0")).join(""),
  );
}

function verdict(engine: Engine, condition: string): Verdict {
  try {
    return verdicts(engine, [condition])[0]!;
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  }
}

/**
 * The conditions of a seed on which the two differ, shrunk, five of them at most; the reference can crash on them. Those on which
 * they agree once a search has begun are left out: the reference evaluates some items without it (docs/known-differences.md).
 */
export function differencesOf(
  seed: number,
  peer: Engine = reference,
): { condition: string; reference: Verdict; tyara: Verdict }[] {
  const random = new Random(seed);
  const parts = Array.from({ length: CONDITIONS_A_SEED }, () => generateCondition(random, SIZE));
  const texts = parts.map(print);
  const differ = (condition: string) => verdict(peer, condition) !== verdict(tyara, condition);
  const isUnexplained = (condition: string) => differ(condition) && differ(searched(condition));
  const expected = verdicts(peer, texts);
  const found = verdicts(tyara, texts);
  return parts
    .filter((_, i) => expected[i] !== found[i] && isUnexplained(texts[i]!))
    .slice(0, 5)
    .map((part) => {
      const condition = shrink(part, isUnexplained);
      return { condition, reference: verdict(peer, condition), tyara: verdict(tyara, condition) };
    });
}

/** The same, but evaluated when the patterns have been searched for. */
function searched(condition: string): string {
  const [, name] = /[$#@!](_[a-e]|f[12])/.exec(condition) ?? [];
  return name === undefined ? condition : `#${name} >= 0 and (${condition})`;
}
