/**
 * Rules and data that were made to stop scanners: the amplifiers of all formats, at counts far above what their tests double,
 * and what the search and conditions were attacked with. `bench/deadlines.mjs` scans each with a time-out.
 */
import type { Amplifier } from "../corpus/amplifier.ts";
import { crxAmplifiers } from "../corpus/crx.ts";
import { dexAmplifiers } from "../corpus/dex.ts";
import { dotnetAmplifiers } from "../corpus/dotnet.ts";
import { elfAmplifiers } from "../corpus/elf.ts";
import { lnkAmplifiers } from "../corpus/lnk.ts";
import { machoAmplifiers } from "../corpus/macho.ts";
import { msiAmplifiers } from "../corpus/msi.ts";
import { oleAmplifiers } from "../corpus/ole.ts";
import { peAmplifiers } from "../corpus/pe-amplifiers.ts";
import { vbaAmplifiers } from "../corpus/vba.ts";
import { zipAmplifiers } from "../corpus/zip.ts";

export interface HostileInput {
  readonly name: string;
  readonly rules: string;
  readonly data: () => Uint8Array;
  /** The module whose whole value is asked for. */
  readonly module?: string;
}

/** Files are made larger until they have this many bytes, or this many times what their tests begin with. */
const WANTED_SIZE = 1 << 18;
const MOST_TIMES = 256;

const amplifiers: readonly Amplifier[] = [
  ...crxAmplifiers,
  ...dexAmplifiers,
  ...dotnetAmplifiers,
  ...elfAmplifiers,
  ...lnkAmplifiers,
  ...machoAmplifiers,
  ...msiAmplifiers,
  ...oleAmplifiers,
  ...peAmplifiers,
  ...vbaAmplifiers,
  ...zipAmplifiers,
];

function amplified({ module, name, make, start }: Amplifier): HostileInput {
  const data = () => {
    let file = make(start);
    for (let times = 2; times <= MOST_TIMES && file.length < WANTED_SIZE; times *= 2)
      file = make(start * times);
    return file;
  };
  return {
    name: `${module}: ${name}`,
    rules: `import "${module}" rule r { condition: filesize > 0 }`,
    data,
    module,
  };
}

function repeated(unit: string, byteLength: number): Uint8Array {
  const part = new TextEncoder().encode(unit);
  return Uint8Array.from({ length: byteLength }, (_, i) => part[i % part.length]!);
}

const list = (count: number, write: (index: number) => string, separator = " ") =>
  Array.from({ length: count }, (_, index) => write(index)).join(separator);
const anyOf = (patterns: string) => `rule r { strings: ${patterns} condition: any of them }`;
const MB = 1 << 20;

const searches: readonly HostileInput[] = [
  {
    name: "search: 3,000 long literals with one beginning",
    rules: anyOf(list(3000, (i) => `$a${i} = "${"ab".repeat(100 + (i % 50))}${i}"`)),
    data: () => repeated("ab", 4 * MB),
  },
  {
    name: "search: 1,000 literals a…ab",
    rules: anyOf(list(1000, (i) => `$a${i} = "${"a".repeat(i + 4)}b"`)),
    data: () => repeated("a", 4 * MB),
  },
  {
    name: "search: 1,000 literals ba…a",
    rules: anyOf(list(1000, (i) => `$a${i} = "b${"a".repeat(i + 4)}"`)),
    data: () => repeated("a", 4 * MB),
  },
  {
    name: "search: 20 noisy literals and a quiet one",
    rules: `${list(20, (i) => `rule n${i} { strings: $a = "${"a".repeat(i + 2)}" condition: #a > 5 }`)} rule evil { strings: $e = "evil" condition: $e }`,
    data: () => repeated("a", 16 * MB),
  },
  {
    name: "search: 20,000 rules that match",
    rules: list(20_000, (i) => `rule r${i} { strings: $a = "word${i}x" condition: $a }`, "\n"),
    data: () => new TextEncoder().encode(list(20_000, (i) => `word${i}x`)),
  },
  {
    name: "search: masked bytes everywhere",
    rules: anyOf(list(200, (i) => `$a${i} = { 6? 61 ?1 6? ${(0x61 + (i % 16)).toString(16)} 7? 6? }`)),
    data: () => repeated("aaaaaqaa", 4 * MB),
  },
  {
    name: "search: chains of pieces everywhere",
    rules: `rule r { strings: $a = { 61 62 [1000-2000000] 62 61 } condition: #a > 1 }`,
    data: () => repeated("ab", 16 * MB),
  },
  {
    name: "search: a regular expression over all data",
    rules: `rule r { strings: $a = /a[^x]*b/s condition: #a > 1 }`,
    data: () => repeated("a.b", 16 * MB),
  },
  {
    name: "search: a large regular expression over all data",
    rules: `rule r { strings: $a = /(${list(40, (i) => `x${i}y`, "|")}|a[^x]*)b/s condition: #a > 1 }`,
    data: () => repeated("a.b", 16 * MB),
  },
  {
    name: "search: base64 everywhere",
    rules: `rule r { strings: $a = "aaa" base64 base64wide condition: #a > 1 }`,
    data: () => repeated("YWFh", 16 * MB),
  },
  {
    name: "search: xor of one byte",
    rules: `rule r { strings: $a = "aaaa" xor condition: #a > 1 }`,
    data: () => new Uint8Array(16 * MB),
  },
];

const conditions: readonly HostileInput[] = [
  {
    name: "condition: a loop without end",
    rules: "rule r { condition: for all i in (0..100000000000) : (i >= 0) }",
    data: () => new Uint8Array(10),
  },
  {
    name: "condition: hashes of all ranges",
    rules: `import "hash" rule r { condition: for all i in (0..filesize) : (hash.md5(i, filesize) != "") }`,
    data: () => new Uint8Array(4 * MB),
  },
  {
    name: "condition: the file logged again and again",
    rules: `import "console" rule r { condition: for all i in (0..1000) : (console.log("x", i)) }`,
    data: () => new Uint8Array(16 * MB),
  },
  {
    name: "condition: a string compared with itself",
    rules: `rule r { condition: for all i in (0..1000000000) : ("${"ab".repeat(5000)}" contains "${"ab".repeat(4000)}c" or i >= 0) }`,
    data: () => new Uint8Array(10),
  },
];

export const hostileInputs: readonly HostileInput[] = [
  ...amplifiers.map(amplified),
  ...searches,
  ...conditions,
];
