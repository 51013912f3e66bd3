/** The script of a pool's workers in Node, Bun and Deno. */
import { servePool } from "./pool-serve-node.ts";

servePool();
