// Makes dist/tyara-vscode.vsix of what build.mjs made, with the packager of VS Code, which is fetched when it is not there.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const packager = "@vscode/vsce@3.9.2";

// Packed in a folder of its own: the packager would look at the whole repository, and reads a manifest without development.
const folder = mkdtempSync(join(tmpdir(), "tyara-vscode-"));
try {
  for (const name of ["dist", "syntaxes", "language-configuration.json", "README.md", "LICENSE"])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith(".vsix"),
    });
  const { devDependencies, scripts, files, type, ...manifest } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  const file = join(folder, "tyara-vscode.vsix");
  const args = [
    "--yes",
    packager,
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--out",
    file,
  ];
  const { status } = spawnSync("npx", args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) process.exit(1);
  copyFileSync(file, join(root, "dist/tyara-vscode.vsix"));
  console.log(join(root, "dist/tyara-vscode.vsix"));
} finally {
  rmSync(folder, { recursive: true });
}
