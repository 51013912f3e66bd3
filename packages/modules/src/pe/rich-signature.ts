/**
 * The "rich" header: what Microsoft's linker writes between the DOS stub and the PE header about the tools that made
 * the object files, every word xor'ed with one key that stands behind the word `Rich`.
 */
import type { ByteReader } from "@tyara/base";

const RICH = 0x68636952;
const DANS = 0x536e6144;
/** Spec: `DanS` and three words of padding come before the tools. */
const PREAMBLE_SIZE = 16;
const TOOL_SIZE = 8;

export type RichTool = { readonly toolid: number; readonly version: number; readonly times: number };

export type RichSignature = {
  readonly offset: number;
  readonly length: number;
  readonly key: number;
  readonly raw_data: Uint8Array;
  readonly clear_data: Uint8Array;
  readonly tools: readonly RichTool[];
};

/** The rich header in front of the PE header at `peOffset`. */
export function readRichSignature(reader: ByteReader, peOffset: number): RichSignature | undefined {
  const end = lastWord(reader, peOffset, RICH);
  const key = end === undefined ? undefined : reader.u32At(end + 4);
  if (end === undefined || key === undefined) return undefined;
  const offset = lastWord(reader, end, (DANS ^ key) >>> 0);
  if (offset === undefined) return undefined;
  const raw_data = reader.bytesAt(offset, end - offset)!.slice();
  const clear_data = decode(raw_data, key);
  return { offset, length: raw_data.length, key, raw_data, clear_data, tools: readTools(clear_data) };
}

/** The last aligned place of a word in front of `end`. */
function lastWord(reader: ByteReader, end: number, word: number): number | undefined {
  for (let at = end - (end % 4) - 4; at >= 0; at -= 4) if (reader.u32At(at) === word) return at;
  return undefined;
}

function decode(raw: Uint8Array, key: number): Uint8Array {
  return raw.map((byte, i) => byte ^ (key >>> (8 * (i % 4))));
}

function readTools(clear: Uint8Array): RichTool[] {
  const view = new DataView(clear.buffer, clear.byteOffset, clear.byteLength);
  const tools: RichTool[] = [];
  for (let at = PREAMBLE_SIZE; at + TOOL_SIZE <= clear.length; at += TOOL_SIZE) {
    const id = view.getUint32(at, true);
    tools.push({ toolid: id >>> 16, version: id & 0xffff, times: view.getUint32(at + 4, true) });
  }
  return tools;
}
