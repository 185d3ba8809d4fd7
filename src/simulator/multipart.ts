// multipart/form-data (RFC 7578), parsed more leniently than platform parsers do: any boundary, any order of headers, bare line
// feeds, text before the first part.

export interface Part {
  name: string
  filename?: string
  bytes: Uint8Array
}

const CR = 13
const LF = 10

/** Where `needle` begins in `bytes` at or after `from`, or -1. */
function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const first = needle[0] ?? 0
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (needle.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}

/** A parameter of a header, quoted or bare: `name="file"` or `name=file`. */
function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header)
  return match?.[1] ?? match?.[2]
}

function readPart(bytes: Uint8Array): Part | undefined {
  const encode = (text: string) => new TextEncoder().encode(text)
  const crlf = indexOf(bytes, encode('\r\n\r\n'), 0)
  const bare = crlf === -1 ? indexOf(bytes, encode('\n\n'), 0) : -1
  const end = crlf === -1 ? bare : crlf
  if (end === -1) return undefined
  const headers = new TextDecoder().decode(bytes.subarray(0, end)).split(/\r?\n/)
  const disposition = headers.find((line) => /^content-disposition:/i.test(line)) ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) return undefined
  const filename = parameter(disposition, 'filename')
  return { name, filename, bytes: bytes.subarray(end + (crlf === -1 ? 2 : 4)) }
}

/**
 * Splits a multipart body into its parts.
 * @param contentType the request's Content-Type, which names the boundary
 * @returns undefined when there is no boundary, or the body does not keep to it
 */
export function readMultipart(bytes: Uint8Array, contentType: string): readonly Part[] | undefined {
  const boundary = parameter(contentType, 'boundary')
  if (!boundary) return undefined
  const delimiter = new TextEncoder().encode(`--${boundary}`)
  const parts: Part[] = []
  let at = indexOf(bytes, delimiter, 0)
  while (at !== -1) {
    let start = at + delimiter.length
    if (bytes[start] === 45 && bytes[start + 1] === 45) return parts
    while (bytes[start] === 32 || bytes[start] === 9) start += 1
    if (bytes[start] === CR) start += 1
    if (bytes[start] === LF) start += 1
    const next = indexOf(bytes, delimiter, start)
    if (next === -1) return undefined
    let end = next
    if (bytes[end - 1] === LF) end -= 1
    if (bytes[end - 1] === CR) end -= 1
    const part = readPart(bytes.subarray(start, Math.max(start, end)))
    if (part) parts.push(part)
    at = next
  }
  return undefined
}
