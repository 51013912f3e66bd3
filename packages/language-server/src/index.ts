/**
 * The language server for YARA rules. `tyara-language-server/node` and `tyara-language-server/browser` start it; here is what
 * they stand on.
 *
 * @packageDocumentation
 */
export { type Host, hostWithoutFiles } from "./host.ts";
export { serve } from "./server.ts";
export { defaultSettings, type Settings } from "./settings.ts";
