import type { ToWorker } from "./scan-messages.ts";
import { ScanWorker } from "./scan-worker.ts";

const worker = new ScanWorker((message) => postMessage(message));
addEventListener("message", ({ data }: MessageEvent<ToWorker>) => worker.receive(data));
