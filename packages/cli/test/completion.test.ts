/** What shells offer: the scripts are run in those shells that are there. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../src/commands/index.ts";
import { completionScript } from "../src/completion/completion-command.ts";
import { SHELLS, type Shell } from "../src/completion/shells.ts";
import { Workplace } from "./command.ts";

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  for (const shell of SHELLS) place.write(`complete.${shell}`, completionScript(shell, commands));
  place.write("only.yar", "");
});
afterAll(() => place.remove());

const isThere = (shell: Shell): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const isRequired = (process.env.TYARA_REQUIRE ?? "") !== "";

function run(shell: Shell, script: string): string[] {
  const { stdout, stderr } = spawnSync(shell, ["-c", script], { cwd: place.path, encoding: "utf8" });
  return (stdout + stderr).trim().split("\n");
}

function offeredBy(shell: "bash" | "fish", words: readonly string[]): string[] {
  if (shell === "fish") {
    const line = words.join(" ");
    return run("fish", `source complete.fish; complete -C '${line}'`).map((one) => one.split("\t")[0]!);
  }
  const list = words.map((word) => `'${word}'`).join(" ");
  return run(
    "bash",
    `compopt() { echo "compopt $*"; }; source complete.bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _tyara; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ).filter((one) => one !== "");
}

describe.each(["bash", "fish"] as const)("%s", (shell) => {
  it.skipIf(!isRequired && !isThere(shell))("offers commands, options and values", () => {
    expect(offeredBy(shell, ["tyara", "sc"])).toEqual(["scan"]);
    expect(offeredBy(shell, ["tyara", "debug", ""])).toEqual(
      expect.arrayContaining(["ast", "rule", "search"]),
    );
    expect(offeredBy(shell, ["tyara", "debug", "search", "--disable-w"])[0]).toMatch(/^--disable-warnings/);
    expect(offeredBy(shell, ["tyara", "scan", "--output-f"])[0]).toMatch(/^--output-format/);
    expect(offeredBy(shell, ["tyara", "scan", "-o", "nd"])).toEqual(["ndjson"]);
    expect(offeredBy(shell, ["tyara", "scan", "only.yar", "--color", "a"]).sort()).toEqual([
      "always",
      "auto",
    ]);
    expect(offeredBy(shell, ["tyara", "help", "comp"]).sort()).toEqual(["compile", "completion"]);
    const files = offeredBy(shell, ["tyara", "scan", "on"]);
    expect(files).toEqual([shell === "bash" ? "compopt -o default" : "only.yar"]);
  });
});

it.skipIf(!isRequired && !isThere("zsh"))(
  "zsh offers commands, options and values",
  () => {
    // Completion of zsh works in its line editor only, which wants a terminal.
    const offered = (line: string) => {
      const script = `zmodload zsh/zpty; zpty inner zsh -f -i
read_until() { local part all=; while zpty -r -t inner part 2>/dev/null || { sleep 0.05; (( waited++ < 60 )) }; do all+=$part; part=; [[ $all == *$1* ]] && break; done; print -r -- $all }
zpty -w inner 'PS1=; stty -echo; autoload -U compinit; compinit -u -d $PWD/dump; source complete.zsh; bindkey "^I" list-choices; print rea""dy'
read_until ready >/dev/null; waited=0
zpty -w -n inner '${line}'$'\\t'
read_until 'no-such-text'`;
      return run("zsh", script).join("\n");
    };
    expect(offered("tyara comp")).toMatch(/compile\s+-- compile rules/);
    expect(offered("tyara scan -o nd")).toContain("ndjson");
    expect(offered("tyara debug ")).toMatch(/search\s+-- print how/);
    expect(offered("tyara scan --max-s")).toContain("--max-scan-size");
  },
  60_000,
);

it.each(SHELLS)("the script for %s names every command and option", (shell) => {
  const script = completionScript(shell, commands);
  for (const { name, options = [] } of commands) {
    expect(script).toContain(name);
    for (const { flags } of options) {
      const [, long] = /--([\w-]+)/.exec(flags)!;
      expect(script).toContain(long);
    }
  }
});
