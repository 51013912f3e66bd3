/** The thread that compiles and scans for `tyara scan`; the other one waits for signals (supervise-scan.ts). */
import { workerData } from "node:worker_threads";
import { endOf } from "../end.ts";
import { scanCommand } from "./scan-command.ts";
import { Shared } from "./stop.ts";
import type { ScanTask } from "./supervise-scan.ts";

const { rules, target, options, buffer } = workerData as ScanTask & { readonly buffer: SharedArrayBuffer };
process.exit(await endOf(() => scanCommand(rules, target, options, new Shared(buffer))));
