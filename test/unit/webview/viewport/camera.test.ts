// The rig: views, auto perspective, the ease and its absence, and that one call asks for exactly the draws it needs.
import { Box3, Vector3 } from 'three'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CameraRig } from '../../../../webview/viewport/camera.ts'
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
