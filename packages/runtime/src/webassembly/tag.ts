import { Tag as LayerTag } from "../tag.ts";
import type { ValType } from "../value.ts";
import { theStore } from "./context.ts";
import { toJs, toWasm } from "./functions.ts";
import type { ValueTypeName } from "./global.ts";
import { descriptorOf, Faces, shapeInterface, unsignedLong } from "./interface.ts";

export interface TagType {
  readonly parameters: readonly ValueTypeName[];
}

export const tags: Faces<Tag, LayerTag> = new Faces("Tag");

const names = new Set(["i32", "i64", "f32", "f64", "externref", "anyfunc"]);

/** A kind of exception. */
export class Tag {
  constructor(type: TagType) {
    const { parameters } = descriptorOf(type, "Tag");
    if (parameters === undefined) throw new TypeError("WebAssembly.Tag(): 'parameters' is missing");
    const params = [...(parameters as Iterable<unknown>)].map((given): ValType => {
      const name = String(given);
      if (!names.has(name)) throw new TypeError(`WebAssembly.Tag(): "${name}" is no value type`);
      return name === "anyfunc" ? "funcref" : (name as ValType);
    });
    tags.bind(this, LayerTag.create(theStore(), params));
  }
}

const payloads = new WeakMap<Exception, { readonly tag: LayerTag; readonly values: readonly unknown[] }>();

/** An exception with its tag and what it carries. */
export class Exception {
  constructor(tag: Tag, payload: Iterable<unknown>) {
    const handle = tags.handle(tag);
    const { params } = handle.type;
    const values = [...payload];
    if (values.length !== params.length) {
      throw new TypeError(
        `WebAssembly.Exception(): the tag carries ${params.length} values, not ${values.length}`,
      );
    }
    payloads.set(this, { tag: handle, values: values.map((value, index) => toWasm(value, params[index]!)) });
  }

  /** Whether the exception is of a kind. */
  is(tag: Tag): boolean {
    return tags.handle(tag) === payloadOf(this).tag;
  }

  /** One of the values that the exception carries. Throws TypeError for another kind, RangeError. */
  getArg(tag: Tag, index: number): unknown {
    const payload = payloadOf(this);
    if (tags.handle(tag) !== payload.tag) throw new TypeError("the exception has another tag");
    const at = unsignedLong(index, "the index");
    if (at >= payload.values.length) throw new RangeError(`the exception carries no value ${at}`);
    return toJs(payload.values[at], payload.tag.type.params[at]!);
  }
}

function payloadOf(exception: Exception) {
  const payload = payloads.get(exception);
  if (payload === undefined) throw new TypeError("this is no WebAssembly.Exception");
  return payload;
}

shapeInterface("Tag", Tag);
shapeInterface("Exception", Exception);
