/** Portable executables that share: one long name, list, tree or section with thousands that refer to it. */
import type { Amplifier } from "./amplifier.ts";
import {
  attribute,
  authenticode,
  commonName,
  nestedSignature,
  rsaTestKey,
  selfSigned,
  signingKey,
  timeStamp,
} from "./authenticode.ts";
import { element, joined, octetString, printableString, sequence } from "./der.ts";
import {
  codeView,
  Directory,
  PeBuilder,
  type SignableFile,
  versionInfo,
  writeDebug,
  writeExports,
  writeResources,
} from "./pe.ts";

const LONG = 1000;

function built(write: (pe: PeBuilder) => void): Uint8Array {
  const pe = new PeBuilder();
  write(pe);
  return pe.build();
}

/** Import descriptors that share a library's name and its list of functions. */
function sharedImports(descriptors: number, functions: number, nameLength: number): Uint8Array {
  return built((pe) => {
    const library = pe.name("library.dll");
    pe.body.align(2);
    const hint = pe.rva;
    pe.body.u16(0);
    pe.name("x".repeat(nameLength));
    pe.body.align(4);
    const list = pe.rva;
    for (let i = 0; i < functions; i++) pe.body.u32(hint);
    pe.body.u32(0);
    const table = pe.rva;
    for (let i = 0; i < descriptors; i++) pe.body.u32(list, 0, 0, library, list);
    pe.body.fill(20);
    pe.directory(Directory.imports, table, pe.rva - table);
  });
}

/** Version information whose strings are six bytes long and share a key that lies behind all of them. */
function sharedKeys(strings: number, resources: number): Uint8Array {
  const info = versionInfo({ strings: [["a", "b"]] });
  const view = new DataView(info.buffer, info.byteOffset);
  const entry = info.length - 16;
  const size = Math.min(0xfff0, entry + 8 * strings + 2 * LONG);
  const whole = new Uint8Array(size).fill(0x41);
  whole.set(info.subarray(0, entry));
  const lengths = new DataView(whole.buffer);
  // The blocks that hold the strings reach to the end, and so do their keys.
  for (const at of [0, 92, 128]) if (view.getUint16(at, true) > 0) lengths.setUint16(at, size - at, true);
  for (let i = 0; i < strings && entry + 8 * i + 8 < size; i++) {
    lengths.setUint16(entry + 8 * i, 8, true);
    lengths.setUint16(entry + 8 * i + 2, 0x41, true);
  }
  whole.fill(0, size - 4);
  const leaves = Array.from({ length: resources }, (_, i) => [i, whole] as const);
  return built((pe) => writeResources(pe, [[16, [[1, leaves]]]]));
}

const key = signingKey(rsaTestKey(), "sha256");
const signer = selfSigned(key);

const signed = (make: (file: SignableFile) => Uint8Array): Uint8Array => new PeBuilder().buildSigned([make]);

/** Signatures in signatures. */
function nested(depth: number): (file: SignableFile) => Uint8Array {
  const unsigned = (file: SignableFile) => () =>
    depth === 0 ? [] : [nestedSignature(nested(depth - 1)(file))];
  return (file) => authenticode({ signer, unsigned: unsigned(file) })(file);
}

/** Sequences in sequences. */
function deepElement(depth: number): Uint8Array {
  let inner = octetString(new Uint8Array());
  for (let i = 0; i < depth; i++) inner = sequence(inner);
  return inner;
}

export const peAmplifiers: readonly Amplifier[] = [
  {
    module: "pe",
    name: "imported functions that share a long name",
    start: 500,
    make: (n) => sharedImports(1, n, LONG),
  },
  {
    module: "pe",
    name: "libraries that share a list of functions",
    start: 20,
    make: (n) => sharedImports(n, 200, 20),
  },
  { module: "pe", name: "libraries and functions", start: 100, make: (n) => sharedImports(n, n, LONG) },
  {
    module: "pe",
    name: "exported functions that share a name and a forwarder",
    start: 300,
    make: (n) =>
      built((pe) => {
        const long = pe.name("x".repeat(LONG));
        const exports = Array.from({ length: n }, () => ({ name: "f", target: 0x1000 }));
        writeExports(pe, exports);
        // The table's names all are the long one, and so is what the functions lead to.
        const names = pe.body.length - 6 * n;
        for (let i = 0; i < n; i++) pe.body.patch(names + 4 * i, long);
        pe.directory(Directory.exports, 0x1000 + Math.ceil((LONG + 1) / 4) * 4, 0x100000);
      }),
  },
  {
    module: "pe",
    name: "strings of version information that share a key",
    start: 500,
    make: (n) => sharedKeys(n, 1),
  },
  { module: "pe", name: "version resources", start: 4, make: (n) => sharedKeys(200, n) },
  {
    module: "pe",
    name: "resource directories that contain themselves",
    start: 100,
    make: (n) =>
      built((pe) => {
        pe.body.u32(0, 0, 0).u16(0, 1).u32(1, 0x80000018);
        pe.body.u32(0, 0, 0).u16(0, n);
        for (let i = 0; i < n; i++) pe.body.u32(i, 0x80000018);
        pe.directory(Directory.resources, 0x1000, pe.body.length);
      }),
  },
  {
    module: "pe",
    name: "resources that share a long name",
    start: 200,
    make: (n) =>
      built((pe) => {
        pe.body.u32(0, 0, 0).u16(n, 0);
        const names = 16 + 8 * n + 16;
        for (let i = 0; i < n; i++) pe.body.u32((0x80000000 | names) >>> 0, 16 + 8 * n);
        pe.body
          .u32(0x1000, 16, 0, 0)
          .u16(999)
          .fill(2 * 999, 0x41);
        pe.directory(Directory.resources, 0x1000, pe.body.length);
      }),
  },
  {
    module: "pe",
    name: "debug records that share a path without an end",
    start: 200,
    make: (n) => {
      const pe = new PeBuilder();
      const data = codeView("RSDS", "");
      writeDebug(pe, [
        { data },
        ...Array.from({ length: n }, () => ({ data: new Uint8Array(4), offset: 0x400, rva: 0x1000 })),
      ]);
      const bytes = pe.build();
      bytes.fill(0x41, 0x400 + 24, 0x400 + 25);
      return bytes;
    },
  },
  {
    module: "pe",
    name: "sections that overlap under a signature",
    start: 8,
    make: (n) => {
      const section = {
        name: ".s",
        virtualAddress: 0x9000,
        virtualSize: 0x8000,
        rawOffset: 0x200,
        rawSize: 0x8000,
      };
      const pe = new PeBuilder({ moreSections: Array.from({ length: n }, () => section) });
      pe.body.fill(0x9000);
      return pe.buildSigned([authenticode({ signer })]);
    },
  },
  {
    module: "pe",
    name: "bytes of an object identifier",
    start: 20_000,
    make: (n) => {
      const long = sequence(
        element(0x06, joined([Uint8Array.of(0x2a), new Uint8Array(n).fill(0xff), Uint8Array.of(1)])),
        printableString("x"),
      );
      return signed(authenticode({ signer: selfSigned(key, sequence(element(0x31, long))) }));
    },
  },
  {
    module: "pe",
    name: "certificates",
    start: 25,
    make: (n) => signed(authenticode({ signer, certificates: Array.from({ length: n }, () => signer) })),
  },
  { module: "pe", name: "nested signatures", start: 2, make: (n) => signed(nested(n)) },
  {
    module: "pe",
    name: "time stamps",
    start: 2,
    make: (n) =>
      signed(
        authenticode({
          signer,
          unsigned: (signature) => Array.from({ length: n }, () => timeStamp(signature, { signer })),
        }),
      ),
  },
  {
    module: "pe",
    name: "elements within elements",
    start: 500,
    make: (n) => signed(authenticode({ signer, unsigned: () => [attribute("1.2.3", deepElement(n))] })),
  },
  {
    module: "pe",
    name: "length of a name",
    start: 5000,
    make: (n) => signed(authenticode({ signer: selfSigned(key, commonName("x".repeat(n))) })),
  },
];
