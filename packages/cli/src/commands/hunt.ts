import type { CommandDefinition } from "../command-definition.ts";
import { Failure } from "../failure.ts";

export const hunt: CommandDefinition = {
  name: "hunt",
  summary: "scan millions of objects, on this machine or on many",
  usage: "<command>",
  readsItsArguments: true,
  examples: [
    {
      command: "tyara hunt run rules/ /samples --journal hunt.db",
      does: "scan a large folder, and continue after a crash",
    },
    {
      command: "tyara hunt submit rules/ s3://bucket/samples",
      does: "hand a bucket to the workers of a NATS cluster",
    },
    { command: "tyara hunt --help", does: "show all commands of hunts" },
  ],
  async run(args) {
    const { runHunt } = await huntPackage();
    return (await runHunt(args)) as 0 | 1;
  },
};

/** It is large, and most people need it never. */
async function huntPackage(): Promise<typeof import("tyara-hunt/command")> {
  try {
    return await import("tyara-hunt/command");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Failure("hunts are a package of their own: npm install tyara-hunt");
  }
}
