// How far the picture reaches: what the camera rig cuts off, and how close and how far it zooms, with a model and what stands beside it.
import { Box3, OrthographicCamera, PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import { CameraRig } from '../../../../webview/viewport/camera.ts'

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
