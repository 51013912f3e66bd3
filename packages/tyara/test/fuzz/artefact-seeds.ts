/** Rule sets in which everything that compiled rules can hold is there once. */
import { Compiler } from "../../src/compile.ts";

const many = Array.from({ length: 120 }, (_, i) => {
  const word = (i * 2654435761).toString(36).slice(0, 6);
  const wanted =
    i % 3 === 0
      ? "filesize > 20 and $a and #b < 9"
      : i % 3 === 1
        ? "uint16(0) == 0x5a4d and all of them"
        : "any of them";
  return `rule many${i} { strings: $a = "${word}" $b = "${word}x" nocase wide ascii condition: ${wanted} }`;
});

const sources: readonly (readonly [name: string, source: string])[] = [
  [
    "literals",
    `rule a { meta: i = 5 f = 2.5 s = "text" b = true strings: $a = "abc" $b = "needle" xor $c = "base" base64 condition: any of them }`,
  ],
  [
    "regexps",
    `rule a { strings: $a = /ab+c[x-z]{2,9}/ $b = /(foo|ba+r){1,40}q/i wide $c = /a.{0,200}needle/s $d = /x[a-f]{3,400}y/
       condition: #a > 1 or $b in (0..400) or @c[1] > 3 or !d[1] > 4 }
     rule b { strings: $h = { 4d 5a [0-300] 50 45 ?? ( 61 | 62 63 ) [500-600] 64 } $j = { 61 [3-] 63 } condition: $h at 0 or #j in (1..200) > 0 }`,
  ],
  [
    "conditions",
    `rule m0 { strings: $a = "ab" condition: $a } rule m1 { strings: $a = "bc" condition: $a }
     rule g { condition: filesize < 10MB }
     rule a { strings: $a = "ab" $b = "bc" condition: for any i in (1..#a) : (@a[i] < @b[i] and for all of ($a, $b) : ($ at i or # > 2)) }
     rule b { condition: for any i in (0..filesize) : (uint8(i) == 0x61 and for any j in (0..3) : (int32be(i + j) \\ 3 > 7 and (i * 1.5 > 1 or (i + j) << 3 != 5))) }
     global rule c { condition: limit > 5 and tag contains "x" and ratio < 1.0 and nested.flag }
     private rule d { condition: a or (b and 1 of (m0, m1)) }`,
  ],
  [
    "modules",
    `import "pe" import "hash" import "math" import "string" import "console" import "time" import "test_proto2"
     rule a { condition: pe.is_pe and for any s in pe.sections : (s.name startswith ".t" and s.raw_data_size > 10 and s.name matches /^\\.[a-z]+$/) }
     rule b { condition: hash.md5(0, filesize) == "0cc175b9c0f1b6a831c399e269772661" or math.entropy(0, 30) > 1.5 or string.to_int("12") == 12 }
     rule c { condition: pe.imports(/kernel.*/i, /.*/) > 0 or console.log("x", filesize) or time.now() > 5 }
     rule d { condition: for any k, v in test_proto2.map_string_int64 : (k icontains "one" and v == 1) or test_proto2.array_struct[0].nested_int64_one == 1 }`,
  ],
  ["many", many.join("\n")],
];

export interface ArtefactSeed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function artefactSeeds(): ArtefactSeed[] {
  return sources.map(([name, source]) => {
    const compiler = new Compiler();
    compiler
      .defineGlobal("limit", 2n ** 40n)
      .defineGlobal("tag", "xyz")
      .defineGlobal("ratio", 0.5);
    compiler.defineGlobal("nested", { flag: true, words: ["a", "b"], deep: { number: 5 } });
    compiler.newNamespace("other");
    compiler.addSource(source);
    return { name, bytes: compiler.build().serialize() };
  });
}

/** What is scanned with them. */
export function artefactInputs(): Uint8Array[] {
  const text = new TextEncoder().encode(
    "--abc--needle abbbcxyz MZ foobaarq ab bc a1c xaaaabbbby YmFzZQ== .text kernel32.dll ",
  );
  const long = new Uint8Array(70_000);
  for (let at = 0; at < long.length; at += text.length) long.set(text.subarray(0, long.length - at), at);
  for (let at = 0; at < long.length; at += 97) long[at] = (at * 31) & 0xff;
  const program = new Uint8Array(1024);
  program.set([0x4d, 0x5a]);
  program.set([0x40], 0x3c);
  program.set(
    [0x50, 0x45, 0, 0, 0x4c, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0, 0, 2, 1, 0x0b, 1],
    0x40,
  );
  return [text, long, program];
}
