/** What the server asks of the machine that it runs on. Every answer may take its time. */
export interface Host {
  /** The bytes of a file; `undefined` when there is none, or none that may be read. */
  read(uri: string): Promise<Uint8Array | undefined>;
  /** The files of rules in a folder and in the folders below it, each once, whatever links there are. */
  list(folder: string): AsyncIterable<string>;
}

/** A host without files: what there is, is open in the editor. */
export const hostWithoutFiles: Host = {
  read: async () => undefined,
  list: async function* () {},
};
