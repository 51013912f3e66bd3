import { compile } from "tyara";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runLocally } from "../src/local/run.ts";
import { openSource } from "../src/objects/open-source.ts";
import type { ListedObject, ObjectSource } from "../src/objects/source.ts";
import type { HuntRecord } from "../src/record.ts";
import { S3Server } from "./s3-server.ts";
import { rules } from "./samples.ts";

const limits = { maxSize: 5000 };
let server: S3Server;
let source: ObjectSource;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "TESTKEY");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testsecret");
  server = await S3Server.start("samples", "TESTKEY");
  for (let index = 0; index < 35; index++)
    server.objects.set(
      `in/object ${index} <&>`,
      Buffer.from(index % 7 === 0 ? `seven ${index}` : `other ${index}`),
    );
  server.objects.set("in/folder/", new Uint8Array());
  server.objects.set("in/large", new Uint8Array(6000));
  server.objects.set("out/of sight", Buffer.from("seven"));
  source = await openSource("s3://samples/in/", { s3Endpoint: server.endpoint });
});

afterAll(async () => {
  await source.close();
  server.stop();
  vi.unstubAllEnvs();
});

beforeEach(() => server.faults.clear());

async function list(of = source): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const object of of.list(() => {})) objects.push(object);
  return objects;
}

const object = (name: string): ListedObject => ({ name, size: 1, version: "" });

describe("an S3 source", () => {
  it("lists all pages below its prefix, without the marks of folders", async () => {
    const objects = await list();
    expect(objects).toHaveLength(36);
    expect(objects.find(({ name }) => name === "in/object 3 <&>")).toMatchObject({ size: 7 });
  });

  it("reads what it lists, in the version that it lists", async () => {
    const listed = (await list()).find(({ name }) => name === "in/object 7 <&>")!;
    const { bytes, version } = await source.read(listed, limits);
    expect(Buffer.from(bytes).toString()).toBe("seven 7");
    expect(version).toBe(listed.version);
  });

  it.each([
    ["in/none", [], "vanished"],
    ["in/large", [], "too-large"],
    ["in/object 1 <&>", ["refused"], "refused"],
    ["in/object 1 <&>", ["cut"], "unavailable"],
    ["in/object 1 <&>", Array(5).fill("unavailable"), "unavailable"],
  ] as const)("of %s after %j says %s", async (name, faults, code) => {
    server.faults.set(name, [...faults]);
    await expect(source.read(object(name), limits)).rejects.toMatchObject({ name: "ObjectError", code });
  });

  it("waits for a store that is slow or busy", async () => {
    server.faults.set("in/object 1 <&>", ["unavailable", "slow"]);
    const { bytes } = await source.read(object("in/object 1 <&>"), limits);
    expect(bytes).toHaveLength(7);
  });

  it("says so for a bucket that is not there, and for a name that is none", async () => {
    const missing = await openSource("s3://nowhere", { s3Endpoint: server.endpoint });
    await expect(list(missing)).rejects.toThrow("s3://nowhere");
    await expect(openSource("s3:///x")).rejects.toThrow("an S3 source is s3://BUCKET/PREFIX");
    await expect(openSource("ftp://x")).rejects.toThrow("sources are paths");
  });

  it("is hunted through, whatever it answers meanwhile", async () => {
    server.faults.set("in/object 7 <&>", ["unavailable", "cut", "slow"]);
    server.faults.set("in/object 8 <&>", Array(100).fill("cut"));
    const scanner = compile(rules).scanner();
    const records: HuntRecord[] = [];
    const totals = await runLocally({
      hunt: "h",
      ruleSet: "r",
      source,
      scan: async (bytes, options) => scanner.scan(bytes, options),
      limits: { maxSize: 5000, timeoutMs: 1000 },
      concurrency: 8,
      signal: new AbortController().signal,
      onRecords: (some) => void records.push(...some),
      onProblem: (problem) => expect(problem).toBe(""),
    });
    expect(totals).toMatchObject({ objects: 36, matching: 5, failed: 2 });
    const failed = records
      .filter(({ status }) => status !== "complete")
      .map(({ object: name, status, error }) => [name, status, error!.code]);
    expect(failed.sort()).toEqual([
      ["in/large", "too-large", "too-large"],
      ["in/object 8 <&>", "error", "unavailable"],
    ]);
  });
});
