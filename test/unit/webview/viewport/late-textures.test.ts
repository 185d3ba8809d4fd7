// Which textures stand for relief, and must not be white while they are awaited.
import { expect, it } from 'vitest'
import { normalMaps } from '../../../../webview/viewport/late-textures.ts'

it('finds the normal maps of materials and of their extensions', () => {
  const materials = [
    { normalTexture: { index: 3 }, pbrMetallicRoughness: { baseColorTexture: { index: 1 } } },
    {
      extensions: { KHR_materials_clearcoat: { clearcoatNormalTexture: { index: 5 }, clearcoatTexture: { index: 2 } } },
    },
    { normalTexture: { index: 'word' } },
  ]
  expect([...normalMaps(materials)]).toEqual([3, 5])
  expect([...normalMaps(undefined)]).toEqual([])
})
