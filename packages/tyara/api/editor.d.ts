// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** An `AbortSignal`, for those whose types have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
/**
* The types of YARA expressions. Integers are 64 bits, floats are IEEE doubles, strings are byte strings.
*/
type Type = {
  readonly kind: "integer";
} | {
  readonly kind: "float";
} | {
  readonly kind: "bool";
} | {
  readonly kind: "string";
} | {
  readonly kind: "regexp";
} | StructType | ArrayType | MapType | FunctionType;
interface ArrayType {
  readonly kind: "array";
  readonly item: Type;
}
interface MapType {
  readonly kind: "map";
  readonly key: "integer" | "string";
  readonly value: Type;
}
interface FunctionType {
  readonly kind: "function";
  readonly signatures: readonly FunctionSignature[];
}
/** A structure of named fields: a module, a nested message, or an object given as an external variable. */
interface StructType {
  readonly kind: "struct";
  /** As it appears in messages, for example `pe.Section`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Methods of values of this type, by name (`pe.Signature::valid_on`). */
  readonly methods?: ReadonlyMap<string, FunctionType>;
}
interface Field {
  readonly name: string;
  readonly type: Type;
  /** One or more sentences for the editor and the documentation. */
  readonly description?: string;
  /** The value where it is known at compile time: enum values and constants (SM-17). */
  readonly constant?: bigint | number | string | boolean;
  /** What an absent value means: undefined (proto2), or the type's zero (proto3). Default `undefined`. */
  readonly absent?: "undefined" | "zero";
  readonly deprecation?: Deprecation;
  /** The features that the field's use demands; without them E100. */
  readonly guard?: readonly FeatureGuard[];
  /** Strings of this field are always lower-case (used by `unsatisfiable_expr`). */
  readonly isLowercase?: boolean;
  /** How a dump shows the value. */
  readonly format?: FieldFormat;
  /** The enum whose names a dump shows for the value: value → name. */
  readonly enumNames?: ReadonlyMap<number, string>;
  /** For integers: width and sign in the module's schema, where narrower than 64 bits. */
  readonly integer?: {
    readonly bits: 32 | 64;
    readonly isSigned: boolean;
  };
  /** Whether a string field holds arbitrary bytes (a dump escapes them). */
  readonly isBytes?: boolean;
}
type FieldFormat = {
  readonly kind: "hex";
} | {
  readonly kind: "timestamp";
} | {
  readonly kind: "flags";
  readonly names: ReadonlyMap<number, string>;
};
interface Deprecation {
  readonly text: string;
  readonly help?: string;
  readonly replacement?: string;
}
interface FeatureGuard {
  readonly errorTitle: string;
  readonly errorLabel: string;
  /** At least one of these must be on, where given. */
  readonly acceptIf?: readonly string[];
  /** None of these may be on, where given. */
  readonly rejectIf?: readonly string[];
}
/** One overload of a function. */
interface FunctionSignature {
  readonly parameters: readonly Parameter[];
  readonly result: Type;
  /** Whether calls may give undefined. */
  readonly canBeUndefined: boolean;
  /** What is known of every result. */
  readonly constraints?: readonly ResultConstraint[];
  readonly description?: string;
  /** Unique inside the module: how host code finds the implementation, for example `imports(string,integer)` or `Signature::valid_on(integer)`. */
  readonly id: string;
}
interface Parameter {
  readonly name: string;
  readonly type: Type;
}
type ResultConstraint = {
  readonly kind: "lowercase";
} | {
  readonly kind: "uppercase";
} | {
  readonly kind: "length";
  readonly length: number;
} | {
  readonly kind: "range";
  readonly min: bigint;
  readonly max: bigint;
};
/** The name of a type as messages write it. */
declare function typeName(type: Type): string;
/** Why a value or a name cannot be an external variable. */
type VariableProblem = "already-exists" | "invalid-identifier" | "invalid-type" | "invalid-array" | "integer-out-of-range" | "unexpected-null" | "undefined-variable" | "too-deep";
/** A variable that cannot be defined or set; thrown to whoever gave it. */
declare class VariableError extends Error {
  override readonly name = "VariableError";
  readonly problem: VariableProblem;
  constructor(problem: VariableProblem, message: string);
}
/**
* Values as modules and callers give them, before they are laid out in the scanner's memory.
*
* A structure is a plain object by field name; an absent or `undefined` property is an absent field. Integers may be
* `number` (when safe) or `bigint` (wrapped to 64 bits); strings may be text (its UTF-8 bytes count) or bytes.
*/
type Value = ScalarValue | StructValue | ArrayValue | MapValue;
type ScalarValue = bigint | number | boolean | string | Uint8Array;
interface StructValue {
  readonly [field: string]: Value | undefined;
}
type ArrayValue = readonly (Value | undefined)[];
type MapValue = ReadonlyMap<bigint | number | string, Value>;
/** One entry of a rule's `meta` section. */
interface RuleMeta {
  readonly identifier: string;
  /** An integer is a `bigint` from the parser; in results a number, where that is exact. */
  readonly value: bigint | number | boolean | string | Uint8Array;
  /** Tells a float 1.0 from an integer 1. */
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
}
/** A float, whole or not; made by {@link float}. */
declare class Float {
  readonly value: number;
  /** Throws a TypeError for what is no number. */
  constructor(value: number);
}
/** Says that a number is a float in rules: `globals: { ratio: float(2) }`. Without it whole numbers are integers. */
declare function float(value: number): Float;
/** The value of an external variable: anything that rules have a type for. Whole numbers are integers, see {@link float}. */
type GlobalValue = ScalarValue | Float | readonly (GlobalValue | undefined)[] | ReadonlyMap<bigint | number | string, GlobalValue> | {
  readonly [field: string]: GlobalValue | undefined;
};
/**
* The bytes without which a module has nothing to say. Of data that have none of the alternatives at that place `parse`
* gives nothing, or a value in which every boolean is false, every list and map empty, and all else absent. Not for
* modules that read metadata or anything else but the scanned bytes.
*/
interface FileSignature {
  /** Where it stands. Default 0. */
  readonly offset?: number;
  /** Any of these sequences of bytes; each has at least one. The first four are looked at before a rule runs. */
  readonly alternatives: readonly (readonly number[])[];
  /**
  * Ids of functions, such as `imports(string,integer)`, that without the signature give undefined, false or 0, whatever
  * the arguments. Default: none. Methods are never asked for, as there are no structures to call them on.
  */
  readonly functions?: readonly string[];
}
/** What the compiler knows of a module. */
interface ModuleDeclaration {
  readonly name: string;
  /** The root structure: fields, enum constants, functions as fields of function type. */
  readonly schema: StructType;
  /** The bytes without which the module has nothing to say of data. Absent: it may say something of any. */
  readonly signature?: FileSignature;
}
/** A declaration with the code that serves it. */
interface Module extends ModuleDeclaration {
  /**
  * Reads the scanned bytes. Never throws on hostile bytes; what cannot be read is absent. `undefined` when there is
  * nothing to say. Absent for modules whose parser does not exist yet: then `isAvailable` is false.
  */
  readonly parse?: (input: ModuleInput) => StructValue | undefined;
  /** Implementations by signature id; a method's receiver is the first argument. */
  readonly functions?: ReadonlyMap<string, ModuleFunction>;
  /**
  * The top-level fields that a function reads in the module's value, by signature id; fields that neither rules nor such
  * functions read may be left out of the value. Absent: whatever function a rule calls, the value is whole.
  */
  readonly fieldsOfFunction?: (id: string) => readonly string[];
  /** Whether scanning with it works; a module without parser or functions only type-checks. */
  readonly isAvailable: boolean;
  /** Whether it comes with the engine: scans that nobody asked for (the rehearsal) run no other code. */
  readonly isBuiltin?: boolean;
}
interface ModuleInput {
  /** The scanned bytes: a view of the scanner's memory, or of what it was given. Valid only during the call, and not to be written to. */
  readonly data: Uint8Array;
  /** What the caller gave for this module with the scan (CL-10, SC-2). */
  readonly metadata?: Uint8Array;
  /** Top-level fields that rules and functions read, `undefined` for all (a dump): expensive parts may be left out. */
  readonly wanted?: ReadonlySet<string>;
  /** To be called every few milliseconds by whatever walks over all the data: throws when the scan must end. */
  readonly checkpoint?: () => void;
}
interface FunctionContext extends ModuleInput {
  /** The module's own value in this scan. */
  readonly value: StructValue | undefined;
  /** Tests a string against a regexp argument. */
  readonly matches: (regexp: RegexpArgument, text: Uint8Array) => boolean;
  /** Where the console module writes. */
  readonly log: (message: string) => void;
  /** One object a scan for what the module wants to keep between calls (hashes already computed). */
  readonly cache: Map<string, unknown>;
}
/** A regexp literal passed to a function, opaque to modules. */
interface RegexpArgument {
  readonly regexp: number;
}
/** Integers arrive as `bigint`, floats as `number`, booleans as `boolean`, strings as bytes, structures as the value that the module gave; `undefined` is the undefined value. */
type ModuleFunction = (context: FunctionContext, ...args: readonly (Value | RegexpArgument)[]) => Value | undefined;
interface BuiltinModulesOptions {
  /** Also `test_proto2` and `test_proto3`, which exist to test an engine with. Default false. */
  readonly testModules?: boolean;
  /** Also `magic`, which needs a native library: rules that import it compile, its functions give undefined. Default false. */
  readonly magic?: boolean;
}
/** The declarations of the built-in modules by name, in alphabetical order. */
declare function builtinDeclarations(options?: BuiltinModulesOptions): ReadonlyMap<string, ModuleDeclaration>;
/** A set of byte values: 256 bits. Immutable once made. */
declare class ByteSet {
  private readonly words;
  private members;
  private constructor();
  static readonly empty: ByteSet;
  static readonly all: ByteSet;
  /** Perf: sets of one byte are shared, because patterns are full of them. */
  private static readonly singles;
  static single(byte: number): ByteSet;
  static of(...bytes: readonly number[]): ByteSet;
  /** Bytes may be there more than once. */
  static from(bytes: ArrayLike<number>): ByteSet;
  /** Both ends belong to the set. */
  static range(first: number, last: number): ByteSet;
  /** The bytes that agree with `value` in the bits of `mask`, as `A?` of a hex pattern. */
  static masked(value: number, mask: number): ByteSet;
  has(byte: number): boolean;
  get size(): number;
  /** The members in ascending order. */
  bytes(): readonly number[];
  private listMembers;
  union(other: ByteSet): ByteSet;
  intersect(other: ByteSet): ByteSet;
  complement(): ByteSet;
  equals(other: ByteSet): boolean;
}
type Hir = {
  readonly kind: "empty";
} | {
  readonly kind: "literal";
  readonly bytes: Uint8Array;
} | {
  readonly kind: "class";
  readonly set: ByteSet;
} | {
  readonly kind: "assertion";
  readonly assertion: Assertion;
} | {
  readonly kind: "concat";
  readonly items: readonly Hir[];
} | {
  readonly kind: "alternation";
  readonly branches: readonly Hir[];
} | {
  readonly kind: "repeat";
  readonly item: Hir;
  readonly min: number;
  readonly max: number | undefined;
  readonly isGreedy: boolean;
};
/** A condition on the place between two bytes. */
type Assertion = "start" | "end" | "line-start" | "line-end" | "crlf-line-start" | "crlf-line-end" | "word-boundary" | "not-word-boundary" | "word-start" | "word-end" | "word-start-half" | "word-end-half";
interface RegexpOptions {
  /** The flag `i` behind the expression, or the modifier `nocase`. */
  readonly caseInsensitive: boolean;
  /** The flag `s` behind the expression. */
  readonly dotMatchesNewline: boolean;
  /** Unknown escapes lose their backslash and stray braces are literals. Default: false. */
  readonly relaxed?: boolean;
  /** `pattern`: in the strings section, with its stricter rules; `matches`: operand of the operator. */
  readonly context: "pattern" | "matches";
}
interface ParsedRegexp {
  readonly hir: Hir;
  /** Whether the quantifiers are greedy; undefined when there are none, or both kinds (`matches` only). */
  readonly isGreedy: boolean | undefined;
}
/** Spans are byte offsets inside the source as UTF-8. */
interface RegexpError {
  readonly code: "E014" | "E015" | "E045";
  /** What to say at the span. */
  readonly message: string;
  /** Absent: the error is about the pattern as a whole. */
  readonly span?: Span;
  readonly note?: string;
  readonly secondary?: {
    readonly span: Span;
    readonly message: string;
  };
}
/** `source` is what stands between the slashes, exactly as written (`\/` kept). */
declare function parseRegexp(source: string, options: RegexpOptions): {
  readonly regexp: ParsedRegexp;
} | {
  readonly error: RegexpError;
};
type PatternSpec = LiteralSpec | RegexpSpec;
/** Which forms of the text are looked for. At least one of `ascii` and `wide` is set, unless base64 forms are. */
interface PatternForms {
  readonly ascii: boolean;
  readonly wide: boolean;
  readonly nocase: boolean;
  readonly fullword: boolean;
}
/** What the rules can tell of a pattern's matches. */
interface PatternQuestions {
  /** Not how many there are, nor where: the first is enough in fast scans. */
  readonly isExistenceEnough: boolean;
  /** Whether one begins at or between offsets: that stays known beyond all limits. Default false. */
  readonly isPlaceAsked?: boolean;
}
interface LiteralSpec extends PatternForms, PatternQuestions {
  readonly kind: "literal";
  readonly bytes: Uint8Array;
  /** Keys, both ends included. */
  readonly xor?: {
    readonly start: number;
    readonly end: number;
  };
  /** Look for the base64 form; the standard alphabet when none is given. */
  readonly base64?: {
    readonly alphabet?: string;
  };
  readonly base64wide?: {
    readonly alphabet?: string;
  };
  /** The only offset at which the rules care for a match; the pattern stays out of the tables. */
  readonly anchor?: number;
}
/** A regular expression or a hex pattern. `nocase` and the flags `i` and `s` are already in the HIR. */
interface RegexpSpec extends PatternForms, PatternQuestions {
  readonly kind: "regexp";
  readonly hir: Hir;
  /** Which of the matches that start at one offset is reported: the longest (greedy), the shortest (lazy) or as hex patterns do. */
  readonly preference: "longest" | "shortest" | "hex";
  readonly anchor?: number;
}
/** Index into the rule set's distinct patterns (`PatternSpec`s). */
type PatternId = number;
/** Index into the rule set's rules, in order of declaration. */
type RuleId = number;
/** Index into the rule set's regular expressions used by `matches` and as arguments. */
type RegexpId = number;
/** A variable of a loop or of `with`, unique inside its rule. */
type VariableId = number;
interface Node$1 {
  readonly type: Type;
  /** Where it stands in the source, for explanations. */
  readonly span: Span;
}
type Ir = (Node$1 & {
  readonly kind: "integer";
  readonly value: bigint;
}) | (Node$1 & {
  readonly kind: "float";
  readonly value: number;
}) | (Node$1 & {
  readonly kind: "bool";
  readonly value: boolean;
}) | (Node$1 & {
  readonly kind: "string";
  readonly value: Uint8Array;
}) | (Node$1 & {
  readonly kind: "regexp";
  readonly regexp: RegexpId;
}) | (Node$1 & {
  readonly kind: "filesize";
}) | (Node$1 & {
  readonly kind: "read";
  readonly reader: Reader;
  readonly offset: Ir;
}) | (Node$1 & {
  readonly kind: "rule";
  readonly rule: RuleId;
}) | (Node$1 & {
  readonly kind: "variable";
  readonly variable: VariableId;
}) | (Node$1 & {
  readonly kind: "module";
  readonly module: string;
}) | (Node$1 & {
  readonly kind: "field";
  readonly object: Ir;
  readonly field: string;
}) | (Node$1 & {
  readonly kind: "index";
  readonly object: Ir;
  readonly index: Ir;
}) | (Node$1 & {
  readonly kind: "length";
  readonly operand: Ir;
}) | (Node$1 & {
  readonly kind: "call";
  readonly module: string;
  readonly signature: FunctionSignature;
  readonly args: readonly Ir[];
}) | (Node$1 & {
  readonly kind: "not";
  readonly operand: Ir;
}) | (Node$1 & {
  readonly kind: "defined";
  readonly operand: Ir;
}) | (Node$1 & {
  readonly kind: "and" | "or";
  readonly operands: readonly Ir[];
}) | (Node$1 & {
  readonly kind: "negate" | "complement";
  readonly operand: Ir;
}) | (Node$1 & {
  readonly kind: "convert";
  readonly operand: Ir;
}) | (Node$1 & {
  readonly kind: "arithmetic";
  readonly operator: ArithmeticOperator;
  readonly operands: readonly Ir[];
}) | (Node$1 & {
  readonly kind: "bitwise";
  readonly operator: BitwiseOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node$1 & {
  readonly kind: "compare";
  readonly operator: ComparisonOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node$1 & {
  readonly kind: "string-test";
  readonly operator: StringOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node$1 & {
  readonly kind: "matches";
  readonly operand: Ir;
  readonly regexp: RegexpId;
}) | (Node$1 & {
  readonly kind: "pattern-match";
  readonly pattern: PatternRef;
  readonly anchor: Anchor$1 | undefined;
}) | (Node$1 & {
  readonly kind: "pattern-count";
  readonly pattern: PatternRef;
  readonly range: Range$1 | undefined;
}) | (Node$1 & {
  readonly kind: "pattern-offset" | "pattern-length";
  readonly pattern: PatternRef;
  readonly index: Ir | undefined;
}) | (Node$1 & {
  readonly kind: "of-patterns";
  readonly quantifier: Quantifier$1;
  readonly patterns: readonly PatternId[];
  readonly anchor: Anchor$1 | undefined;
}) | (Node$1 & {
  readonly kind: "of-tuple";
  readonly quantifier: Quantifier$1;
  readonly items: readonly Ir[];
}) | (Node$1 & {
  readonly kind: "for-of";
  readonly quantifier: Quantifier$1;
  readonly patterns: readonly PatternId[];
  readonly body: Ir;
}) | (Node$1 & {
  readonly kind: "for-in";
  readonly quantifier: Quantifier$1;
  readonly variables: readonly Variable[];
  readonly iterable: Iterable$2;
  readonly body: Ir;
}) | (Node$1 & {
  readonly kind: "with";
  readonly declarations: readonly Declaration[];
  readonly body: Ir;
}) | (Node$1 & {
  readonly kind: "one-of";
  readonly operand: Ir;
  readonly values: readonly Ir[];
}) | (Node$1 & {
  readonly kind: "shared";
  readonly slot: number;
  readonly value: Ir;
});
type Reader = "uint8" | "uint16" | "uint32" | "int8" | "int16" | "int32" | "uint8be" | "uint16be" | "uint32be" | "int8be" | "int16be" | "int32be" | "float32" | "float64" | "float32be" | "float64be";
type ArithmeticOperator = "add" | "subtract" | "multiply" | "divide" | "modulo";
type BitwiseOperator = "and" | "or" | "xor" | "shift-left" | "shift-right";
type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
type StringOperator = "contains" | "icontains" | "startswith" | "istartswith" | "endswith" | "iendswith" | "iequals";
/** A pattern, or the one that the innermost enclosing `for … of` is at. */
type PatternRef = {
  readonly kind: "pattern";
  readonly id: PatternId;
} | {
  readonly kind: "current";
};
type Anchor$1 = {
  readonly kind: "at";
  readonly offset: Ir;
} | {
  readonly kind: "in";
  readonly range: Range$1;
};
/** Both ends belong to it; integers. */
interface Range$1 {
  readonly lower: Ir;
  readonly upper: Ir;
}
/** `count` and `percentage` hold integer expressions. Zero of either acts as `none` (SM-9). */
type Quantifier$1 = {
  readonly kind: "all" | "any" | "none";
} | {
  readonly kind: "count";
  readonly value: Ir;
} | {
  readonly kind: "percentage";
  readonly value: Ir;
};
interface Variable {
  readonly id: VariableId;
  readonly name: string;
  readonly type: Type;
}
interface Declaration {
  readonly variable: Variable;
  readonly value: Ir;
}
type Iterable$2 = {
  readonly kind: "range";
  readonly range: Range$1;
} | {
  readonly kind: "tuple";
  readonly items: readonly Ir[];
} | {
  readonly kind: "collection";
  readonly collection: Ir;
};
/** What the checker hands on: the whole rule set, rules in order of declaration, namespaces contiguous in order of creation. */
interface CheckedProgram {
  readonly namespaces: readonly string[];
  readonly rules: readonly CheckedRule[];
  /** Distinct patterns of all rules, by id. */
  readonly patterns: readonly PatternSpec[];
  readonly regexps: readonly CheckedRegexp[];
  /** Modules imported by at least one rule that survived, in order of first import. */
  readonly modules: readonly string[];
  /** Of the modules that say something of files with a signature only, by name; absent: there are none. */
  readonly signatures?: ReadonlyMap<string, FileSignature>;
  /** Modules of the caller's, which may have names of built-in ones; absent: there are none. */
  readonly customModules?: ReadonlySet<string>;
  /** How many slots of shared values there are; absent before the optimiser has run. */
  readonly sharedSlotCount?: number;
  /** External variables with their initial values. */
  readonly globals: {
    readonly type: StructType;
    readonly values: StructValue;
  };
}
/** A regular expression of a condition, parsed for matching strings. */
interface CheckedRegexp {
  readonly source: string;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
  readonly hir: Hir;
}
interface CheckedRule {
  readonly id: RuleId;
  readonly name: string;
  /** Index into {@link CheckedProgram.namespaces}. */
  readonly namespace: number;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly meta: readonly RuleMeta[];
  readonly patterns: readonly CheckedPattern[];
  /** Always of type bool. */
  readonly condition: Ir;
}
/** A pattern as its rule declares it; several rules may share one `id`. */
interface CheckedPattern {
  readonly name: string;
  readonly id: PatternId;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}
/** The built-in functions as fields of one structure, so that they are looked up like a module's. */
declare const builtinFunctions: StructType;
/** One text of rules: where it came from and its bytes' text. Several may take part in one compilation. */
interface Source {
  /** A file path or any name the caller gave; absent when the text came without one. */
  readonly origin?: string;
  readonly text: string;
}
/** A place in a source that a diagnostic points at. */
interface Label {
  /** `primary` is the place the message is about; there is exactly one, and it comes first. */
  readonly kind: "primary" | "secondary";
  readonly span: Span;
  /** What to say at this place; may be empty. */
  readonly text: string;
  /** Set by the compiler when it collects the diagnostic. */
  readonly source?: Source;
}
/** A sentence under the excerpt: a fact (`note`) or an advice (`help`). */
interface Footer {
  readonly kind: "note" | "help";
  readonly text: string;
}
/** A change of the source text that mends what the diagnostic is about. */
interface Replacement {
  readonly span: Span;
  readonly text: string;
  readonly source?: Source;
}
/**
* What was wrong, or doubtful, in the author's rules: data, collected by the compiler, never thrown.
* Errors carry YARA-X's codes (`E009`), warnings its ids (`slow_pattern`).
*/
interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly title: string;
  readonly labels: readonly Label[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly Replacement[];
}
/** What may be put into the placeholders of a message. */
type Text = string | number | bigint;
/** What a diagnostic carries beyond its catalogue entry. */
interface Extra {
  /** Replaces the catalogue's text at the primary place. */
  readonly label?: string;
  /** Further places; their kind is `secondary`. */
  readonly labels?: readonly Omit<Label, "kind">[];
  readonly footers?: readonly Footer[];
  readonly replacements?: readonly Replacement[];
}
/** A diagnostic that says itself where everything is: it may be sent anywhere, and written as JSON. */
interface DiagnosticData {
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly title: string;
  /** The primary one comes first. */
  readonly labels: readonly LabelData[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly ReplacementData[];
}
/** Where something is in a source. */
interface PlaceData {
  /** What the source is called; null when it came without a name. */
  readonly origin: string | null;
  /** Counted from 1. */
  readonly line: number;
  /** In code points, counted from 1. */
  readonly column: number;
  readonly endLine: number;
  /** The column behind the last character. */
  readonly endColumn: number;
  /** UTF-16 units: `text.slice(start, end)` of a JavaScript string. */
  readonly range: {
    readonly start: number;
    readonly end: number;
  };
  /** The same in bytes of UTF-8. */
  readonly span: Span;
}
interface LabelData {
  readonly kind: Label["kind"];
  readonly text: string;
  /** Null where the diagnostic is about no source. */
  readonly place: PlaceData | null;
}
interface ReplacementData {
  readonly text: string;
  readonly place: PlaceData | null;
}
/** What a diagnostic says, and where. */
declare function diagnosticData(diagnostic: Diagnostic): DiagnosticData;
/** Every error code, in order. */
declare const ERROR_CODES: readonly string[];
/** Every warning id, in order. */
declare const WARNING_CODES: readonly string[];
/** One constructor for each error. */
declare const errors: {
  /** E001: syntax error */readonly syntaxError: (span: Span, values: {
    readonly found: Text;
  }, extra?: Extra) => Diagnostic; /** E002: wrong type */
  readonly wrongType: (span: Span, values: {
    readonly expected: Text;
    readonly actual: Text;
  }, extra?: Extra) => Diagnostic; /** E003: mismatching types */
  readonly mismatchingTypes: (span: Span, values: {
    readonly left: Text;
    readonly right: Text;
  }, extra?: Extra) => Diagnostic; /** E004: wrong arguments */
  readonly wrongArguments: (span: Span, extra?: Extra) => Diagnostic; /** E005: assignment mismatch */
  readonly assignmentMismatch: (span: Span, values: {
    readonly expected: Text;
    readonly actual: Text;
  }, extra?: Extra) => Diagnostic; /** E006: unexpected negative number */
  readonly unexpectedNegativeNumber: (span: Span, extra?: Extra) => Diagnostic; /** E007: number out of range */
  readonly numberOutOfRange: (span: Span, values: {
    readonly min: Text;
    readonly max: Text;
  }, extra?: Extra) => Diagnostic; /** E008: unknown field or method `{name}` */
  readonly unknownField: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E009: unknown identifier `{name}` */
  readonly unknownIdentifier: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E010: unknown module `{name}` */
  readonly unknownModule: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E011: invalid range */
  readonly invalidRange: (span: Span, values: {
    readonly lower: Text;
    readonly upper: Text;
  }, extra?: Extra) => Diagnostic; /** E012: duplicate rule `{name}` */
  readonly duplicateRule: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E013: rule `{name}` conflicts with an existing identifier */
  readonly conflictingRuleName: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E014: invalid regular expression */
  readonly invalidRegexp: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E015: mixing greedy and non-greedy quantifiers in regular expression */
  readonly mixedGreediness: (span: Span, extra?: Extra) => Diagnostic; /** E016: no matching patterns */
  readonly noMatchingPatterns: (span: Span, extra?: Extra) => Diagnostic; /** E017: `entrypoint` is unsupported */
  readonly entrypointUnsupported: (span: Span, extra?: Extra) => Diagnostic; /** E018: slow pattern */
  readonly slowPatternError: (span: Span, extra?: Extra) => Diagnostic; /** E019: invalid modifier combination: `{first}` `{second}` */
  readonly invalidModifierCombination: (span: Span, values: {
    readonly first: Text;
    readonly second: Text;
  }, extra?: Extra) => Diagnostic; /** E020: duplicate pattern modifier */
  readonly duplicatePatternModifier: (span: Span, extra?: Extra) => Diagnostic; /** E021: duplicate tag `{name}` */
  readonly duplicateTag: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E022: unused pattern `{name}` */
  readonly unusedPattern: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E023: duplicate pattern `{name}` */
  readonly duplicatePattern: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E024: invalid pattern `{name}` */
  readonly invalidPattern: (span: Span, values: {
    readonly name: Text;
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E025: unknown pattern `{name}` */
  readonly unknownPattern: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E026: invalid base64 alphabet */
  readonly invalidBase64Alphabet: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E027: invalid integer */
  readonly invalidInteger: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E028: invalid float */
  readonly invalidFloat: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E029: invalid escape sequence */
  readonly invalidEscapeSequence: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E030: invalid regexp modifier `{modifier}` */
  readonly invalidRegexpModifier: (span: Span, values: {
    readonly modifier: Text;
  }, extra?: Extra) => Diagnostic; /** E031: unexpected escape sequence */
  readonly unexpectedEscapeSequence: (span: Span, extra?: Extra) => Diagnostic; /** E032: invalid UTF-8 */
  readonly invalidUtf8: (span: Span, extra?: Extra) => Diagnostic; /** E033: invalid pattern modifier */
  readonly invalidPatternModifier: (span: Span, values: {
    readonly kind: Text;
  }, extra?: Extra) => Diagnostic; /** E034: potentially slow loop */
  readonly slowLoopError: (span: Span, extra?: Extra) => Diagnostic; /** E035: too many patterns in a rule */
  readonly tooManyPatterns: (span: Span, values: {
    readonly count: Text;
    readonly max: Text;
  }, extra?: Extra) => Diagnostic; /** E036: method not allowed in `with` statement */
  readonly methodNotAllowedInWith: (span: Span, extra?: Extra) => Diagnostic; /** E037: metadata `{name}` is not valid */
  readonly invalidMetadataError: (span: Span, values: {
    readonly name: Text;
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E038: required metadata is missing */
  readonly missingMetadataError: (span: Span, values: {
    readonly name: Text;
  }, extra?: Extra) => Diagnostic; /** E039: rule name does not match regex `{regexp}` */
  readonly invalidRuleNameError: (span: Span, values: {
    readonly regexp: Text;
  }, extra?: Extra) => Diagnostic; /** E040: tag not in allowed list */
  readonly unknownTagError: (span: Span, values: {
    readonly tags: Text;
  }, extra?: Extra) => Diagnostic; /** E041: tag does not match regex `{regexp}` */
  readonly invalidTagError: (span: Span, values: {
    readonly regexp: Text;
  }, extra?: Extra) => Diagnostic; /** E042: error including file */
  readonly includeError: (span: Span, values: {
    readonly path: Text;
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E043: include file not found */
  readonly includeNotFound: (span: Span, values: {
    readonly path: Text;
  }, extra?: Extra) => Diagnostic; /** E044: include statements not allowed */
  readonly includeNotAllowed: (span: Span, extra?: Extra) => Diagnostic; /** E045: arbitrary regular expression prefix */
  readonly arbitraryRegexpPrefix: (span: Span, extra?: Extra) => Diagnostic; /** E046: circular include dependencies */
  readonly circularInclude: (span: Span, extra?: Extra) => Diagnostic; /** E047: too many variables */
  readonly tooManyVariables: (span: Span, extra?: Extra) => Diagnostic; /** E100: {title} */
  readonly custom: (span: Span, values: {
    readonly title: Text;
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E200: rule is too large */
  readonly ruleTooLarge: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E201: rule set is too large */
  readonly ruleSetTooLarge: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E202: compiling was stopped */
  readonly compilingStopped: (span: Span, values: {
    readonly problem: Text;
  }, extra?: Extra) => Diagnostic; /** E203: too many errors */
  readonly tooManyErrors: (span: Span, values: {
    readonly count: Text;
    readonly max: Text;
  }, extra?: Extra) => Diagnostic; /** E204: compiled rules instead of source */
  readonly compiledRules: (span: Span, extra?: Extra) => Diagnostic;
};
/** Where something is, counted from 1. */
interface Position {
  readonly line: number;
  /** In code points; a tab is one. */
  readonly column: number;
}
/** A line without its terminator, as a range of UTF-16 indices. */
interface LineRange {
  readonly start: number;
  readonly end: number;
}
declare class LineIndex {
  readonly text: string;
  private readonly starts;
  /** Byte offsets of the line starts; absent for ASCII, where they are the indices. */
  private readonly byteStarts;
  constructor(text: string);
  get lineCount(): number;
  position(offset: number): Position;
  /** The UTF-16 index of a byte offset; inside a character, that of the character. */
  index(offset: number): number;
  /** The zero-based line that holds a byte offset; offsets behind the text belong to the last line. */
  lineAt(offset: number): number;
  lineRange(line: number): LineRange;
  private indexInLine;
  private measureLines;
}
/** How the parts of a rendered diagnostic are dressed; each function gets plain text and returns what to print. */
interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  /** Titles. */
  readonly strong: (text: string) => string;
  /** Line numbers, rulers, secondary places. */
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
}
interface RenderOptions {
  /** Default: no colours. */
  readonly style?: Style;
  /** Columns of source text shown; default 140. */
  readonly width?: number;
}
/** The JSON form of a diagnostic, the same for errors and warnings (CE-50). */
interface DiagnosticJson {
  readonly type: string;
  readonly code: string;
  readonly title: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly labels: readonly LabelJson[];
  readonly footers: readonly {
    readonly level: string;
    readonly text: string;
  }[];
  /** The rendered text, plain. */
  readonly text: string;
}
interface LabelJson {
  readonly level: string;
  readonly code_origin: string | null;
  readonly line: number;
  readonly column: number;
  /** Byte offsets. */
  readonly span: {
    readonly start: number;
    readonly end: number;
  };
  readonly text: string;
}
/** Renders diagnostics. */
declare class DiagnosticRenderer {
  private readonly style;
  private readonly width;
  constructor(options?: RenderOptions);
  /** The report, without a line break at its end. */
  render(diagnostic: Diagnostic): string;
  json(diagnostic: Diagnostic): DiagnosticJson;
  /** Line and column of a label, `undefined` when it has no source. */
  position(label: Label): Position | undefined;
  private labelJson;
  private headline;
  private sourceBlocks;
  private renderBlock;
  private footers;
  private changes;
  private change;
}
/**
* Included files: where they are looked for (GR-7). Reading them is the caller's: a browser gives them from memory.
*
* A relative path is tried beside the including file, then in the include directories in order; without directories, as
* it stands. Paths are compared after `.` and `..` are worked out, so that a circle is seen however it is written.
*/
/** Gives the files that rules include. */
interface IncludeReader {
  /**
  * The file's text or bytes; `undefined` when there is no such file. Throws when it is there but must not or cannot be read.
  *
  * @param directories in which, or below which, rules may expect files: that of the first source and the include directories, or where there
  * is none of these, the current one. A reader of files should give no others: an `include` reads files of the machine that compiles.
  */
  read(path: string, directories: readonly string[]): string | Uint8Array | undefined;
}
interface Node {
  readonly span: Span;
}
/** A name as written, with its place. */
interface Identifier extends Node {
  readonly name: string;
}
interface SourceFile extends Node {
  readonly items: readonly Item[];
}
type Item = Import | Include | Rule;
interface Import extends Node {
  readonly kind: "import";
  readonly module: string;
  readonly moduleSpan: Span;
}
interface Include extends Node {
  readonly kind: "include";
  readonly path: string;
  readonly pathSpan: Span;
}
interface Rule extends Node {
  readonly kind: "rule";
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly name: Identifier;
  readonly tags: readonly Identifier[];
  readonly meta: readonly Meta[];
  readonly patterns: readonly Pattern[];
  readonly condition: Expr;
}
interface Meta extends Node {
  readonly name: Identifier;
  readonly value: MetaValue;
  readonly valueSpan: Span;
}
/** A metadata value. A string that holds an escape sequence is `bytes`: its decoded text may be no text at all (GR-4). */
type MetaValue = {
  readonly kind: "integer";
  readonly value: bigint;
} | {
  readonly kind: "float";
  readonly value: number;
} | {
  readonly kind: "bool";
  readonly value: boolean;
} | {
  readonly kind: "string";
  readonly value: string;
} | {
  readonly kind: "bytes";
  readonly value: Uint8Array;
};
type Pattern = TextPattern | HexPattern | RegexpPattern;
interface PatternBase extends Node {
  /** With its `$`; just `$` for an anonymous pattern. */
  readonly name: Identifier;
  readonly modifiers: readonly PatternModifier[];
  /** The value as written, without modifiers. */
  readonly valueSpan: Span;
}
interface TextPattern extends PatternBase {
  readonly kind: "text";
  readonly value: Uint8Array;
}
interface RegexpPattern extends PatternBase {
  readonly kind: "regexp";
  readonly regexp: RegexpLiteral;
}
interface HexPattern extends PatternBase {
  readonly kind: "hex";
  readonly tokens: readonly HexToken[];
}
/** `/…/is`. */
interface RegexpLiteral extends Node {
  readonly kind: "regexp";
  /** The text between the slashes exactly as written (escapes kept, `\/` too), so that offsets inside it map onto the file. */
  readonly source: string;
  /** Where `source` starts in the file. */
  readonly sourceSpan: Span;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
}
type HexToken = HexBytes | HexByte | HexJump | HexAlternative;
/** A row of bytes that are given wholly, as long as it goes. */
interface HexBytes extends Node {
  readonly kind: "bytes";
  readonly value: Uint8Array;
}
/**
* A byte that is not given wholly, or negated, with the mask of its given bits: `A?` is value 0xA0, mask 0xF0; `??` has
* mask 0.
*/
interface HexByte extends Node {
  readonly kind: "byte";
  readonly value: number;
  readonly mask: number;
  readonly negated: boolean;
}
/** `[start-end]`; a missing start is 0, a missing end is unbounded. */
interface HexJump extends Node {
  readonly kind: "jump";
  readonly start: number | undefined;
  readonly end: number | undefined;
}
interface HexAlternative extends Node {
  readonly kind: "alternative";
  readonly alternatives: readonly (readonly HexToken[])[];
}
type PatternModifier = Node & ({
  readonly kind: "ascii" | "wide" | "nocase" | "fullword" | "private";
} | {
  readonly kind: "xor";
  readonly start: number;
  readonly end: number;
} | {
  readonly kind: "base64" | "base64wide";
  readonly alphabet: Base64Alphabet | undefined;
});
interface Base64Alphabet extends Node {
  readonly value: string;
}
type Expr = IntegerLiteral | FloatLiteral | BoolLiteral | StringLiteral | RegexpLiteral | IdentifierExpr | FilesizeExpr | EntrypointExpr | PatternMatchExpr | PatternCountExpr | PatternOffsetExpr | PatternLengthExpr | UnaryExpr | BinaryExpr | FieldExpr | IndexExpr | CallExpr | OfExpr | ForOfExpr | ForInExpr | WithExpr;
interface IntegerLiteral extends Node {
  readonly kind: "integer";
  readonly value: bigint;
}
interface FloatLiteral extends Node {
  readonly kind: "float";
  readonly value: number;
}
interface BoolLiteral extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}
interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: Uint8Array;
}
interface IdentifierExpr extends Node {
  readonly kind: "identifier";
  readonly name: string;
}
interface FilesizeExpr extends Node {
  readonly kind: "filesize";
}
interface EntrypointExpr extends Node {
  readonly kind: "entrypoint";
}
/** `at EXPR` or `in (a..b)` behind a pattern or a pattern set. */
type Anchor = (Node & {
  readonly kind: "at";
  readonly offset: Expr;
}) | (Node & {
  readonly kind: "in";
  readonly range: Range;
});
/** `(lower..upper)`, both inclusive. */
interface Range extends Node {
  readonly lower: Expr;
  readonly upper: Expr;
}
/** `$a`, `$a at N`, `$a in (a..b)`; `name` keeps its `$`, and is `$` inside `for … of`. */
interface PatternMatchExpr extends Node {
  readonly kind: "pattern-match";
  readonly name: Identifier;
  readonly anchor: Anchor | undefined;
}
/** `#a`, `#a in (a..b)`; `name` keeps its `#`. */
interface PatternCountExpr extends Node {
  readonly kind: "pattern-count";
  readonly name: Identifier;
  readonly range: Range | undefined;
}
/** `@a`, `@a[i]`; `name` keeps its `@`. */
interface PatternOffsetExpr extends Node {
  readonly kind: "pattern-offset";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}
/** `!a`, `!a[i]`; `name` keeps its `!`. */
interface PatternLengthExpr extends Node {
  readonly kind: "pattern-length";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}
type UnaryOperator = "not" | "defined" | "-" | "~";
interface UnaryExpr extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expr;
}
type BinaryOperator = "or" | "and" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "icontains" | "startswith" | "istartswith" | "endswith" | "iendswith" | "iequals" | "matches" | "|" | "^" | "&" | "<<" | ">>" | "+" | "-" | "*" | "\\" | "%";
/**
* An operator with its operands in order. A chain of one left-associative operator is one flat node with more than two
* operands (`a or b or c`), so that long chains need no deep recursion; mixed operators nest.
*/
interface BinaryExpr extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operands: readonly Expr[];
}
interface FieldExpr extends Node {
  readonly kind: "field";
  readonly object: Expr;
  readonly field: Identifier;
}
interface IndexExpr extends Node {
  readonly kind: "index";
  readonly object: Expr;
  readonly index: Expr;
}
/** `callee` is an identifier or a field expression. */
interface CallExpr extends Node {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Expr[];
  /** The parenthesised list. */
  readonly argsSpan: Span;
}
type Quantifier = Node & ({
  readonly kind: "all" | "any" | "none";
} | {
  readonly kind: "count";
  readonly value: Expr;
} | {
  readonly kind: "percentage";
  readonly value: Expr;
});
type PatternSet = Node & ({
  readonly kind: "them";
} | {
  readonly kind: "list";
  readonly items: readonly PatternSetItem[];
});
/** `$a`, or `$a*` with `isWildcard`; `name` is with its `$` and without the `*`. */
interface PatternSetItem extends Node {
  readonly name: string;
  readonly isWildcard: boolean;
}
/** `Q of SET [at|in …]` and `Q of (bool, …)`. */
interface OfExpr extends Node {
  readonly kind: "of";
  readonly quantifier: Quantifier;
  readonly items: {
    readonly kind: "patterns";
    readonly set: PatternSet;
  } | {
    readonly kind: "tuple";
    readonly items: readonly Expr[];
    readonly span: Span;
  };
  readonly anchor: Anchor | undefined;
}
/** `for Q of SET : ( body )`. */
interface ForOfExpr extends Node {
  readonly kind: "for-of";
  readonly quantifier: Quantifier;
  readonly set: PatternSet;
  readonly body: Expr;
}
/** `for Q a, b in ITERABLE : ( body )`. */
interface ForInExpr extends Node {
  readonly kind: "for-in";
  readonly quantifier: Quantifier;
  readonly variables: readonly Identifier[];
  readonly iterable: Iterable$1;
  readonly body: Expr;
}
type Iterable$1 = Node & ({
  readonly kind: "range";
  readonly range: Range;
} | {
  readonly kind: "tuple";
  readonly items: readonly Expr[];
} | {
  readonly kind: "expr";
  readonly expr: Expr;
});
/** `with a = E, b = E : ( body )`. */
interface WithExpr extends Node {
  readonly kind: "with";
  readonly declarations: readonly WithDeclaration[];
  readonly body: Expr;
}
interface WithDeclaration extends Node {
  readonly name: Identifier;
  readonly value: Expr;
}
/**
* The kinds of token. They are small numbers, because the lexer stores one per token in a byte array; the ranges
* matter: trivia come first, then tokens that cannot be part of any rule, then punctuation, literals and keywords.
*/
declare const Token: {
  readonly Whitespace: 0;
  readonly Newline: 1;
  readonly LineComment: 2;
  readonly BlockComment: 3;
  readonly EndOfFile: 4; /** A run of characters that begins no token; it reaches to the next whitespace. */
  readonly Unknown: 5; /** A byte sequence that is no UTF-8. */
  readonly InvalidUtf8: 6;
  readonly UnclosedComment: 7;
  readonly UnclosedString: 8;
  readonly UnclosedRegexp: 9; /** The rest of a source that has too many tokens. */
  readonly Excess: 10;
  readonly LeftBrace: 11;
  readonly RightBrace: 12;
  readonly LeftParenthesis: 13;
  readonly RightParenthesis: 14;
  readonly LeftBracket: 15;
  readonly RightBracket: 16;
  readonly Colon: 17;
  readonly Comma: 18;
  readonly Dot: 19;
  readonly Equal: 20;
  readonly Plus: 21;
  readonly Minus: 22;
  readonly Asterisk: 23;
  readonly Backslash: 24;
  readonly Percent: 25;
  readonly Pipe: 26;
  readonly Caret: 27;
  readonly Ampersand: 28;
  readonly Tilde: 29;
  readonly ShiftLeft: 30;
  readonly ShiftRight: 31;
  readonly EqualEqual: 32;
  readonly NotEqual: 33;
  readonly Less: 34;
  readonly LessEqual: 35;
  readonly Greater: 36;
  readonly GreaterEqual: 37;
  readonly Identifier: 38; /** `$name` or `$`. */
  readonly PatternIdentifier: 39; /** `#name` or `#`. */
  readonly PatternCount: 40; /** `@name` or `@`. */
  readonly PatternOffset: 41; /** `!name` or `!`. */
  readonly PatternLength: 42;
  readonly Integer: 43;
  readonly Float: 44;
  readonly String: 45;
  readonly Regexp: 46; /** `AB`, `A?`, `~??` …; only in hex patterns. */
  readonly HexByte: 47;
  readonly All: 48;
  readonly And: 49;
  readonly Any: 50;
  readonly Ascii: 51;
  readonly At: 52;
  readonly Base64: 53;
  readonly Base64Wide: 54;
  readonly Condition: 55;
  readonly Contains: 56;
  readonly Defined: 57;
  readonly EndsWith: 58;
  readonly Entrypoint: 59;
  readonly False: 60;
  readonly Filesize: 61;
  readonly For: 62;
  readonly Fullword: 63;
  readonly Global: 64;
  readonly IContains: 65;
  readonly IEndsWith: 66;
  readonly IEquals: 67;
  readonly Import: 68;
  readonly In: 69;
  readonly Include: 70;
  readonly IStartsWith: 71;
  readonly Matches: 72;
  readonly Meta: 73;
  readonly Nocase: 74;
  readonly None: 75;
  readonly Not: 76;
  readonly Of: 77;
  readonly Or: 78;
  readonly Private: 79;
  readonly Rule: 80;
  readonly StartsWith: 81;
  readonly Strings: 82;
  readonly Them: 83;
  readonly True: 84;
  readonly Wide: 85;
  readonly With: 86;
  readonly Xor: 87;
};
type Token = (typeof Token)[keyof typeof Token];
/** Every reserved word; none of them can be an identifier anywhere. */
declare const KEYWORDS: ReadonlyMap<string, Token>;
/** The text of each token kind that has only one, by kind: punctuation and keywords. */
declare const TOKEN_TEXT: readonly (string | undefined)[];
/** Whitespace, line ends and comments: kept in the tree, unseen by the grammar. */
declare function isTrivia(kind: Token): boolean;
/** The text of one source of rules, addressed by UTF-8 byte offsets. */
declare class SourceText {
  #private;
  /** One character per byte. */
  readonly bytes: string;
  /** The source as text: what it is decoded to when it came as bytes (invalid bytes become U+FFFD). */
  readonly text: string;
  /** Where the first byte stands that is not part of valid UTF-8, if there is one. */
  readonly firstInvalidByte: number | undefined;
  /** Lone surrogates in a string count as U+FFFD, three bytes. */
  constructor(source: string | Uint8Array);
  /** Length in bytes. */
  get byteLength(): number;
  /** The text of a span, decoded. */
  slice(start: number, end: number): string;
}
/** The kinds of node. */
declare const NodeKind: {
  readonly SourceFile: 0;
  readonly Import: 1;
  readonly Include: 2;
  readonly Rule: 3;
  readonly RuleModifiers: 4;
  readonly RuleTags: 5;
  readonly MetaSection: 6;
  readonly Meta: 7;
  readonly StringsSection: 8;
  readonly Pattern: 9;
  readonly HexPattern: 10;
  readonly HexAlternative: 11;
  readonly HexJump: 12;
  readonly PatternModifiers: 13;
  readonly PatternModifier: 14;
  readonly ConditionSection: 15;
  readonly Literal: 16;
  readonly Name: 17;
  readonly Keyword: 18;
  readonly PatternMatch: 19;
  readonly PatternCount: 20;
  readonly PatternOffset: 21;
  readonly PatternLength: 22;
  readonly Anchor: 23;
  readonly Range: 24;
  readonly Parenthesized: 25;
  readonly Unary: 26;
  readonly Binary: 27;
  readonly Field: 28;
  readonly Index: 29;
  readonly Call: 30;
  readonly Quantifier: 31;
  readonly PatternSet: 32;
  readonly Tuple: 33;
  readonly Of: 34;
  readonly ForOf: 35;
  readonly ForIn: 36;
  readonly With: 37;
  readonly WithDeclaration: 38; /** Tokens that the parser left out to get back on its feet. */
  readonly Error: 39;
};
type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];
/** A child of a node: another node, or a token. */
type SyntaxElement = {
  readonly kind: "node";
  readonly node: number;
} | {
  readonly kind: "token";
  readonly token: number;
};
/** The tree of one source. Immutable; methods take node ids and token indexes of this tree. */
declare class SyntaxTree {
  #private;
  readonly source: SourceText;
  get nodeCount(): number;
  /** The end-of-file token, which is empty, included. */
  get tokenCount(): number;
  /** The node of the whole file; the last one. */
  get root(): number;
  tokenKind(token: number): Token;
  /** Where a token ends, in bytes; the next one starts there. */
  tokenEnd(token: number): number;
  tokenSpan(token: number): Span;
  tokenText(token: number): string;
  /** The token that holds the byte at `offset`; where two tokens meet, the one that begins there. Binary search. */
  tokenAtOffset(offset: number): number;
  kind(node: number): NodeKind;
  firstToken(node: number): number;
  /** The last token of the node, or the one before its first when the node is empty. */
  lastToken(node: number): number;
  /** One past the last token. */
  endToken(node: number): number;
  /** How many nodes the subtree has, the node itself included. */
  subtreeSize(node: number): number;
  span(node: number): Span;
  /** The source text of a node, trivia inside it included; of the whole file by default. */
  text(node?: number): string;
  /** The child nodes, first to last. */
  childNodes(node: number): number[];
  /** Child nodes and the node's own tokens (trivia too), in source order. */
  children(node: number): SyntaxElement[];
  /** The node around a node; `undefined` for the root. */
  parent(node: number): number | undefined;
  /** The sibling node before this one. */
  previousSibling(node: number): number | undefined;
  /** The sibling node after this one. Takes time in the number of later siblings. */
  nextSibling(node: number): number | undefined;
  /** The innermost node whose tokens include `token`. */
  nodeOfToken(token: number): number;
}
/** Options of {@link dumpTree}. */
interface DumpOptions {
  /** Whether whitespace, line ends and comments get a line. Default: false. */
  readonly trivia?: boolean;
}
/** Prints a tree, for debugging and goldens: `Kind@start..end`, tokens with their text. */
declare function dumpTree(tree: SyntaxTree, {
  trivia
}?: DumpOptions): string;
/**
* How many levels of AST nodes an expression may have, and how deep hex alternatives may nest. Parentheses do not count.
* Limit: whatever walks an AST may recurse. Some hosts give half a megabyte of stack, so a level may cost 2 KB, which is
* a handful of frames of an engine's interpreter. Rules written by people stay below 20.
*/
declare const MAX_NESTING: number;
/** Everything that is known about a source after parsing. */
interface ParseResult {
  readonly tree: SyntaxTree;
  /** The sound items only. */
  readonly ast: SourceFile;
  /** The names of the rules that were left out of the AST because of a mistake in them, in order. */
  readonly brokenRules: readonly Identifier[];
  readonly diagnostics: readonly Diagnostic[];
}
/** Options of {@link parse}. */
interface ParseOptions {
  /** How many tokens the source may have, whitespace and comments counted; one more is a diagnostic. Default: 16,777,216. */
  readonly maxTokens?: number;
}
/**
* Parses a source of rules. Never throws: mistakes are diagnostics, and items without a mistake are delivered whatever
* stands around them. Bytes that are not UTF-8 give E032 and no items at all. Time and memory are linear in the source.
*/
declare function parse(source: string | Uint8Array, {
  maxTokens
}?: ParseOptions): ParseResult;
/**
* Parses a source item by item, for those who need each only once: what {@link parse} delivers, but without a tree, and
* nothing of an item is kept here when the next is asked for.
*/
declare class ItemReader {
  #private;
  readonly source: SourceText;
  constructor(source: SourceText, {
    maxTokens
  }?: ParseOptions);
  /** The next sound item; undefined at the end of the source. */
  next(): Item | undefined;
  /** What was wrong with the syntax so far. */
  get diagnostics(): readonly Diagnostic[];
}
/** What was read of one item: it, if it is sound, or the name of the rule that is not. */
interface ReadItem {
  readonly item?: Item;
  readonly brokenRule?: Identifier | undefined;
}
/** One item with the trivia before it and those behind it on its last line; or the trivia at the end of a source. */
interface Segment extends ReadItem {
  /** Byte offsets. Segments touch each other. */
  readonly start: number;
  readonly end: number;
  /** Whether there is no item: what stands behind the last one. */
  readonly isTrivia: boolean;
  /** What is wrong with its syntax; spans count from the source's begin. */
  readonly diagnostics: readonly Diagnostic[];
}
/** The segments of a source, one after the other, each read when it is asked for. */
declare function readSegments(source: SourceText, {
  maxTokens
}?: ParseOptions): Generator<Segment, void>;
/** What a walk does at each expression; `leave` comes after the expression's children. */
interface ExprVisitor {
  /** Returning exactly `false` leaves out the children. */
  readonly enter?: (expr: Expr) => unknown;
  readonly leave?: (expr: Expr) => void;
}
/** Walks over an expression and everything below it, children in the order of the source. */
declare function visitExpr(root: Expr, {
  enter,
  leave
}: ExprVisitor): void;
/** The expressions directly below an expression, in the order of the source. */
declare function childrenOf(expr: Expr): readonly Expr[];
/** A convention. With `isError` its violation rejects the rule, otherwise it is a warning. */
type Linter = {
  readonly isError?: boolean;
} & ({
  readonly kind: "rule-name";
  readonly regexp: string;
} | {
  readonly kind: "tag-regexp";
  readonly regexp: string;
} | {
  readonly kind: "tags-allowed";
  readonly tags: readonly string[];
} | MetadataLinter);
interface MetadataLinter {
  readonly kind: "metadata";
  readonly identifier: string;
  readonly isRequired?: boolean;
  readonly type?: MetadataType;
  /** What the text of a string must match. */
  readonly regexp?: string;
  /** Any other test; `message` says what a value should have been. */
  readonly validate?: (value: Meta["value"]["value"]) => boolean;
  readonly message?: string;
}
/** `hash` is an MD5, SHA-1 or SHA-256 digest in hexadecimal digits, `md5`, `sha1`, `sha256` one of these. */
type MetadataType = "string" | "integer" | "float" | "bool" | "hash" | "md5" | "sha1" | "sha256";
/** A module whose import is refused with E100. */
interface BannedModule {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}
/** How a compiler works; everything is optional. The methods of the same names change the same settings. */
interface CompilerOptions {
  /** Custom modules; one with the name of a built-in module takes its place. */
  readonly modules?: readonly Module[];
  /** Whether the modules `test_proto2` and `test_proto3` exist; default true, as in YARA-X. */
  readonly testModules?: boolean;
  /** Unknown escapes in regular expressions lose their backslash, stray `{` are literal; default false. */
  readonly relaxedReSyntax?: boolean;
  /**
  * `"yara-x"`: matches are those of YARA-X 1.20 also where it follows a regular expression for some 4,096 bytes only
  * (docs/known-differences.md). Default: any distance.
  */
  readonly compat?: "yara-x";
  /** Slow patterns are errors instead of warnings; default false. */
  readonly errorOnSlowPattern?: boolean;
  /** Potentially slow loops are errors instead of warnings; default false. */
  readonly errorOnSlowLoop?: boolean;
  /** Whether `include` may be used; default true. */
  readonly enableIncludes?: boolean;
  /** Where included files are looked for, in order, after the folder of the including file. */
  readonly includeDirs?: readonly string[];
  /** How included files are read; without it none is found. */
  readonly includeReader?: IncludeReader;
  /** Modules that may be imported although they do not exist: rules that use them are left out. */
  readonly ignoredModules?: readonly string[];
  readonly bannedModules?: readonly BannedModule[];
  /** Features that guarded module fields ask for. */
  readonly features?: readonly string[];
  readonly linters?: readonly Linter[];
  /** External variables with their initial values. Whole numbers are integers, unless `float` says otherwise. */
  readonly globals?: Readonly<Record<string, GlobalValue>>;
  /** Only so many warnings are kept. Default 10,000, and one more that says how many there were besides. */
  readonly maxWarnings?: number;
  /** Warning ids that are not reported. */
  readonly disabledWarnings?: readonly string[];
  /**
  * Milliseconds that the compiler may take for all its sources and for building rules, without what the host takes to
  * compile the rules' WebAssembly. When they are used up `CompileError` is thrown (E202), and this compiler compiles
  * nothing any more. Default 0: no bound.
  */
  readonly timeoutMs?: number;
  /**
  * Stops the compiler when it is aborted, as `timeoutMs` does. Compiling is synchronous: only what the compiler itself
  * calls (an include reader, a linter) or another thread can abort it.
  */
  readonly signal?: AbortSignalLike;
  /**
  * Bytes of code, constants and search tables that one rule set may come to, about; more is a `CompileError` (E201).
  * Default 268,435,456.
  */
  readonly maxCompiledBytes?: number;
}
/** A rule left out because it needs a module on the list of ignored modules, itself or through other rules. */
interface IgnoredRule {
  readonly namespace: string;
  readonly name: string;
  readonly module: string;
}
/** What the checker cannot know by itself. */
interface CheckerSurroundings {
  /**
  * The modules that rules may import, by name. Modules among the options take the place of those of the same name.
  * Default: the declarations of the built-in ones.
  */
  readonly modules?: ReadonlyMap<string, ModuleDeclaration>;
  /** Whether hosts compile what becomes of a program with one rule. Default: every program. */
  readonly fitsHosts?: (program: CheckedProgram) => boolean;
}
/** Collects sources of rules, checks them, and says what is wrong with them. */
declare class Checker {
  #private;
  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options?: CompilerOptions, surroundings?: CheckerSurroundings);
  /** What the rules' authors did wrong, in the order in which it was found. */
  get errors(): readonly Diagnostic[];
  /** What is doubtful; at most as many as `maxWarnings` says. */
  get warnings(): readonly Diagnostic[];
  get ignoredRules(): readonly IgnoredRule[];
  /**
  * Adds a source of rules, as text or as UTF-8 bytes. `origin` names it in messages; when it is the path of a file,
  * `include` looks beside it. Never throws for what is wrong with the rules: see {@link errors}. Throws
  * {@link CompileError} when the compiler is stopped: when its time or bytes are used up, or its signal is aborted. It
  * then compiles nothing any more. Throws a `TypeError` for a source that is neither text nor bytes.
  */
  addSource(source: string | Uint8Array, options?: {
    readonly origin?: string;
  }): this;
  /** Rules added from now on belong to this namespace, which may have been used before. */
  newNamespace(name: string): this;
  /**
  * Declares an external variable with its initial value. A whole number is an integer in rules, unless `type` or
  * `float` says that it is a float. Throws `VariableError` for an unfit name or value.
  */
  defineGlobal(name: string, value: GlobalValue, type?: "float"): this;
  /** Rules that use this module, which does not exist here, are left out instead of being wrong. */
  ignoreModule(name: string): this;
  /** Importing this module becomes an error with this title and label. */
  banModule(name: string, title: string, message: string): this;
  /** Switches on a feature that guarded module fields ask for. */
  enableFeature(name: string): this;
  addIncludeDir(path: string): this;
  setIncludeReader(reader: IncludeReader): this;
  enableIncludes(isEnabled: boolean): this;
  addLinter(linter: Linter): this;
  relaxedReSyntax(isRelaxed: boolean): this;
  errorOnSlowPattern(isError: boolean): this;
  errorOnSlowLoop(isError: boolean): this;
  maxWarnings(count: number): this;
  /** Throws a `RangeError` for an id that no warning has. */
  switchWarning(id: string, isEnabled: boolean): this;
  switchAllWarnings(isEnabled: boolean): this;
  /** The sound rules in typed form. */
  check(): CheckedProgram;
  /** The modules that rules may import, by name. */
  get modules(): ReadonlyMap<string, ModuleDeclaration>;
  /** Does work that this checker's time, signal and bytes bound. Throws like {@link addSource}. */
  protected run<T>(work: () => T): T;
  /** See `CompilerOptions.compat`. */
  protected get compat(): "yara-x" | undefined;
}
/** Thrown by the functions that promise rules or nothing. */
declare class CompileError extends Error {
  override readonly name = "CompileError";
  /** At least one, in the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]);
}
/** A rule that was accepted. */
interface RuleEntry {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly span: Span;
  readonly source: Source;
  /** Provisional until {@link ProgramBuilder.finish}. */
  id: number;
}
/** What stands above a rule and may be named in it. */
interface NamesAbove {
  rule(name: string): RuleEntry | undefined;
  hasModule(name: string): boolean;
  /** The ignored module because of which a rule of this name was left out. */
  ignoredRule(name: string): string | undefined;
}
/** What became of a rule. */
interface RuleReport {
  /** What rules below know of it; absent when it was refused or left out. */
  readonly entry?: RuleEntry;
  /** The ignored module because of which it was left out. */
  readonly ignoredModule?: string;
  /** At most one error; warnings before it. */
  readonly diagnostics: readonly Diagnostic[];
}
declare class RuleChecker {
  #private;
  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options?: CompilerOptions, {
    modules,
    fitsHosts
  }?: CheckerSurroundings);
  /** The modules that rules may import, by name. */
  get modules(): ReadonlyMap<string, ModuleDeclaration>;
  /** The types of the external variables. */
  get globals(): StructType;
  /** Checks one rule; spans of its diagnostics count from the begin of `content`, and name `source`. */
  check(rule: Rule, content: SourceText, source: Source, above: NamesAbove): RuleReport;
  /** What is wrong with an import by itself. */
  checkImport({
    module: name,
    span
  }: Import, source: Source): readonly Diagnostic[];
  /** Whether nobody wants to hear of it. Errors are never silent. */
  isDisabled({
    severity,
    code
  }: Diagnostic): boolean;
}
/**
* One import, include or rule of a source, with the trivia before it. Its spans count bytes from its own begin, so it stays
* as it is when something changes elsewhere in the source; it is itself the `source` that diagnostics of it name.
*/
declare class SourceSegment implements Source {
  #private;
  readonly text: string;
  readonly origin?: string;
  /** Whether the item has a mistake of syntax. */
  readonly isBroken: boolean;
  /** Whether there is an item at all. */
  readonly isEmpty: boolean;
  /** The name of the rule, when it is broken. */
  readonly brokenRule: Identifier | undefined;
  /** Mistakes of syntax. They may lie behind the segment's end, on the first tokens of the next. */
  readonly diagnostics: readonly Diagnostic[];
  constructor(text: string, segment: Segment, origin: string | undefined);
  /** The text by bytes. */
  get content(): SourceText;
  /** The item, if it is sound. Parsed when it is first asked for. */
  get item(): Item | undefined;
  /** The lossless tree of the segment, as if it were a source by itself. Parsed when it is first asked for. */
  get tree(): SyntaxTree;
}
/**
* A source as its segments. It never changes: an edit makes another one, which shares every segment that the edit does not
* touch. What an edit costs follows the length of the rules that it touches, apart from one comparison of the two texts.
*/
declare class SegmentedSource {
  #private;
  readonly text: string;
  readonly origin: string | undefined;
  readonly segments: readonly SourceSegment[];
  /** Where each segment begins, in UTF-16 units, and where the last one ends. */
  readonly starts: Float64Array;
  private constructor();
  /** Reads a source. `origin` names it in messages. */
  static read(text: string, origin?: string): SegmentedSource;
  /** The source with another text. */
  edited(text: string): SegmentedSource;
  /** The index of the segment that holds a place, in UTF-16 units; where two meet, the one that begins there. */
  segmentAt(offset: number): number;
  /** The index of a segment of this source, which diagnostics name as their source. */
  indexOf(source: unknown): number | undefined;
}
/** Names that an included file brings. */
interface IncludedNames {
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly modules: ReadonlySet<string>;
}
/** Finds included files: their names, or what is wrong with the include. */
type IncludeResolver = (include: Include, segment: SourceSegment) => IncludedNames | Diagnostic;
/** What there is to say of a segment. */
interface SegmentReport {
  readonly diagnostics: readonly Diagnostic[];
  /** The rule as later rules know it, when it is sound. */
  readonly entry?: RuleEntry;
}
/** What a whole source has in it, by segment. */
interface SourceReport {
  readonly source: SegmentedSource;
  readonly reports: readonly SegmentReport[];
}
declare class SourceCheck {
  #private;
  /** How many rules were checked, those not counted whose earlier report still holds. */
  checkedCount: number;
  constructor(checker: RuleChecker);
  /** Checks a source to its end. */
  check(source: SegmentedSource, resolve?: IncludeResolver): SourceReport;
  /** Checks a source and pauses behind each rule that had to be checked. */
  steps(source: SegmentedSource, resolve?: IncludeResolver): Generator<void, SourceReport>;
}
/** How the search finds one pattern. */
interface PatternFacts {
  /** `masked`: byte runs with wildcards; `chain`: pieces across large gaps; `anchored`: looked for at one offset only. */
  readonly kinds: readonly SubPatternKind[];
  /** The bytes that the prefilter looks for, as hex with `?` for nibbles that are not fixed; empty for anchored patterns. */
  readonly atoms: readonly string[];
  /** Whether so little of the pattern is fixed that it slows the scan down (`slow_pattern`). */
  readonly isSlow: boolean;
}
type SubPatternKind = "literal" | "masked" | "xor" | "base64" | "regexp" | "chain" | "anchored";
interface ExplainedPattern extends PatternFacts {
  /** Bytes of the shortest and of the longest match; the latter may be infinite. */
  readonly minLength: number;
  readonly maxLength: number;
}
/** How a pattern will be looked for; `undefined` for one that is refused. */
declare function explainPattern(pattern: Pattern, options?: {
  readonly relaxedReSyntax?: boolean;
}): ExplainedPattern | undefined;
export { type Anchor, type Base64Alphabet, type BinaryExpr, type BinaryOperator, type BoolLiteral, type CallExpr, Checker, type CheckerSurroundings, CompileError, type CompilerOptions, type Diagnostic, type DiagnosticData, type DiagnosticJson, DiagnosticRenderer, type DumpOptions, ERROR_CODES, type EntrypointExpr, type ExplainedPattern, type Expr, type ExprVisitor, type Field, type FieldExpr, type FilesizeExpr, Float, type FloatLiteral, type Footer, type ForInExpr, type ForOfExpr, type FunctionSignature, type FunctionType, type GlobalValue, type HexAlternative, type HexByte, type HexBytes, type HexJump, type HexPattern, type HexToken, type Hir, type Identifier, type IdentifierExpr, type IgnoredRule, type Import, type Include, type IncludeReader, type IncludeResolver, type IncludedNames, type IndexExpr, type IntegerLiteral, type Item, ItemReader, type Iterable$1 as Iterable, KEYWORDS, type Label, type LabelData, LineIndex, type Linter, MAX_NESTING, type Meta, type MetaValue, type ModuleDeclaration, type NamesAbove, NodeKind, type OfExpr, type Parameter, type ParseOptions, type ParseResult, type ParsedRegexp, type Pattern, type PatternCountExpr, type PatternLengthExpr, type PatternMatchExpr, type PatternModifier, type PatternOffsetExpr, type PatternSet, type PatternSetItem, type PlaceData, type Position, type Quantifier, type Range, type RegexpError, type RegexpLiteral, type RegexpPattern, type Replacement, type ReplacementData, type Rule, RuleChecker, type RuleEntry, type RuleReport, type Segment, type SegmentReport, SegmentedSource, type Source, SourceCheck, type SourceFile, type SourceReport, SourceSegment, SourceText, type StringLiteral, type StructType, type SyntaxElement, SyntaxTree, TOKEN_TEXT, type TextPattern, Token, type Type, type UnaryExpr, type UnaryOperator, type Value, VariableError, WARNING_CODES, type WithDeclaration, type WithExpr, builtinDeclarations, builtinFunctions, childrenOf, diagnosticData, dumpTree, errors, explainPattern, float, isTrivia, parse, parseRegexp, readSegments, typeName, visitExpr };