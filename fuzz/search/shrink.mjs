/** The smallest row, as far as cutting pieces out finds one, for which `isInteresting` still holds. Works on arrays, bytes and strings. */
export function shrink(row, isInteresting) {
  let left = row;
  for (let length = left.length >> 1 || 1; length >= 1; length = length === 1 ? 0 : length >> 1) {
    for (let at = 0; at + length <= left.length; ) {
      const candidate = cut(left, at, length);
      if (isInteresting(candidate)) left = candidate;
      else at += length;
    }
  }
  return left;
}

function cut(row, at, length) {
  const [head, tail] = [row.slice(0, at), row.slice(at + length)];
  if (typeof row === "string") return head + tail;
  return row instanceof Uint8Array ? Uint8Array.of(...head, ...tail) : [...head, ...tail];
}
