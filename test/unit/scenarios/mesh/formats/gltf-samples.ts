// Small glTF files for tests of reading: containers, a triangle in a file and inline, and reading with its warnings.
import { readerContext } from '../../../../../src/mesh/budget.ts'
import { readModel } from '../../../../../src/mesh/formats/index.ts'

export const text = (words: string) => new TextEncoder().encode(words)
export const json = (value: unknown) => text(JSON.stringify(value))

/** A GLB of these chunks as they are, without padding; `after` follows its end. */
export function container(chunks: readonly [type: number, body: Uint8Array][], after = 0): Uint8Array {
  const length = chunks.reduce((sum, [, body]) => sum + 8 + body.length, 12)
  const out = new Uint8Array(length + after).fill(7)
  const view = new DataView(out.buffer)
  for (const [i, word] of [0x46546c67, 2, length].entries()) view.setUint32(i * 4, word, true)
  let at = 12
  for (const [type, body] of chunks) {
    view.setUint32(at, body.length, true)
    view.setUint32(at + 4, type, true)
    out.set(body, at + 8)
    at += 8 + body.length
  }
  return out
}
export const JSON_CHUNK = 0x4e4f534a
export const BIN_CHUNK = 0x004e4942

export const POSITIONS = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0])
export const triangle = (more: object = {}) => ({
  asset: { version: '2.0' },
  scene: 0,
  scenes: [{ nodes: [0] }],
  nodes: [{ mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3, min: [0, 0, 0], max: [1, 1, 0] }],
  bufferViews: [{ buffer: 0, byteLength: 36 }],
  buffers: [{ byteLength: 36 }],
  ...more,
})
export const bin = (values = POSITIONS) => new Uint8Array(values.buffer)
export const inFile = (uri: string, more: object = {}) =>
  json(triangle({ buffers: [{ uri, byteLength: 36 }], ...more }))
export const dataUri = (bytes: Uint8Array) =>
  `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`
export const inline = (more: object = {}, values = POSITIONS) => inFile(dataUri(bin(values)), more)

/** Reads and gives the warnings. */
export async function withWarnings(bytes: Uint8Array, files = new Map<string, Uint8Array>()) {
  const warnings: string[] = []
  const document = await readModel(bytes, 'gltf', files, readerContext(bytes.length, warnings))
  return { document, warnings }
}
