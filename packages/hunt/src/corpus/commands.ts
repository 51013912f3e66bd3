/** `tyara hunt index`. */
import type { Command } from "commander";
import { parseCount } from "../command-options.ts";
import { openSource, type SourceCredentials } from "../objects/open-source.ts";
import { ObjectError, type ObjectSource } from "../objects/source.ts";
import { jsonLog } from "../operations/log.ts";
import { defaultObjectLimits } from "../scan-objects.ts";
import { stopSignal } from "../stop-signal.ts";
import { IndexStore } from "./index-store.ts";

interface IndexOptions extends SourceCredentials {
  readonly maxSize: number;
}

export function addIndexCommand(program: Command, finish: (code: number) => void): void {
  program
    .command("index")
    .description(
      "make an index of a source, or add to it what is new, so that hunts with --index read only what may match",
    )
    .argument("<source>", "a path or s3://BUCKET/PREFIX")
    .argument("<folder>", "where the index is kept; it takes less than 15 % of the data")
    .option(
      "--max-size <BYTES>",
      "leave larger objects out; hunts read them",
      parseCount,
      defaultObjectLimits.maxSize,
    )
    .option("--s3-endpoint <URL>", "the store of s3:// sources, when it is not Amazon's")
    .option("--s3-region <NAME>", "its region")
    .action(async (source: string, folder: string, options: IndexOptions) =>
      finish(await index(source, folder, options)),
    );
}

async function index(location: string, folder: string, options: IndexOptions): Promise<number> {
  const log = jsonLog((line) => process.stderr.write(line));
  const source = await openSource(location, options);
  const store = await IndexStore.open(folder, source.location, { create: true });
  const stop = stopSignal();
  try {
    const { added, bytes, problems } = await addAll(source, store, options.maxSize, stop.signal, (reason) =>
      log("warning", "not indexed", { reason }),
    );
    log("info", stop.signal.aborted ? "stopped; the same command continues" : "done", {
      added,
      bytes,
      indexBytes: store.byteLength,
    });
    return stop.signal.aborted ? 130 : problems > 0 ? 1 : 0;
  } finally {
    store.close();
    await source.close();
    stop.dispose();
  }
}

/** Adds what the index does not have as it is now. What cannot be read is told and left out, so that hunts try to read it. */
export async function addAll(
  source: ObjectSource,
  store: IndexStore,
  maxSize: number,
  signal: AbortSignal,
  onProblem: (reason: string) => void,
): Promise<{ added: number; bytes: number; problems: number }> {
  const total = { added: 0, bytes: 0, problems: 0 };
  const tell = (reason: string) => {
    total.problems++;
    onProblem(reason);
  };
  for await (const object of source.list(tell)) {
    if (signal.aborted) break;
    if (object.size > maxSize || store.has(object)) continue;
    try {
      const { bytes, version } = await source.read(object, { maxSize });
      store.add(object.name, version, bytes);
      total.added++;
      total.bytes += bytes.length;
    } catch (error) {
      if (!(error instanceof ObjectError)) throw error;
      tell(error.message);
    }
  }
  store.flush();
  return total;
}
