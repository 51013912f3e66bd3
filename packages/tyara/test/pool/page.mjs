// A page that scans in web workers and reports to its server what came of it.
import { compile } from "../../dist/index.js";
import { ScannerPool } from "../../dist/pool.js";

async function outcome() {
  const rules = compile(`import "pe" rule needle { strings: $a = "needle" condition: $a and not pe.is_pe }
    rule long { condition: filesize == 1 and for all i in (0 .. 100000000000) : ( i * 3 != 7 ) }`);
  const pool = new ScannerPool(rules, { workers: 2, graceMs: 100 });
  const data = new TextEncoder().encode("a needle");
  const source = (index) => (index % 3 === 0 ? new Blob([data]) : index % 3 === 1 ? data : data.buffer);
  let right = 0;
  for await (const { result } of pool.scanAll(Array.from({ length: 500 }, (_, index) => source(index))))
    if (result?.matches[0]?.identifier === "needle") right++;
  const signal = AbortSignal.timeout(200);
  const { status } = await pool.scan(new Uint8Array(1), { signal });
  const after = (await pool.scan(data)).matches.length;
  const path = await pool.scan("a/path").catch(({ message }) => message);
  await pool.close();
  return { right, status, after, path, isShared: globalThis.crossOriginIsolated };
}

const answer = await outcome().catch((error) => ({ error: String(error.stack) }));
await fetch("/report", { method: "POST", body: JSON.stringify(answer) });
