import { describe, expect, it } from "vitest";
import { startProgress } from "../src/terminal/progress.ts";

describe("the progress line", () => {
  it("is printable, fits the terminal, and comes late and seldom", () => {
    const lines: string[] = [];
    let time = 0;
    const progress = startProgress({
      columns: () => 100,
      total: () => 9,
      isTerminal: true,
      write: (line) => lines.push(line),
      now: () => time,
    });
    for (; time < 2000; time += 50)
      progress.update({ files: 1, matches: 0, path: "\x1b[31m\u202e日本語".repeat(20) });
    progress.clear();
    progress.clear();
    expect(lines.length).toBe(6);
    expect(lines.at(-1)).toBe("\r\x1b[2K");
    expect(lines[0]).toBe(
      "\r\x1b[2Kscanned 1 files, 0 matching, 1 s, 1 files/s, 8 s left: \\x1b[31m\\u202e日本語\\x1b[31m\\u202e日本語\\x1b",
    );
  });
});
