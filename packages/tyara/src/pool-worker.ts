/** The script of a pool's workers. */
import { servePool } from "./pool-serve.ts";

servePool();
