// Reads only the JSON of a glTF file: of a GLB only its first chunk, so that a tooltip on a large model costs little.
import { open } from 'node:fs/promises'

/** Bytes of JSON that are read: more than any game's model has. */
const MOST_JSON = 16_000_000
const HEADER_BYTES = 20
const GLB = 0x46546c67
const JSON_CHUNK = 0x4e4f534a

export interface GltfHead {
  /** Of the whole file. */
  bytes: number
  json: unknown
}

/** @returns undefined for what is no glTF, is damaged, or is not there */
export async function readGltfHead(path: string, most = MOST_JSON): Promise<GltfHead | undefined> {
  try {
    const file = await open(path)
    try {
      const stats = await file.stat()
      if (!stats.isFile()) return undefined
      const header = Buffer.alloc(HEADER_BYTES)
      const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
      const isGlb = bytesRead === HEADER_BYTES && header.readUInt32LE(0) === GLB
      if (isGlb && header.readUInt32LE(16) !== JSON_CHUNK) return undefined
      const length = isGlb ? header.readUInt32LE(12) : stats.size
      if (length > most || length > stats.size) return undefined
      const body = Buffer.alloc(length)
      await file.read(body, 0, length, isGlb ? HEADER_BYTES : 0)
      const json: unknown = JSON.parse(body.toString('utf8'))
      return { bytes: stats.size, json }
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}
