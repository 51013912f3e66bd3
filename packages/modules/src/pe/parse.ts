/** Puts the parts of a portable executable together as the module's value. */

import type { StructValue } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { wantsOf } from "../kit/wanted.ts";
import { readPdbPath } from "./debug.ts";
import { readExports } from "./exports.ts";
import { PeImage } from "./image.ts";
import { type Import, readDelayedImports, readImports } from "./imports.ts";
import { findOverlay } from "./overlay.ts";
import { readResources } from "./resources.ts";
import { readRichSignature } from "./rich-signature.ts";
import { readSignatures } from "./signatures.ts";
import { readVersionInfo } from "./version-info.ts";

/** The module's value; only `is_pe` when the bytes are no portable executable. */
export function parsePe(input: ModuleInput): StructValue {
  const image = PeImage.read(input.data);
  if (image === undefined) return { is_pe: false };
  const wants = wantsOf(input);
  return {
    is_pe: true,
    ...headerFields(image),
    ...richFields(image),
    ...(wants(
      "resources",
      "number_of_resources",
      "resource_timestamp",
      "resource_version",
      ...VERSION_FIELDS,
    ) && resourceFields(image)),
    ...(wants("import_details", "number_of_imports", "number_of_imported_functions") && importFields(image)),
    ...(wants(
      "delayed_import_details",
      "number_of_delayed_imports",
      "number_of_delayed_imported_functions",
    ) && delayedImportFields(image)),
    ...(wants("export_details", "number_of_exports", "dll_name", "export_timestamp") && exportFields(image)),
    ...(wants("pdb_path") && { pdb_path: readPdbPath(image) }),
    ...(wants("is_signed", "signatures", "number_of_signatures") && signatureFields(image, input)),
    overlay: findOverlay(image),
  };
}

const VERSION_FIELDS = ["version_info", "version_info_list", "number_of_version_infos"];

function headerFields(image: PeImage): StructValue {
  const { coff, optional } = image;
  return {
    machine: coff.machine,
    subsystem: optional.subsystem,
    os_version: optional.osVersion,
    subsystem_version: optional.subsystemVersion,
    image_version: optional.imageVersion,
    linker_version: optional.linkerVersion,
    opthdr_magic: optional.magic,
    characteristics: coff.characteristics,
    dll_characteristics: optional.dllCharacteristics,
    timestamp: coff.timestamp,
    image_base: optional.imageBase,
    checksum: optional.checksum,
    base_of_code: optional.baseOfCode,
    base_of_data: optional.baseOfData,
    entry_point: image.offsetOf(optional.entryPoint),
    entry_point_raw: optional.entryPoint,
    section_alignment: optional.sectionAlignment,
    file_alignment: optional.fileAlignment,
    loader_flags: optional.loaderFlags,
    size_of_optional_header: coff.optionalHeaderSize,
    size_of_code: optional.sizeOfCode,
    size_of_initialized_data: optional.sizeOfInitializedData,
    size_of_uninitialized_data: optional.sizeOfUninitializedData,
    size_of_image: optional.sizeOfImage,
    size_of_headers: optional.sizeOfHeaders,
    size_of_stack_reserve: optional.stackReserve,
    size_of_stack_commit: optional.stackCommit,
    size_of_heap_reserve: optional.heapReserve,
    size_of_heap_commit: optional.heapCommit,
    pointer_to_symbol_table: coff.symbolTable,
    win32_version_value: optional.win32Version,
    number_of_symbols: coff.symbolCount,
    number_of_rva_and_sizes: optional.directoryCount,
    number_of_sections: image.sections.length,
    sections: image.sections,
    data_directories: image.directories,
  };
}

function richFields(image: PeImage): StructValue {
  return { rich_signature: readRichSignature(image.reader, image.coff.offset) };
}

function resourceFields(image: PeImage): StructValue {
  const tree = readResources(image);
  const resources = tree?.resources ?? [];
  const strings = readVersionInfo(image, resources);
  return {
    ...(resources.length > 0 && { resource_timestamp: tree?.timestamp, resource_version: tree?.version }),
    resources,
    number_of_resources: resources.length,
    version_info: new Map(strings.map(({ key, value }) => [key, value])),
    version_info_list: strings,
    number_of_version_infos: strings.length,
  };
}

function importFields(image: PeImage): StructValue {
  const imports = readImports(image);
  return {
    import_details: imports,
    number_of_imports: imports.length,
    number_of_imported_functions: functionCount(imports),
  };
}

function delayedImportFields(image: PeImage): StructValue {
  const imports = readDelayedImports(image);
  return {
    delayed_import_details: imports,
    number_of_delayed_imports: imports.length,
    number_of_delayed_imported_functions: functionCount(imports),
  };
}

function functionCount(imports: readonly Import[]): number {
  return imports.reduce((sum, entry) => sum + entry.number_of_functions, 0);
}

function exportFields(image: PeImage): StructValue {
  const table = readExports(image);
  const functions = table?.functions ?? [];
  return {
    dll_name: table?.libraryName,
    export_timestamp: table?.timestamp,
    export_details: functions,
    number_of_exports: functions.length,
  };
}

function signatureFields(image: PeImage, input: ModuleInput): StructValue {
  const signatures = readSignatures(image, input);
  return {
    is_signed: signatures.some((signature) => signature.verified),
    signatures,
    number_of_signatures: signatures.length,
  };
}
