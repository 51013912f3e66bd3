/** Links that carry rules and a small sample in their fragment, which browsers send to no server. */
import { deflateSync, Inflate } from "fflate";
import type { Notation } from "./samples.ts";

export interface Shared {
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly active: string;
  readonly notation: Notation;
  readonly sample: string;
}

const PREFIX = "#share=";
/** Limit: characters of a link that browsers and chats still pass on. */
const MAX_LINK = 60_000;
/** Limit: a link of a stranger does not unpack to more. */
const MAX_UNPACKED = 4 << 20;

/** The fragment of a link. Throws an error that says why there can be none. */
export function toFragment(shared: Shared): string {
  const packed = deflateSync(new TextEncoder().encode(JSON.stringify(shared)), { level: 9 });
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  const fragment = PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (fragment.length > MAX_LINK)
    throw new Error("These rules are too large for a link. Close some files, or shorten the sample.");
  return fragment;
}

/** What a fragment carries; undefined for any other fragment. Throws an error for one that is damaged. */
export function fromFragment(fragment: string): Shared | undefined {
  if (!fragment.startsWith(PREFIX)) return undefined;
  try {
    const text = fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/");
    const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return checked(JSON.parse(new TextDecoder().decode(inflate(packed))));
  } catch {
    throw new Error("The link is damaged: nothing was opened.");
  }
}

function inflate(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((part) => {
    length += part.length;
    if (length > MAX_UNPACKED) throw new Error("too large");
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += 1024)
    stream.push(packed.subarray(at, at + 1024), at + 1024 >= packed.length);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function checked(value: unknown): Shared {
  const { files, active, notation, sample } = value as Record<string, unknown>;
  const isText = (one: unknown): one is string => typeof one === "string";
  const areFiles =
    Array.isArray(files) &&
    files.every((file) => Array.isArray(file) && file.length === 2 && file.every(isText));
  if (!areFiles || !isText(active) || !isText(sample)) throw new TypeError("wrong shape");
  if (notation !== "text" && notation !== "hex" && notation !== "base64")
    throw new TypeError("wrong notation");
  return { files: files as Shared["files"], active, notation, sample };
}
