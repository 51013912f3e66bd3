/** CodeMirror's client of the language server, over a channel into the language worker. */
import {
  findReferencesKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  renameKeymap,
  serverCompletion,
  signatureHelp,
  type Transport,
} from "@codemirror/lsp-client";
import { keymap } from "@codemirror/view";
import { rootUri } from "../workers/uris.ts";
import { sanitise } from "./sanitise.ts";
import { yara } from "./yara-language.ts";

export function connectServer(port: MessagePort): LSPClient {
  const client = new LSPClient({
    rootUri,
    sanitizeHTML: sanitise,
    highlightLanguage: (name) => (name === "yara" ? yara : null),
    extensions: [
      serverCompletion({ override: true }),
      hoverTooltips(),
      signatureHelp(),
      keymap.of([...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
    ],
  });
  return client.connect(transportOver(port));
}

/** The client speaks JSON, the server's transport for workers speaks objects. */
function transportOver(port: MessagePort): Transport {
  const handlers = new Set<(value: string) => void>();
  port.onmessage = ({ data }) => {
    const text = JSON.stringify(data);
    for (const handler of handlers) handler(text);
  };
  return {
    send: (message) => port.postMessage(JSON.parse(message)),
    subscribe: (handler) => void handlers.add(handler),
    unsubscribe: (handler) => void handlers.delete(handler),
  };
}
