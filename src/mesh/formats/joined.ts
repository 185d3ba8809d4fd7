// Bytes that were made or read in pieces, as one: what the binary formats and ZIP have in common.

/** Pieces of bytes in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
