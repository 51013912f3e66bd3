/** Samples written here, where recorded ones are missing or hide from damage what a parser reads. */
import { peSamples } from "../corpus/pe-samples.ts";

export interface WrittenSample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function writtenSamples(module: string): readonly WrittenSample[] {
  if (module === "cuckoo") return [{ name: "report", bytes: encode(JSON.stringify(report)) }];
  if (module === "crx")
    return [2, 3].map((version) => ({ name: `plain ${version}`, bytes: extension(version) }));
  return corpora.get(module) ?? [];
}

/** What the builders of `test/corpus` make. */
const corpora: ReadonlyMap<string, readonly WrittenSample[]> = new Map([["pe", peSamples]]);

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const report = {
  network: {
    domains: [{ domain: "example.com", ip: "192.0.2.1" }, { domain: "example.org" }],
    http: [
      { method: "GET", uri: "http://example.com/a", "user-agent": "agent/1.0" },
      { method: "POST", uri: "/b" },
    ],
    tcp: [
      { dst: "192.0.2.1", dport: 443 },
      { dst_domain: "example.com", dport: "80" },
    ],
    udp: [{ dst: "192.0.2.53", dport: 53 }],
    hosts: ["192.0.2.1", "192.0.2.53"],
  },
  behavior: {
    summary: { mutexes: ["one", "two"], files: ["C:\\a.txt"], keys: ["HKLM\\Software\\Key"] },
  },
};

const manifest = {
  manifest_version: 3,
  name: "__MSG_name__",
  description: "__MSG_text__",
  version: "1.2.3",
  default_locale: "en",
  homepage_url: "https://example.com/",
  update_url: "https://example.com/update",
  minimum_chrome_version: "100",
  permissions: ["tabs", "storage", { fileSystem: ["write"] }],
  host_permissions: ["https://*/*"],
  optional_permissions: ["cookies"],
};
const messages = { name: { message: "A name" }, text: { message: "With $1$", placeholders: {} } };

/** An extension whose archive is not compressed, so that damage reaches the manifest. */
function extension(version: number): Uint8Array {
  const archive = storedZip({
    "manifest.json": encode(JSON.stringify(manifest)),
    "_locales/en/messages.json": encode(JSON.stringify(messages)),
  });
  const key = new Uint8Array(32).fill(7);
  // One proof, which has a key and a signature; then the signed header, which has the id.
  const proof = [0x0a, key.length, ...key, 0x12, key.length, ...key];
  const header = [0x12, proof.length, ...proof, 0x82, 0xf1, 0x04, 18, 0x0a, 16, ...key.subarray(0, 16)];
  const front =
    version === 2
      ? [...u32(2), ...u32(key.length), ...u32(key.length), ...key, ...key]
      : [...u32(3), ...u32(header.length), ...header];
  return Uint8Array.from([...encode("Cr24"), ...front, ...archive]);
}

const u16 = (value: number) => [value & 0xff, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** A zip archive of files that are stored as they are, without checksums. */
function storedZip(files: Readonly<Record<string, Uint8Array>>): number[] {
  const out: number[] = [];
  const directory: number[] = [];
  for (const [name, content] of Object.entries(files)) {
    const sizes = [...u32(0), ...u32(content.length), ...u32(content.length), ...u16(name.length), ...u16(0)];
    const common = [...u16(20), ...u16(0), ...u16(0), ...u32(0), ...sizes];
    directory.push(...u32(0x02014b50), ...u16(20), ...common, ...u16(0), ...u16(0), ...u16(0), ...u32(0));
    directory.push(...u32(out.length), ...encode(name));
    out.push(...u32(0x04034b50), ...common, ...encode(name), ...content);
  }
  const count = Object.keys(files).length;
  const end = [
    ...u16(0),
    ...u16(0),
    ...u16(count),
    ...u16(count),
    ...u32(directory.length),
    ...u32(out.length),
  ];
  return [...out, ...directory, ...u32(0x06054b50), ...end, ...u16(0)];
}
