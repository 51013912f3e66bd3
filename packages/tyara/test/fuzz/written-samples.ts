/** Samples written here, where recorded ones are missing or hide from damage what a parser reads. */
import { crxSamples, lnkSamples, msiSamples, vbaSamples, zipSamples } from "../corpus/container-samples.ts";
import { dexSamples, dotnetSamples, elfSamples, machoSamples } from "../corpus/executable-samples.ts";
import { peSamples } from "../corpus/pe-samples.ts";

export interface WrittenSample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function writtenSamples(module: string): readonly WrittenSample[] {
  if (module === "cuckoo") return [{ name: "report", bytes: encode(JSON.stringify(report)) }];
  return corpora.get(module) ?? [];
}

/** What the builders of `test/corpus` make. */
const corpora: ReadonlyMap<string, readonly WrittenSample[]> = new Map([
  ["crx", crxSamples],
  ["dex", dexSamples],
  ["dotnet", dotnetSamples],
  ["elf", elfSamples],
  ["lnk", lnkSamples],
  ["macho", machoSamples],
  ["msi", msiSamples],
  ["olecf", [...msiSamples, ...vbaSamples]],
  ["pe", peSamples],
  ["vba", vbaSamples],
  ["zip", zipSamples],
]);

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
