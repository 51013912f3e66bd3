/** Dates in the notation of `strftime`, of which `%Y`, `%y`, `%m`, `%d`, `%H`, `%M`, `%S`, `%b` and `%B` are known. */

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const FIELDS: Readonly<Record<string, string>> = {
  Y: "(?<year>\\d{4})",
  y: "(?<year>\\d{2})",
  m: "(?<month>\\d{1,2})",
  d: "(?<day>\\d{1,2})",
  H: "(?<hour>\\d{1,2})",
  M: "(?<minute>\\d{1,2})",
  S: "(?<second>\\d{1,2})",
  b: `(?<monthName>${MONTHS.map((name) => name.slice(0, 3)).join("|")})`,
  B: `(?<monthName>${MONTHS.join("|")})`,
  "%": "%",
};

/** What is wrong with a format; undefined when it can be used. */
export function dateFormatProblem(format: string): string | undefined {
  const directives = [...format.matchAll(/%(.?)/gs)].map(([, letter]) => letter!);
  const unknown = directives.find((letter) => !Object.hasOwn(FIELDS, letter));
  if (unknown !== undefined)
    return `\`%${unknown}\` is not known; there are ${Object.keys(FIELDS)
      .map((one) => `\`%${one}\``)
      .join(", ")}`;
  const groups = directives.map((letter) => FIELDS[letter]!.slice(0, 8)).filter((group) => group !== "%");
  return new Set(groups).size < groups.length ? "a part of the date is asked for twice" : undefined;
}

/** Whether a text is a date of that format that the calendar has. The format must be one without a problem. */
export function dateTest(format: string): (text: string) => boolean {
  const source = format.replace(/%(.)|[^%]+/gs, (part, letter: string | undefined) =>
    letter === undefined ? part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : FIELDS[letter]!,
  );
  const regexp = new RegExp(`^${source}$`, "i");
  return (text) => {
    const groups = regexp.exec(text)?.groups;
    return regexp.test(text) && isInCalendar(groups ?? {});
  };
}

function isInCalendar(groups: Readonly<Record<string, string | undefined>>): boolean {
  const { year = "2000", month, monthName, day = "1", hour = "0", minute = "0", second = "0" } = groups;
  const index =
    monthName === undefined
      ? Number(month ?? 1) - 1
      : MONTHS.findIndex((name) => name.startsWith(monthName.toLowerCase()));
  const days = new Date(Date.UTC(Number(year), index + 1, 0)).getUTCDate();
  const isDay = index >= 0 && index < 12 && Number(day) >= 1 && Number(day) <= days;
  return isDay && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
}
