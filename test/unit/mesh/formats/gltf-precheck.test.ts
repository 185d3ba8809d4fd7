// What a glTF's description may claim: small files that would take gigabytes or minutes are refused before anything is
// made of them, and everything real passes.
import { describe, expect, it } from 'vitest'
import { checkGltf } from '../../../../src/mesh/formats/gltf-precheck.ts'
import { GLTF_LIMITS } from '../../../../src/mesh/formats/gltf-precheck-nodes.ts'

const asset = { version: '2.0' }
/** A triangle with a buffer of its own size. */
const triangle = {
  asset,
  scene: 0,
  scenes: [{ nodes: [0] }],
  nodes: [{ mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }],
  bufferViews: [{ buffer: 0, byteLength: 36 }],
  buffers: [{ byteLength: 36 }],
}
const check = (json: unknown, bytes = 400) => checkGltf(json, bytes)
const chain = (length: number) => ({
  asset,
  nodes: Array.from({ length }, (_, i) => (i + 1 < length ? { children: [i + 1] } : {})),
})

describe('what passes', () => {
  it.each<[string, unknown, number?]>([
    ['an empty scene', { asset }],
    ['a triangle', triangle],
    ['version 2', { asset: { version: '2' } }],
    ['a later 2.x', { asset: { version: '2.1', minVersion: '2.1' } }],
    ['a few zeros that stand nowhere', { asset, accessors: [{ componentType: 5126, type: 'VEC3', count: 10_000 }] }],
    ['a node under two parents', { asset, nodes: [{ children: [2] }, { children: [2] }, {}] }],
    ['a deep chain of bones', chain(300)],
    [
      'columns of a matrix that begin at multiples of four bytes',
      {
        ...triangle,
        accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }, mat3(11)],
      },
    ],
    ['a buffer beside the file, whatever its size', { asset, buffers: [{ uri: 'a.bin', byteLength: 1e9 }] }],
    ['a texture whose picture an unknown extension names', { asset, textures: [{}] }],
  ])('%s', (_, json, bytes) => expect(check(json, bytes)).toBeUndefined())
})

/** One 3x3 matrix of bytes: eleven bytes long, since each column begins at a multiple of four. */
function mat3(byteLength: number) {
  return { componentType: 5121, type: 'MAT3', count: 1, byteOffset: 36 - byteLength, bufferView: 0 }
}

describe('what is refused', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no object', [], 'invalid', /no glTF description/],
    ['no version', { asset: {} }, 'invalid', /version/],
    ['glTF 1', { asset: { version: '1.0' }, accessors: {} }, 'version', /glTF 1\.0/],
    ['a later version', { asset: { version: '2.0', minVersion: '3.0' } }, 'version', /glTF 3\.0/],
    ['a scene that is not there', { asset, scene: 1, scenes: [{}] }, 'invalid', /no scene 1/],
    [
      'a material of a texture that is not there',
      { asset, materials: [{ extensions: { KHR_materials_sheen: { sheenColorTexture: { index: 2 } } } }] },
      'invalid',
      /no texture 2, which material 0/,
    ],
    ['a list that is none', { asset, meshes: {} }, 'invalid', /meshes/],
    ['a list of nothing', { asset, nodes: [null] }, 'invalid', /nodes/],
    [
      '100,000,000 elements without a buffer view',
      { asset, accessors: [{ componentType: 5126, type: 'VEC3', count: 100_000_000 }] },
      'too-large',
      /accessor 0.*400 bytes/,
    ],
    [
      'one piece of data read over and over',
      {
        ...triangle,
        accessors: Array.from({ length: 20_000 }, () => ({ componentType: 5126, type: 'VEC3', count: 5000 })),
      },
      'too-large',
      /unfold/,
    ],
    [
      'morph targets over and over',
      {
        ...triangle,
        accessors: [...triangle.accessors, { componentType: 5126, type: 'VEC3', count: 100_000 }],
        meshes: [
          {
            primitives: [
              { attributes: { POSITION: 0 }, targets: Array.from({ length: 2000 }, () => ({ POSITION: 1 })) },
            ],
          },
        ],
      },
      'too-large',
      /mesh 0, primitive 0/,
    ],
    [
      'more elements than the view holds',
      { ...triangle, accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 4 }] },
      'cut-off',
      /Accessor 0 names 4/,
    ],
    ['a view beyond its buffer', { ...triangle, buffers: [{ byteLength: 30 }] }, 'cut-off', /Buffer view 0/],
    [
      'a buffer beyond the file',
      { ...triangle, buffers: [{ byteLength: 4000 }] },
      'cut-off',
      /Buffer 0 announces 4,000/,
    ],
    [
      'a data address that is shorter than it says',
      { ...triangle, buffers: [{ byteLength: 36, uri: 'data:,AAAA' }] },
      'cut-off',
      /Buffer 0/,
    ],
    [
      'more sparse elements than elements',
      {
        asset,
        accessors: [{ componentType: 5126, type: 'VEC3', count: 3, sparse: { count: 4, indices: {}, values: {} } }],
      },
      'invalid',
      /replaces more/,
    ],
    ['a negative count', { asset, accessors: [{ componentType: 5126, type: 'VEC3', count: -1 }] }, 'invalid', /count/],
    ['an unknown kind', { asset, accessors: [{ componentType: 1, type: 'VEC3', count: 1 }] }, 'invalid', /kind/],
    ['a missing mesh', { asset, nodes: [{ mesh: 3 }] }, 'invalid', /no mesh 3, which node 0 names/],
    ['a missing accessor', { ...triangle, accessors: [] }, 'invalid', /no accessor 0/],
    ['a node in itself', { asset, nodes: [{ children: [1] }, { children: [0] }] }, 'loop', /contains itself/],
    ['a chain too deep to walk', chain(GLTF_LIMITS.depth + 2), 'too-large', /deep/],
    ['too many nodes', { asset, nodes: Array.from({ length: 100_000 }, () => ({})) }, 'too-large', /100,000 nodes/],
    [
      'a mesh drawn by too many nodes',
      {
        asset,
        nodes: Array.from({ length: 10_000 }, () => ({ mesh: 0 })),
        meshes: triangle.meshes,
        accessors: [{ componentType: 5126, type: 'VEC3', count: 1_000_000 }],
      },
      'too-large',
      /10,000,000,000 vertices/,
    ],
  ])('%s', (_, json, code, words) => {
    const fault = check(json)
    expect(fault).toMatchObject({ code, message: expect.stringMatching(words) })
  })
})

describe('meshopt', () => {
  const packed = (view: object) => ({
    asset,
    bufferViews: [
      {
        buffer: 1,
        byteLength: 0,
        extensions: {
          EXT_meshopt_compression: {
            buffer: 0,
            byteLength: 100,
            byteStride: 16,
            count: 1000,
            mode: 'ATTRIBUTES',
            ...view,
          },
        },
      },
    ],
    buffers: [{ byteLength: 300 }, { byteLength: 1e9, extensions: { EXT_meshopt_compression: { fallback: true } } }],
  })
  it('passes what an encoder can have written', () => {
    expect(check(packed({}))).toBeUndefined()
    expect(check(packed({ mode: 'TRIANGLES', byteStride: 2, count: 240 }))).toBeUndefined()
  })
  it.each<[string, object]>([
    ['attributes', { count: 80_000_000 }],
    ['triangles', { mode: 'TRIANGLES', byteStride: 4, count: 3000 }],
    ['a sequence', { mode: 'INDICES', byteStride: 4, count: 1000 }],
  ])('refuses more %s than the bytes can hold', (_, view) =>
    expect(check(packed(view))).toMatchObject({ code: 'cut-off', message: expect.stringContaining('too short') }),
  )
  it('refuses data beyond its buffer and a stride that is none', () => {
    expect(check(packed({ byteLength: 301 }))?.code).toBe('cut-off')
    expect(check(packed({ byteStride: 0 }))?.code).toBe('invalid')
    expect(check(packed({ byteStride: 257 }))?.code).toBe('invalid')
  })
})

describe('what is left out', () => {
  it('is said in words where a reference is missing', () => {
    const json = { asset, animations: [{ channels: [], samplers: [{}] }] }
    expect(check(json)).toMatchObject({ code: 'invalid', message: 'Animation 0 names no accessor.' })
  })
})
