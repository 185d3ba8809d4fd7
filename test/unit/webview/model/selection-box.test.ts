// The frame around a selected part stands where the part is, also before anything is drawn anew.
import { Box3, BoxGeometry, Group, LineSegments, Mesh, type Object3D, Scene, Vector3 } from 'three'
import { expect, it } from 'vitest'
import { SelectionBox } from '../../../../webview/model/selection-box.ts'

/** A part of 2 m on an arm, in a scene whose world is known. */
function armed(): { scene: Scene; arm: Object3D; part: Mesh } {
  const [scene, arm, part] = [new Scene(), new Group(), new Mesh(new BoxGeometry(2, 2, 2))]
  scene.add(arm.add(part))
  scene.updateMatrixWorld()
  return { scene, arm, part }
}

const frameIn = (scene: Scene): Box3 => {
  const frame = scene.children.find((child) => child instanceof LineSegments)
  if (!(frame instanceof LineSegments)) throw new Error('no frame')
  const box = new Box3()
  const corners = frame.geometry.getAttribute('position')
  for (let at = 0; at < corners.count; at++) box.expandByPoint(new Vector3().fromBufferAttribute(corners, at))
  return box
}

it('is shown around a part whose parent was moved just before', () => {
  const { scene, arm, part } = armed()
  arm.position.x = 10
  new SelectionBox().show([part], '#0078d4')
  expect(frameIn(scene).getCenter(new Vector3()).toArray()).toEqual([10, 0, 0])
})

it('follows a part whose parent moves', () => {
  const { scene, arm, part } = armed()
  const frame = new SelectionBox()
  frame.show([part], '#0078d4')
  arm.position.y = 5
  frame.update()
  expect(frameIn(scene).getCenter(new Vector3()).toArray()).toEqual([0, 5, 0])
})

it('is not in pictures, also where something else is selected while they are taken', async () => {
  const { scene, part } = armed()
  const frame = new SelectionBox()
  const shown = () => scene.children.filter((child) => child instanceof LineSegments && child.visible)
  frame.show([part], '#0078d4')
  const redrawn: number[] = []
  const redraw = () => void redrawn.push(shown().length)
  await frame.without(async () => {
    expect(shown()).toEqual([])
    frame.show([part], '#0078d4')
    expect(shown()).toEqual([])
  }, redraw)
  expect(shown()).toHaveLength(1)
  await expect(frame.without(() => Promise.reject(new Error('no picture')), redraw)).rejects.toThrow('no picture')
  expect(shown()).toHaveLength(1)
  expect(redrawn).toEqual([1, 1])
})

it('is not around a part that is hidden, or lies in something hidden', () => {
  const { scene, arm, part } = armed()
  const frame = new SelectionBox()
  const shown = () => scene.children.filter((child) => child instanceof LineSegments && child.visible)
  frame.show([part], '#0078d4')
  arm.visible = false
  frame.update()
  expect(shown()).toEqual([])
  frame.show([part], '#0078d4')
  expect(shown()).toEqual([])
  arm.visible = true
  frame.update()
  expect(shown()).toHaveLength(1)
})
