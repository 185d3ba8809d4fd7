// Inflates untrusted zlib data (RFC 1950), with a limit that the caller sets. Deflate packs up to 1032 bytes into one, so that 2
// MB of a picture may stand for 2 GB of memory.
import { Unzlib } from 'fflate'
import { concatBytes } from './formats/concat-bytes.ts'

/** Compressed bytes taken at a time: what they become, at most 1032 times as much, is in memory at once. */
const STEP = 4 * 1024

/**
 * Inflates piece by piece and hands each on.
 * @param onPiece gets the next bytes, in order; returns true when it has all it wants, and nothing more is inflated
 * @throws Error of fflate when the data are damaged
 */
export function inflateInPieces(packed: Uint8Array, onPiece: (piece: Uint8Array) => boolean): void {
  let enough = false
  const stream = new Unzlib((piece) => {
    if (!enough && piece.length > 0) enough = onPiece(piece)
  })
  for (let from = 0; from < packed.length && !enough; from += STEP) {
    const last = from + STEP >= packed.length
    try {
      stream.push(packed.subarray(from, from + STEP), last)
    } catch (error) {
      // What is cut off in its last block or its checksum may hold all that was asked for.
      if (!enough) throw error
    }
  }
}

/** All of the data, or undefined when they are damaged or would be more than `limit` bytes. */
export function inflateAtMost(packed: Uint8Array, limit: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    inflateInPieces(packed, (piece) => {
      size += piece.length
      if (size <= limit) pieces.push(piece)
      return size > limit
    })
  } catch {
    return undefined
  }
  if (size > limit) return undefined
  return concatBytes(pieces)
}
