/** What a worker has done, as Prometheus metrics. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { WorkerEvent } from "../cluster/worker.ts";

export interface Metrics {
  readonly registry: Registry;
  record(event: WorkerEvent): void;
  setWaiting(batches: number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `tyara_hunt_${name}`, help, labelNames, registers });
  const objects = counter("objects_total", "Objects with a record, by how their scan ended.", ["status"]);
  const bytes = counter("bytes_total", "Bytes of the objects that were scanned.");
  const matches = counter("matching_objects_total", "Objects that a rule matched.");
  const batches = counter("batches_total", "Batches by what became of them.", ["outcome"]);
  const seconds = new Histogram({
    name: "tyara_hunt_batch_seconds",
    help: "Time from taking a batch until its outcome was stored.",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const waiting = new Gauge({
    name: "tyara_hunt_waiting_batches",
    help: "Batches that wait for a worker.",
    registers,
  });
  return {
    registry,
    record(event) {
      if (event.kind !== "batch") {
        batches.inc({ outcome: event.kind.replace(" ", "_") });
        return;
      }
      batches.inc({ outcome: "done" });
      seconds.observe(event.seconds);
      for (const { status, size, matches: found } of event.outcome.records) {
        objects.inc({ status });
        if (status === "complete" || status === "timeout") bytes.inc(size);
        if (found.length > 0) matches.inc();
      }
    },
    setWaiting: (count) => waiting.set(count),
  };
}
