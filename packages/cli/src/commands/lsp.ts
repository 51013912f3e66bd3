import { type CommandDefinition, parseCount } from "../command-definition.ts";
import { ExitCode } from "../exit-code.ts";

interface LspOptions {
  readonly socket?: number;
}

export const lsp: CommandDefinition<LspOptions> = {
  name: "lsp",
  summary: "serve editors with everything there is to know about rules",
  description:
    "Speaks the Language Server Protocol on the standard input and output. Editors start it by themselves once they are told of it.",
  options: [
    { flags: "--stdio", description: "use the standard input and output, as without any option" },
    {
      flags: "--socket <PORT>",
      description: "listen on this port of this machine instead",
      parse: parseCount,
    },
  ],
  examples: [{ command: "tyara lsp --stdio", does: "what an editor is told to start" }],
  async run(_, { socket }) {
    const { serveSocket, serveStdio } = await import("tyara-language-server/node");
    if (socket === undefined) await serveStdio();
    else await serveSocket(socket).then((server) => new Promise((resolve) => server.once("close", resolve)));
    return ExitCode.success;
  },
};
