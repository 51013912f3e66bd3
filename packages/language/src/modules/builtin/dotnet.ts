import { deprecatedFor, field, hex, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { DOS_MAGIC } from "./pe.ts";

const Stream = struct("dotnet.Stream", {
  name: field.string(),
  offset: field.u32(hex),
  size: field.u32(hex),
});

const Version = struct("dotnet.Version", {
  major: field.u32(),
  minor: field.u32(),
  build_number: field.u32(),
  revision_number: field.u32(),
});

const Assembly = struct("dotnet.Assembly", {
  name: field.string(),
  culture: field.string(),
  version: field.struct(Version),
});

const AssemblyRef = struct("dotnet.AssemblyRef", {
  name: field.string(),
  public_key_or_token: field.bytes(),
  version: field.struct(Version),
});

const Resource = struct("dotnet.Resource", {
  offset: field.u32(hex),
  length: field.u32(hex),
  name: field.string(),
});

const Param = struct("dotnet.Param", {
  name: field.string(),
  type: field.string(),
});

const Method = struct("dotnet.Method", {
  name: field.string(),
  visibility: field.string(),
  abstract: field.bool(),
  static: field.bool(),
  virtual: field.bool(),
  final: field.bool(),
  return_type: field.string(),
  number_of_generic_parameters: field.u64(deprecatedFor("generic_parameters.len()")),
  number_of_parameters: field.u64(deprecatedFor("parameters.len()")),
  generic_parameters: field.array(field.string()),
  parameters: field.array(Param),
});

const Class = struct("dotnet.Class", {
  fullname: field.string(),
  name: field.string(),
  namespace: field.string(),
  visibility: field.string(),
  type: field.string(),
  abstract: field.bool(),
  sealed: field.bool(),
  number_of_base_types: field.u64(deprecatedFor("base_types.len()")),
  number_of_generic_parameters: field.u64(deprecatedFor("generic_parameters.len()")),
  number_of_methods: field.u64(deprecatedFor("methods.len()")),
  base_types: field.array(field.string()),
  generic_parameters: field.array(field.string()),
  methods: field.array(Method),
});

/** What rules see of the module `dotnet`. */
export const dotnetSchema: ModuleSchema = moduleSchema({
  name: "dotnet",
  signature: { alternatives: [DOS_MAGIC] },
  fields: {
    is_dotnet: field.bool(),
    module_name: field.string(),
    version: field.string(),
    number_of_streams: field.u64(deprecatedFor("streams.len()")),
    number_of_guids: field.u64(deprecatedFor("guids.len()")),
    number_of_resources: field.u64(deprecatedFor("resources.len()")),
    number_of_generic_parameters: field.u64(),
    number_of_classes: field.u64(deprecatedFor("classes.len()")),
    number_of_assembly_refs: field.u64(deprecatedFor("assembly_refs.len()")),
    number_of_modulerefs: field.u64(deprecatedFor("modulerefs.len()")),
    number_of_user_strings: field.u64(deprecatedFor("user_strings.len()")),
    number_of_constants: field.u64(deprecatedFor("constants.len()")),
    number_of_field_offsets: field.u64(deprecatedFor("field_offsets.len()")),
    typelib: field.string(),
    streams: field.array(Stream),
    guids: field.array(field.string()),
    constants: field.array(field.bytes()),
    assembly: field.struct(Assembly),
    assembly_refs: field.array(AssemblyRef),
    resources: field.array(Resource),
    classes: field.array(Class),
    field_offsets: field.array(field.u32()),
    user_strings: field.array(field.bytes()),
    modulerefs: field.array(field.string()),
  },
});
