// Looking at parts of a model alone, also those that lie in meshes.
import { BoxGeometry, Mesh, Object3D, PerspectiveCamera } from 'three'
import { expect, it } from 'vitest'
import { Isolation } from '../../../../webview/model/visibility.ts'
import { hitOn } from '../../../../webview/viewport/pick.ts'

/** A hinge in a door in a house; a cup beside the door. Boxes of one place. */
function house() {
  const box = () => new Mesh(new BoxGeometry())
  const parts = { root: new Object3D(), house: new Object3D(), door: box(), hinge: box(), cup: box() }
  parts.door.scale.setScalar(3)
  parts.root.add(parts.house)
  parts.house.add(parts.door, parts.cup)
  parts.door.add(parts.hinge)
  parts.hinge.scale.setScalar(0.1)
  parts.root.updateMatrixWorld(true)
  const camera = new PerspectiveCamera()
  camera.position.z = 10
  camera.updateMatrixWorld()
  const isDrawn = (mesh: Mesh) => mesh.visible && mesh.layers.test(camera.layers)
  const drawn = () => [parts.door, parts.hinge, parts.cup].map(isDrawn)
  return { ...parts, drawn, hit: () => hitOn(parts.root, camera, { x: 0, y: 0 })?.object }
}

it('draws a part without the mesh it lies in, and both afterwards', () => {
  const { root, door, hinge, drawn, hit } = house()
  const isolation = new Isolation()
  expect(hit()).toBe(door)
  isolation.toggle(root, [hinge])
  expect(drawn()).toEqual([false, true, false])
  expect(hit()).toBe(hinge)
  isolation.toggle(root, [hinge])
  expect(drawn()).toEqual([true, true, true])
  expect(hit()).toBe(door)
})

it('draws a mesh with what lies in it, and one that is chosen with its own part', () => {
  const { root, door, hinge, drawn } = house()
  const isolation = new Isolation()
  isolation.hide('others', root, [hinge])
  isolation.hide('others', root, [hinge, door])
  expect(drawn()).toEqual([true, true, false])
  isolation.hide('none', root, [])
  expect(drawn()).toEqual([true, true, true])
})
