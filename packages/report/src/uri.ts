/** The URI of a file's path, as SARIF wants it: relative paths stay relative. */
export function fileUri(path: string): string {
  const isDrive = /^[A-Za-z]:[\\/]/.test(path);
  const plain = isDrive ? path.replaceAll("\\", "/") : path.replace(/^(\.\/+)+/, "");
  const encoded = plain
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  if (isDrive) return `file:///${encoded.replace("%3A", ":")}`;
  return plain.startsWith("/") ? `file://${encoded}` : encoded;
}
