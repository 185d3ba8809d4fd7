// Which part of the picture is free of what lies over it, and how the camera rig shows a model in that part.
import { Box3, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import { CameraRig } from '../../../../webview/viewport/camera.ts'
import { freeArea, WHOLE } from '../../../../webview/viewport/coverage.ts'

const box = (left: number, top: number, width: number, height: number) => ({
  ...{ left, top, right: left + width, bottom: top + height },
})
/** Elsewhere on the page than in its corner. */
const picture = box(100, 50, 800, 600)

describe('the free part of a picture', () => {
  it('is all of it where nothing lies over it, and where it has no size', () => {
    expect(freeArea(picture, [])).toBe(WHOLE)
    expect(freeArea(picture, [box(0, 50, 100, 600), box(900, 50, 280, 600)])).toBe(WHOLE)
    expect(freeArea(box(0, 0, 0, 0), [box(0, 0, 10, 10)])).toBe(WHOLE)
  })

  it('is the larger one beside or below a panel', () => {
    expect(freeArea(picture, [box(600, 50, 300, 600)])).toEqual({ ...WHOLE, right: 0.625 })
    expect(freeArea(picture, [box(100, 50, 200, 300)])).toEqual({ ...WHOLE, left: 0.25 })
    // As wide as a narrow picture.
    expect(freeArea(picture, [box(108, 50, 784, 300)])).toEqual({ ...WHOLE, top: 0.5 })
  })

  it('lies between two panels', () => {
    expect(freeArea(picture, [box(100, 50, 200, 300), box(700, 50, 200, 600)])).toEqual({
      ...WHOLE,
      ...{ left: 0.25, right: 0.75 },
    })
  })

  it('is not made of what is too little to see a model in', () => {
    expect(freeArea(picture, [box(108, 58, 784, 584)])).toBe(WHOLE)
  })
})

describe('a picture that is covered in part', () => {
  const box = new Box3(new Vector3(-1, 0, -1), new Vector3(1, 2, 1))
  const free = { left: 0.1, top: 0, right: 0.6, bottom: 0.8 }
  /** A place of the world in the picture, in shares from its upper left corner. */
  const seen = (rig: CameraRig, point: Vector3) => {
    rig.update(0)
    const { x, y } = point.clone().project(rig.camera)
    return { x: (x + 1) / 2, y: (1 - y) / 2 }
  }
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => new Vector3(at & 1 ? 1 : -1, at & 2 ? 2 : 0, at & 4 ? 1 : -1))

  it.each(['perspective', 'orthographic'] as const)('shows the model in its free part (%s)', (projection) => {
    const rig = new CameraRig(true, () => undefined)
    rig.resize(800, 600)
    rig.measure(2)
    rig.projection = projection
    rig.frame(box)
    rig.free = free
    const middle = seen(rig, new Vector3(0, 1, 0))
    expect(middle.x).toBeCloseTo(0.35)
    expect(middle.y).toBeCloseTo(0.4)
    for (const corner of corners) {
      const { x, y } = seen(rig, corner)
      expect(x).toBeGreaterThan(free.left)
      expect(x).toBeLessThan(free.right)
      expect(y).toBeGreaterThan(free.top)
      expect(y).toBeLessThan(free.bottom)
    }
    expect(rig.sees(box)).toBe(true)
    const { distance } = rig.place
    rig.free = WHOLE
    expect(seen(rig, new Vector3(0, 1, 0)).x).toBeCloseTo(0.5)
    expect(rig.place.distance).toBeLessThan(distance)
  })

  it('shows there what a kept camera saw, however late it is covered, until a hand moves it', () => {
    const rig = new CameraRig(true, () => undefined)
    rig.resize(800, 600)
    rig.measure(2)
    rig.restore({ azimuth: 1, elevation: 0.3, distance: 8, target: [0, 1, 0], projection: 'perspective' })
    const middle = new Vector3(0, 1, 0)
    expect(seen(rig, middle).x).toBeCloseTo(0.5)
    rig.free = free
    expect(seen(rig, middle).x).toBeCloseTo(0.35)
    expect(rig.place.distance).toBe(8)
    rig.turn(0.1, 0)
    rig.free = { ...free, right: 0.5 }
    expect(seen(rig, middle).x).toBeCloseTo(0.35)
    rig.restore(rig.place)
    expect(seen(rig, middle).x).toBeCloseTo(0.3)
  })

  it('leaves what a hand has chosen to see where it is, and is in the middle again once all is free', () => {
    const rig = new CameraRig(true, () => undefined)
    rig.resize(800, 600)
    rig.measure(2)
    rig.frame(box)
    rig.turn(0.3, 0)
    rig.free = free
    const middle = new Vector3(0, 1, 0)
    expect(seen(rig, middle).x).toBeCloseTo(0.5)
    rig.frame(box)
    expect(seen(rig, middle).x).toBeCloseTo(0.35)
    // It turns about its own middle.
    rig.turn(0.3, 0)
    expect(seen(rig, middle).x).toBeCloseTo(0.35)
    rig.free = WHOLE
    expect(seen(rig, middle).x).toBeCloseTo(0.5)
  })

  it('keeps what lies under the pointer there, and takes pictures without the shift', () => {
    const rig = new CameraRig(true, () => undefined)
    rig.resize(800, 600)
    rig.measure(2)
    rig.frame(box)
    rig.free = free
    const point = new Vector3(0.3, 0, 0).applyQuaternion(rig.camera.quaternion).add(new Vector3(0, 1, 0))
    const { x, y } = seen(rig, point)
    rig.dolly(0.5, { x: 2 * x - 1, y: 1 - 2 * y })
    expect(seen(rig, point).x).toBeCloseTo(x)
    expect(seen(rig, point).y).toBeCloseTo(y)
    rig.frame(box)
    const { camera } = rig.framed(400, 400)
    expect(new Vector3(0, 1, 0).project(camera).x).toBeCloseTo(0)
    expect(seen(rig, new Vector3(0, 1, 0)).x).toBeCloseTo(0.35)
  })
})
