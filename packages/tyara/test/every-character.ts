/** All 0x110000 code points, lone surrogates included; high surrogates come last, so that no two code points make a pair. */
export function everyCharacter(): string {
  const points = Array.from({ length: 0x11_0000 }, (_, point) => point);
  const isHigh = (point: number) => point >= 0xd800 && point < 0xdc00;
  const ordered = [...points.filter((point) => !isHigh(point)), ...points.filter(isHigh)];
  let text = "";
  for (let i = 0; i < ordered.length; i += 4096) text += String.fromCodePoint(...ordered.slice(i, i + 4096));
  return text;
}
