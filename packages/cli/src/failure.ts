/** Ends the command with one message for its user; anything else that is thrown is a bug of ours. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Turns an error of the file system into a sentence that names the path and what is wrong with it. */
export function describeFileError(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const reason = code === undefined ? undefined : reasons[code];
  return reason === undefined ? `${path}: ${(error as Error).message}` : `${path}: ${reason}`;
}

const reasons: Record<string, string> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "is a directory",
  ENOTDIR: "a part of the path is not a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  EIO: "input/output error",
  ENXIO: "no such device",
};
