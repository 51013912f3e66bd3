export { dumpJson } from "./json.ts";
export { dumpYaml } from "./yaml.ts";
