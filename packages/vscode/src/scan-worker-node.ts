import { parentPort } from "node:worker_threads";
import { ScanWorker } from "./scan-worker.ts";

const worker = new ScanWorker((message) => parentPort!.postMessage(message));
parentPort!.on("message", (message) => worker.receive(message));
