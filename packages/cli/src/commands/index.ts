/** All commands, in the order in which help shows them. */
import type { CommandDefinition } from "../command-definition.ts";
import { compile } from "./compile.ts";
import { debug } from "./debug.ts";
import { dump } from "./dump.ts";
import { scan } from "./scan.ts";

export const commands: readonly CommandDefinition[] = [scan, compile, dump, debug];
