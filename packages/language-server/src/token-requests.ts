/** Requests for semantic tokens. Clients may ask for what has changed since they asked last. */
import type { Connection } from "vscode-languageserver";
import type { Answering } from "./answering.ts";
import { semanticTokens, semanticTokensDelta, semanticTokensInRange } from "./features/semantic-tokens.ts";

/** What a client was sent last, by document. */
export type SentTokens = Map<string, { readonly id: string; readonly data: readonly number[] }>;

export function registerTokens(connection: Connection, answering: Answering, sent: SentTokens): void {
  let count = 0;
  const { semanticTokens: requests } = connection.languages;
  const remember = (uri: string, data: number[]) => {
    const id = String(++count);
    sent.set(uri, { id, data });
    return id;
  };
  requests.on((params, token) =>
    answering.on(
      params,
      token,
      (document) => {
        const { data } = semanticTokens(document);
        return { data, resultId: remember(document.uri, data) };
      },
      { data: [] },
    ),
  );
  requests.onDelta((params, token) =>
    answering.on(
      params,
      token,
      (document) => {
        const last = sent.get(document.uri);
        const { data } = semanticTokens(document);
        const resultId = remember(document.uri, data);
        if (last?.id !== params.previousResultId) return { data, resultId };
        return { ...semanticTokensDelta(last.data, data), resultId };
      },
      { data: [] },
    ),
  );
  requests.onRange((params, token) =>
    answering.on(params, token, (document) => semanticTokensInRange(document, params.range), { data: [] }),
  );
}
