import type { Messages } from "../terminal/messages.ts";
import type { ScanReport } from "./scan-report.ts";
import type { Shared } from "./stop.ts";

/** What all scans of a run have in common. */
export interface RunSurroundings {
  readonly shared: Shared;
  readonly messages: Messages;
  /** When the time for everything is up. */
  readonly deadline: number;
  readonly report: ScanReport;
}
