/** Files of rules as the language server names them. */
const ROOT = "file:///";

export function uriOf(path: string): string {
  return ROOT + path.split("/").map(encodeURIComponent).join("/");
}

export function pathOfUri(uri: string): string {
  return uri.startsWith(ROOT) ? decodeURIComponent(uri.slice(ROOT.length)) : uri;
}

export const rootUri: string = ROOT;
