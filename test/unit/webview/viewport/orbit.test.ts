// Moving the camera: what each gesture keeps in place, checked by projecting points and not by repeating formulas.
import { Box3, OrthographicCamera, PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import {
  between,
  dolly,
  easeOut,
  eye,
  fitDistance,
  type Lens,
  type Orbit,
  orientation,
  pan,
  turn,
  wrapAngle,
} from '../../../../webview/viewport/orbit.ts'

const lens: Lens = { fov: 0.6, aspect: 1.5 }
const range = { min: 0.1, max: 100 }

function orbitAt(changes: Partial<Orbit> = {}): Orbit {
  return { azimuth: 0.5, elevation: 0.3, distance: 4, target: new Vector3(1, 2, 3), ...changes }
}

function cameraOf(orbit: Orbit): PerspectiveCamera {
  const camera = new PerspectiveCamera((lens.fov * 180) / Math.PI, lens.aspect, 0.01, 1000)
  camera.position.copy(eye(orbit))
  camera.quaternion.copy(orientation(orbit))
  camera.updateMatrixWorld()
  return camera
}

describe('orientation', () => {
  it('stands in front (+Z) at azimuth 0, on the right (+X) at a quarter turn, above at a right angle', () => {
    const at = (azimuth: number, elevation: number) =>
      eye(orbitAt({ azimuth, elevation, distance: 1, target: new Vector3() })).toArray()
    for (const [got, want] of [
      [at(0, 0), [0, 0, 1]],
      [at(Math.PI / 2, 0), [1, 0, 0]],
      [at(0, Math.PI / 2), [0, 1, 0]],
    ] as const) {
      want.forEach((value, index) => {
        expect(got[index]).toBeCloseTo(value, 10)
      })
    }
  })

  it('looks at the target from everywhere, the poles included', () => {
    for (const elevation of [-Math.PI / 2, -1, 0, 1, Math.PI / 2]) {
      const orbit = orbitAt({ elevation })
      const projected = orbit.target.clone().project(cameraOf(orbit))
      expect(projected.x).toBeCloseTo(0, 8)
      expect(projected.y).toBeCloseTo(0, 8)
    }
  })
})

describe('turn', () => {
  it('stops at the poles', () => {
    const orbit = orbitAt()
    turn(orbit, 0, 10)
    expect(orbit.elevation).toBeCloseTo(Math.PI / 2)
    turn(orbit, 0, -10)
    expect(orbit.elevation).toBeCloseTo(-Math.PI / 2)
  })

  it('keeps the azimuth in one turn', () => {
    const orbit = orbitAt({ azimuth: 3 })
    turn(orbit, 1, 0)
    expect(orbit.azimuth).toBeCloseTo(4 - 2 * Math.PI)
  })
})

describe('pan', () => {
  it('moves the point under the pointer with it, pixel for pixel', () => {
    const orbit = orbitAt()
    const point = orbit.target.clone()
    pan(orbit, 60, -30, 600, lens.fov)
    const projected = point.project(cameraOf(orbit))
    expect((projected.x * 600 * lens.aspect) / 2).toBeCloseTo(60, 6)
    expect((-projected.y * 600) / 2).toBeCloseTo(-30, 6)
  })
})

describe('dolly', () => {
  it('keeps what is under the pointer where it is', () => {
    const orbit = orbitAt()
    const pointer = { x: 0.6, y: -0.4 }
    const depth = orbit.target.clone().project(cameraOf(orbit)).z
    const point = new Vector3(pointer.x, pointer.y, depth).unproject(cameraOf(orbit))
    dolly(orbit, 0.5, range, lens, pointer)
    const projected = point.project(cameraOf(orbit))
    expect(orbit.distance).toBeCloseTo(2)
    expect(projected.x).toBeCloseTo(0.6, 5)
    expect(projected.y).toBeCloseTo(-0.4, 5)
  })

  it('does not move at all once the range is reached', () => {
    const orbit = orbitAt({ distance: range.min })
    const before = orbit.target.clone()
    dolly(orbit, 0.5, range, lens, { x: 1, y: 1 })
    expect(orbit.distance).toBe(range.min)
    expect(orbit.target.distanceTo(before)).toBeCloseTo(0, 12)
  })
})

describe('fitDistance', () => {
  const boxes = [
    new Box3(new Vector3(-1, 0, -1), new Vector3(1, 2, 1)),
    new Box3(new Vector3(-0.01, 0, -3), new Vector3(0.01, 0.02, 3)),
    new Box3(new Vector3(10, 10, 10), new Vector3(11, 40, 11)),
  ]
  const corners = (box: Box3) =>
    [box.min.x, box.max.x].flatMap((x) =>
      [box.min.y, box.max.y].flatMap((y) => [box.min.z, box.max.z].map((z) => new Vector3(x, y, z))),
    )

  it.each(boxes)('brings the outermost corner exactly to the edge in perspective', (box) => {
    const direction = { azimuth: 0.7, elevation: 0.4 }
    const distance = fitDistance(box, direction, lens, 'perspective', 1)
    const camera = cameraOf({ ...direction, distance, target: box.getCenter(new Vector3()) })
    const reach = Math.max(
      ...corners(box)
        .map((p) => p.project(camera))
        .flatMap((p) => [Math.abs(p.x), Math.abs(p.y)]),
    )
    expect(reach).toBeCloseTo(1, 6)
  })

  it('does the same for the orthographic lens', () => {
    const box = new Box3(new Vector3(-2, 0, -9), new Vector3(2, 1, 9))
    const distance = fitDistance(box, { azimuth: 0, elevation: 0 }, lens, 'orthographic', 1)
    const halfHeight = distance * Math.tan(lens.fov / 2)
    const camera = new OrthographicCamera(-halfHeight * lens.aspect, halfHeight * lens.aspect, halfHeight, -halfHeight)
    expect(new Vector3(2, 0.5, 0).project(camera).x).toBeCloseTo(1, 6)
  })
})

describe('between', () => {
  it('takes the short way round', () => {
    const half = between(orbitAt({ azimuth: 3 }), orbitAt({ azimuth: -3 }), 0.5)
    expect(Math.abs(half.azimuth)).toBeCloseTo(Math.PI)
  })

  it('starts and ends where it should, and halves zoom by ratio', () => {
    const from = orbitAt({ distance: 1 })
    const to = orbitAt({ distance: 16, target: new Vector3(5, 5, 5), elevation: -0.2 })
    expect(between(from, to, 0).distance).toBeCloseTo(1)
    expect(between(from, to, 0.5).distance).toBeCloseTo(4)
    const end = between(from, to, 1)
    expect(end.target.distanceTo(to.target)).toBeCloseTo(0)
    expect(end.elevation).toBeCloseTo(-0.2)
  })
})

it('easeOut runs from 0 to 1 and lands softly', () => {
  expect(easeOut(0)).toBe(0)
  expect(easeOut(1)).toBe(1)
  expect(easeOut(2)).toBe(1)
  expect(1 - easeOut(0.9)).toBeLessThan(0.001)
})

it('wrapAngle keeps angles in one turn', () => {
  expect(wrapAngle(3 * Math.PI + 0.1)).toBeCloseTo(-Math.PI + 0.1)
  expect(wrapAngle(-0.4)).toBeCloseTo(-0.4)
})
