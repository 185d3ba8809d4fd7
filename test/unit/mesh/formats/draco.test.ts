// Draco geometry, encoded here with Google's encoder: decoded whether required or only used, and refused when damaged.
import { WebIO } from '@gltf-transform/core'
import { KHRDracoMeshCompression } from '@gltf-transform/extensions'
// @ts-expect-error the package has no types
import draco3d from 'draco3dgltf'
import { beforeAll, describe, expect, it } from 'vitest'
import { announcedSize } from '../../../../src/mesh/formats/draco-header.ts'
import { readGlb, readGltf, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { parseGlb as split } from '../../../../src/mesh/tools/inspect.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import { expectSameShape } from './compare.ts'
import { staticModel } from './sample.ts'

let packed: Uint8Array
beforeAll(async () => {
  loadWasmFromPackages()
  const model = staticModel()
  model.createExtension(KHRDracoMeshCompression).setRequired(true)
  const io = new WebIO()
    .registerExtensions([KHRDracoMeshCompression])
    .registerDependencies({ 'draco3d.encoder': await draco3d.createEncoderModule() })
  packed = await io.writeBinary(model)
})

/** As a .gltf and its buffer, with a changed description. */
function apart(change: (json: Record<string, unknown>) => object) {
  const { json, bin } = split(packed)
  const changed = { ...json, ...change(json) }
  const buffers = [{ uri: 'a.bin', byteLength: bin.length }]
  return { json: new TextEncoder().encode(JSON.stringify({ ...changed, buffers })), files: new Map([['a.bin', bin]]) }
}

describe('Draco', () => {
  it('is decoded and not passed on', async () => {
    const document = await readGlb(packed)
    expectSameShape(document, staticModel())
    expect(split(await writeGlb(document)).json.extensionsUsed ?? []).not.toContain('KHR_draco_mesh_compression')
  })
  it('is decoded when it is used but not required, even undeclared', async () => {
    for (const extensionsUsed of [['KHR_draco_mesh_compression'], []]) {
      const { json, files } = apart(() => ({ extensionsUsed, extensionsRequired: [] }))
      expectSameShape(await readGltf(json, files), staticModel())
    }
  })
  it('is refused in words when it is damaged', async () => {
    const { bin } = split(packed)
    const damaged = packed.slice()
    const start = packed.length - bin.length
    for (let i = start + 30; i < start + 200; i++) damaged[i] = (damaged[i] ?? 0) ^ 0x55
    await expect(readGlb(damaged)).rejects.toMatchObject({
      code: expect.stringMatching(/model-(broken|too-large)/),
      message: expect.stringMatching(/Draco|too much|damaged/),
    })
  })
  it('tells its size before it is decoded', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('DRACO'), 2, 2, 1, 1, 0, 0, 0, 0x80, 0x80, 0x40, 0x05])
    expect(announcedSize(bytes)).toEqual({ points: 1 << 20, faces: 5 })
    expect(announcedSize(bytes.subarray(0, 13))).toBeUndefined()
    expect(announcedSize(new Uint8Array(30))).toBeUndefined()
  })
})
