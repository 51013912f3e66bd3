/** A user of Neovim, without a screen: opens rules, completes, hovers, renames, fixes and formats. Needs `nvim` and the built command. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const command = fileURLToPath(new URL("../../cli/bin/tyara.js", import.meta.url));
const script = fileURLToPath(new URL("neovim.lua", import.meta.url));
const hasNeovim = spawnSync("nvim", ["--version"]).status === 0;
const isRequired = process.env.TYARA_REQUIRE !== undefined;

const rules = `import "pe"
import "pe"
rule first {
strings:
$needle = "needle" wide
condition:
pe.is_dll() and $needle at 16
}
`;

it.skipIf(!hasNeovim && !isRequired)(
  "Neovim completes, hovers, renames, fixes and formats",
  () => {
    expect(hasNeovim, "Neovim is installed").toBe(true);
    expect(existsSync(command)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "tyara-neovim-"));
    try {
      const file = join(folder, "rules.yar");
      const report = join(folder, "report.json");
      writeFileSync(file, rules);
      const { status, stderr } = spawnSync(
        "nvim",
        ["--headless", "-n", "-u", "NONE", "-c", `luafile ${script}`],
        {
          cwd: folder,
          encoding: "utf8",
          timeout: 90_000,
          env: {
            ...process.env,
            HOME: folder,
            XDG_STATE_HOME: folder,
            TYARA_RULES: file,
            TYARA_REPORT: report,
            TYARA_SERVER: JSON.stringify([process.execPath, command, "lsp", "--stdio"]),
          },
        },
      );
      expect({ status, stderr }).toMatchObject({ status: 0 });
      const told = JSON.parse(readFileSync(report, "utf8"));
      expect(told.problem).toBeUndefined();
      expect(told.diagnostics).toEqual(["duplicate_import"]);
      expect(told.completion).toContain("number_of_sections");
      expect(told.hover).toContain("6E 00 65 00");
      expect(told.renamed).toContain("$found at 16");
      expect(told.renamed).not.toContain("$needle");
      expect(told.fix).toMatch(/^Fix: duplicate import/);
      expect(told.fixed.match(/import "pe"/g)).toHaveLength(1);
      expect(told.formatted).toContain(
        "\n  condition:\n    pe.is_dll() and $found at 16\n}".replaceAll("  ", "    "),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
