/** Real NATS servers for tests: one, or a cluster of three. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";

export const hasServer: boolean = isInstalled();
if (!hasServer && process.env.TYARA_REQUIRE)
  throw new Error("the tests of hunts need nats-server (Debian: nats-server)");

function isInstalled(): boolean {
  try {
    execFileSync("nats-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export class NatsServers {
  readonly #folder = mkdtempSync(join(tmpdir(), "hunt-nats-"));
  readonly #files: string[] = [];
  readonly #processes: (ChildProcess | undefined)[] = [];
  readonly urls: string[] = [];

  /** Starts so many servers and waits until JetStream answers. `extra` goes into each configuration. */
  static async start(count: number, extra = ""): Promise<NatsServers> {
    const servers = new NatsServers();
    const ports = await freePorts(count * 2);
    const routes = ports.slice(count).map((port) => `nats-route://127.0.0.1:${port}`);
    for (let index = 0; index < count; index++) {
      const store = join(servers.#folder, `store${index}`);
      mkdirSync(store);
      const cluster = `cluster { name: test, listen: "127.0.0.1:${ports[count + index]}", routes: [${routes.map((route) => `"${route}"`)}] }`;
      const file = join(servers.#folder, `server${index}.conf`);
      writeFileSync(
        file,
        `server_name: s${index}\nlisten: "127.0.0.1:${ports[index]}"\njetstream { store_dir: "${store}" }\n${count > 1 ? cluster : ""}\n${extra}\n`,
      );
      servers.#files.push(file);
      servers.urls.push(`nats://127.0.0.1:${ports[index]}`);
      servers.startOne(index);
    }
    if (extra === "") await servers.#ready(count);
    return servers;
  }

  startOne(index: number): void {
    this.#processes[index] = spawn("nats-server", ["-c", this.#files[index]!], { stdio: "ignore" });
  }

  kill(index: number): void {
    this.#processes[index]?.kill("SIGKILL");
    this.#processes[index] = undefined;
  }

  stop(): void {
    for (const process of this.#processes) process?.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(count: number): Promise<void> {
    const connection = await connect({
      servers: this.urls,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
    });
    for (let attempt = 0; ; attempt++) {
      try {
        const manager = await jetstreamManager(connection, { timeout: 1000 });
        await manager.streams.add({ name: "READY", subjects: ["ready"], num_replicas: count });
        await manager.streams.delete("READY");
        break;
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
    await connection.close();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
