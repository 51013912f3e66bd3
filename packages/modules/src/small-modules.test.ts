/** Modules that nothing else compares with the reference: what they write, and what they count. */

import { meterWork, WorkMeter } from "@tyara/base";
import type { FunctionContext } from "@tyara/language/modules";
import { compile } from "tyara";
import { describe, expect, test } from "vitest";
import { builtinModules } from "./registry.ts";

const modules = builtinModules({ testModules: true });
const text = (value: string) => new TextEncoder().encode(value);

describe("console", () => {
  function logged(id: string, ...args: (bigint | number | boolean | Uint8Array)[]): string {
    const lines: string[] = [];
    const context = {
      data: text('a\0b\n"q"é'),
      log: (line: string) => lines.push(line),
    } as unknown as FunctionContext;
    expect(modules.get("console")!.functions!.get(id)!(context, ...args)).toBe(true);
    return lines.join("\n");
  }

  test.each([
    ["log(string)", [text('tab\t "quoted" \\ é')], String.raw`tab\t \"quoted\" \\ \xc3\xa9`],
    ["log(string,string)", [text("a="), Uint8Array.of(0, 0x7f)], String.raw`a=\x00\x7f`],
    ["log(integer,integer)", [1n, 3n], String.raw`\x00b\n`],
    ["log(string,integer,integer)", [text("at "), 2n, 99n], String.raw`at b\n\"q\"\xc3\xa9`],
    ["log(integer,integer)", [99n, 1n], ""],
    ["log(bool)", [true], "true"],
    ["log(string,bool)", [text("b: "), false], "b: false"],
    ["log(integer)", [-5n], "-5"],
    ["log(string,integer)", [text("n: "), 2n ** 62n], "n: 4611686018427387904"],
    ["log(float)", [1.5], "1.5"],
    ["log(float)", [3], "3"],
    ["log(float)", [1e21], "1000000000000000000000"],
    ["log(float)", [1.25e-7], "0.000000125"],
    ["log(string,float)", [text("f: "), Number.POSITIVE_INFINITY], "f: inf"],
    ["hex(integer)", [255n], "0xff"],
    ["hex(string,integer)", [text("h: "), -1n], "h: 0xffffffffffffffff"],
  ] as const)("%s", (id, args, expected) => {
    expect(logged(id, ...args)).toBe(expected);
  });
});

describe("cuckoo", () => {
  const report = {
    network: {
      domains: [{ domain: "evil.example" }, { domain: "good.example" }, 5],
      http: [
        { method: "GET", uri: "http://evil.example/a", "user-agent": "one" },
        { method: "POST", uri: "http://evil.example/b", "user-agent": "two" },
      ],
      tcp: [
        { dst: "10.0.0.1", dport: 443 },
        { dst: "10.0.0.2", dst_domain: "evil.example", dport: 443 },
      ],
      udp: [{ dst: "10.0.0.1", dport: 53 }],
      hosts: ["10.0.0.1"],
    },
    behavior: { summary: { mutexes: ["Global\\m"], files: ["C:\\x.exe", "C:\\y.txt"], keys: ["HKLM\\Run"] } },
  };

  function isTrue(condition: string, metadata: string): boolean {
    const rules = compile(`import "cuckoo" rule r { condition: ${condition} }`);
    return rules.scan(text("data"), { moduleMetadata: { cuckoo: text(metadata) } }).matches.length === 1;
  }

  test.each([
    "cuckoo.network.dns_lookup(/evil/) == 1",
    "cuckoo.network.dns_lookup(/example$/) == 2",
    "cuckoo.network.http_request(/evil/) == 2",
    "cuckoo.network.http_get(/evil/) == 1",
    "cuckoo.network.http_post(/evil/) == 1",
    "cuckoo.network.http_user_agent(/^o/) == 1",
    "cuckoo.network.tcp(/10\\.0/, 443) == 2",
    "cuckoo.network.tcp(/evil/, 443) == 1",
    "cuckoo.network.tcp(/10\\.0/, 80) == 0",
    "cuckoo.network.udp(/./, 53) == 1",
    "cuckoo.network.host(/^10/) == 1",
    "cuckoo.sync.mutex(/m$/) == 1",
    "cuckoo.filesystem.file_access(/EXE$/i) == 1",
    "cuckoo.registry.key_access(/Run/) == 1",
  ])("%s", (condition) => {
    expect(isTrue(condition, JSON.stringify(report))).toBe(true);
  });

  test.each(["", "{", "[]", '{"network": 5, "behavior": {"summary": []}}'])(
    "counts nothing in %j",
    (metadata) => {
      expect(isTrue("cuckoo.network.http_request(/./) == 0", metadata)).toBe(true);
      expect(isTrue("cuckoo.sync.mutex(/./) == 0", metadata)).toBe(true);
    },
  );

  test("reading a report is paid for, and a report many times as large as the data may be read", () => {
    const domains = Array.from({ length: 200_000 }, (_, i) => ({ domain: `host-${i}.example` }));
    const metadata = JSON.stringify({ network: { domains }, padding: "x".repeat(10_000_000) });
    const context = { metadata: text(metadata), matches: () => false, cache: new Map() };
    const meter = new WorkMeter();
    const lookup = modules.get("cuckoo")!.functions!.get("network.dns_lookup(regexp)")!;
    meterWork(meter, () => lookup(context as unknown as FunctionContext, { regexp: 0 }));
    expect(meter.units).toBeGreaterThan(metadata.length + domains.length);
    expect(isTrue("cuckoo.network.dns_lookup(/host-7\\./) == 1", metadata)).toBe(true);
  });
});

test("time tells the time", () => {
  const now = Number(modules.get("time")!.functions!.get("now()")!({} as FunctionContext));
  expect(Math.abs(now - Date.now() / 1000)).toBeLessThan(5);
});
