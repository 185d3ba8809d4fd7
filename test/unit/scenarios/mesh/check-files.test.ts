// *Check Model* as host and command line call it: what it finds in whole files, and what Khronos's validator adds.
import type { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { MeshError } from '../../../../src/mesh/errors.ts'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { validateGltf } from '../../../../src/mesh/tools/validate.ts'
import { english } from '../../../../src/text/index.ts'
import { staticModel } from '../../mesh/formats/sample.ts'
import { cube, documentOf, glued } from '../../mesh/tools/shapes.ts'

const still = async () => writeGlb(staticModel())

describe('check', () => {
  /** What our own checks find; the validator's codes have no dots. */
  const check = async (document: Document, budget = {}) => {
    const bytes = await writeGlb(document)
    const { findings = [] } = await runTool({ tool: 'check', options: { budget }, bytes })
    return findings.filter(({ code }) => code.includes('.'))
  }
  const codes = async (document: Document, budget = {}) => (await check(document, budget)).map(({ code }) => code)

  it('tells of a hole and of missing normals', async () => {
    const found = await check(documentOf(cube(5)).document)
    expect(found.map(({ code }) => code)).toEqual(['mesh.normals-missing', 'mesh.holes'])
    expect(english(found[1]?.message ?? '')).toBe('shape: not watertight, 1 hole of 4 edges.')
  })

  it('tells of each limit that is passed, and of none that is kept', async () => {
    const { document } = documentOf(glued(8, 6, 'plain'))
    expect(await codes(document, { triangles: 95, bytes: 100, drawCalls: 0 })).toEqual(
      expect.arrayContaining(['budget.triangles', 'budget.bytes', 'budget.draw-calls']),
    )
    const kept = await codes(documentOf(glued(8, 6, 'plain')).document, { triangles: 96, bytes: 1e6, drawCalls: 1 })
    expect(kept.filter((code) => code.startsWith('budget'))).toEqual([])
  })

  it('tells of normals, weights and uvs that are wrong, of scale and of names', async () => {
    const { document, primitive } = documentOf(cube())
    const buffer = document.getRoot().listBuffers()[0] ?? null
    const add = (values: number[], type: 'VEC3' | 'VEC4') =>
      document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
    primitive.setAttribute('NORMAL', add(new Array(24).fill(1), 'VEC3'))
    primitive.setAttribute(
      'WEIGHTS_0',
      add(
        Array.from({ length: 32 }, (_, i) => (i % 4 === 0 ? 0.5 : 0)),
        'VEC4',
      ),
    )
    const picture = encodePng({ width: 3, height: 4, data: new Uint8Array(48) })
    const texture = document.createTexture('odd').setImage(new Uint8Array(picture)).setMimeType('image/png')
    primitive.setMaterial(document.createMaterial('paint').setBaseColorTexture(texture))
    document.getRoot().listNodes()[0]?.setScale([1000, 1000, 1000])
    document.createNode('shape')
    expect(await codes(document)).toEqual(
      expect.arrayContaining([
        ...['mesh.normals-length', 'mesh.weights', 'mesh.uvs-missing'],
        ...['texture.power-of-two', 'scene.scale', 'names.nodes'],
      ]),
    )
  })

  it("has Khronos's validator look at a GLB, and tells three of many alike", async () => {
    const { document, primitive } = documentOf(cube())
    const buffer = document.getRoot().listBuffers()[0] ?? null
    const normals = document.createAccessor().setType('VEC3').setArray(new Float32Array(24).fill(1)).setBuffer(buffer)
    primitive.setAttribute('NORMAL', normals)
    const { findings = [] } = await runTool({ tool: 'check', options: {}, bytes: await writeGlb(document) })
    const alike = findings.filter(({ code }) => code === 'ACCESSOR_VECTOR3_NON_UNIT')
    expect(alike.map(({ severity }) => severity)).toEqual(['error', 'error', 'error'])
    expect(english(alike[2]?.message ?? '')).toMatch(/, and 5 more like it\)$|and 5 more like it$/)
  })

  it('tells a code of the validator once, also where it names no place', async () => {
    const broken = (await still()).slice(0, -10)
    const codes = async (bytes: Uint8Array) => validateGltf(bytes, new Map())
    const all = [...(await codes(broken)), ...(await codes(await still()))]
    expect(all.length).toBeGreaterThan(0)
    for (const { code, message } of all) expect(english(message)).not.toContain(code)
    expect(all.some(({ message }) => message.values.length === 1)).toBe(true)
  })

  it('of a file that cannot be read tells what the validator has seen, after the reason', async () => {
    const bytes = await writeGlb(documentOf(cube()).document)
    const text = Buffer.from(bytes).toString('latin1')
    const damaged = Buffer.from(text.replace('"POSITION":0', '"POSITION":7'), 'latin1')
    const { findings = [] } = await runTool({ tool: 'check', options: {}, bytes: damaged })
    expect(findings[0]?.code).toBe('model.unreadable')
    const seen = findings.find(({ code }) => code === 'UNRESOLVED_REFERENCE')
    expect(english(seen?.message ?? '')).toContain('/meshes/0/primitives/0/attributes/POSITION')
  })

  it('names a missing file once, and says of one from elsewhere that it is not read', async () => {
    const json = {
      asset: { version: '2.0' },
      buffers: [{ uri: 'gone.bin', byteLength: 36 }],
      images: [{ uri: 'https://example.com/wood.png' }],
      accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }],
      bufferViews: [{ buffer: 0, byteLength: 36 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
      ...{ nodes: [{ mesh: 0 }], scenes: [{ nodes: [0] }] },
    }
    const bytes = new TextEncoder().encode(JSON.stringify(json))
    const texts = async (files: Map<string, Uint8Array>) => {
      const { findings = [] } = await runTool({ tool: 'check', options: {}, bytes, files, hint: 'gltf' })
      return findings.filter(({ severity }) => severity === 'error').map(({ message }) => english(message))
    }
    const other = 'The model names “https://example.com/wood.png”; only files beside the model are read.'
    expect(await texts(new Map())).toEqual(['The file “gone.bin”, which the model names, is missing.', other])
    // A picture that is elsewhere does not keep the shape from being read.
    const buffer = new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0]).buffer)
    expect(await texts(new Map([['gone.bin', buffer]]))).toEqual([other])
  })

  it('throws for a file that neither can say anything of', async () => {
    const stl = new Uint8Array(90)
    stl[80] = 1
    await expect(runTool({ tool: 'check', options: {}, bytes: stl.subarray(0, 60), hint: 'stl' })).rejects.toThrow(
      MeshError,
    )
  })
})
