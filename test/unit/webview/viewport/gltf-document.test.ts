// Reading the JSON of a .glb or .gltf: every way a file can be wrong has its own sentence.
import { describe, expect, it } from 'vitest'
import { ViewportError } from '../../../../webview/viewport/errors.ts'
import { readGltfDocument } from '../../../../webview/viewport/gltf-document.ts'

const json = { asset: { version: '2.0' }, extensionsUsed: ['KHR_draco_mesh_compression'], extras: { anything: 1 } }

function glb(content: unknown, changes: { version?: number; total?: number; length?: number; type?: number } = {}) {
  const text = new TextEncoder().encode(JSON.stringify(content))
  const bytes = new Uint8Array(20 + Math.ceil(text.length / 4) * 4).fill(0x20)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x46546c67, true)
  view.setUint32(4, changes.version ?? 2, true)
  view.setUint32(8, changes.total ?? bytes.length, true)
  view.setUint32(12, changes.length ?? bytes.length - 20, true)
  view.setUint32(16, changes.type ?? 0x4e4f534a, true)
  bytes.set(text, 20)
  return bytes.buffer
}

function codeOf(data: ArrayBuffer): string {
  try {
    readGltfDocument(data, 'a.glb')
  } catch (error) {
    if (!(error instanceof ViewportError)) throw error
    expect(error.message).toContain('a.glb')
    expect(error.nextStep).not.toBe('')
    return error.code
  }
  return 'none'
}

describe('readGltfDocument', () => {
  it('reads the JSON of a .glb and of a .gltf, unknown fields included', () => {
    expect(readGltfDocument(glb(json), 'a.glb')).toEqual(json)
    expect(readGltfDocument(new TextEncoder().encode(JSON.stringify(json)).buffer, 'a.gltf')).toEqual(json)
  })

  it('takes a container as tolerantly as the reader in src/mesh does', () => {
    const odd = (bytes: number[], length: number) => {
      const whole = new Uint8Array([...new Uint8Array(glb(json)), ...bytes])
      new DataView(whole.buffer).setUint32(8, length, true)
      return whole.buffer
    }
    const size = glb(json).byteLength
    expect(readGltfDocument(odd([1, 2, 3], size), 'a.glb')).toEqual(json)
    expect(readGltfDocument(odd([1, 0, 0, 0, 9, 9, 9, 9, 7], size + 9), 'a.glb')).toEqual(json)
    const first = new Uint8Array(glb(json))
    const later = [...first.slice(0, 12), ...[1, 0, 0, 0, 9, 9, 9, 9, 7], ...first.slice(12)]
    const bytes = new Uint8Array(later)
    new DataView(bytes.buffer).setUint32(8, bytes.length, true)
    expect(readGltfDocument(bytes.buffer, 'a.glb')).toEqual(json)
  })

  it.each([
    ['cut in half', glb(json).slice(0, 40), 'viewport.truncated'],
    ['cut in the header', glb(json).slice(0, 10), 'viewport.truncated'],
    ['shorter than its JSON claims', glb(json, { length: 10_000 }), 'viewport.truncated'],
    ['a glTF 1 container', glb(json, { version: 1 }), 'viewport.oldVersion'],
    ['glTF 1 JSON', glb({ asset: { version: '1.0' } }), 'viewport.oldVersion'],
    ['without a JSON chunk', glb(json, { type: 0x004e4942 }), 'viewport.notGltf'],
    ['JSON of another kind', glb({ hello: 'world' }), 'viewport.notGltf'],
    ['negative counts', glb({ ...json, accessors: [{ count: -1 }] }), 'viewport.notGltf'],
    ['plain text', new TextEncoder().encode('<html>no</html>').buffer, 'viewport.notGltf'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0x01, 0x80]).buffer, 'viewport.notGltf'],
    ['nothing at all', new ArrayBuffer(0), 'viewport.notGltf'],
  ])('refuses a file that is %s', (_, data, code) => {
    expect(codeOf(data)).toBe(code)
  })
})
