// Giving a model back: everything it holds on the GPU is freed, whatever materials it is drawn with.
import { Box3, BoxGeometry, DataTexture, Group, Mesh, MeshDepthMaterial, MeshStandardMaterial } from 'three'
import { afterEach, expect, it, vi } from 'vitest'
import { disposeModel, type Model } from '../../../../webview/viewport/model.ts'

afterEach(() => vi.unstubAllGlobals())

function freed(target: { addEventListener(type: 'dispose', listener: () => void): void }) {
  const listener = vi.fn()
  target.addEventListener('dispose', listener)
  return listener
}

it('frees geometry, used and stored materials, their textures and decoded pictures, each once', () => {
  class FakeBitmap {
    readonly close = vi.fn()
    readonly data = null
    readonly width = 1
    readonly height = 1
  }
  vi.stubGlobal('ImageBitmap', FakeBitmap)
  const picture = new FakeBitmap()
  const shared = new DataTexture()
  shared.source.data = picture
  const geometry = new BoxGeometry()
  const worn = new MeshStandardMaterial({ map: shared })
  const second = new MeshStandardMaterial({ normalMap: new DataTexture() })
  const stored = new MeshStandardMaterial({ map: shared })
  const depth = new MeshDepthMaterial()
  const root = new Group().add(new Mesh(geometry, [worn, second]), new Mesh(geometry, worn))
  const model: Model = {
    name: 'a',
    root,
    box: new Box3(),
    radius: 1,
    clips: [],
    depth,
    isHeavy: false,
    wantsBatches: false,
  }
  const once = [worn, second, stored, depth].map(freed)
  const geometryFreed = freed(geometry)
  disposeModel(model, [stored])
  for (const listener of once) expect(listener).toHaveBeenCalledTimes(1)
  expect(geometryFreed).toHaveBeenCalled()
  expect(picture.close).toHaveBeenCalled()
})
