/** The commands that need a cluster: `worker`, `submit`, `status`, `results`, `cancel`, `retry`, `list`. */
import type { Command } from "commander";
import {
  collect,
  defaultThreads,
  type LimitOptions,
  limitsOf,
  parseCount,
  parsePositive,
  parseSeconds,
  type RuleOptions,
  rulesAndSource,
  withLimitOptions,
  withRuleOptions,
} from "../command-options.ts";
import { excludedBy } from "../corpus/exclude.ts";
import { HuntError } from "../hunt-error.ts";
import { newHuntName } from "../hunt-name.ts";
import { openSource, type SourceCredentials } from "../objects/open-source.ts";
import type { ListedObject } from "../objects/source.ts";
import { jsonLog } from "../operations/log.ts";
import { createMetrics } from "../operations/metrics.ts";
import { openWatchPort, portOf } from "../operations/server.ts";
import { openOutput } from "../output.ts";
import type { RuleSetFile } from "../rule-set.ts";
import { openScanPool } from "../scan-pool.ts";
import { stopSignal } from "../stop-signal.ts";
import { openPage } from "../ui/server.ts";
import { type Cluster, openCluster, workConsumer, workStream } from "./connection.ts";
import { listHunts } from "./hunts.ts";
import { cancelHunt, type HuntStatus, readResults, readStatus, retryAbandoned } from "./results.ts";
import { submitHunt } from "./submit.ts";
import { openWatch, WatchedObjects } from "./watch.ts";
import { watchFolder } from "./watched-folder.ts";
import { followSubject } from "./watched-subject.ts";
import { runWorker } from "./worker.ts";

interface ConnectionOptions {
  readonly nats: readonly string[];
  readonly natsUser?: string;
  readonly natsCredentials?: string;
  readonly natsCa?: string;
  readonly natsCertificate?: string;
  readonly natsKey?: string;
  readonly replicas?: number;
  readonly silence?: number;
}

const defaultServer = "nats://127.0.0.1:4222";

function withConnection(command: Command): Command {
  return command
    .option("--nats <URL>", `a server; may be repeated (default: ${defaultServer})`, collect)
    .option("--nats-user <NAME>", "the password is read from NATS_PASSWORD, a token from NATS_TOKEN")
    .option("--nats-credentials <FILE>", "a file of credentials as nsc writes it")
    .option("--nats-ca <FILE>", "certificates that servers are checked against")
    .option("--nats-certificate <FILE>", "the certificate that is shown to servers")
    .option("--nats-key <FILE>", "its key")
    .option("--replicas <N>", "copies of each stream, when this command makes the streams", parsePositive)
    .option(
      "--silence <SECONDS>",
      "a worker that says nothing for so long has lost its batch (default: 30); when this command makes the streams",
      parseSeconds,
    );
}

async function connectWith(options: ConnectionOptions): Promise<Cluster> {
  const { natsCa: ca, natsCertificate: certificate, natsKey: key } = options;
  const { NATS_PASSWORD: password, NATS_TOKEN: token } = process.env;
  const hasTls = ca !== undefined || certificate !== undefined || key !== undefined;
  return await openCluster({
    servers: options.nats ?? [defaultServer],
    ...(options.natsUser !== undefined && { user: options.natsUser }),
    ...(password !== undefined && { password }),
    ...(token !== undefined && { token }),
    ...(options.natsCredentials !== undefined && { credentials: options.natsCredentials }),
    ...(hasTls && {
      tls: {
        ...(ca !== undefined && { ca }),
        ...(certificate !== undefined && { certificate }),
        ...(key !== undefined && { key }),
      },
    }),
    ...(options.replicas !== undefined && { replicas: options.replicas }),
    ...(options.silence !== undefined && { silenceMs: options.silence * 1000 }),
  });
}

const log = jsonLog((line) => process.stderr.write(line));

/** Connects, acts, and closes the connection whatever happens. */
async function connected(
  options: ConnectionOptions,
  act: (cluster: Cluster, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const cluster = await connectWith(options);
  const stop = stopSignal();
  try {
    return await act(cluster, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return 130;
  } finally {
    stop.dispose();
    await cluster.close();
  }
}

export function addClusterCommands(program: Command, finish: (code: number) => void): void {
  addSubmit(program, finish);
  addWatch(program, finish);
  withConnection(program.command("ui"))
    .description("serve a page on this machine that shows hunts and what they find")
    .option("--port <PORT>", "on this port of the loopback address; 0 takes a free one", parseCount, 8080)
    .action(async (options: ConnectionOptions & { readonly port: number }) =>
      finish(
        await connected(options, async (cluster, signal) => {
          const server = await openPage(cluster, options.port);
          process.stdout.write(`http://127.0.0.1:${portOf(server)}/\n`);
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          server.closeAllConnections();
          server.close();
          return 0;
        }),
      ),
    );
  addWorker(program, finish);
  const named = (name: string, description: string) =>
    withConnection(program.command(name)).description(description).argument("<hunt>", "the hunt's name");
  named("status", "print how far a hunt is, as JSON").action(
    async (name: string, options: ConnectionOptions) =>
      finish(
        await connected(options, async (cluster, signal) => {
          process.stdout.write(
            `${JSON.stringify(plainStatus(await readStatus(cluster, name, signal)), undefined, 2)}\n`,
          );
          return 0;
        }),
      ),
  );
  named("results", "print the records of a hunt as lines of JSON")
    .option("-f, --follow", "wait for more until the hunt is done")
    .option("-o, --output <FILE>", "write the records here instead of on the standard output")
    .option("-m, --matches-only", "print only records of objects that matched or could not be scanned")
    .action(async (name: string, options: ResultsOptions) =>
      finish(await connected(options, (cluster, signal) => printResults(cluster, name, options, signal))),
    );
  named("cancel", "end a hunt; what it found stays").action(
    async (name: string, options: ConnectionOptions) =>
      finish(
        await connected(options, async (cluster) => {
          await cancelHunt(cluster, name);
          return 0;
        }),
      ),
  );
  named("retry", "give the objects that were abandoned to the workers again").action(
    async (name: string, options: ConnectionOptions) =>
      finish(
        await connected(options, async (cluster, signal) => {
          log("info", "tried again", { hunt: name, objects: await retryAbandoned(cluster, name, signal) });
          return 0;
        }),
      ),
  );
  withConnection(program.command("list"))
    .description("print all hunts as lines of JSON")
    .action(async (options: ConnectionOptions) =>
      finish(
        await connected(options, async (cluster) => {
          for (const hunt of await listHunts(cluster)) process.stdout.write(`${JSON.stringify(hunt)}\n`);
          return 0;
        }),
      ),
    );
}

interface ResultsOptions extends ConnectionOptions {
  readonly follow?: boolean;
  readonly matchesOnly?: boolean;
  readonly output?: string;
}

async function printResults(
  cluster: Cluster,
  name: string,
  options: ResultsOptions,
  signal: AbortSignal,
): Promise<number> {
  const output = openOutput(options.output, { matchesOnly: options.matchesOnly === true });
  try {
    for await (const record of readResults(cluster, name, { follow: options.follow === true, signal }))
      await output.record(record);
    return 0;
  } finally {
    await output.close();
  }
}

function plainStatus({ hunt, done, isComplete, dead }: HuntStatus) {
  return { ...hunt, done, isComplete, dead };
}

interface SubmitOptions extends ConnectionOptions, RuleOptions, LimitOptions, SourceCredentials {
  readonly index?: string;
  readonly name?: string;
  readonly tries: number;
}

function addSubmit(program: Command, finish: (code: number) => void): void {
  withConnection(withLimitOptions(withRuleOptions(program.command("submit"))))
    .description("begin a hunt on the cluster: list the source and hand its objects to the workers")
    .argument(
      "<paths...>",
      "RULES (files, directories, or one file of compiled rules), then the SOURCE as workers see it: a path, s3://BUCKET/PREFIX or nats://BUCKET",
    )
    .option("--name <NAME>", "how the hunt is called (default: the day and chance)")
    .option("-i, --index <FOLDER>", "hand out only objects that may match, as this index of the source tells")
    .option("--tries <N>", "deliveries of a batch before its objects are abandoned", parsePositive, 4)
    .option("--s3-endpoint <URL>", "the store of s3:// sources, when it is not Amazon's")
    .option("--s3-region <NAME>", "its region")
    .action(async (paths: string[], options: SubmitOptions) => {
      const { ruleSet, source: location } = rulesAndSource(paths, options);
      finish(
        await connected(options, async (cluster, signal) => {
          const source = await openSource(location, options, cluster.connection);
          const excluded =
            options.index === undefined
              ? undefined
              : await excludedBy(options.index, source.location, ruleSet, log);
          let problems = 0;
          const hunt = await submitHunt(cluster, {
            name: options.name ?? newHuntName(),
            ruleSet,
            source,
            ...(excluded !== undefined && { excluded }),
            limits: limitsOf(options),
            maxTries: options.tries,
            signal,
            onProblem: (message) => {
              problems++;
              log("warning", "not listed", { reason: message });
            },
          });
          process.stdout.write(`${hunt.name}\n`);
          log("info", hunt.state, {
            hunt: hunt.name,
            batches: hunt.batches,
            objects: hunt.objects,
            bytes: hunt.bytes,
          });
          return problems > 0 ? 1 : 0;
        }),
      );
    });
}

interface WatchCommandOptions extends ConnectionOptions, RuleOptions, LimitOptions {
  readonly name: string;
  readonly subject?: string;
  readonly tries: number;
}

function addWatch(program: Command, finish: (code: number) => void): void {
  withConnection(withLimitOptions(withRuleOptions(program.command("watch"))))
    .description(
      "hand objects to the workers as they come, until it is stopped; the same command with other rules changes the rules of the watch",
    )
    .argument(
      "<paths...>",
      "RULES, then the SOURCE: a folder that workers see under the same path, or with --subject any source",
    )
    .requiredOption("--name <NAME>", "how the watch is called; `results NAME --follow` prints what it finds")
    .option(
      "--subject <SUBJECT>",
      "take objects from messages of this subject: JSON with name, size and version, or events of S3",
    )
    .option("--tries <N>", "deliveries of an object before it is abandoned", parsePositive, 4)
    .action(async (paths: string[], options: WatchCommandOptions) => {
      const { ruleSet, source: location } = rulesAndSource(paths, options);
      finish(
        await connected(options, (cluster, signal) => watch(cluster, ruleSet, location, options, signal)),
      );
    });
}

async function watch(
  cluster: Cluster,
  ruleSet: RuleSetFile,
  location: string,
  options: WatchCommandOptions,
  signal: AbortSignal,
): Promise<number> {
  const { name, subject, tries: maxTries } = options;
  const source = await openSource(location, {}, cluster.connection);
  await openWatch(cluster, {
    name,
    ruleSet,
    location: source.location,
    limits: limitsOf(options),
    maxTries,
    signal,
  });
  const objects = new WatchedObjects(cluster, name, signal);
  const onProblem = (reason: string) => log("warning", "not handed out", { reason });
  const onObject = async (object: ListedObject) => {
    if (await objects.add(object)) log("info", "handed out", { object: object.name, size: object.size });
  };
  log("info", "watching", { name, ruleSet: ruleSet.id });
  if (subject !== undefined) {
    await followSubject(cluster, { subject, consumer: `watch-${name}`, onObject, onProblem, signal });
  } else {
    const folder = watchFolder(
      source.location,
      (object) => void onObject(object).catch((error: Error) => onProblem(error.message)),
      onProblem,
    );
    await folder.ready;
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    await folder.close();
  }
  await objects.count();
  return 0;
}

interface WorkerCommandOptions extends ConnectionOptions, SourceCredentials {
  readonly threads: number;
  readonly batches: number;
  readonly ruleSets: number;
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly grace: number;
}

function addWorker(program: Command, finish: (code: number) => void): void {
  withConnection(program.command("worker"))
    .description("scan for the hunts of a cluster until SIGTERM or Ctrl-C")
    .option("-p, --threads <N>", "scan in so many threads", parsePositive, defaultThreads)
    .option("--batches <N>", "batches in work at once", parsePositive, 2)
    .option("--rule-sets <N>", "rule sets that are kept ready", parsePositive, 4)
    .option("--metrics-port <PORT>", "serve /metrics, /healthz and /readyz there", parseCount)
    .option("--metrics-host <ADDRESS>", "on this address", "127.0.0.1")
    .option(
      "--grace <SECONDS>",
      "when stopped, finish batches in work for so long, then give them back",
      parseCount,
      20,
    )
    .option("--s3-endpoint <URL>", "the store of s3:// sources, when it is not Amazon's")
    .option("--s3-region <NAME>", "its region")
    .action(async (options: WorkerCommandOptions) =>
      finish(await connected(options, (cluster, stop) => work(cluster, options, stop))),
    );
}

async function work(cluster: Cluster, options: WorkerCommandOptions, stop: AbortSignal): Promise<number> {
  const metrics = createMetrics();
  const abandon = new AbortController();
  stop.addEventListener("abort", () => {
    log("info", "stopping", { grace: options.grace });
    setTimeout(() => abandon.abort(new HuntError("the worker stops")), options.grace * 1000).unref();
  });
  const watched =
    options.metricsPort === undefined
      ? undefined
      : await openWatchPort(options.metricsHost, options.metricsPort, {
          registry: metrics.registry,
          refresh: async () => {
            metrics.setWaiting((await cluster.manager.consumers.info(workStream, workConsumer)).num_pending);
          },
          isReady: () => !stop.aborted && !cluster.connection.isClosed(),
        });
  log("info", "working", {
    threads: options.threads,
    ...(watched !== undefined && { metricsPort: portOf(watched) }),
  });
  try {
    await runWorker(cluster, {
      openScan: (bytes, id) => openScanPool({ id, bytes }, options.threads),
      batches: options.batches,
      concurrency: options.threads * 2,
      ruleSets: options.ruleSets,
      openSource: (location) => openSource(location, options, cluster.connection),
      stop,
      abandon: abandon.signal,
      onEvent: (event) => {
        metrics.record(event);
        const { hunt, batch } = event;
        if (event.kind === "batch")
          log("info", "batch done", {
            hunt,
            batch,
            objects: event.outcome.records.length,
            seconds: event.seconds,
            tries: event.tries,
          });
        else log("warning", event.kind, { hunt, batch, reason: event.reason });
      },
    });
    return 0;
  } finally {
    watched?.close();
  }
}
