// USDZ as its specification and three.js want it: alignment, order, size, and a skeleton that moves.
import type { Document } from '@gltf-transform/core'
import { Box3, Mesh, type Object3D } from 'three'
import { USDLoader } from 'three/examples/jsm/loaders/USDLoader.js'
import { describe, expect, it } from 'vitest'
import { writeUsdz } from '../../../../src/mesh/formats/usdz.ts'
import { readZip } from '../../../../src/mesh/formats/zip.ts'
import { expectClose, summary } from './compare.ts'
import { expectRigged } from './rigged-in-three.ts'
import { picture, riggedModel, staticModel } from './sample.ts'

/** What three.js makes of the stage (alone: pictures need a browser). */
function three(document: Document) {
  const text = new TextDecoder().decode(readZip(writeUsdz(document)).get('model.usda'))
  const group = new USDLoader().parse(text.replaceAll(/asset inputs:file = .*/g, ''))
  group.updateMatrixWorld(true)
  return group
}

function meshesOf(group: Object3D): Mesh[] {
  const found: Mesh[] = []
  group.traverse((object) => {
    if (object instanceof Mesh) found.push(object)
  })
  return found
}

describe('USDZ', () => {
  it('stores every entry uncompressed on a 64-byte boundary, the stage first', () => {
    const bytes = writeUsdz(staticModel())
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const names: string[] = []
    let at = 0
    while (view.getUint32(at, true) === 0x04034b50) {
      const [method, size] = [view.getUint16(at + 8, true), view.getUint32(at + 18, true)]
      const [nameLength, extraLength] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)]
      names.push(new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + nameLength)))
      const start = at + 30 + nameLength + extraLength
      expect(method).toBe(0)
      expect(start % 64).toBe(0)
      at = start + size
    }
    expect(names).toEqual(['model.usda', 'textures/bark.png', 'textures/bumps.png'])
    expect(readZip(bytes).get('textures/bark.png')).toEqual(picture())
  })

  it('has the same size and place in three.js', () => {
    const group = three(staticModel())
    const box = new Box3().setFromObject(group, true)
    const { min, max, triangles } = summary(staticModel())
    expectClose(box.min.toArray(), [...min])
    expectClose(box.max.toArray(), [...max])
    const corners = (mesh: Mesh) => mesh.geometry.getIndex()?.count ?? mesh.geometry.getAttribute('position').count
    expect(meshesOf(group).reduce((sum, mesh) => sum + corners(mesh), 0)).toBe(triangles * 3)
  })

  it('has a skeleton that moves in three.js', () => {
    const group = three(riggedModel())
    expectRigged(group, meshesOf(group)[0], ['preset_walk', 'preset_idle'])
  })
})
