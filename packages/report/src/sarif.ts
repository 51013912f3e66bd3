/** What reports in SARIF 2.1.0 share: a log with one run, whose results are written as they come. */
import type { JsonTree } from "./json-stream.ts";
import { JsonStream } from "./json-stream.ts";
import type { Output } from "./output.ts";

export interface SarifRule {
  readonly id: string;
  readonly description: string;
  readonly properties?: JsonTree;
}

export class SarifLog {
  readonly #json: JsonStream;
  readonly #output: Output;
  readonly #version: string;
  readonly #rules: SarifRule[] = [];
  readonly #indices = new Map<string, number>();

  constructor(output: Output, version: string) {
    this.#json = new JsonStream(output, true);
    this.#output = output;
    this.#version = version;
    this.#json.openObject();
    this.#json.entry("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    this.#json.entry("version", "2.1.0");
    this.#json.name("runs");
    this.#json.openList();
    this.#json.openObject();
    this.#json.entry("columnKind", "unicodeCodePoints");
    this.#json.name("results");
    this.#json.openList();
  }

  /** Where a result is written: the caller opens and closes it. */
  get json(): JsonStream {
    return this.#json;
  }

  /** Writes the members of a result that name its rule, which is described at the end of the log. */
  ruleOfResult(id: string, describe: () => SarifRule): void {
    let index = this.#indices.get(id);
    if (index === undefined) {
      this.#indices.set(id, (index = this.#rules.length));
      this.#rules.push(describe());
    }
    this.#json.entry("ruleId", id);
    this.#json.entry("ruleIndex", index);
  }

  end(): void {
    const json = this.#json;
    json.close();
    json.entry("tool", {
      driver: {
        name: "tyara",
        version: this.#version,
        rules: this.#rules.map(({ id, description, properties }) => ({
          id,
          shortDescription: { text: description },
          properties,
        })),
      },
    });
    json.close();
    json.close();
    json.close();
    this.#output.text("\n");
    this.#output.flush();
  }
}
