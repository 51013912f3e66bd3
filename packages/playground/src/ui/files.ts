/** Files and folders that the user picks or drops. */
import { h } from "./dom.ts";

export interface PickedFile {
  readonly path: string;
  readonly file: File;
}

export const isRules = (path: string): boolean => /\.yara?$/i.test(path);
export const isArchive = (path: string): boolean => /\.(zip|tar|tgz|gz)$/i.test(path);

/** Opens the dialog for files, or for a folder with all that is below it. */
export async function pick({
  folder = false,
  accept = "",
}: {
  folder?: boolean;
  accept?: string;
}): Promise<PickedFile[]> {
  if (folder && "showDirectoryPicker" in window) return pickDirectory();
  return new Promise((resolve) => {
    const input = h("input", {
      attributes: { type: "file", multiple: true, accept, webkitdirectory: folder },
    });
    input.addEventListener("change", () =>
      resolve([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
    );
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** The File System Access API, which not all browsers have. */
interface DirectoryHandle {
  readonly kind: "directory";
  readonly name: string;
  values(): AsyncIterable<DirectoryHandle | FileHandle>;
}
interface FileHandle {
  readonly kind: "file";
  readonly name: string;
  getFile(): Promise<File>;
}

async function pickDirectory(): Promise<PickedFile[]> {
  try {
    const open = (window as unknown as { showDirectoryPicker: () => Promise<DirectoryHandle> })
      .showDirectoryPicker;
    const files: PickedFile[] = [];
    await readDirectory(await open(), "", files);
    return files;
  } catch (error) {
    if ((error as Error).name === "AbortError") return [];
    throw error;
  }
}

async function readDirectory(directory: DirectoryHandle, above: string, files: PickedFile[]): Promise<void> {
  for await (const entry of directory.values()) {
    const path = `${above}${entry.name}`;
    if (entry.kind === "directory") await readDirectory(entry, `${path}/`, files);
    else files.push({ path, file: await entry.getFile() });
  }
}

/** What was dropped, folders with all that is below them. */
export async function dropped({ items, files }: DataTransfer): Promise<PickedFile[]> {
  // Entries must be asked for at once: the browser forgets them with the event.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return [...files].map((file) => ({ path: file.name, file }));
  const found: PickedFile[] = [];
  for (const entry of entries) await readEntry(entry, found);
  return found;
}

async function readEntry(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // Browsers give a folder's entries by the hundred.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await readEntry(one, found);
  }
}
