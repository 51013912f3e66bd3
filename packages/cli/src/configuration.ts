/** The `tyara.toml` that is in force (docs/configuration.md). */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import {
  type Configuration,
  configurationPaths,
  emptyConfiguration,
  readConfiguration,
} from "tyara/configuration";
import { Failure } from "./failure.ts";
import { filePath } from "./file-path.ts";
import { readWhole } from "./read-file.ts";

/** Bytes of a configuration. */
const MAX_CONFIGURATION = 1 << 20;

/** The options of commands that have a configuration. */
export interface ConfigurationOptions {
  /** The file; false: none. */
  readonly config?: string | false;
}

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  readonly path: string | undefined;
  /** What relative paths in it begin at. */
  readonly folder: string;
  /**
   * Whether the user named the file, or it is the user's own. One that merely lies in the working directory or above may be a stranger's.
   */
  readonly isTrusted: boolean;
}

const none: LoadedConfiguration = {
  configuration: emptyConfiguration,
  path: undefined,
  folder: ".",
  isTrusted: true,
};

/** Throws {@link Failure} for one that cannot be read, or in which anything is wrong. */
export function loadConfiguration({ config }: ConfigurationOptions): LoadedConfiguration {
  if (config === false) return none;
  if (config !== undefined) return read(config, true);
  const home = homedir();
  const { XDG_CONFIG_HOME } = process.env;
  const places = { home, ...(XDG_CONFIG_HOME && { userSettings: XDG_CONFIG_HOME }) };
  const path = configurationPaths({ folder: process.cwd(), ...places }).find((one) => existsSync(one));
  return path === undefined ? none : read(path, configurationPaths(places).includes(path));
}

function read(path: string, isTrusted: boolean): LoadedConfiguration {
  const bytes = readWhole(filePath(path), MAX_CONFIGURATION, "cannot read the configuration");
  const { configuration, problems } = readConfiguration(Buffer.from(bytes).toString());
  if (problems.length > 0)
    throw new Failure(
      problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join("\n"),
    );
  return { configuration, path, folder: dirname(resolve(path)), isTrusted };
}
