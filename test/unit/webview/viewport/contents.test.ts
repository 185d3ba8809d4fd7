// What a file holds besides a textured shape, in words.
import { expect, it } from 'vitest'
import { contentsOf } from '../../../../webview/viewport/contents.ts'
import type { GltfDocument } from '../../../../webview/viewport/gltf-document.ts'

const asset = { version: '2.0' }

it('names what a file holds beside a textured shape', () => {
  const document: GltfDocument = {
    asset,
    extensionsUsed: ['KHR_lights_punctual', 'KHR_materials_clearcoat', 'KHR_draco_mesh_compression'],
    meshes: [
      {
        primitives: [
          { attributes: { POSITION: 0, COLOR_0: 1 }, targets: [{}] },
          { attributes: { POSITION: 0 }, mode: 1 },
        ],
      },
    ],
    ...{ skins: [{}], animations: [{}], cameras: [{}] },
  }
  expect(contentsOf(document)).toEqual([
    ...['skeletons', 'animations', 'morph targets', 'vertex colors', 'lines', 'cameras', 'lights'],
    'clearcoat of materials',
  ])
})

it('names nothing of a plain shape, whatever lists are empty', () => {
  const primitives = [{ attributes: { POSITION: 0 }, targets: [], mode: 4 }]
  const document = { asset, meshes: [{ primitives }], skins: [], animations: [], cameras: [] }
  expect(contentsOf(document)).toEqual([])
})
