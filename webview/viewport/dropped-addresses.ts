// The addresses of files that a drop names, as VS Code's explorer hands them over.

/** The types in which a transfer names files: VS Code's own, which lists all of them, and everyone's. */
export const URI_TYPES = ['application/vnd.code.uri-list', 'text/uri-list'] as const

/** All addresses of a transfer (RFC 2483: one a line, lines with # are comments); empty before it is dropped. */
export function droppedAddresses(transfer: DataTransfer | null): string[] {
  const lines = URI_TYPES.flatMap((type) => (transfer?.getData(type) ?? '').split(/\r?\n/))
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

/** Tells where a page reads the file of an address; nothing where it may not. */
export type OpenDropped = (uri: string) => Promise<string | undefined>

/** The content of a dropped file; undefined where it cannot be read. */
export async function fetchDropped(uri: string, open: OpenDropped): Promise<Blob | undefined> {
  const url = await open(uri).catch(() => undefined)
  const response = url === undefined ? undefined : await fetch(url).catch(() => undefined)
  return response?.ok ? response.blob() : undefined
}
