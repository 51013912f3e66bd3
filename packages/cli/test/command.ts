/** The built command, run as its users run it: in a process of its own, on files in a temporary folder. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const script: string = fileURLToPath(new URL("../bin/tyara.js", import.meta.url));
export const isBuilt: boolean = existsSync(fileURLToPath(new URL("../dist/main.js", import.meta.url)));

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Ended extends Outcome {
  readonly signal: NodeJS.Signals | null;
}

/** A temporary folder to run the command in. */
export class Workplace {
  readonly path: string = mkdtempSync(join(tmpdir(), "tyara-"));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  write(path: string, content: string | Uint8Array): string {
    const full = join(this.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    return path;
  }

  tyara(...args: readonly string[]): Outcome {
    return this.reading("", ...args);
  }

  reading(input: string | Uint8Array, ...args: readonly string[]): Outcome {
    return this.#outcome(process.execPath, [script, ...args], input);
  }

  /** Runs a line of the shell, in which `tyara` is the command. */
  shell(line: string, environment: Readonly<Record<string, string>> = {}): Outcome {
    const command = `tyara() { "${process.execPath}" "${script}" "$@"; }\n${line}`;
    return this.#outcome("bash", ["-c", command], "", environment);
  }

  /** Starts the command and lets the caller do something with it while it runs. */
  async during(args: readonly string[], act: (child: ChildProcess) => void): Promise<Ended> {
    const child = spawn(process.execPath, [script, ...args], { cwd: this.path });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data));
    child.stderr.on("data", (data: Buffer) => (err += data));
    act(child);
    const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on("close", (...end) => resolve(end)),
    );
    return { status, signal, out, err };
  }

  #outcome(
    program: string,
    args: readonly string[],
    input: string | Uint8Array,
    environment: Readonly<Record<string, string>> = {},
  ): Outcome {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.path,
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, ...environment },
    });
    return { status, out: stdout, err: stderr };
  }
}
