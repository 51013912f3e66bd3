/** Every key that a configuration may have; `docs/configuration.md` says what each means. */
import { WARNING_CODES } from "@tyara/language/diagnostics";
import { dateFormatProblem } from "./date-format.ts";
import type { Scalar, ShapeOf } from "./shape.ts";

/** A configuration as it is written: names and nesting of the file. */
export interface Settings {
  readonly fmt?: FmtSection;
  readonly check?: CheckSection;
  readonly warnings?: ReadonlyMap<string, { readonly disabled?: boolean }>;
  readonly rules?: RulesSection;
  readonly scan?: ScanSection;
  readonly language_server?: { readonly cache_workspace?: boolean };
}

export interface FmtSection {
  readonly input_tab_size?: number;
  readonly rule?: {
    readonly indent_section_headers?: boolean;
    readonly indent_section_contents?: boolean;
    readonly indent_spaces?: number;
    readonly newline_before_curly_brace?: boolean;
    readonly empty_line_before_section_header?: boolean;
    readonly empty_line_after_section_header?: boolean;
  };
  readonly meta?: { readonly align_values?: boolean };
  readonly patterns?: { readonly align_values?: boolean };
}

export interface CheckSection {
  readonly rule_name?: { readonly regexp?: string; readonly error?: boolean };
  readonly tags?: {
    readonly allowed?: readonly string[];
    readonly regexp?: string;
    readonly error?: boolean;
  };
  readonly metadata?: ReadonlyMap<string, MetadataSection>;
}

export interface MetadataSection {
  readonly type?: "string" | "integer" | "float" | "bool" | "date" | "hash" | "md5" | "sha1" | "sha256";
  /** Of a date. */
  readonly format?: string;
  readonly regexp?: string;
  readonly required?: boolean;
  readonly error?: boolean;
}

export interface RulesSection {
  readonly variables?: ReadonlyMap<string, Scalar>;
  readonly include_dirs?: readonly string[];
  readonly ignore_modules?: readonly string[];
  readonly relaxed_re_syntax?: boolean;
}

export interface ScanSection {
  readonly color?: "auto" | "always" | "never";
  readonly output_format?: "text" | "ndjson" | "json" | "sarif" | "csv";
  readonly print_meta?: boolean;
  readonly print_namespace?: boolean;
  readonly print_strings?: boolean | number;
  readonly print_tags?: boolean;
  readonly recursive?: boolean | number;
  readonly threads?: number;
}

const boolean = { kind: "boolean" } as const;
const text = { kind: "text" } as const;
const texts = { kind: "list", item: text } as const;
const count = { kind: "integer", least: 0 } as const;
const regexp = { kind: "text", problem: regexpProblem } as const;

function regexpProblem(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export const schema: ShapeOf<Settings> = {
  kind: "table",
  keys: {
    fmt: {
      kind: "table",
      keys: {
        input_tab_size: { kind: "integer", least: 1 },
        rule: {
          kind: "table",
          keys: {
            indent_section_headers: boolean,
            indent_section_contents: boolean,
            indent_spaces: count,
            newline_before_curly_brace: boolean,
            empty_line_before_section_header: boolean,
            empty_line_after_section_header: boolean,
          },
        },
        meta: { kind: "table", keys: { align_values: boolean } },
        patterns: { kind: "table", keys: { align_values: boolean } },
      },
    },
    check: {
      kind: "table",
      keys: {
        rule_name: { kind: "table", keys: { regexp, error: boolean } },
        tags: { kind: "table", keys: { allowed: texts, regexp, error: boolean } },
        metadata: {
          kind: "map",
          value: {
            kind: "table",
            keys: {
              type: {
                kind: "text",
                choices: ["string", "integer", "float", "bool", "date", "hash", "md5", "sha1", "sha256"],
              },
              format: { kind: "text", problem: dateFormatProblem },
              regexp,
              required: boolean,
              error: boolean,
            },
          },
        },
      },
    },
    warnings: {
      kind: "map",
      value: { kind: "table", keys: { disabled: boolean } },
      names: new Set(WARNING_CODES),
    },
    rules: {
      kind: "table",
      keys: {
        variables: { kind: "map", value: { kind: "scalar" } },
        include_dirs: texts,
        ignore_modules: texts,
        relaxed_re_syntax: boolean,
      },
    },
    scan: {
      kind: "table",
      keys: {
        color: { kind: "text", choices: ["auto", "always", "never"] },
        output_format: { kind: "text", choices: ["text", "ndjson", "json", "sarif", "csv"] },
        print_meta: boolean,
        print_namespace: boolean,
        print_strings: { kind: "either", shapes: [boolean, count] },
        print_tags: boolean,
        recursive: { kind: "either", shapes: [boolean, count] },
        threads: { kind: "integer", least: 1 },
      },
    },
    language_server: { kind: "table", keys: { cache_workspace: boolean } },
  },
};
