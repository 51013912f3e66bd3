import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `cuckoo`: how often things of a kind occur in a sandbox's report. */
export const cuckooSchema: ModuleSchema = moduleSchema({
  name: "cuckoo",
  functions: {
    "network.dns_lookup(regexp: regexp) -> integer": {},
    "network.http_request(regexp: regexp) -> integer": {},
    "network.http_get(regexp: regexp) -> integer": {},
    "network.http_post(regexp: regexp) -> integer": {},
    "network.http_user_agent(regexp: regexp) -> integer": {},
    "network.tcp(destination: regexp, port: integer) -> integer": {},
    "network.udp(destination: regexp, port: integer) -> integer": {},
    "network.host(regexp: regexp) -> integer": {},
    "sync.mutex(regexp: regexp) -> integer": {},
    "filesystem.file_access(regexp: regexp) -> integer": {},
    "registry.key_access(regexp: regexp) -> integer": {},
  },
});
