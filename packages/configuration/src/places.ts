/** Where a configuration is looked for. Paths are text here, so that this works for every host and every kind of workspace. */

/** In this order in each folder: ours, and the one of YARA-X, whose keys ours has. */
export const CONFIGURATION_NAMES: readonly string[] = ["tyara.toml", ".yara-x.toml"];

export interface ConfigurationPlaces {
  /** Where the search begins: an absolute path, or a URI's. Without it only the user's own files are named. */
  readonly folder?: string;
  /** The user's home folder. */
  readonly home?: string;
  /** Where programs keep the user's settings. Default: `.config` in the home folder. */
  readonly userSettings?: string;
}

/**
 * The paths that may be a configuration, the first that exists is in force: those of the folder and of all above it, then the user's own
 * (`tyara/tyara.toml` among the user's settings, `.yara-x.toml` in the home folder).
 */
export function configurationPaths({ folder, home, userSettings }: ConfigurationPlaces): string[] {
  const folders = folder === undefined ? [] : foldersUpwards(folder);
  const paths = folders.flatMap((one) => CONFIGURATION_NAMES.map((name) => below(one, name)));
  const settings = userSettings ?? (home === undefined ? undefined : below(home, ".config"));
  if (settings !== undefined) paths.push(below(below(settings, "tyara"), "tyara.toml"));
  if (home !== undefined) paths.push(below(home, ".yara-x.toml"));
  return [...new Set(paths)];
}

/** Each ends with its separator. */
function foldersUpwards(folder: string): string[] {
  const folders = [];
  for (let at = withSeparator(folder); /[/\\]$/.test(at); at = at.slice(0, -1).replace(/[^/\\]*$/, ""))
    folders.push(at);
  return folders;
}

function below(folder: string, name: string): string {
  return withSeparator(folder) + name;
}

function withSeparator(folder: string): string {
  if (/[/\\]$/.test(folder)) return folder;
  return folder + (folder.includes("\\") && !folder.includes("/") ? "\\" : "/");
}
