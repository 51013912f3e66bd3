/** All commands, in the order in which help shows them. */
import type { CommandDefinition } from "../command-definition.ts";
import { check } from "./check.ts";
import { compile } from "./compile.ts";
import { completion } from "./completion.ts";
import { debug } from "./debug.ts";
import { deps } from "./deps.ts";
import { dump } from "./dump.ts";
import { fix } from "./fix.ts";
import { fmt } from "./fmt.ts";
import { hunt } from "./hunt.ts";
import { lsp } from "./lsp.ts";
import { scan } from "./scan.ts";
import { watch } from "./watch.ts";

export const commands: readonly CommandDefinition[] = [
  scan,
  hunt,
  compile,
  check,
  fmt,
  fix,
  watch,
  dump,
  deps,
  lsp,
  debug,
  completion,
];
