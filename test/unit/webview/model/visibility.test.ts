// Looking at parts of a model alone, also those that lie in meshes, and what is seen of them.
import { BoxGeometry, Mesh, Object3D, PerspectiveCamera } from 'three'
import { expect, it } from 'vitest'
import { recall, remember } from '../../../../webview/model/page-memory.ts'
import { Isolation, seenIn, toggleVisibility } from '../../../../webview/model/visibility.ts'
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

it('says of a mesh that is looked through that it is not seen, and of a group what lies in it', () => {
  const parts = house()
  const { root, door, hinge, cup } = parts
  const names = () => {
    const seen = seenIn(root)
    return (['house', 'door', 'hinge', 'cup'] as const).filter((name) => seen.has(parts[name]))
  }
  expect(names()).toEqual(['house', 'door', 'hinge', 'cup'])
  new Isolation().toggle(root, [hinge])
  expect(names()).toEqual(['house', 'hinge'])
  // Of the house nothing is left, though nobody has hidden the house itself.
  toggleVisibility([hinge])
  expect(names()).toEqual([])
  expect(parts.house.visible).toBe(true)
  // It shows what lies in it, as nothing else would be seen of it.
  toggleVisibility([parts.house])
  expect(names()).toEqual(['house', 'door', 'hinge', 'cup'])
  toggleVisibility([parts.house])
  expect(names()).toEqual([])
  // The hinge alone: what was hidden with it stays so.
  toggleVisibility([hinge])
  expect(names()).toEqual(['house', 'hinge'])
  expect(parts.drawn()).toEqual([false, true, false])
  toggleVisibility([door])
  expect(names()).toEqual(['house', 'door', 'hinge'])
  toggleVisibility([cup])
  expect(names()).toEqual(['house', 'door', 'hinge', 'cup'])
})

it('remembers meshes that are looked through for a model that is read again', () => {
  const [before, after] = [house(), house()]
  for (const { house, door, hinge, cup } of [before, after])
    for (const [name, part] of Object.entries({ house, door, hinge, cup })) part.name = name
  new Isolation().toggle(before.root, [before.hinge])
  recall(after.root, remember(before.root, [before.hinge]))
  expect(after.drawn()).toEqual([false, true, false])
})
