/** A name that nobody has given: the day, and chance. */
export function newHuntName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  return `${day}-${crypto.randomUUID().slice(0, 8)}`;
}
