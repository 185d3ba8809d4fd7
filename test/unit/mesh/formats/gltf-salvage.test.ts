// What is left of a glTF whose description is wrong in places.
import { describe, expect, it } from 'vitest'
import { checkGltf } from '../../../../src/mesh/formats/gltf-precheck.ts'
import { salvageGltf } from '../../../../src/mesh/formats/gltf-salvage.ts'

const view = (byteOffset: number, byteLength = 36) => ({ buffer: 0, byteOffset, byteLength })
const accessor = (bufferView: number, count = 3, byteOffset = 0) => ({
  ...{ bufferView, byteOffset, componentType: 5126 },
  ...{ count, type: 'VEC3' },
})
const triangle = (position: number, more: object = {}) => ({
  primitives: [{ attributes: { POSITION: position }, ...more }],
})

/** Two triangles, a clip, a picture and a skin. */
const sound = () => ({
  ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0, 1] }] },
  nodes: [{ mesh: 0, children: [2] }, { mesh: 1 }, {}],
  meshes: [triangle(0, { material: 0 }), triangle(1)],
  accessors: [accessor(0), accessor(1), { bufferView: 2, componentType: 5126, count: 2, type: 'SCALAR' }],
  bufferViews: [view(0), view(36), view(72, 24)],
  buffers: [{ byteLength: 96 }],
  materials: [{ name: 'paint', pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
  textures: [{ source: 0 }],
  images: [{ bufferView: 2, mimeType: 'image/png' }],
  animations: [
    { samplers: [{ input: 2, output: 0 }], channels: [{ sampler: 0, target: { node: 2, path: 'translation' } }] },
  ],
})
const BYTES = 2000

/** What is left once something is wrong. */
function left(change: (json: ReturnType<typeof sound>) => unknown, held = 96) {
  const json = sound()
  change(json)
  const salvage = salvageGltf(json, BYTES, held)
  if (salvage) expect(checkGltf(salvage.json, BYTES)).toBeUndefined()
  return salvage
}

describe('salvageGltf', () => {
  it('leaves a sound file as it is', () => {
    expect(checkGltf(sound(), BYTES)).toBeUndefined()
    expect(salvageGltf(sound(), BYTES, 96)).toEqual({ json: sound(), lost: 0, parts: 2 })
  })

  it('leaves what is whole of a view that the end of the file cuts, and no picture of one', () => {
    const shared = (json: ReturnType<typeof sound>) => {
      json.accessors.splice(1, 1, accessor(0, 3, 36))
      json.bufferViews.splice(0, 1, view(0, 72))
      json.animations = []
    }
    const salvage = left(shared, 70)
    expect(salvage).toMatchObject({ lost: 1, parts: 2 })
    expect(salvage?.json['bufferViews']).toMatchObject([{ byteLength: 70 }, { byteLength: 34 }, { byteLength: 0 }])
    expect(salvage?.json['meshes']).toMatchObject([{ primitives: [{}] }, { primitives: [] }])
    expect(salvage?.json['images']).toEqual([{ mimeType: 'image/png' }])
  })

  it.each<[string, (json: ReturnType<typeof sound>) => unknown]>([
    ['an accessor beyond its view', ({ accessors }) => Object.assign(accessors[1] ?? {}, { count: 1e6 })],
    ['an accessor of no kind', ({ accessors }) => Object.assign(accessors[1] ?? {}, { type: 'VEC9' })],
    ['a view beyond the buffer', ({ bufferViews }) => Object.assign(bufferViews[1] ?? {}, { byteOffset: 95 })],
    ['an accessor that is not there', ({ meshes }) => meshes.splice(1, 1, triangle(9))],
    ['targets without data', ({ meshes }) => meshes.splice(1, 1, triangle(1, { targets: [{ POSITION: 77 }] }))],
    ['corners that are not there', ({ meshes }) => meshes.splice(1, 1, triangle(1, { indices: -1 }))],
  ])('leaves out a part with %s', (_, change) => {
    const salvage = left(change)
    expect(salvage).toMatchObject({ lost: 1, parts: 2 })
    expect(salvage?.json['meshes']).toMatchObject([
      { primitives: [{ attributes: { POSITION: 0 } }] },
      { primitives: [] },
    ])
    expect(salvage?.json['animations']).toHaveLength(1)
  })

  it.each<[string, (json: ReturnType<typeof sound>) => unknown]>([
    [
      'a clip of nodes that are not there',
      ({ animations }) => Object.assign(animations[0] ?? {}, { channels: [{ sampler: 0, target: { node: 99 } }] }),
    ],
    ['a picture that lies nowhere', ({ images }) => Object.assign(images[0] ?? {}, { bufferView: 12 })],
    ['a material of no texture', ({ textures }) => textures.splice(0, 1)],
    ['a node of no mesh', ({ nodes }) => Object.assign(nodes[2] ?? {}, { mesh: 12, skin: 3 })],
    ['children that are not there', ({ nodes }) => Object.assign(nodes[2] ?? {}, { children: [44] })],
    ['a scene that is not there', (json) => Object.assign(json, { scene: 4 })],
  ])('draws all of a file with %s', (_, change) => {
    expect(left(change)).toMatchObject({ lost: 0, parts: 2 })
  })

  it('leaves out what lies beyond the end of a file that is cut', () => {
    expect(left(() => undefined, 40)).toMatchObject({ lost: 1, parts: 2 })
    expect(left(() => undefined, 10)).toBeUndefined()
  })

  it('leaves nothing of loops, of lists that are none, and of what is no glTF', () => {
    expect(left(({ nodes }) => Object.assign(nodes[2] ?? {}, { children: [0] }))).toBeUndefined()
    expect(left((json) => Object.assign(json, { meshes: 'none' }))).toBeUndefined()
    expect(salvageGltf([], BYTES)).toBeUndefined()
    expect(salvageGltf({ asset: { version: '1.0' } }, BYTES)).toBeUndefined()
  })
})
