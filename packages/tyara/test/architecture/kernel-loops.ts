import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

/**
 * What the kernels do whose amount their sources do not bound: loops, copies and recursion that neither spend fuel nor say what
 * bounds them. Tables and data decide how often a loop of the kernels turns, and both may be forged, so a loop must
 *
 * - call `spendFuel`, or a function that does so whenever it is called, in each turn (not only in a loop inside it), or
 * - have a form that bounds it: the bits of a word, a bisection, a constant limit, or
 * - have a comment `// Bounded: …` in front of it that says why it is short, or where its fuel is spent.
 *
 * The same comment is asked for at copies and fills of a size that is no constant, in functions that spend no fuel, and at a
 * function that calls itself through others.
 */
export function unboundedPlaces(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("generated"))
    .sort();
  const sources = files.map((name) => parse(name, readFileSync(`${folder}/${name}`, "utf8")));
  return findUnbounded(sources);
}

/** The same of sources that are given: for tests of the rule itself. */
export function unboundedIn(text: string): string[] {
  return findUnbounded([parse("text.ts", text)]);
}

interface Kernel {
  readonly source: ts.SourceFile;
  readonly name: string;
  readonly body: ts.Block;
  readonly node: ts.FunctionDeclaration;
}

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement;

function parse(name: string, text: string): ts.SourceFile {
  // A condition of the builds is no decorator of TypeScript: `@inline` before a function is.
  return ts.createSourceFile(
    name,
    text.replaceAll(/^@(inline|external.*)$/gm, "// @$1"),
    ts.ScriptTarget.Latest,
    true,
  );
}

function findUnbounded(sources: readonly ts.SourceFile[]): string[] {
  const kernels = sources.flatMap((source) =>
    source.statements.filter(ts.isFunctionDeclaration).flatMap((node) => kernelOf(source, node)),
  );
  const spenders = spendingFunctions(kernels);
  const found: string[] = [];
  const report = (node: ts.Node, what: string) => {
    const source = node.getSourceFile();
    found.push(
      `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`,
    );
  };
  for (const { body, name, node } of kernels) {
    if (hasBound(node)) continue;
    const paysForCopies = callsIn(body, { inLoops: true }).some(
      (call) => spenders.has(call) || call === "allocate",
    );
    visit(body, (part) => {
      if (isLoop(part)) {
        if (
          !isBoundedByForm(part) &&
          !hasBound(part) &&
          !callsInTurn(part).some((call) => spenders.has(call))
        )
          report(part, `a loop of ${name}`);
      } else if (isLargeCopy(part) && !paysForCopies && !hasBound(enclosingStatement(part)))
        report(part, `a copy of ${name}`);
    });
  }
  for (const kernel of recursive(kernels))
    if (!hasBound(kernel.node)) report(kernel.node, `${kernel.name} calls itself`);
  return found;
}

function kernelOf(source: ts.SourceFile, node: ts.FunctionDeclaration): Kernel[] {
  return node.body && node.name ? [{ source, name: node.name.text, body: node.body, node }] : [];
}

/**
 * Functions that spend fuel whenever they are called, or on a condition about the amount of work (`if (…) spendFuel(…)`):
 * outside of loops and other branches. `allocate` is none of them. It spends for large sizes only.
 */
function spendingFunctions(kernels: readonly Kernel[]): Set<string> {
  const spenders = new Set(["spendFuel"]);
  for (let before = 0; before < spenders.size; ) {
    before = spenders.size;
    for (const { name, body } of kernels) {
      if (name !== "allocate" && body.statements.some((statement) => alwaysCalls(statement, spenders)))
        spenders.add(name);
    }
  }
  return spenders;
}

function alwaysCalls(statement: ts.Statement, names: ReadonlySet<string>): boolean {
  if (ts.isIfStatement(statement)) {
    const { thenStatement } = statement;
    return (
      ts.isExpressionStatement(thenStatement) &&
      callsIn(thenStatement, { inLoops: false }).includes("spendFuel")
    );
  }
  const isPlain =
    ts.isExpressionStatement(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isReturnStatement(statement);
  return isPlain && callsIn(statement, { inLoops: false }).some((call) => names.has(call));
}

function recursive(kernels: readonly Kernel[]): Kernel[] {
  const callees = new Map(kernels.map(({ name, body }) => [name, callsIn(body, { inLoops: true })]));
  const bounded = new Set(kernels.filter(({ node }) => hasBound(node)).map(({ name }) => name));
  const reaches = (from: string, to: string) => {
    const seen = new Set<string>();
    const rest = [...(callees.get(from) ?? [])];
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      if (name === to) return true;
      if (seen.has(name) || bounded.has(name)) continue;
      seen.add(name);
      rest.push(...(callees.get(name) ?? []));
    }
    return false;
  };
  return kernels.filter(({ name }) => !bounded.has(name) && reaches(name, name));
}

/** The names of what is called in each turn of a loop. */
function callsInTurn(loop: Loop): string[] {
  const parts: readonly (ts.Node | undefined)[] = ts.isForStatement(loop)
    ? [loop.condition, loop.incrementor, loop.statement]
    : [loop.expression, loop.statement];
  return parts.flatMap((part) => (part ? callsIn(part, { inLoops: false }) : []));
}

function callsIn(node: ts.Node, { inLoops }: { readonly inLoops: boolean }): string[] {
  const names: string[] = [];
  const walk = (part: ts.Node) => {
    if (!inLoops && isLoop(part)) return;
    if (ts.isCallExpression(part) && ts.isIdentifier(part.expression)) names.push(part.expression.text);
    ts.forEachChild(part, walk);
  };
  walk(node);
  return names;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    see(child);
    visit(child, see);
  });
}

function isLoop(node: ts.Node): node is Loop {
  return ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node);
}

/** Bits of a word, a bisection, or a limit that is a constant. */
function isBoundedByForm(loop: Loop): boolean {
  const step = ts.isForStatement(loop) ? (loop.incrementor?.getText() ?? "") : "";
  if (/^(\w+) &= \1 - 1$/.test(step)) return true;
  const body = loop.statement.getText();
  if (ts.isWhileStatement(loop) && loop.expression.getText() === "low < high") {
    return (
      /\bconst middle = \(low \+ high\) >>> 1;/.test(body) &&
      /\blow = middle \+ 1;/.test(body) &&
      /\bhigh = middle;/.test(body)
    );
  }
  if (!ts.isForStatement(loop) || !loop.condition || !loop.initializer) return false;
  const counted = /^let (\w+)\b.* = [\w.]+$/.exec(loop.initializer.getText())?.[1];
  const limit = /^(\w+) <=? ([\w.]+)$/.exec(loop.condition.getText());
  if (!counted || limit?.[1] !== counted || !isConstant(limit[2] ?? "")) return false;
  return step === `${counted}++` || new RegExp(`^${counted} [+*]= [A-Z0-9_]+$`).test(step);
}

/** A number, or a name in capitals: a constant of the kernels or of the contract. */
function isConstant(text: string): boolean {
  return /^(\d+|[A-Z][A-Z0-9_]*|[A-Z]\w*_size)$/.test(text);
}

function isLargeCopy(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !/^memory\.(copy|fill|compare)$/.test(node.expression.getText()))
    return false;
  const size = node.arguments[2]?.getText() ?? "";
  return !size.split(/[() ]+(?:(?:\*|<<|\+|-) )?/).every((part) => part === "" || isConstant(part));
}

function enclosingStatement(node: ts.Node): ts.Node {
  let statement: ts.Node = node;
  while (!ts.isStatement(statement)) statement = statement.parent;
  return statement;
}

/** Whether a comment in front of the node, or of the statement that it is the body or the branch of, says what bounds it. */
function hasBound(node: ts.Node): boolean {
  const text = node.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  if (comments.some(({ pos, end }) => /\bBounded: \S/.test(text.slice(pos, end)))) return true;
  const { parent } = node;
  return ts.isIfStatement(parent) && node.getStart() !== parent.getStart() && hasBound(parent);
}
