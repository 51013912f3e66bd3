/** Archives, compressed files, what is nested in them, and what they may cost. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { membersOf } from "../src/archives/members.ts";
import { filePath } from "../src/file-path.ts";
import { isBuilt, Workplace } from "./command.ts";

const text = (value: string) => Buffer.from(value);

/** A block of a tar archive, and what follows it. */
function tarEntry(name: string, data: Uint8Array, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0, "latin1");
  header.write("0000644\0", 100);
  header.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  header.write("ustar\x0000", 257);
  header.write("        ", 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

const tar = (...entries: readonly Buffer[]) => Buffer.concat([...entries, Buffer.alloc(1024)]);

interface ZipEntry {
  readonly name: Uint8Array | string;
  readonly data: Uint8Array;
  readonly isEncrypted?: boolean;
  /** What the directory says of the size. */
  readonly size?: number;
}

function zip(...entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name: given, data, isEncrypted, size = data.length } of entries) {
    const name = Buffer.from(given);
    const packed = deflateRawSync(data);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(isEncrypted ? 1 : 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(size, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([text("PK\x03\x04"), shared, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([text("PK\x01\x02"), Buffer.from([20, 0]), shared, tail, name]));
    files.push(local);
    at += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, index, text("PK\x05\x06"), end]);
}

const hello = text("say hello to inner\n");
/** The same, made by the programs of these names. */
const made = {
  bz2: "QlpoOTFBWSZTWQKAcJIAAAhRgAAQQAAiZZwgIAAiIaYmelCAaALWMeKaxxP0lfF3JFOFCQAoBwkg",
  xz: "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQASc2F5IGhlbGxvIHRvIGlubmVyCgAAt570b/ERmXgAASsTnAlI0h+2830BAAAAAARZWg==",
  zst: "KLUv/SQTmQAAc2F5IGhlbGxvIHRvIGlubmVyCuuh+CE=",
} as const;

async function unpacked(name: string, bytes: Uint8Array) {
  const told: string[] = [];
  const found = new Map<string, number>();
  const messages = {
    problem: (message: string) => told.push(`problem: ${message}`),
    warning: (message: string) => told.push(`warning: ${message}`),
  };
  for await (const member of membersOf(filePath(name), bytes, messages))
    found.set(member.path.shown, member.bytes.length);
  return { found: [...found], told };
}

describe("members", () => {
  it.each(Object.entries(made))("of a %s file", async (extension, base64) => {
    const { found, told } = await unpacked(`dir/s.txt.${extension}`, Buffer.from(base64, "base64"));
    expect(told).toEqual([]);
    expect(found).toEqual([[`dir/s.txt.${extension}!/s.txt`, hello.length]]);
  });

  it("have long names, and names that are not text or lead elsewhere", async () => {
    const long = `${"d/".repeat(80)}file`;
    const pax = `${` path=${long}\n`.length + 3} path=${long}\n`;
    const archive = tar(
      tarEntry("dir/", text(""), "5"),
      tarEntry("././@LongLink", text(`${long}\0`), "L"),
      tarEntry("cut", hello),
      tarEntry("pax", text(pax), "x"),
      tarEntry("cut", hello),
      tarEntry("../../etc/passwd", hello),
      tarEntry("caf\xe9", hello),
      tarEntry("link", text(""), "2"),
    );
    expect((await unpacked("a.tar", archive)).found.map(([name]) => name)).toEqual([
      `a.tar!/${long}`,
      "a.tar!/../../etc/passwd",
      "a.tar!/caf\\xe9",
    ]);
    const names = ["../up", "/root", "a\\b", Buffer.from([0x61, 0xff]), "dir/"];
    const { found, told } = await unpacked("a.zip", zip(...names.map((name) => ({ name, data: hello }))));
    expect(found.map(([name]) => name)).toEqual([
      "a.zip!/../up",
      "a.zip!//root",
      "a.zip!/a\\b",
      "a.zip!/a\\xff",
    ]);
    expect(told).toEqual([]);
  });

  it("of archives in archives", async () => {
    const inner = zip(
      { name: "b.tgz", data: gzipSync(tar(tarEntry("c", hello))) },
      { name: "d", data: hello },
    );
    expect(
      (await unpacked("a.zip", zip({ name: "i.zip", data: inner }))).found.map(([name]) => name),
    ).toEqual([
      "a.zip!/i.zip",
      "a.zip!/i.zip!/b.tgz",
      "a.zip!/i.zip!/b.tgz!/b.tar",
      "a.zip!/i.zip!/b.tgz!/b.tar!/c",
      "a.zip!/i.zip!/d",
    ]);
  });

  it("that cannot be read are told, and the others are read", async () => {
    const { found, told } = await unpacked(
      "a.zip",
      zip(
        { name: "secret", data: hello, isEncrypted: true },
        { name: "liar", data: hello, size: 5 },
        { name: "sound", data: hello },
      ),
    );
    expect(found).toEqual([["a.zip!/sound", hello.length]]);
    expect(told[0]).toBe("warning: a.zip!/secret: not unpacked: it is encrypted");
    expect(told[1]).toMatch(/^warning: a\.zip!\/liar: not unpacked: /);
  });

  it("end where an archive is damaged, which is told", async () => {
    const packed = gzipSync(Buffer.alloc(100_000, "hello"));
    const { found, told } = await unpacked("a.gz", packed.subarray(0, packed.length - 20));
    expect(found).toHaveLength(1);
    expect(told[0]).toMatch(/^warning: a\.gz: not unpacked to its end: /);
    for (const [extension, base64] of Object.entries(made)) {
      const whole = Buffer.from(base64, "base64");
      for (let length = 8; length < whole.length; length++)
        await unpacked(`a.${extension}`, whole.subarray(0, length));
      for (let at = 6; at < whole.length; at++) {
        const damaged = Buffer.from(whole);
        damaged[at]! ^= 0x5a;
        await unpacked(`a.${extension}`, damaged);
      }
    }
    const archive = tar(tarEntry("a", hello), tarEntry("b", hello));
    for (let at = 0; at < archive.length; at += 7) {
      const damaged = Buffer.from(archive);
      damaged[at]! ^= 0xff;
      await unpacked("a.tar", damaged);
    }
  });

  it("are bounded in depth, number and size, and told when there are more", async () => {
    let nested: Buffer = hello;
    for (let depth = 0; depth < 12; depth++) nested = gzipSync(nested);
    const deep = await unpacked("a.gz", nested);
    expect(deep.found).toHaveLength(10);
    expect(deep.told).toEqual([expect.stringMatching(/^problem: .*nested more than 10 deep$/)]);

    const bomb = await unpacked("bomb.gz", gzipSync(Buffer.alloc(64 << 20)));
    expect(bomb.found).toEqual([]);
    expect(bomb.told).toEqual([
      "problem: bomb.gz: not unpacked to its end: the members have more than 16 MiB, which is far more than the file has",
    ]);

    const layers = gzipSync(gzipSync(Buffer.alloc(64 << 20)));
    expect((await unpacked("layers.gz", layers)).told[0]).toContain(
      "problem: layers.gz: not unpacked to its end",
    );

    const empty = tarEntry("e", text(""));
    const many = Buffer.alloc(empty.length * 100_001, empty);
    const crowd = await unpacked("crowd.tar", many);
    expect(crowd.told).toEqual(["problem: crowd.tar: not unpacked to its end: more than 100000 members"]);
    const window = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa0, 0, 0, 0, 0, 0, 0]);
    expect((await unpacked("a.zst", window)).told[0]).toContain("too large a window");
  });
});

describe.skipIf(!isBuilt)("tyara scan --archives", () => {
  let place: Workplace;
  beforeAll(() => {
    place = new Workplace();
    place.write("hello.yar", 'rule hello { strings: $a = "hello" condition: $a }');
    place.write(
      "named.yar",
      'rule named { condition: filename == "c.exe" and extension == ".exe" and filetype == "EXE" }',
    );
    const inner = gzipSync(tar(tarEntry("x/c.exe", text("MZ hello"))));
    place.write("files/a.zip", zip({ name: "b.tgz", data: inner }, { name: "\x1b[31m", data: hello }));
    place.write("files/plain.txt", "hello");
  });
  afterAll(() => place.remove());

  it("finds what members hold, with their paths", () => {
    const expected = [
      "hello files/a.zip!/\\x1b[31m",
      "hello files/a.zip!/b.tgz!/b.tar",
      "hello files/a.zip!/b.tgz!/b.tar!/x/c.exe",
      "hello files/plain.txt",
    ];
    const { status, out, err } = place.tyara("scan", "--archives", "hello.yar", "files");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out.trim().split("\n").sort()).toEqual(expected);
    expect(place.tyara("scan", "hello.yar", "files").out).toBe("hello files/plain.txt\n");
    expect(place.tyara("scan", "--archives", "--file-variables", "named.yar", "files").out).toBe(
      "named files/a.zip!/b.tgz!/b.tar!/x/c.exe\n",
    );
  });

  it("ends with 2 where a budget was met", () => {
    place.write("bomb/bomb.gz", gzipSync(Buffer.alloc(64 << 20)));
    const { status, err } = place.tyara("scan", "--archives", "hello.yar", "bomb");
    expect(status).toBe(2);
    expect(err).toContain("error: bomb/bomb.gz: not unpacked to its end");
  });
});
