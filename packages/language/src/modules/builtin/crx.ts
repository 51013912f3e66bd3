import { field, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { lowercaseOf } from "../signature.ts";

/** Spec: an extension begins with `Cr24`. */
export const CRX_MAGIC = [0x43, 0x72, 0x32, 0x34] as const;

const CrxSignature = struct("crx.CrxSignature", {
  key: field.string(),
  verified: field.bool(),
});

/** What rules see of the module `crx`. */
export const crxSchema: ModuleSchema = moduleSchema({
  name: "crx",
  signature: { alternatives: [CRX_MAGIC], functions: ["permhash()"] },
  fields: {
    is_crx: field.bool(),
    crx_version: field.u32(),
    header_size: field.u32(),
    id: field.string(),
    version: field.string(),
    name: field.string(),
    description: field.string(),
    raw_name: field.string(),
    raw_description: field.string(),
    minimum_chrome_version: field.string(),
    homepage_url: field.string(),
    permissions: field.array(field.string()),
    host_permissions: field.array(field.string()),
    optional_permissions: field.array(field.string()),
    optional_host_permissions: field.array(field.string()),
    signatures: field.array(CrxSignature),
  },
  functions: {
    "permhash() -> string?": {
      description: "SHA-256 of all permissions, for finding similar extensions.",
      constraints: lowercaseOf(64),
    },
  },
});
