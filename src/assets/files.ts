// What src/assets needs from a file system. Injected, so that placement can be tested against every disk failure and can run
// where there is no disk. Node's implementation: src/platform/files.ts.

/**
 * File access by absolute path. A failure is thrown as an error whose `code` is the POSIX name (`EEXIST`, `ENOSPC`).
 */
export interface AssetFiles {
  /** `/`, or `\` on Windows. */
  readonly separator: string
  join(folder: string, ...names: string[]): string
  /** What is there, links followed; undefined when nothing is. */
  kindOf(path: string): Promise<'folder' | 'file' | undefined>
  /** Names in a folder, hidden ones too; none when there is no folder. */
  names(folder: string): Promise<string[]>
  /** Whether the path itself is a symbolic link, wherever it leads. */
  isLink(path: string): Promise<boolean>
  /** The path without symbolic links; fails with ENOENT when it leads nowhere. */
  realPath(path: string): Promise<string>
  /** Creates a folder and those above it; fine when it exists. */
  createFolder(path: string): Promise<void>
  /** Two paths with the same `id` are the same file; undefined when there is none. */
  identify(path: string): Promise<{ id: string; bytes: number } | undefined>
  /** A second name for a file; fails with EEXIST and never replaces. */
  link(existing: string, path: string): Promise<void>
  /** Creates a file with a text, which nobody reads a part of; fails with EEXIST and never replaces. */
  create(path: string, text: string): Promise<void>
  /** Gives a file, or a folder, another name in the same folder; replaces a file that has that name. */
  rename(from: string, to: string): Promise<void>
  /** Copies to a new or existing temporary file and flushes it to the disk. */
  copy(from: string, to: string): Promise<void>
  /** Writes a new or existing temporary file and flushes it to the disk. */
  write(path: string, text: string): Promise<void>
  /** Puts a text in place of what a file holds, flushed: a reader sees the old text or the new, never a part. */
  replace(path: string, text: string): Promise<void>
  readText(path: string): Promise<string>
  /** Size in bytes and SHA-256 in lower-case hex, read as a stream. */
  hash(path: string): Promise<{ bytes: number; sha256: string }>
  /** Removes a file; fine when there is none. */
  remove(path: string): Promise<void>
  /** Removes a folder with all that is in it; fine when there is none. */
  removeFolder(path: string): Promise<void>
  /** Makes names created in a folder survive a power cut, where the system can; never fails. */
  flushFolder(path: string): Promise<void>
}
