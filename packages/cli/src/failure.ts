/** Ends the command with one message for its user; anything else that is thrown is a bug of ours. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Turns an error of the file system into a sentence that names the path and what is wrong with it. */
export function describeFileError(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  return `${path}: ${reason ?? (error as Error).message}`;
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
  ENXIO: "is a socket, or a device that is not there",
  ENOSPC: "no space left on the device",
  EROFS: "the file system can only be read",
};
