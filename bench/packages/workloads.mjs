// Packages of others that hold WebAssembly, each with a task. A workload is given what loads from the folder of packages, gets
// ready once, and returns a function that does the task and returns its output as a text.
import { readFileSync } from "node:fs";

const text = "The quick brown fox jumps over the lazy dog. ".repeat(400);
const bytes = new TextEncoder().encode(text);
const hex = (view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("hex");
const script = `${"function add(a, b) { return a + b; }\nvar list = [1, 2, 3].map((x) => add(x, 1));\n".repeat(20)}`;

export const workloads = {
  "sql.js": async ({ require }) => {
    const SQL = await require("sql.js")();
    return () => {
      const db = new SQL.Database();
      db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, value REAL)");
      for (let i = 0; i < 200; i++) db.run("INSERT INTO t VALUES (?, ?, ?)", [i, `name ${i % 17}`, i * 1.5]);
      const result = db.exec("SELECT name, count(*), sum(value) FROM t GROUP BY name ORDER BY 3 DESC");
      db.close();
      return JSON.stringify(result);
    };
  },
  "quickjs-emscripten": async ({ require }) => {
    const quickjs = await require("quickjs-emscripten").getQuickJS();
    return () =>
      JSON.stringify(
        quickjs.evalCode(
          "const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2); [fib(15), JSON.stringify({ a: [1.5, 'x'] }), /a+b/.exec('xaab')[0]]",
        ),
      );
  },
  "hash-wasm": async ({ require }) => {
    const hash = require("hash-wasm");
    return async () =>
      (
        await Promise.all([
          hash.md5(bytes),
          hash.sha256(bytes),
          hash.blake3(bytes),
          hash.xxhash64(bytes),
          hash.crc32(bytes),
        ])
      ).join();
  },
  "xxhash-wasm": async ({ require }) => {
    const { h32, h64 } = await require("xxhash-wasm")();
    return () => `${h32(text)} ${h64(text)}`;
  },
  "source-map": async ({ require }) => {
    const { SourceMapConsumer, SourceMapGenerator } = require("source-map");
    const generator = new SourceMapGenerator({ file: "out.js" });
    for (let line = 1; line <= 300; line++) {
      generator.addMapping({
        source: "in.js",
        original: { line, column: line % 7 },
        generated: { line: line * 2, column: line % 11 },
      });
    }
    const map = generator.toJSON();
    return () =>
      SourceMapConsumer.with(map, null, (consumer) =>
        JSON.stringify([10, 100, 400].map((line) => consumer.originalPositionFor({ line, column: 50 }))),
      );
  },
  "es-module-lexer": async ({ load }) => {
    const { init, parse } = await load("es-module-lexer");
    await init;
    return () => JSON.stringify(parse(`import a from "b";\nimport("c");\n${script}`));
  },
  "cjs-module-lexer": async ({ require }) => {
    const lexer = require("cjs-module-lexer");
    await lexer.init?.();
    return () =>
      JSON.stringify([
        ...lexer.parse("exports.a = 1; module.exports = { b, c, 'd': 1 }; require('x');".repeat(20)).exports,
      ]);
  },
  "lightningcss-wasm": async ({ load }) => {
    const { default: init, transform } = await load("lightningcss-wasm");
    await init();
    const code = new TextEncoder().encode(
      ".a { color: #ff0000; margin: 0px 0px } .b > .c:hover { width: calc(1px + 2px) }".repeat(20),
    );
    return () => new TextDecoder().decode(transform({ filename: "a.css", code, minify: true }).code);
  },
  "brotli-wasm": async ({ require }) => {
    const brotli = await require("brotli-wasm");
    return () =>
      hex(brotli.compress(bytes, { quality: 5 })) + brotli.decompress(brotli.compress(bytes)).length;
  },
  "@bokuweb/zstd-wasm": async ({ require }) => {
    const zstd = require("@bokuweb/zstd-wasm");
    await zstd.init();
    return () => hex(zstd.compress(bytes, 10)) + zstd.decompress(zstd.compress(bytes, 3)).length;
  },
  wasmoon: async ({ require }) => {
    const lua = await new (require("wasmoon").LuaFactory)().createEngine();
    return () =>
      lua.doStringSync(
        "local t = {} for i = 1, 2000 do t[#t + 1] = i % 7 end return table.concat(t):sub(1, 40)",
      );
  },
  "vscode-oniguruma": async ({ require, resolve }) => {
    const onig = require("vscode-oniguruma");
    await onig.loadWASM(readFileSync(resolve("vscode-oniguruma").replace(/main\.js$/, "onig.wasm")));
    return () => {
      const scanner = new onig.OnigScanner(["(\\w+)\\s+(fox|dog)", "laz(?=y)"]);
      const found = [];
      for (let at = 0; at < 4000; ) {
        const match = scanner.findNextMatchSync(text, at);
        if (match === null) break;
        found.push(match.index, match.captureIndices[0].start);
        at = match.captureIndices[0].end;
      }
      scanner.dispose();
      return found.join();
    };
  },
  "web-tree-sitter": async ({ require, resolve }) => {
    const { Parser, Language } = require("web-tree-sitter");
    await Parser.init();
    const language = await Language.load(
      resolve("tree-sitter-javascript/package.json").replace("package.json", "tree-sitter-javascript.wasm"),
    );
    const parser = new Parser();
    parser.setLanguage(language);
    return () => {
      const tree = parser.parse(script);
      const shown = tree.rootNode.toString();
      tree.delete();
      return shown;
    };
  },
  "zxing-wasm": async ({ load, resolve }) => {
    const { prepareZXingModule, writeBarcode } = await load("zxing-wasm/writer");
    const wasmBinary = readFileSync(resolve("zxing-wasm/writer/zxing_writer.wasm"));
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer }, fireImmediately: true });
    return async () => (await writeBarcode("https://example.org/", { format: "QRCode" })).svg;
  },
  "esbuild-wasm": async ({ load, resolve }) => {
    // It is made for pages.
    globalThis.self ??= globalThis;
    const esbuild = await load("esbuild-wasm/esm/browser.js");
    const wasm = readFileSync(resolve("esbuild-wasm/package.json").replace("package.json", "esbuild.wasm"));
    await esbuild.initialize({ wasmModule: new WebAssembly.Module(wasm), worker: false });
    return async () => (await esbuild.transform(script, { minify: true, loader: "ts" })).code;
  },
  "@virustotal/yara-x": async ({ load, resolve }) => {
    const entry = resolve("@virustotal/yara-x");
    const yara = await load("@virustotal/yara-x");
    const wasm = readFileSync(entry.replace(/\.js$/, "_bg.wasm"));
    await yara.default({ module_or_path: wasm });
    return () => {
      const compiler = new yara.Compiler();
      compiler.addSource(
        'rule a { strings: $a = "lazy" $b = /fox \\w+/ condition: #a > 3 and $b and filesize < 1MB }',
      );
      const rules = compiler.build();
      const result = rules.scan(bytes.subarray(0, 2000));
      return JSON.stringify(result, (_, value) =>
        typeof value === "bigint" ? String(value) : value,
      ).length.toString();
    };
  },
};
