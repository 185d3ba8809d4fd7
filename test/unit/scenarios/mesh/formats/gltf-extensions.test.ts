// What of glTF's extensions is read into a Document, what is turned into what the core knows, and what is said to be left out.
import { describe, expect, it } from 'vitest'
import { readGlb, readGltf, writeGlb } from '../../../../../src/mesh/formats/index.ts'
import { parseGlb as splitAndCheck } from '../../../../../src/mesh/tools/inspect.ts'
import { expectSameShape } from '../../../mesh/formats/compare.ts'
import { picture, staticModel } from '../../../mesh/formats/sample.ts'
import { dataUri, inline, withWarnings } from './gltf-samples.ts'

describe('extensions', () => {
  const material = (name: string, value: object) => ({
    materials: [{ extensions: { [name]: value } }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
    extensionsUsed: [name],
  })
  it.each<[string, object, string]>([
    ['KHR_materials_clearcoat', material('KHR_materials_clearcoat', { clearcoatFactor: 0.5 }), 'clearcoatFactor'],
    ['KHR_materials_ior', material('KHR_materials_ior', { ior: 1.3 }), '"ior":1.3'],
    ['KHR_materials_unlit', material('KHR_materials_unlit', {}), 'KHR_materials_unlit'],
    ['KHR_materials_iridescence', material('KHR_materials_iridescence', { iridescenceFactor: 1 }), 'iridescenceFactor'],
    [
      'KHR_lights_punctual',
      {
        extensions: { KHR_lights_punctual: { lights: [{ type: 'point', intensity: 3 }] } },
        nodes: [{ mesh: 0, extensions: { KHR_lights_punctual: { light: 0 } } }],
        extensionsUsed: ['KHR_lights_punctual'],
      },
      '"intensity":3',
    ],
    [
      'KHR_materials_variants',
      {
        materials: [{ name: 'red' }],
        extensions: { KHR_materials_variants: { variants: [{ name: 'rusty' }] } },
        meshes: [
          {
            primitives: [
              {
                attributes: { POSITION: 0 },
                extensions: { KHR_materials_variants: { mappings: [{ material: 0, variants: [0] }] } },
              },
            ],
          },
        ],
        extensionsUsed: ['KHR_materials_variants'],
      },
      'rusty',
    ],
    [
      'EXT_mesh_gpu_instancing',
      {
        nodes: [{ mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 0 } } } }],
        extensionsUsed: ['EXT_mesh_gpu_instancing'],
      },
      'TRANSLATION',
    ],
    [
      'KHR_texture_transform',
      {
        images: [{ uri: dataUri(picture()).replace('application/octet-stream', 'image/png') }],
        textures: [{ source: 0 }],
        materials: [
          {
            pbrMetallicRoughness: {
              baseColorTexture: { index: 0, extensions: { KHR_texture_transform: { scale: [3, 2] } } },
            },
          },
        ],
        extensionsUsed: ['KHR_texture_transform'],
      },
      '"scale":[3,2]',
    ],
  ])('%s is held from file to file', async (name, more, words) => {
    const { document, warnings } = await withWarnings(inline(more))
    expect(warnings).toEqual([])
    const written = JSON.stringify(splitAndCheck(await writeGlb(document)).json)
    expect(written).toContain(name)
    expect(written).toContain(words)
  })

  it('says which one it cannot keep, declared or not', async () => {
    const used = { extensionsUsed: ['VENDOR_open'], nodes: [{ mesh: 0, extensions: { VENDOR_secret: { a: 1 } } }] }
    const { warnings } = await withWarnings(inline(used))
    expect(warnings).toEqual(['What the glTF extension VENDOR_open and VENDOR_secret says is not kept.'])
  })
  it('says which one it would need', () =>
    expect(readGltf(inline({ extensionsUsed: ['VENDOR_x'], extensionsRequired: ['VENDOR_x'] }))).rejects.toMatchObject({
      message: 'The model needs the glTF extension VENDOR_x, which cannot be read.',
    }))
})

it('reads what it wrote', async () => {
  expectSameShape(await readGlb(await writeGlb(staticModel())), staticModel())
})
