// Where a guest was when it trapped. Nothing is recorded while code runs: the bodies that were running are translated once
// more, this time with the places that their code came from.
import { functionNames } from "@tyara/wasm";
import { Trap, type TrapFrame } from "../../errors.ts";
import type { Position } from "./code-writer.ts";
import type { InterpretedFunction } from "./interpreted-function.ts";
import type { InterpretedModule } from "./interpreted-module.ts";
import type { Machine } from "./machine.ts";

/** Limit: frames that a trap tells. */
const maxFrames = 100;

/** Where the machine was. */
interface Place {
  readonly fn: InterpretedFunction;
  readonly pc: number;
  readonly depth: number;
  /** Frames below belong to whoever called. */
  readonly entryDepth: number;
}

/** What was thrown; a trap is told where it happened. */
export function withFrames(error: unknown, machine: Machine, place: Place): unknown {
  if (!(error instanceof Trap) || error.frames.length >= maxFrames) return error;
  const describer = new Describer();
  const frames = [describer.describe(place.fn, place.pc)];
  for (let i = place.depth - 1; i >= place.entryDepth && frames.length < maxFrames; i--) {
    // A frame goes on behind its call.
    frames.push(describer.describe(machine.callers[i]!, machine.returns[i]! - 1));
  }
  error.addFrames(frames.filter((frame) => frame !== undefined));
  return error;
}

class Describer {
  readonly #names = new Map<InterpretedModule, ReadonlyMap<number, string>>();
  readonly #positions = new Map<InterpretedFunction, readonly Position[]>();

  describe(fn: InterpretedFunction, pc: number): TrapFrame | undefined {
    const { instance, definedIndex, body } = fn;
    if (body === undefined || definedIndex < 0) return undefined;
    const functionIndex = instance.module.spaces.importedFunctionCount + definedIndex;
    const offset = this.#positionsOf(fn)
      .filter((position) => position.at <= pc)
      .at(-1)?.offset;
    return { functionIndex, functionName: this.#namesOf(instance.module).get(functionIndex), offset };
  }

  #namesOf(module: InterpretedModule): ReadonlyMap<number, string> {
    let names = this.#names.get(module);
    if (names === undefined) this.#names.set(module, (names = functionNames(module.decoded)));
    return names;
  }

  #positionsOf(fn: InterpretedFunction): readonly Position[] {
    let positions = this.#positions.get(fn);
    if (positions === undefined)
      this.#positions.set(fn, (positions = fn.instance.module.positions(fn.definedIndex)));
    return positions;
  }
}
