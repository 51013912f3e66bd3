export type {
  Configuration,
  FormatSettings,
  LanguageServerSettings,
  RuleSettings,
  ScanSettings,
} from "./configuration.ts";
export { CONFIGURATION_NAMES, type ConfigurationPlaces, configurationPaths } from "./places.ts";
export type { ConfigurationProblem } from "./problem.ts";
export { emptyConfiguration, type ReadConfiguration, readConfiguration } from "./read-configuration.ts";
export type { Scalar } from "./shape.ts";
