/** How requests are answered: when the server is ready, until the client does not wait any more, whatever a feature throws. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { RuleDocument } from "./document.ts";
import { RequestError } from "./features/rename.ts";
import { Cancelled, type IsCancelled } from "./workspace/slices.ts";
import type { Workspace } from "./workspace/workspace.ts";

export class Answering {
  workspace: Workspace;
  /** Requests wait for it: until settings are known. */
  ready: Promise<void> = Promise.resolve();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** Answers a request about a document, when what it includes is known; with `otherwise` when it is not open. */
  on<T, Otherwise>(
    { textDocument: { uri } }: { readonly textDocument: { readonly uri: string } },
    token: CancellationToken,
    feature: (document: RuleDocument, isCancelled: IsCancelled) => T | Promise<T>,
    otherwise: Otherwise,
  ): Promise<T | Otherwise | ResponseError<never>> {
    return this.answer<T | Otherwise>(token, async (isCancelled) => {
      const document = this.workspace.document(uri);
      if (document === undefined) return otherwise;
      await this.workspace.readIncluded(document);
      return feature(document, isCancelled);
    });
  }

  /** Runs a feature. What it throws becomes an error response; the server goes on. */
  async answer<T>(
    token: CancellationToken,
    feature: (isCancelled: IsCancelled) => Promise<T>,
  ): Promise<T | ResponseError<never>> {
    try {
      await this.ready;
      return await Promise.race([feature(() => token.isCancellationRequested), cancelled(token)]);
    } catch (error) {
      if (error instanceof Cancelled)
        return token.isCancellationRequested
          ? new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled")
          : new ResponseError(LSPErrorCodes.ContentModified, "the document has changed meanwhile");
      if (error instanceof RequestError) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
      throw error;
    }
  }
}

/** Rejects when the client does not wait any more. */
function cancelled(token: CancellationToken): Promise<never> {
  return new Promise((_, reject) => {
    if (token.isCancellationRequested) reject(new Cancelled());
    else token.onCancellationRequested(() => reject(new Cancelled()));
  });
}
