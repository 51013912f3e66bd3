import { BareEngine } from "./bare-engine.ts";
import { chooseBackend } from "./choose-backend.ts";
import type { Config } from "./config.ts";

/** An engine that chooses its backend by trying, unless the configuration names one. It brings all backends along. */
export class Engine extends BareEngine {
  constructor(config: Config = {}) {
    const { backend } = config;
    if (backend !== undefined) {
      super({ ...config, backend });
      return;
    }
    const choice = chooseBackend();
    super({ ...config, backend: choice.backend }, choice.reason);
  }
}
