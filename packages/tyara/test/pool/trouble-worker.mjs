// A pool's worker that knows the module `trouble`.
import { servePool } from "../../dist/pool-serve-node.js";
import { trouble } from "./trouble.mjs";

servePool({ modules: [trouble] });
