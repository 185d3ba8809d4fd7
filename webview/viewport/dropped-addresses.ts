// The addresses of files that a drop names, as VS Code's explorer hands them over.

/** The types in which a transfer names files: VS Code's own, which lists all of them, and everyone's. */
export const URI_TYPES = ['application/vnd.code.uri-list', 'text/uri-list'] as const

/** All addresses of a transfer (RFC 2483: one a line, lines with # are comments); empty before it is dropped. */
export function droppedAddresses(transfer: DataTransfer | null): string[] {
  const lines = URI_TYPES.flatMap((type) => (transfer?.getData(type) ?? '').split(/\r?\n/))
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}
