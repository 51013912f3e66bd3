/** Portable executables with something of everything, as seeds of fuzzers and of comparisons. */
import type { WrittenSample } from "../fuzz/written-samples.ts";
import {
  codeView,
  PeBuilder,
  type PeOptions,
  versionInfo,
  writeDebug,
  writeDelayedImports,
  writeExports,
  writeImports,
  writeResources,
} from "./pe.ts";

const LIBRARIES = [
  { name: "KERNEL32.dll", functions: ["CreateFileW", "ExitProcess", 17] },
  { name: "ws2_32.dll", functions: [1, 2, 115, "WSAStartup"] },
  { name: "oleaut32.dll", functions: [6, 999] },
];
const DELAYED = [
  { name: "USER32.dll", functions: ["MessageBoxA", 5] },
  { name: "shell32.dll", functions: ["ShellExecuteW"] },
];

function everything(options: PeOptions, delayAttributes: number): PeBuilder {
  const pe = new PeBuilder({
    richTools: [
      { toolid: 0x105, version: 30_000, times: 7 },
      { toolid: 0xff, version: 27_412, times: 1 },
    ],
    moreSections: [{ name: ".bss", virtualAddress: 0x8000, virtualSize: 0x100, rawOffset: 0, rawSize: 0 }],
    ...options,
  });
  writeImports(pe, LIBRARIES);
  writeDelayedImports(pe, DELAYED, { attributes: delayAttributes });
  writeExports(pe, [
    { name: "Start", target: 0x1010 },
    { target: 0x1020 },
    { name: "Stop", target: "ntdll.RtlStop" },
  ]);
  const info = versionInfo(
    {
      strings: [
        ["CompanyName", "Somebody"],
        ["FileVersion", "1, 2"],
      ],
    },
    { table: "040704b0", strings: [["CompanyName", "Jemand"]] },
  );
  writeResources(pe, [
    ["TYPE", [["NAME", [[0x409, new Uint8Array(20).fill(0x41)]]]]],
    [
      3,
      [
        [
          1,
          [
            [0x409, Uint8Array.of(1, 2, 3)],
            [0x407, Uint8Array.of(4)],
          ],
        ],
      ],
    ],
    [16, [[1, [[0x409, info]]]]],
  ]);
  writeDebug(pe, [
    { type: 12, data: new Uint8Array(8) },
    { data: codeView("RSDS", "C:\\build\\program.pdb") },
  ]);
  return pe;
}

export const peSamples: readonly WrittenSample[] = [
  { name: "32 bits", bytes: everything({}, 1).build() },
  { name: "64 bits", bytes: everything({ is64: true, imageBase: 0x140000000n }, 1).build() },
  { name: "delayed by address", bytes: everything({ imageBase: 0x10000000 }, 0).build() },
];
