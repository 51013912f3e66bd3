import {
  type CancellationToken,
  commands,
  ProgressLocation,
  type TextEdit,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

/** Formats every file of rules in the workspace. Files are changed in the editor, and saved. */
export async function formatWorkspace(): Promise<void> {
  const uris = await workspace.findFiles("**/*.{yar,yara}");
  const options = {
    location: ProgressLocation.Notification,
    title: "Formatting YARA rules",
    cancellable: true,
  };
  const changed = await window.withProgress(options, async (progress, token: CancellationToken) => {
    let count = 0;
    for (const uri of uris) {
      if (token.isCancellationRequested) break;
      progress.report({ message: workspace.asRelativePath(uri), increment: 100 / uris.length });
      const document = await workspace.openTextDocument(uri);
      const edits = await commands.executeCommand<TextEdit[] | undefined>(
        "vscode.executeFormatDocumentProvider",
        uri,
        workspace.getConfiguration("editor", { uri, languageId: "yara" }),
      );
      if (edits === undefined || edits.length === 0) continue;
      const edit = new WorkspaceEdit();
      edit.set(uri, edits);
      await workspace.applyEdit(edit);
      await document.save();
      count++;
    }
    return count;
  });
  void window.showInformationMessage(`${changed} of ${uris.length} files of rules were formatted.`);
}
