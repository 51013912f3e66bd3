/** Compares what is written with what may be written, and gives the values that are sound. */
import { type ConfigurationProblem, problemAt, type Range } from "./problem.ts";
import type { MapShape, Shape, ShapeOf, TableShape } from "./shape.ts";
import type { Node } from "./tree.ts";

export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly ConfigurationProblem[];
}

/** Unknown keys and values of a wrong kind are problems and are left out of the value. */
export function checkTree<T>(root: Node, shape: ShapeOf<T> & TableShape, text: string): Checked<T> {
  const problems: ConfigurationProblem[] = [];
  const report = (range: Range, message: string) => problems.push(problemAt(text, range, message));
  const value = new TreeChecker(report).read(root, shape, "");
  return { value: value as T, problems };
}

class TreeChecker {
  readonly #report: (range: Range, message: string) => void;

  constructor(report: (range: Range, message: string) => void) {
    this.#report = report;
  }

  /** The value; undefined where it is not what the shape allows. `path` names it in messages. */
  read(node: Node, shape: Shape, path: string): unknown {
    if (shape.kind === "table") return this.#table(node, shape, path);
    if (shape.kind === "map") return this.#map(node, shape, path);
    if (shape.kind === "list") return this.#list(node, shape.item, path);
    if (!fits(node, shape)) {
      this.#report(node.range, `\`${path}\` must be ${describe(shape)}`);
      return undefined;
    }
    const { value } = node as Node & { readonly kind: "scalar" };
    const problem = shape.kind === "text" ? shape.problem?.(value as string) : undefined;
    if (problem !== undefined) {
      this.#report(node.range, `\`${path}\`: ${problem}`);
      return undefined;
    }
    return typeof value === "bigint" && shape.kind !== "scalar" ? Number(value) : value;
  }

  #table(node: Node, { keys }: TableShape, path: string): unknown {
    if (node.kind !== "table") return this.#wrong(node, path, "a table");
    const value: Record<string, unknown> = Object.create(null);
    for (const [name, { keyRange, node: inner }] of node.entries) {
      const shape = Object.hasOwn(keys, name) ? keys[name]! : undefined;
      if (shape === undefined)
        this.#report(
          keyRange,
          `unknown key \`${name}\`; ${path === "" ? "a configuration" : `\`${path}\``} has ${listed(Object.keys(keys))}`,
        );
      else {
        const read = this.read(inner, shape, path === "" ? name : `${path}.${name}`);
        if (read !== undefined) value[name] = read;
      }
    }
    return value;
  }

  #map(node: Node, { value: shape, names }: MapShape, path: string): unknown {
    if (node.kind !== "table") return this.#wrong(node, path, "a table");
    const value = new Map<string, unknown>();
    for (const [name, { keyRange, node: inner }] of node.entries) {
      if (names !== undefined && !names.has(name)) {
        this.#report(keyRange, `unknown key \`${name}\`; \`${path}\` has ${listed([...names])}`);
        continue;
      }
      const read = this.read(inner, shape, `${path}.${name}`);
      if (read !== undefined) value.set(name, read);
    }
    return value;
  }

  #list(node: Node, item: Shape, path: string): unknown {
    if (node.kind !== "list") return this.#wrong(node, path, `a list, each of it ${describe(item)}`);
    return node.items.flatMap((one) => this.read(one, item, path) ?? []);
  }

  #wrong(node: Node, path: string, expected: string): undefined {
    this.#report(node.range, `\`${path}\` must be ${expected}`);
  }
}

function fits(node: Node, shape: Shape): boolean {
  if (node.kind !== "scalar") return false;
  const { value } = node;
  switch (shape.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return typeof value === "bigint" && value >= shape.least && value <= Number.MAX_SAFE_INTEGER;
    case "text":
      return typeof value === "string" && (shape.choices === undefined || shape.choices.includes(value));
    case "scalar":
      return true;
    case "either":
      return shape.shapes.some((one) => fits(node, one));
    default:
      return false;
  }
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number, ${shape.least} or more`;
    case "text":
      return shape.choices === undefined ? "a string" : `one of ${listed(shape.choices)}`;
    case "scalar":
      return "a string, a number, true or false";
    case "either":
      return shape.shapes.map(describe).join(", or ");
    case "list":
      return "a list";
    default:
      return "a table";
  }
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
