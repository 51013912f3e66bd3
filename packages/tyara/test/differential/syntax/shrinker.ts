/**
 * The smallest source, as far as cutting pieces finds one, of which `isInteresting` still holds: halves are cut first,
 * then ever smaller runs, down to single characters.
 */
export function shrinkSource(source: string, isInteresting: (source: string) => boolean): string {
  let text = source;
  for (let length = text.length >> 1; length >= 1; length = length === 1 ? 0 : length >> 1) {
    let shrunk = true;
    while (shrunk) {
      shrunk = false;
      for (let at = 0; at + length <= text.length; ) {
        const candidate = text.slice(0, at) + text.slice(at + length);
        if (isInteresting(candidate)) {
          text = candidate;
          shrunk = true;
        } else at += length;
      }
    }
  }
  return text;
}
