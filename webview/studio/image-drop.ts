// Reads dropped or pasted data: files, or URLs of files as VS Code's explorer and browsers provide them.

/** The types that carry addresses, the best first. VS Code's own one lists every dragged file. */
export const URI_TYPES: readonly string[] = ['application/vnd.code.uri-list', 'text/uri-list']

/** The addresses in a `text/uri-list` (RFC 2483): one a line, lines with # are comments. Paths become file addresses. */
export function parseUriList(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (/^\/[^/]/.test(line) ? `file://${encodeURI(line)}` : line))
    .filter((line) => /^[a-z][a-z0-9+.-]*:\/\//i.test(line))
}

export const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s/]+\S*$/i.test(text.trim())

/** What a drop or paste holds: bytes if it has any, else an address. */
export type Dropped = { kind: 'file'; file: File } | { kind: 'uri'; uri: string } | { kind: 'nothing' }

/** The part of DataTransfer that is read, so that tests can stand in for it. */
export interface Transfer {
  files: ArrayLike<File>
  getData(type: string): string
}

/** All that a transfer holds: its images, or its files when none says it is an image, or the addresses that it names. */
export function readTransfers(transfer: Transfer): readonly Dropped[] {
  const files = Array.from(transfer.files)
  const images = files.filter((candidate) => candidate.type.startsWith('image/'))
  const chosen = images.length > 0 ? images : files
  if (chosen.length > 0) return chosen.map((file) => ({ kind: 'file', file }))
  for (const type of URI_TYPES) {
    const uris = parseUriList(transfer.getData(type))
    if (uris.length > 0) return uris.map((uri) => ({ kind: 'uri', uri }))
  }
  const one = readTransfer(transfer)
  return one.kind === 'nothing' ? [] : [one]
}

/** The first image of a transfer, or the first file when none says it is an image: the check then tells why not. */
export function readTransfer(transfer: Transfer): Dropped {
  const files = Array.from(transfer.files)
  const file = files.find((candidate) => candidate.type.startsWith('image/')) ?? files[0]
  if (file) return { kind: 'file', file }
  for (const type of URI_TYPES) {
    const uri = parseUriList(transfer.getData(type))[0]
    if (uri) return { kind: 'uri', uri }
  }
  const text = transfer.getData('text/plain').trim()
  const uri = parseUriList(text)[0]
  return uri && !/\s/.test(text) ? { kind: 'uri', uri } : { kind: 'nothing' }
}
