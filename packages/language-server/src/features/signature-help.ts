/** The parameters of the function whose call is being written. */
import { isTrivia, type SyntaxTree, Token } from "tyara/editor";
import type { Position, SignatureHelp, SignatureInformation } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { descriptionOf } from "../meaning/function-help.ts";
import { typeOfValueEndingAt } from "../meaning/types.ts";
import { openingOf, tokenBefore } from "../syntax/tokens.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { plainText } from "./markdown.ts";
import { parameterText, signatureText } from "./signatures.ts";

export function signatureHelp(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): SignatureHelp | null {
  const place = document.place(position);
  if (place === undefined) return null;
  const { tree } = place.segment;
  const call = callAround(tree, place.offset);
  if (call === undefined) return null;
  const callee = tokenBefore(tree, call.open);
  const typed = typeOfValueEndingAt(tree, callee, workspace.namesIn(document));
  const type = typed?.type;
  if (type?.kind !== "function") return null;
  const isRich = workspace.client.signatureHelp;
  const name = tree.tokenText(callee);
  const { argument } = call;
  const signatures = type.signatures
    // Compat: functions without parameters have nothing to help with.
    .filter(({ parameters }) => isRich || parameters.length > argument)
    .map((signature): SignatureInformation => {
      const about = descriptionOf(typed?.owner?.name, name, signature);
      return {
        label: signatureText(name, signature),
        parameters: signature.parameters.map((one) => ({ label: parameterText(one.name, one.type) })),
        ...(about !== undefined && {
          documentation: { kind: "markdown" as const, value: plainText(about) },
        }),
      };
    });
  const fitting = signatures.findIndex(({ parameters = [] }) => parameters.length > argument);
  return {
    signatures,
    activeParameter: argument,
    ...(isRich && { activeSignature: Math.max(0, fitting) }),
  };
}

/** The call whose parentheses are open at a byte, and which argument is being written. */
function callAround(
  tree: SyntaxTree,
  offset: number,
): { readonly open: number; readonly argument: number } | undefined {
  let argument = 0;
  const last = offset === 0 ? -1 : tree.tokenAtOffset(offset - 1);
  for (let at = last; at >= 0; at--) {
    const kind = tree.tokenKind(at);
    if (isTrivia(kind)) continue;
    if (kind === Token.RightParenthesis || kind === Token.RightBracket) {
      const open = openingOf(tree, at);
      if (open < 0) return undefined;
      at = open;
    } else if (kind === Token.Comma) argument++;
    else if (kind === Token.LeftParenthesis) {
      const before = tokenBefore(tree, at);
      return before >= 0 && tree.tokenKind(before) === Token.Identifier ? { open: at, argument } : undefined;
    } else if (kind === Token.LeftBrace || kind === Token.LeftBracket) return undefined;
  }
  return undefined;
}
