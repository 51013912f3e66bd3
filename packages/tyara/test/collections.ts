/** The recorded public rule collections, unpacked into a temporary folder outside the repository. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER: string = fileURLToPath(new URL("../../../../shared/conformance/rules/", import.meta.url));

export interface RuleFile {
  readonly path: string;
  readonly source: string;
}

export interface Collection {
  readonly name: string;
  readonly files: readonly RuleFile[];
}

/** External variables that some of the files expect from the tool that runs them. */
export const EXPECTED_GLOBALS: Readonly<Record<string, string>> = {
  filename: "",
  filepath: "",
  extension: "",
  filetype: "",
  owner: "",
};

/** All collections, files in name order; empty when the folder, `tar` or `xz` is missing. */
export function readCollections(): Collection[] {
  if (!existsSync(FOLDER)) return [];
  const archives = readdirSync(FOLDER).filter((name) => name.endsWith(".tar.xz"));
  return archives.sort().flatMap((archive) => {
    const files = unpack(join(FOLDER, archive));
    return files.length === 0 ? [] : [{ name: archive.replace(".tar.xz", ""), files }];
  });
}

function unpack(archive: string): RuleFile[] {
  const folder = mkdtempSync(join(tmpdir(), "tyara-rules-"));
  try {
    if (spawnSync("tar", ["-xJf", archive, "-C", folder]).status !== 0) return [];
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.yara?$/.test(name),
    );
    return names.sort().map((path) => ({ path, source: readFileSync(join(folder, path), "utf8") }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
