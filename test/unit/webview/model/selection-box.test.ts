// The frame around a selected part stands where the part is, also before anything is drawn anew.
import {
  Bone,
  Box3,
  BoxGeometry,
  Float32BufferAttribute,
  Group,
  LineSegments,
  Mesh,
  type Object3D,
  Scene,
  Skeleton,
  SkinnedMesh,
  Uint16BufferAttribute,
  Vector3,
} from 'three'
import { afterEach, describe, expect, it, vi } from 'vitest'
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
  new SelectionBox(() => {}).show([part], '#0078d4')
  expect(frameIn(scene).getCenter(new Vector3()).toArray()).toEqual([10, 0, 0])
})

it('follows a part whose parent moves', () => {
  const { scene, arm, part } = armed()
  const frame = new SelectionBox(() => {})
  frame.show([part], '#0078d4')
  arm.position.y = 5
  frame.update()
  expect(frameIn(scene).getCenter(new Vector3()).toArray()).toEqual([0, 5, 0])
})

it('is not in pictures, also where something else is selected while they are taken', async () => {
  const { scene, part } = armed()
  const shown = () => scene.children.filter((child) => child instanceof LineSegments && child.visible)
  const redrawn: number[] = []
  const frame = new SelectionBox(() => void redrawn.push(shown().length))
  frame.show([part], '#0078d4')
  await frame.without(async () => {
    expect(shown()).toEqual([])
    frame.show([part], '#0078d4')
    expect(shown()).toEqual([])
  })
  expect(shown()).toHaveLength(1)
  await expect(frame.without(() => Promise.reject(new Error('no picture')))).rejects.toThrow('no picture')
  expect(shown()).toHaveLength(1)
  expect(redrawn).toEqual([1, 1])
})

it('is not around a part that is hidden, or lies in something hidden', () => {
  const { scene, arm, part } = armed()
  const frame = new SelectionBox(() => {})
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

/** A part of 2 m that a bone moves, in a scene. */
function boned(): { scene: Scene; bone: Bone; part: SkinnedMesh } {
  const geometry = new BoxGeometry(2, 2, 2)
  const count = geometry.getAttribute('position').count
  geometry.setAttribute('skinIndex', new Uint16BufferAttribute(new Array(4 * count).fill(0), 4))
  const weights = Array.from({ length: 4 * count }, (_, i) => (i % 4 === 0 ? 1 : 0))
  geometry.setAttribute('skinWeight', new Float32BufferAttribute(weights, 4))
  const [scene, bone, part] = [new Scene(), new Bone(), new SkinnedMesh(geometry)]
  scene.add(bone, part)
  scene.updateMatrixWorld()
  part.bind(new Skeleton([bone]))
  return { scene, bone, part }
}

describe('the frame around what bones move', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
  const heightIn = (scene: Scene) => frameIn(scene).getCenter(new Vector3()).y

  it('follows a clip', async () => {
    const { scene, bone, part } = boned()
    const frame = new SelectionBox(() => {})
    frame.show([part], '#0078d4')
    expect(heightIn(scene)).toBe(0)
    bone.position.y = 3
    // Measuring takes a while, and so it may come a little later.
    frame.follow()
    await vi.waitFor(() => expect(heightIn(scene)).toBeCloseTo(3))
  })

  it('measures again only once there is time, and then what is there now', () => {
    vi.useFakeTimers()
    const { scene, bone, part } = boned()
    let now = 0
    // Each measuring takes 10 ms.
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 5
      return now
    })
    const redraw = vi.fn()
    const frame = new SelectionBox(redraw)
    frame.show([part], '#0078d4')
    for (const y of [1, 2, 3]) {
      bone.position.y = y
      frame.follow()
    }
    expect(heightIn(scene)).toBeCloseTo(0)
    vi.advanceTimersByTime(100)
    expect(heightIn(scene)).toBeCloseTo(3)
    expect(redraw).toHaveBeenCalledTimes(1)
    bone.position.y = 4
    frame.follow()
    frame.clear()
    vi.advanceTimersByTime(1000)
    expect(redraw).toHaveBeenCalledTimes(1)
  })
})
