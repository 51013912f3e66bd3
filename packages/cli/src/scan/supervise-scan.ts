/**
 * Runs `tyara scan` in a thread of its own, so that this one hears signals while files are scanned. A signal ends the scan within a tenth
 * of a second: the thread completes what it prints, or else, where it hangs in the system or in a long step, the process ends without it.
 */
import { Worker } from "node:worker_threads";
import type { ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import type { ScanOptions } from "./scan-options.ts";
import { Shared } from "./stop.ts";

export interface ScanTask {
  readonly rules: readonly FilePath[];
  readonly target: FilePath;
  readonly options: ScanOptions;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds that the thread has to complete its output. */
const GRACE = 80;

/** Gives the exit code; after a signal it does not return, and the process ends by that signal, as shells expect. */
export async function superviseScan(task: ScanTask): Promise<ExitCode> {
  const shared = new Shared();
  followColumns(shared);
  const counting = countForProgress(task, shared);
  const workerData = { ...task, buffer: shared.buffer };
  const thread = new Worker(new URL("./scan-thread.js", import.meta.url), { workerData });
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    // Who asks twice does not want to wait.
    if (received !== undefined) endBy(signal);
    received = signal;
    shared.stop();
    setTimeout(endBy, GRACE, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const exitCode = await new Promise<number>((resolve, reject) => {
    thread.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new Failure("memory ran out") : error),
    );
    thread.on("exit", resolve);
  });
  clearTimeout(counting);
  if (received !== undefined) endBy(received);
  for (const signal of SIGNALS) process.off(signal, onSignal);
  return exitCode as ExitCode;
}

function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function followColumns(shared: Shared): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  const tell = () => {
    shared.columns = stderr.columns;
  };
  tell();
  stderr.on("resize", tell);
}

/** Milliseconds after which a scan is so long that somebody wants to know how long. */
const LONG = 1500;

/** Counts the files of a long scan, so that its progress can tell how many are left. */
function countForProgress({ target, options }: ScanTask, shared: Shared): NodeJS.Timeout | undefined {
  const { recursive = 0, scanList } = options;
  if (!process.stderr.isTTY || scanList === true) return undefined;
  return setTimeout(async () => {
    const { countFiles } = await import("./count-files.ts");
    shared.total = await countFiles(target, recursive, () => shared.isStopped);
  }, LONG);
}
