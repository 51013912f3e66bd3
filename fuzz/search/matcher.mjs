// A third opinion on regular expressions: backtracking in the order of preference, but never twice from the same node at the
// same place, since what led nowhere once leads nowhere again. So it finds what engines without backtracking find that keep that order,
// in time linear in the text for each start. It reads as much of RegExp's language as the makers of patterns write, knows bytes only,
// and shares nothing with the engine.
//
// RegExp finds the same, apart from what repetitions do whose turns may be empty: there it undoes such turns, and here one ends where
// it comes to a node where it has been.

/** A regular expression, as nodes from its start to its end; see {@link findEnd}. Throws SyntaxError for what it does not know. */
export function compile(source) {
  const builder = new Builder();
  const accept = builder.add({ kind: "accept" });
  const start = builder.build(new Parser(source).parse(), accept);
  return { start, nodeCount: builder.count };
}

/**
 * Where the match that begins at `offset` of the text (one character a byte) ends: of all ends that are accepted the one that is tried
 * first; undefined when there is none.
 */
export function findEnd({ start, nodeCount }, text, offset, accepts = () => true) {
  const seen = new Set();
  const pending = [{ node: start, place: offset }];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const { node, place } = state;
    const key = (place - offset) * nodeCount + node.number;
    if (seen.has(key)) continue;
    seen.add(key);
    switch (node.kind) {
      case "accept":
        if (accepts(place)) return place;
        break;
      case "byte":
        if (node.set.has(text.charCodeAt(place))) pending.push({ node: node.next, place: place + 1 });
        break;
      case "assertion":
        if (holds(node.assertion, text, place)) pending.push({ node: node.next, place });
        break;
      case "split":
        pending.push({ node: node.other, place }, { node: node.next, place });
        break;
    }
  }
  return undefined;
}

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

  add(node) {
    return Object.assign(node, { number: this.count++ });
  }

  build(tree, next) {
    switch (tree.kind) {
      case "byte":
        return this.add({ ...tree, next });
      case "assertion":
        return this.add({ ...tree, next });
      case "concat":
        return tree.items.reduceRight((then, item) => this.build(item, then), next);
      case "alternation":
        return tree.branches
          .map((branch) => this.build(branch, next))
          .reduceRight((other, branch) => this.add({ kind: "split", next: branch, other }));
      case "repeat":
        return this.repeat(tree, next);
    }
  }

  repeat({ item, min, max, isLazy }, next) {
    if (max === undefined) return this.loop(item, min, next, isLazy);
    let then = next;
    for (let i = min; i < max; i++) then = this.add(choice(this.build(item, then), next, isLazy));
    return this.times(item, min, then);
  }

  /** The last of the required turns is the one that comes again. */
  loop(item, min, next, isLazy) {
    const again = this.add({});
    const turn = this.build(item, again);
    Object.assign(again, choice(turn, next, isLazy));
    return min === 0 ? again : this.times(item, min - 1, turn);
  }

  times(item, count, next) {
    let then = next;
    for (let i = 0; i < count; i++) then = this.build(item, then);
    return then;
  }
}

function choice(turn, next, isLazy) {
  return isLazy ? { kind: "split", next, other: turn } : { kind: "split", next: turn, other: next };
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
