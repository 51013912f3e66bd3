/** Records as lines of JSON, in a file or on the standard output, no faster than who reads them. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { HuntError } from "./hunt-error.ts";
import type { HuntRecord } from "./record.ts";

export interface RecordOutput {
  record(record: HuntRecord): Promise<void>;
  /** A record that is text already. */
  line(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Throws {@link HuntError} from its methods when the file cannot be written, or nobody reads the standard output any more. */
export function openOutput(
  file: string | undefined,
  { matchesOnly }: { matchesOnly: boolean },
): RecordOutput {
  const stream: Writable = file === undefined ? process.stdout : createWriteStream(file);
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure = error;
  };
  stream.on("error", fail);
  const check = () => {
    if (failure !== undefined) throw new HuntError(`cannot write the records: ${failure.message}`);
  };
  const write = async (line: string) => {
    check();
    if (!stream.write(`${line}\n`))
      await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => {});
    check();
  };
  const isWanted = ({ status, matches }: HuntRecord) =>
    !matchesOnly || status !== "complete" || matches.length > 0;
  return {
    record: async (record) => {
      if (isWanted(record)) await write(JSON.stringify(record));
    },
    line: async (line) => {
      if (!matchesOnly || isWanted(JSON.parse(line))) await write(line);
    },
    close: async () => {
      if (file !== undefined) await new Promise<void>((resolve) => stream.end(resolve));
      stream.off("error", fail);
    },
  };
}
