/** Requests of the protocol, and the features that answer them. */
import type { Connection } from "vscode-languageserver";
import type { Answering } from "./answering.ts";
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from "./features/call-hierarchy.ts";
import { codeActions } from "./features/code-actions.ts";
import { codeLenses } from "./features/code-lenses.ts";
import { completion } from "./features/completion.ts";
import { resolveCompletion } from "./features/completion-resolve.ts";
import { definition } from "./features/definition.ts";
import { diagnostics } from "./features/diagnostics.ts";
import { documentLinks } from "./features/document-links.ts";
import { foldingRanges } from "./features/folding.ts";
import { formatting, formattingBehindBrace } from "./features/formatting.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import { linkedEditingRanges } from "./features/linked-editing.ts";
import { documentHighlights, references } from "./features/references.ts";
import { prepareRename, rename } from "./features/rename.ts";
import { selectionRanges } from "./features/selection-range.ts";
import { signatureHelp } from "./features/signature-help.ts";
import { documentSymbols, workspaceSymbols } from "./features/symbols.ts";

export function registerRequests(connection: Connection, answering: Answering): void {
  connection.onWorkspaceSymbol(({ query }, token) =>
    answering.answer(token, (isCancelled) => workspaceSymbols(answering.workspace, query, isCancelled)),
  );
  connection.onCompletionResolve((item) => resolveCompletion(answering.workspace, item));
  connection.onCompletion((params, token) =>
    answering.on(params, token, (document) => completion(answering.workspace, document, params.position), []),
  );
  connection.onHover((params, token) =>
    answering.on(params, token, (document) => hover(answering.workspace, document, params.position), null),
  );
  connection.onDefinition((params, token) =>
    answering.on(
      params,
      token,
      (document) => definition(answering.workspace, document, params.position),
      null,
    ),
  );
  connection.onReferences((params, token) =>
    answering.on(
      params,
      token,
      (document, isCancelled) =>
        references(
          answering.workspace,
          document,
          params.position,
          params.context.includeDeclaration,
          isCancelled,
        ),
      null,
    ),
  );
  connection.onDocumentHighlight((params, token) =>
    answering.on(
      params,
      token,
      (document) => documentHighlights(answering.workspace, document, params.position),
      null,
    ),
  );
  connection.onPrepareRename((params, token) =>
    answering.on(
      params,
      token,
      (document) => prepareRename(answering.workspace, document, params.position),
      null,
    ),
  );
  connection.onRenameRequest((params, token) =>
    answering.on(
      params,
      token,
      (document, isCancelled) =>
        rename(answering.workspace, document, params.position, params.newName, isCancelled),
      null,
    ),
  );
  connection.onDocumentSymbol((params, token) =>
    answering.on(params, token, (document) => documentSymbols(answering.workspace, document), []),
  );
  connection.onCodeAction((params, token) =>
    answering.on(
      params,
      token,
      (document) => codeActions(answering.workspace, document, params.range, params.context),
      [],
    ),
  );
  connection.onSelectionRanges((params, token) =>
    answering.on(params, token, (document) => selectionRanges(document, params.positions), []),
  );
  connection.onSignatureHelp((params, token) =>
    answering.on(
      params,
      token,
      (document) => signatureHelp(answering.workspace, document, params.position),
      null,
    ),
  );
  connection.onDocumentFormatting((params, token) =>
    answering.on(params, token, (document) => formatting(answering.workspace, document, params.options), []),
  );
  connection.onDocumentRangeFormatting((params, token) =>
    answering.on(
      params,
      token,
      (document) => formatting(answering.workspace, document, params.options, params.range),
      [],
    ),
  );
  connection.onDocumentOnTypeFormatting((params, token) =>
    answering.on(
      params,
      token,
      (document) => formattingBehindBrace(answering.workspace, document, params.options, params.position),
      [],
    ),
  );
  connection.onCodeLens((params, token) =>
    answering.on(
      params,
      token,
      (document, isCancelled) => codeLenses(answering.workspace, document, isCancelled),
      [],
    ),
  );
  connection.languages.onLinkedEditingRange((params, token) =>
    answering.on(
      params,
      token,
      (document) => linkedEditingRanges(answering.workspace, document, params.position),
      null,
    ),
  );
  connection.onFoldingRanges((params, token) => answering.on(params, token, foldingRanges, []));
  connection.onDocumentLinks((params, token) =>
    answering.on(params, token, (document) => documentLinks(answering.workspace, document), []),
  );
  connection.languages.inlayHint.on((params, token) =>
    answering.on(params, token, (document) => inlayHints(answering.workspace, document, params.range), []),
  );
  connection.languages.diagnostics.on((params, token) =>
    answering.on(
      params,
      token,
      async (document) => {
        const resultId = answering.workspace.stateOf(document);
        if (params.previousResultId === resultId) return { kind: "unchanged" as const, resultId };
        const items = await diagnostics(answering.workspace, document);
        const isRich = answering.workspace.client.diagnostics;
        return { kind: "full" as const, items, ...(isRich && { resultId }) };
      },
      { kind: "full" as const, items: [] },
    ),
  );
}

export function registerCallHierarchy(connection: Connection, answering: Answering): void {
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare((params, token) =>
    answering.on(
      params,
      token,
      (document) => prepareCallHierarchy(answering.workspace, document, params.position),
      null,
    ),
  );
  callHierarchy.onIncomingCalls(({ item }, token) =>
    answering.answer(token, (isCancelled) => incomingCalls(answering.workspace, item, isCancelled)),
  );
  callHierarchy.onOutgoingCalls(({ item }, token) =>
    answering.answer(token, async () => outgoingCalls(answering.workspace, item)),
  );
}
