/** The command `tyara-language-server`: `--stdio`, or `--socket=PORT`. */
import { serveSocket, serveStdio } from "./node.ts";

const usage = `usage: tyara-language-server --stdio | --socket=PORT

Speaks the Language Server Protocol about YARA rules, on its standard input and output, or on a port of this machine.
`;

export async function main(args: readonly string[]): Promise<void> {
  const socket = args.find((one) => one.startsWith("--socket"));
  if (socket !== undefined) {
    const port = Number(socket.split("=")[1] ?? args[args.indexOf(socket) + 1]);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return complain("--socket needs a port");
    await serveSocket(port);
  } else if (args.length === 0 || args.includes("--stdio")) {
    await serveStdio();
    process.exit(0);
  } else if (args.includes("--help")) process.stdout.write(usage);
  else complain(`unknown option ${args[0]}`);
}

function complain(problem: string): void {
  process.stderr.write(`error: ${problem}\n${usage}`);
  process.exitCode = 2;
}
