// The rig: views, auto perspective, the ease and its absence, and that one call asks for exactly the draws it needs.
import { Box3, OrthographicCamera, PerspectiveCamera, Vector3 } from 'three'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CameraRig } from '../../../../webview/viewport/camera.ts'
import { WHOLE } from '../../../../webview/viewport/coverage.ts'
import { NAMED_VIEW_IDS, namedViews } from '../../../../webview/viewport/views.ts'

const box = new Box3(new Vector3(-1, 0, -1), new Vector3(1, 2, 1))

describe('CameraRig', () => {
  const changed = vi.fn()
  let rig: CameraRig

  beforeEach(() => {
    changed.mockClear()
    rig = new CameraRig(true, changed)
    rig.measure(1.7)
    rig.resize(900, 600)
  })

  it.each(NAMED_VIEW_IDS)('reaches the view %s and says so', (id) => {
    rig.setView(id)
    expect(rig.view).toBe(id)
    expect(rig.projection).toBe(namedViews[id].projection)
  })

  it('leaves an axis view in perspective as soon as the user turns, but not when panning or zooming', () => {
    rig.setView('front')
    rig.pan(5, 5)
    rig.dolly(0.9)
    expect(rig.projection).toBe('orthographic')
    rig.turn(0.1, 0)
    expect(rig.projection).toBe('perspective')
    expect(rig.view).toBeUndefined()
  })

  it('stays orthographic while turning when the user chose that', () => {
    rig.setView('three-quarter')
    rig.toggleProjection()
    rig.turn(0.1, 0)
    expect(rig.projection).toBe('orthographic')
  })

  it('changes the lens only with the view perspective', () => {
    rig.setView('top')
    rig.setView('perspective')
    expect(rig.projection).toBe('perspective')
    expect(rig.orbit.elevation).toBeCloseTo(Math.PI / 2)
  })

  it('goes at once with reduced motion', () => {
    rig.moveToFirstView(box)
    expect(rig.moving).toBe(false)
    expect(rig.view).toBe('three-quarter')
    expect(rig.orbit.target.toArray()).toEqual([0, 1, 0])
  })

  it('says of a box whether it will be seen whole where the camera goes, not where it is', () => {
    const beside = new Box3(new Vector3(-3, 0, 0), new Vector3(-2, 1.8, 0))
    rig.frame(box.clone().union(beside))
    expect(rig.sees(beside)).toBe(true)
    rig.reducedMotion = false
    rig.frame(new Box3(new Vector3(0, 0, 0), new Vector3(0.1, 0.1, 0.1)))
    expect(rig.moving).toBe(true)
    expect(rig.sees(beside)).toBe(false)
  })

  it('turns into the three-quarter view otherwise, from the first frame on, and comes to rest', () => {
    rig = new CameraRig(false, changed)
    rig.measure(1.7)
    rig.resize(900, 600)
    rig.moveToFirstView(box)
    // A slow first draw must not eat the ease: time counts from the first update.
    rig.update(50_000)
    const start = rig.orbit.azimuth
    expect(start).not.toBeCloseTo(namedViews['three-quarter'].azimuth, 1)
    rig.update(50_300)
    expect(rig.orbit.azimuth).toBeGreaterThan(start)
    expect(rig.moving).toBe(true)
    rig.update(52_000)
    expect(rig.moving).toBe(false)
    expect(rig.orbit.azimuth).toBeCloseTo(namedViews['three-quarter'].azimuth)
  })

  it('says on its way where it will stand', () => {
    const moving = new CameraRig(false, changed)
    moving.measure(1.7)
    moving.resize(900, 600)
    moving.moveToFirstView(box)
    moving.update(1000)
    const { goal } = moving
    expect(moving.place.azimuth).not.toBeCloseTo(goal.azimuth, 2)
    moving.update(5000)
    expect(moving.place).toEqual(goal)
    expect(moving.goal).toEqual(goal)
  })

  it('lets a hand interrupt an ease', () => {
    rig = new CameraRig(false, changed)
    rig.setView('back')
    rig.turn(0.1, 0)
    expect(rig.moving).toBe(false)
  })

  it('holds every corner of a framed box in the picture, also in a narrow one and after a turn', () => {
    for (const [width, height] of [
      [900, 600],
      [200, 700],
      [380, 120],
    ] as const) {
      rig.resize(width, height)
      rig.setView('left')
      rig.frame(box)
      rig.update(0)
      for (const x of [-1, 1])
        for (const y of [0, 2])
          for (const z of [-1, 1]) {
            const point = new Vector3(x, y, z).project(rig.camera)
            expect(Math.max(Math.abs(point.x), Math.abs(point.y), Math.abs(point.z))).toBeLessThan(1)
          }
    }
  })

  it('keeps a framed model whole when the viewport becomes narrow, but respects a zoom by hand', () => {
    rig.moveToFirstView(box)
    const before = rig.orbit.distance
    rig.resize(200, 600)
    expect(rig.orbit.distance).toBeGreaterThan(before * 1.5)
    rig.resize(900, 600)
    expect(rig.orbit.distance).toBeCloseTo(before)
    rig.dolly(0.5)
    const chosen = rig.orbit.distance
    rig.resize(200, 600)
    expect(rig.orbit.distance).toBe(chosen)
  })

  it('zooms neither into nor out of the model for ever', () => {
    for (let step = 0; step < 200; step++) rig.dolly(0.8)
    expect(rig.orbit.distance).toBeCloseTo(1.7 * 0.001, 5)
    for (let step = 0; step < 200; step++) rig.dolly(1.25)
    expect(rig.orbit.distance).toBeCloseTo(1.7 * 40)
  })

  it('asks for a draw after each change', () => {
    changed.mockClear()
    rig.turn(0.1, 0)
    rig.pan(1, 1)
    rig.dolly(0.9)
    rig.setView('front')
    rig.frame(box)
    expect(changed).toHaveBeenCalledTimes(5)
  })
})

describe('clipping planes', () => {
  it.each([
    ['a ring of 2 mm', 0.001],
    ['a terrain of 2 km', 1400],
  ])('hold all of %s, from afar and from close by', (_, radius) => {
    const rig = new CameraRig(true, () => undefined)
    const centre = new Vector3(radius * 3, 0, 0)
    const size = new Vector3(1, 1, 1).multiplyScalar((2 * radius) / Math.sqrt(3))
    const own = new Box3().setFromCenterAndSize(centre, size)
    rig.measure(radius, centre)
    rig.resize(900, 600)
    rig.setFirstView(own)
    for (const factor of [1, 0.1, 0.1, 400]) {
      rig.dolly(factor)
      rig.update(0)
      const { camera } = rig
      if (!(camera instanceof PerspectiveCamera)) throw new Error('not in perspective')
      const away = camera.position.distanceTo(centre)
      expect(camera.far).toBeGreaterThan(away + radius)
      // In front of what is looked at, and not so close that 24 bits of depth cannot tell surfaces apart.
      expect(camera.near).toBeLessThan(rig.orbit.distance)
      expect(camera.far / camera.near).toBeLessThan(2e5)
    }
  })
})

describe('what stands beside a model', () => {
  const figure = new Box3(new Vector3(-0.75, 0, -0.15), new Vector3(-0.15, 1.8, 0.15))
  const ring = new Box3(new Vector3(-0.001, 0, -0.001), new Vector3(0.001, 0.002, 0.001))
  const beside = () => {
    const rig = new CameraRig(true, () => undefined)
    rig.measure(0.0017, ring.getCenter(new Vector3()))
    rig.resize(900, 600)
    return rig
  }

  it.each(['perspective', 'orthographic'] as const)('is not cut off, however small the model is (%s)', (projection) => {
    const rig = beside()
    rig.projection = projection
    rig.extend('figure', figure)
    rig.frame(ring.clone().union(figure))
    rig.update(0)
    expect(rig.sees(figure)).toBe(true)
    expect(rig.sees(ring)).toBe(true)
    rig.frame(ring)
    rig.update(0)
    const { camera } = rig
    if (!(camera instanceof PerspectiveCamera || camera instanceof OrthographicCamera))
      throw new Error('no such camera')
    for (const z of [-0.15, 0.15])
      expect(camera.far).toBeGreaterThan(camera.position.distanceTo(new Vector3(-0.75, 1.8, z)))
  })

  it('is in the zoom’s reach, as the model is beside something large', () => {
    const rig = beside()
    rig.extend('figure', figure)
    rig.frame(ring.clone().union(figure))
    const { distance } = rig.place
    rig.dolly(1.1)
    expect(rig.place.distance).toBeCloseTo(distance * 1.1)
    const large = new CameraRig(true, () => undefined)
    large.measure(14.5)
    large.resize(900, 600)
    large.extend('other', ring)
    large.frame(ring)
    const close = large.place.distance
    expect(close).toBeLessThan(0.02)
    large.dolly(0.9)
    expect(large.place.distance).toBeCloseTo(close * 0.9)
  })

  it('counts no longer once it is gone, once there is another model, and where it is nowhere', () => {
    const rig = beside()
    const farthest = () => {
      for (let step = 0; step < 200; step++) rig.dolly(1.25)
      return rig.place.distance
    }
    const own = farthest()
    rig.extend('figure', figure)
    expect(farthest()).toBeGreaterThan(own * 100)
    rig.extend('figure', undefined)
    expect(farthest()).toBeCloseTo(own)
    rig.extend('figure', figure)
    rig.measure(0.0017, ring.getCenter(new Vector3()))
    expect(farthest()).toBeCloseTo(own)
    rig.extend('figure', new Box3(new Vector3(Number.NaN, 0, 0), new Vector3(1, 1, 1)))
    expect(farthest()).toBeCloseTo(own)
  })
})

describe('a gesture that holds on to a point', () => {
  const project = (rig: CameraRig, point: Vector3) => {
    rig.update(0)
    return point.clone().project(rig.camera)
  }

  it('keeps it under the pointer while zooming, however deep it lies', () => {
    const rig = new CameraRig(true, () => undefined)
    rig.measure(2)
    rig.resize(900, 600)
    const point = new Vector3(0.4, 0.3, -1.2)
    const before = project(rig, point)
    rig.hold(point)
    rig.dolly(0.5, before)
    const after = project(rig, point)
    expect(after.x).toBeCloseTo(before.x)
    expect(after.y).toBeCloseTo(before.y)
  })

  it('moves it as many pixels as the pointer while panning', () => {
    const rig = new CameraRig(true, () => undefined)
    rig.measure(2)
    rig.resize(900, 600)
    const point = new Vector3(0.4, 0.3, 1.2)
    const before = project(rig, point)
    rig.hold(point)
    rig.pan(90, 60)
    const after = project(rig, point)
    expect(((after.x - before.x) / 2) * 900).toBeCloseTo(90, 3)
    expect(((before.y - after.y) / 2) * 600).toBeCloseTo(60, 3)
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
