/** The `tyara.toml` of a workspace: what it says goes before the settings of the editor, as everybody shares it. */
import {
  type Configuration,
  type ConfigurationProblem,
  configurationPaths,
  emptyConfiguration,
  readConfiguration,
} from "tyara/configuration";
import type { Host } from "../host.ts";

export interface ProjectConfiguration {
  /** Absent where there is no file. */
  readonly uri?: string;
  readonly text: string;
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationProblem[];
}

export const noConfiguration: ProjectConfiguration = {
  text: "",
  configuration: emptyConfiguration,
  problems: [],
};

/** The first configuration of a folder and of those above it. */
export async function findConfiguration(host: Host, folder: string): Promise<ProjectConfiguration> {
  for (const uri of configurationPaths({ folder })) {
    // Of a URI only the path is looked at upwards, not the scheme.
    if (!/^[a-z][a-z0-9+.-]*:\/\/\/?[^/]/i.test(uri)) continue;
    const bytes = await host.read(uri).catch(() => undefined);
    if (bytes === undefined) continue;
    const text = new TextDecoder().decode(bytes);
    return { uri, text, ...readConfiguration(text) };
  }
  return noConfiguration;
}

/** Whether a file may be a configuration. */
export function isConfiguration(uri: string): boolean {
  return /\/(?:tyara|\.yara-x)\.toml$/.test(uri);
}
