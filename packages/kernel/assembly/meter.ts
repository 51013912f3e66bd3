// Copies function bodies and inserts instructions that spend fuel: at the entry of each function and at the head of each loop.
// contract/src/meter-code.ts calls this on a memory of its own. It also says how much fuel is spent, and which instructions
// rule code must not contain.
//
// Large rule sets have megabytes of code, which this reads once. JavaScript would still be interpreted by then, so this is a
// kernel.
import {
  BYTES_A_LOCAL,
  BYTES_A_UNIT,
  CALL_COST,
  Form_bits32,
  Form_bits64,
  Form_block,
  Form_call,
  Form_callIndirect,
  Form_end,
  Form_labels,
  Form_loop,
  Form_number,
  Form_plain,
  Form_refused,
  Form_saturating,
  Form_twoNumbers,
  LAST_SATURATING,
  MAX_CALL_COST,
  MAX_DEPTH,
  MAX_LOCALS,
  MeterSpace_spending,
  MeterSpace_blocks,
  MeterSpace_forms,
  SPENDING_SIZE,
  UNITS_OFFSET,
} from "./generated/code-forms";

// The address of the next byte to read, the end of the readable bytes, and the address of the next byte to write.
let at: usize = 0;
let end: usize = 0;
let out: usize = 0;
let isRefused: bool = false;
let importEnd: u32 = 0;
let functionEnd: u32 = 0;
// The cost of the current body's calls so far, in bytes of code. Whether the body has neither calls nor loops.
let callCost: usize = 0;
let isFree: bool = false;

/**
 * Copies `count` bodies from `from` to `to`. Each body follows its length, and together they must fill the bytes up to
 * `until`. Calls may only name functions below `functions`; those below `imported` are imported. Returns the end of the
 * copies, or 0 if rule code must not have such bodies.
 */
// Bounded: each turn reads at least one byte of code. The host meters code when rules are linked, in time that is proportional to it.
export function meterBodies(from: usize, until: usize, count: u32, imported: u32, functions: u32, to: usize): usize {
  at = from;
  end = until;
  out = to;
  importEnd = imported;
  functionEnd = functions;
  isRefused = false;
  for (; count && !isRefused; count--) {
    const length = number();
    if (length > <u32>(until - at)) return 0;
    end = at + length;
    const size = out;
    out += 5;
    copyBody(end - at);
    writeNumber(size, <u32>(out - size) - 5, 5);
    if (at != end) return 0;
    end = until;
  }
  return isRefused || at != until ? 0 : out;
}

// Bounded: each turn reads at least one byte of code.
function copyBody(length: usize): void {
  const start = at;
  let locals: u32 = 0;
  for (let runs = number(); runs && !isRefused; runs--) {
    const count = number();
    at++;
    if (count > MAX_LOCALS || (locals += count) > MAX_LOCALS) isRefused = true;
  }
  if (isRefused || at > end) {
    isRefused = true;
    return;
  }
  copy(start);
  const place = spend();
  const code = out;
  callCost = 0;
  isFree = true;
  copyInstructions();
  const cost = length + locals * BYTES_A_LOCAL;
  if (!isFree || cost > CALL_COST) setUnits(place, cost + callCost);
  else {
    memory.copy(code - SPENDING_SIZE, code, out - code);
    out -= SPENDING_SIZE;
  }
}

// Perf: keeps its state in locals, because it reads every byte of megabytes.
// Bounded: each turn of each loop reads at least one byte of code.
function copyInstructions(): void {
  const limit = end;
  let next = at;
  let copied = next;
  let depth: usize = 0;
  while (next < limit) {
    const form: u32 = load<u8>(MeterSpace_forms + load<u8>(next++));
    if (form <= Form_twoNumbers) {
      if (form == Form_refused) break;
      if (form == Form_plain) continue;
      while (next < limit && load<u8>(next) > 0x7f) next++;
      next++;
      if (form == Form_number) continue;
      while (next < limit && load<u8>(next) > 0x7f) next++;
      next++;
    } else if (form == Form_end) {
      at = next;
      if (depth == 0) {
        copy(copied);
        if (next != limit) isRefused = true;
        return;
      }
      depth--;
      closeBlock(MeterSpace_blocks + (depth << 3));
    } else if (form <= Form_loop) {
      // Skips the type of the block. The engine that compiles the copy checks how long its number is.
      while (next < limit && load<u8>(next) > 0x7f) next++;
      at = ++next;
      if (depth == MAX_DEPTH || next > limit) break;
      const block = MeterSpace_blocks + (depth++ << 3);
      store<u32>(block, 0);
      if (form == Form_block) continue;
      isFree = false;
      copy(copied);
      copied = next;
      store<u32>(block, <u32>spend());
      store<u32>(block, <u32>(next + callCost), 4);
    } else {
      at = next;
      skipRarer(form);
      if (isRefused) return;
      next = at;
    }
  }
  isRefused = true;
}

// An open block is two words: the address where the units of a turn are to be written (0 if the block is no loop), and the
// address where the block began.
function closeBlock(block: usize): void {
  const place = load<u32>(block);
  if (place) setUnits(place, at + callCost - load<u32>(block, 4));
}

// Bounded: each turn of each loop reads at least one byte of code.
function skipRarer(form: u32): void {
  if (form == Form_call) {
    const callee = number();
    if (callee >= functionEnd) isRefused = true;
    else if (callee >= importEnd) payCall();
  } else if (form == Form_callIndirect) {
    number();
    number();
    payCall();
  } else if (form == Form_bits32) at += 4;
  else if (form == Form_bits64) at += 8;
  else if (form == Form_labels) {
    for (let left = number(); !isRefused; left--) {
      while (at < end && load<u8>(at) > 0x7f) at++;
      at++;
      if (left == 0 || at > end) break;
    }
  } else if (form != Form_saturating || number() > LAST_SATURATING) isRefused = true;
}

function payCall(): void {
  isFree = false;
  callCost += CALL_COST;
  if (callCost > MAX_CALL_COST) isRefused = true;
}

// Copies the bytes read since `from`.
// Bounded: what was read is copied once.
function copy(from: usize): void {
  memory.copy(out, from, at - from);
  out += at - from;
}

// Writes the instructions that spend fuel. Returns the address where the units are to be written.
function spend(): usize {
  const place = out + UNITS_OFFSET;
  memory.copy(out, MeterSpace_spending, SPENDING_SIZE);
  out += SPENDING_SIZE;
  return place;
}

// A number of four bytes is large enough for the cost of any body below 2 GB.
function setUnits(place: usize, byteLength: usize): void {
  writeNumber(place, 1 + <u32>byteLength / BYTES_A_UNIT, 4);
}

// Bounded: five bytes.
function writeNumber(place: usize, value: u32, byteCount: u32): void {
  for (; byteCount > 1; byteCount--) {
    store<u8>(place++, <u8>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  store<u8>(place, <u8>value);
}

// Reads an unsigned number. Refuses numbers of more than 32 bits.
// Bounded: five bytes.
function number(): u32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; shift < 35 && at < end; shift += 7) {
    const byte: u32 = load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      if (shift == 28 && byte > 0x0f) break;
      return value;
    }
  }
  isRefused = true;
  return 0;
}
