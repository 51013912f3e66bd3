/** UTCTime and GeneralizedTime as seconds since 1970. */
import { latin1 } from "../kit/text.ts";
import { type DerElement, Tag } from "./der.ts";

const TIME = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d{4})?$/;
/** Spec: two-digit years from 50 on belong to the last century. */
const PIVOT_YEAR = 50;

/** Seconds since 1970, or `undefined` when the element is no time. */
export function timeOf(element: DerElement | undefined): number | undefined {
  if (element?.tag !== Tag.utcTime && element?.tag !== Tag.generalizedTime) return undefined;
  const [, year, month, day, hour, minute, second, zone] = TIME.exec(latin1(element.content)) ?? [];
  if (year === undefined || (year.length === 2) !== (element.tag === Tag.utcTime)) return undefined;
  const ms = Date.UTC(
    fullYear(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  );
  return ms / 1000 - zoneSeconds(zone);
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < PIVOT_YEAR ? 2000 + year : 1900 + year;
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}
