// The container of a GLB (glTF 2.0, section 4.4), written and read, the latter as tolerantly as it is safe: what validators
// only warn of and loaders pass over (bytes after the end, unknown chunks, chunks that are not padded) is passed over here
// too. The client (tripo/file-type.ts) and the readers on disk (platform/gltf-json.ts) may import nothing of ours, and look
// at no more than a header.
import { figure, type Phrase, phrase } from '../../text/index.ts'

const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BINARY_CHUNK = 0x004e4942
const HEADER_BYTES = 12
const CHUNK_HEADER_BYTES = 8

/** Whether bytes begin as a GLB does. */
export const isGlb = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === MAGIC

/** Bytes, or what writes so many where they belong, so that they are nowhere else. */
export type BinaryPart = Uint8Array | { readonly length: number; write(to: Uint8Array): void }

/**
 * A GLB of a description and, in one chunk, of its binary parts in a row; each chunk is padded to four bytes.
 * @param json text, or what is written as JSON
 */
export function joinGlb(json: string | object, parts: readonly BinaryPart[] = []): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json))
  const padded = (length: number) => Math.ceil(length / 4) * 4
  const binary = padded(parts.reduce((sum, part) => sum + part.length, 0))
  const start = HEADER_BYTES + CHUNK_HEADER_BYTES + padded(text.length)
  const out = new Uint8Array(start + (parts.length > 0 ? CHUNK_HEADER_BYTES + binary : 0))
  const view = new DataView(out.buffer)
  for (const [i, word] of [MAGIC, 2, out.length, padded(text.length), JSON_CHUNK].entries())
    view.setUint32(i * 4, word, true)
  out.fill(0x20, HEADER_BYTES + CHUNK_HEADER_BYTES, start)
  out.set(text, HEADER_BYTES + CHUNK_HEADER_BYTES)
  if (parts.length === 0) return out
  view.setUint32(start, binary, true)
  view.setUint32(start + 4, BINARY_CHUNK, true)
  putParts(parts, out.subarray(start + CHUNK_HEADER_BYTES))
  return out
}

/** Writes parts in a row. */
export function putParts(parts: readonly BinaryPart[], out: Uint8Array): void {
  let at = 0
  for (const part of parts) {
    if (part instanceof Uint8Array) out.set(part, at)
    else part.write(out.subarray(at, at + part.length))
    at += part.length
  }
}

export interface GlbChunks {
  readonly json: Uint8Array
  /** The first binary chunk; undefined when the file has none. */
  readonly bin?: Uint8Array
}

/** The chunks of a GLB, or what is wrong with it, as the rest of a sentence that begins with "The file". */
export function splitGlb(bytes: Uint8Array): GlbChunks | { readonly fault: Phrase } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isGlb(bytes)) return { fault: phrase('is not a GLB file') }
  if (bytes.length < HEADER_BYTES) return { fault: phrase('is cut off') }
  const version = view.getUint32(4, true)
  if (version !== 2) return { fault: phrase('is a GLB of version {0}; only version 2 can be read', version) }
  const end = view.getUint32(8, true)
  if (end > bytes.length)
    return {
      fault: phrase(
        'is cut off: it is shorter than its header says ({0} of {1} bytes)',
        figure(bytes.length),
        figure(end),
      ),
    }
  let json: Uint8Array | undefined
  let bin: Uint8Array | undefined
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= end; ) {
    const length = view.getUint32(at, true)
    const type = view.getUint32(at + 4, true)
    const start = at + CHUNK_HEADER_BYTES
    if (start + length > end)
      return { fault: phrase('is cut off: it is shorter than the length of one of its chunks says') }
    if (type === JSON_CHUNK) json ??= bytes.subarray(start, start + length)
    else if (type === BINARY_CHUNK) bin ??= bytes.subarray(start, start + length)
    at = start + length
  }
  if (!json && end < bytes.length && end < HEADER_BYTES + CHUNK_HEADER_BYTES)
    return {
      fault: phrase('is damaged: its header says that it has {0} bytes, too few for its first chunk', figure(end)),
    }
  if (!json) return { fault: phrase('has no glTF description') }
  return bin ? { json, bin } : { json }
}

/** JSON of any shape, with or without a byte order mark; undefined for text that is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return json
  } catch {
    return undefined
  }
}
