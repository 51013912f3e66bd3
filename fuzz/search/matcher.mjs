// A third opinion on regular expressions: backtracking in the order of preference, but never twice from the same node at the
// same place, since what led nowhere once leads nowhere again. So it finds what RegExp of JavaScript finds, in time linear in
// the text for each start. It reads as much of RegExp's language as the makers of patterns write, knows bytes only, and shares
// nothing with the engine.

/**
 * A regular expression, as nodes from its start to its end; see {@link findEnd}. Throws SyntaxError for what it does not know.
 * With `emptyTurns`, repetitions with an upper bound may take turns that consume nothing, as in Perl; in JavaScript they may not.
 */
export function compile(source, { emptyTurns = false } = {}) {
  const builder = new Builder(emptyTurns);
  const accept = builder.add({ kind: "accept" });
  const start = builder.build(new Parser(source).parse(), accept, 0);
  return { start, nodeCount: builder.count };
}

/**
 * Where the match that begins at `offset` of the text (one character a byte) ends: of all ends that are accepted the one that is tried
 * first; undefined when there is none.
 */
export function findEnd({ start, nodeCount }, text, offset, accepts = () => true) {
  const seen = new Set();
  const pending = [{ node: start, place: offset, progress: EVERYWHERE }];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const { node, place, progress } = state;
    switch (node.kind) {
      case "accept":
        if (accepts(place)) return place;
        break;
      case "byte":
        if (node.set.has(text.charCodeAt(place)))
          pending.push({ node: node.next, place: place + 1, progress: EVERYWHERE });
        break;
      case "assertion":
        if (holds(node.assertion, text, place)) pending.push({ node: node.next, place, progress });
        break;
      case "split": {
        const key = ((place - offset) * nodeCount + node.number) * (EVERYWHERE + 1) + progress;
        if (seen.has(key)) break;
        seen.add(key);
        pending.push({ node: node.other, place, progress }, { node: node.next, place, progress });
        break;
      }
      case "begin":
        pending.push({ node: node.next, place, progress: progress & ~node.repetition });
        break;
      case "end":
        if (progress & node.repetition) pending.push({ node: node.next, place, progress });
        break;
    }
  }
  return undefined;
}

// A repetition does not go on with what consumed nothing. Of the repetitions that a place lies in, a bit each says whether
// something was consumed since their current turn began.
const MOST_NESTED = 8;
const EVERYWHERE = (1 << MOST_NESTED) - 1;

function holds(assertion, text, place) {
  const isWord = (at) => /^\w$/.test(text[at] ?? "");
  const isBoundary = isWord(place - 1) !== isWord(place);
  if (assertion === "^") return place === 0;
  if (assertion === "$") return place === text.length;
  return assertion === "\\b" ? isBoundary : !isBoundary;
}

/** Makes nodes from the end to the start, each knowing what follows it. */
class Builder {
  count = 0;

  constructor(emptyTurns) {
    this.emptyTurns = emptyTurns;
  }

  add(node) {
    return Object.assign(node, { number: this.count++ });
  }

  build(tree, next, depth) {
    switch (tree.kind) {
      case "byte":
        return this.add({ ...tree, next });
      case "assertion":
        return this.add({ ...tree, next });
      case "concat":
        return tree.items.reduceRight((then, item) => this.build(item, then, depth), next);
      case "alternation":
        return tree.branches
          .map((branch) => this.build(branch, next, depth))
          .reduceRight((other, branch) => this.add({ kind: "split", next: branch, other }));
      case "repeat":
        return this.repeat(tree, next, depth);
    }
  }

  repeat({ item, min, max, isLazy }, next, depth) {
    let then = next;
    if (max === undefined) {
      then = this.add({ kind: "split" });
      Object.assign(then, this.choice(this.turn(item, then, depth), next, isLazy));
    } else {
      for (let i = min; i < max; i++) {
        const turn = this.emptyTurns ? this.build(item, then, depth) : this.turn(item, then, depth);
        then = this.add({ kind: "split", ...this.choice(turn, next, isLazy) });
      }
    }
    for (let i = 0; i < min; i++) then = this.build(item, then, depth);
    return then;
  }

  choice(turn, next, isLazy) {
    return isLazy ? { next, other: turn } : { next: turn, other: next };
  }

  /** A turn that a repetition may take or not. */
  turn(item, then, depth) {
    if (!canBeEmpty(item)) return this.build(item, then, depth);
    if (depth === MOST_NESTED) throw new SyntaxError("too many repetitions of what may be empty");
    const repetition = 1 << depth;
    const body = this.build(item, this.add({ kind: "end", repetition, next: then }), depth + 1);
    return this.add({ kind: "begin", repetition, next: body });
  }
}

function canBeEmpty(tree) {
  switch (tree.kind) {
    case "byte":
      return false;
    case "assertion":
      return true;
    case "concat":
      return tree.items.every(canBeEmpty);
    case "alternation":
      return tree.branches.some(canBeEmpty);
    case "repeat":
      return tree.min === 0 || canBeEmpty(tree.item);
  }
}

const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => byte);

class Parser {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  parse() {
    const tree = this.alternation();
    if (this.at < this.source.length) this.refuse();
    return tree;
  }

  refuse() {
    throw new SyntaxError(`at ${this.at} of ${this.source}`);
  }

  /** Moves on behind what matches here; undefined when nothing does. */
  take(pattern) {
    const sticky = new RegExp(pattern, "y");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source);
    if (found !== null) this.at = sticky.lastIndex;
    return found ?? undefined;
  }

  alternation() {
    const branches = [this.concat()];
    while (this.take(/\|/)) branches.push(this.concat());
    return branches.length === 1 ? branches[0] : { kind: "alternation", branches };
  }

  concat() {
    const items = [];
    while (this.at < this.source.length && !/[|)]/.test(this.source[this.at])) items.push(this.repeated());
    return { kind: "concat", items };
  }

  repeated() {
    const item = this.item();
    const found = this.take(/(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/);
    if (found === undefined) return item;
    const [, sign, from, comma, to, lazy] = found;
    const bounds = { "*": [0, undefined], "+": [1, undefined], "?": [0, 1] };
    const most = to === "" ? undefined : Number(to);
    const [min, max] = sign ? bounds[sign] : [Number(from), comma ? most : Number(from)];
    return { kind: "repeat", item, min, max, isLazy: lazy !== "" };
  }

  item() {
    if (this.take(/\((?:\?:)?/)) {
      const tree = this.alternation();
      if (!this.take(/\)/)) this.refuse();
      return tree;
    }
    const assertion = this.take(/\\b|\\B|\^|\$/);
    if (assertion) return { kind: "assertion", assertion: assertion[0] };
    if (this.take(/\[/)) return { kind: "byte", set: this.set() };
    return { kind: "byte", set: new Set([this.byte(/\\x([0-9a-f]{2})|([\w ])/)]) };
  }

  byte(pattern) {
    const [, hex, letter] = this.take(pattern) ?? this.refuse();
    return hex === undefined ? letter.charCodeAt(0) : Number.parseInt(hex, 16);
  }

  set() {
    const isNegated = this.take(/\^/) !== undefined;
    const members = new Set();
    while (!this.take(/\]/)) {
      if (this.take(/\\n/)) members.add(10);
      else this.addRange(members);
    }
    return isNegated ? new Set(ALL_BYTES.filter((byte) => !members.has(byte))) : members;
  }

  addRange(members) {
    const member = /\\x([0-9a-f]{2})|([\w ])/;
    const first = this.byte(member);
    const last = this.take(/-/) ? this.byte(member) : first;
    for (let byte = first; byte <= last; byte++) members.add(byte);
  }
}
