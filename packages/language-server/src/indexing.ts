/** Reads the files of the workspace in the background, and tells the client how it goes. */
import type { Connection } from "vscode-languageserver";
import { Cancelled } from "./workspace/slices.ts";
import type { Workspace } from "./workspace/workspace.ts";

export class Indexing {
  readonly #connection: Connection;
  /** Counts runs: a new one ends the one before. */
  #run = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Reads what is not known yet. Never rejects. */
  async start(workspace: Workspace): Promise<void> {
    const run = ++this.#run;
    const { client, folders, settings } = workspace;
    if (!settings.cacheWorkspace || folders.length === 0) return;
    try {
      const progress = client.workDoneProgress
        ? await this.#connection.window.createWorkDoneProgress()
        : undefined;
      progress?.begin("Reading YARA rules");
      let count = 0;
      for (const folder of folders) count += await workspace.indexFolder(folder, () => run !== this.#run);
      progress?.report(`${count} files`);
      progress?.done();
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#connection.console.warn(`indexing: ${String(error)}`);
    }
  }
}
