/** A place with objects: what a hunt needs of a directory, of S3 and of JetStream's object store. */

/** One object as a listing shows it: small, and plain JSON, because batches carry it to workers. */
export interface ListedObject {
  /** Unique in its source. Of a file: its path below the directory, with escapes where it is not text. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Changes when the bytes change, as far as the source knows. */
  readonly version: string;
}

/** What was read of one object. */
export interface OpenedObject {
  readonly bytes: Uint8Array;
  readonly version: string;
}

export interface ReadLimits {
  /** Larger objects are refused with {@link ObjectError} `too-large`. In bytes. */
  readonly maxSize: number;
  readonly signal?: AbortSignal;
}

export interface ObjectSource {
  /** How the user names it; workers open the same source by it. Holds no secret. */
  readonly location: string;
  /** Goes through all objects once. What cannot be listed is told to `onProblem` and passed over. */
  list(onProblem: (message: string) => void): AsyncIterable<ListedObject>;
  /** Reads a whole object. Throws {@link ObjectError}. */
  read(object: ListedObject, limits: ReadLimits): Promise<OpenedObject>;
  close(): Promise<void>;
}

export type ObjectErrorCode =
  /** It was listed and is there no more. */
  | "vanished"
  | "too-large"
  /** Not allowed to read it. Trying again does not help. */
  | "refused"
  /** The store did not answer, or answered with an error: trying again may help. */
  | "unavailable"
  /** Anything else. */
  | "unreadable";

export class ObjectError extends Error {
  override readonly name = "ObjectError";
  readonly code: ObjectErrorCode;

  constructor(code: ObjectErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function tooLarge(name: string, size: number, maxSize: number): ObjectError {
  return new ObjectError("too-large", `${name} has ${size} bytes, more than the ${maxSize} that are read`);
}
