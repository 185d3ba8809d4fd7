// Selecting parts, hiding the others, snapping to corners and edges, and what is kept of a camera.
import { Bone, BoxGeometry, Group, Mesh, type Object3D, OrthographicCamera, Plane, PlaneGeometry, Vector3 } from 'three'
import { describe, expect, it, vi } from 'vitest'
import { meshesWithin } from '../../../../webview/model/box-select.ts'
import { partsOf, sorted } from '../../../../webview/model/parts.ts'
import { Selection } from '../../../../webview/model/selection.ts'
import { snapped, snappedBeside } from '../../../../webview/model/snap.ts'
import { Isolation, isolate, showAll, toggleVisibility } from '../../../../webview/model/visibility.ts'
import { placeOf } from '../../../../webview/viewport/camera-place.ts'
import { hitOn } from '../../../../webview/viewport/pick.ts'

const named = (name: string, ...children: Object3D[]) => {
  const mesh = new Mesh(new BoxGeometry(1, 1, 1))
  mesh.name = name
  return children.length > 0 ? mesh.add(...children) : mesh
}

describe('Selection', () => {
  it('takes one alone, or one more or less', () => {
    const changed = vi.fn()
    const selection = new Selection(changed)
    const [a, b] = [named('a'), named('b')]
    selection.choose(a, false)
    selection.choose(b, true)
    expect(selection.objects).toEqual([a, b])
    expect(selection.active).toBe(b)
    selection.choose(a, true)
    expect(selection.objects).toEqual([b])
    selection.choose(undefined, true)
    expect(selection.objects).toEqual([b])
    selection.choose(undefined, false)
    expect(selection.objects).toEqual([])
    expect(selection.box).toBeUndefined()
    expect(changed).toHaveBeenCalledTimes(4)
  })
})

describe('the box of what is selected', () => {
  /** A crate of 4 m, and bones from 1 m over its origin up: 1 m and 2 m long, the last ends there. */
  const rig = () => {
    const [root, hip, knee, foot] = [new Group(), new Bone(), new Bone(), new Bone()]
    hip.position.set(0, 1, 0)
    knee.position.set(0, 1, 0)
    foot.position.set(0, 2, 0)
    const armature = new Group().add(hip.add(knee.add(foot)))
    root.add(armature, new Mesh(new BoxGeometry(4, 4, 4)))
    root.position.x = 10
    return { root, armature, hip, knee, foot }
  }
  const boxOf = (object: Object3D) => {
    const selection = new Selection(() => undefined)
    selection.set([object])
    const { min, max } = selection.box ?? {}
    return [min?.toArray(), max?.toArray()]
  }

  it('is that of bones from the first to the last', () => {
    const { armature, knee, foot } = rig()
    expect(boxOf(armature)).toEqual([
      [10, 0, 0],
      [10, 4, 0],
    ])
    expect(boxOf(knee)).toEqual([
      [10, 2, 0],
      [10, 4, 0],
    ])
    // As long as the bone before it.
    expect(boxOf(foot)).toEqual([
      [8, 2, -2],
      [12, 6, 2],
    ])
  })

  it('is around what stands in one place, by the size of the model', () => {
    const { root } = rig()
    const empty = new Group()
    root.add(empty)
    const around = Math.hypot(4, 4, 4) / 10
    expect(boxOf(empty)[1]?.map((value) => Number(value.toFixed(3)))).toEqual(
      [10 + around, around, around].map((value) => Number(value.toFixed(3))),
    )
  })
})

describe('visibility', () => {
  it('shows a selection alone, and then again what was seen before and no more', () => {
    const [kept, other, hidden] = [named('kept'), named('other'), named('hidden')]
    const root = new Group().add(kept, other, hidden)
    hidden.visible = false
    const seen = () => [kept, other, hidden].map(({ visible }) => visible)
    const isolation = new Isolation()
    isolation.toggle(root, [])
    expect([isolation.isOn, ...seen()]).toEqual([false, true, true, false])
    isolation.toggle(root, [kept])
    expect([isolation.isOn, ...seen()]).toEqual([true, true, false, false])
    isolation.toggle(root, [])
    expect([isolation.isOn, ...seen()]).toEqual([false, true, true, false])
    // All but some hidden by hand: the way back shows everything.
    isolation.hide('others', root, [other])
    isolation.toggle(root, [other])
    expect([isolation.isOn, ...seen()]).toEqual([false, true, true, true])
  })

  it('leaves what is selected, what it holds and what holds it', () => {
    const inner = named('inner')
    const kept = named('kept', inner)
    const other = named('other')
    const root = new Group().add(new Group().add(kept), other)
    isolate(root, [kept])
    expect([kept.visible, inner.visible, other.visible]).toEqual([true, true, false])
    showAll(root)
    expect(other.visible).toBe(true)
    toggleVisibility([kept, other])
    expect([kept.visible, other.visible]).toEqual([false, false])
    kept.visible = true
    toggleVisibility([kept, other])
    expect([kept.visible, other.visible]).toEqual([false, false])
  })
})

it('sorts parts by name within their parents', () => {
  const root = new Group().add(named('b', named('y'), named('x')), named('a10'), named('a9'))
  const names = sorted(partsOf(root, (kind) => kind)).map(({ name }) => name)
  expect(names).toEqual(['a9', 'a10', 'b', 'x', 'y'])
})

it('selects by rectangle what it touches, and nothing hidden', () => {
  const camera = new OrthographicCamera(-4, 4, 4, -4, 0, 20)
  camera.position.z = 10
  camera.updateMatrixWorld()
  const [left, right] = [named('left'), named('right')]
  left.position.x = -2
  right.position.x = 2
  const root = new Group().add(left, right)
  root.updateMatrixWorld(true)
  const half = { left: -1, right: 0, bottom: -1, top: 1 }
  expect(meshesWithin(root, camera, half)).toEqual([left])
  const leftAway = new Plane(new Vector3(1, 0, 0), 1)
  expect(meshesWithin(root, camera, half, leftAway)).toEqual([])
  expect(meshesWithin(root, camera, half, leftAway.clone().negate())).toEqual([left])
  left.visible = false
  expect(meshesWithin(root, camera, half)).toEqual([])
})

describe('snapping', () => {
  const mesh = named('box')
  mesh.position.x = 1
  mesh.updateMatrixWorld(true)
  /** 100 pixels to a metre. */
  const seen = ({ x, y }: Vector3) => ({ x: x * 100, y: y * 100 })
  // The first triangle of a box: its +X side.
  const hitAt = (point: Vector3) => {
    const [a = 0, b = 0, c = 0] = [...(mesh.geometry.index?.array ?? [])]
    return { object: mesh, point, distance: 1, face: { a, b, c, normal: new Vector3(), materialIndex: 0 } }
  }

  it('takes a vertex that is near, else an edge, else the surface', () => {
    const corner = new Vector3(1.5, 0.5, 0.5)
    expect(snapped(hitAt(corner.clone().add(new Vector3(0, -0.05, 0))), seen)).toEqual({ point: corner, to: 'vertex' })
    const onEdge = snapped(hitAt(new Vector3(1.5, 0.46, 0.1)), (at) => ({ x: at.z * 100, y: at.y * 100 }))
    expect(onEdge.to).toBe('edge')
    expect(onEdge.point.y).toBeCloseTo(0.5)
    const inside = new Vector3(1.5, 0.25, 0.25)
    expect(snapped(hitAt(inside), (at) => ({ x: at.z * 1000, y: at.y * 1000 }))).toEqual({
      point: inside,
      to: 'surface',
    })
  })
})

describe('snapping beside a model', () => {
  const mesh = named('box')
  mesh.updateMatrixWorld(true)
  const camera = new OrthographicCamera(-2, 2, 2, -2, 0, 20)
  camera.position.z = 10
  camera.updateMatrixWorld()
  /** A picture of 400 pixels in square: the front of the box, 1 m, from 150 to 250. */
  const seen = (place: Vector3) => {
    const { x, y } = place.clone().project(camera)
    return { x: (x + 1) * 200, y: (1 - y) * 200 }
  }
  const hit = ({ x, y }: { x: number; y: number }) => hitOn(mesh, camera, { x: x / 200 - 1, y: 1 - y / 200 })
  const at = (x: number, y: number) => snappedBeside({ x, y }, hit, seen)

  it.each([-7, -4, 0, 4, 7])('finds the corner from %d pixels inside', (off) => {
    const found = at(150 + off, 150 + off)
    expect(found?.to).toBe('vertex')
    expect(found?.point.x).toBeCloseTo(-0.5)
    expect(found?.point.y).toBeCloseTo(0.5)
  })

  it('finds the edge from beside it, and nothing far away', () => {
    const found = at(200, 146)
    expect(found?.to).toBe('edge')
    expect(found?.point.y).toBeCloseTo(0.5)
    expect(at(200, 135)).toBeUndefined()
    expect(at(200, 180)?.to).toBe('surface')
  })
})

describe('a model that is cut', () => {
  const camera = new OrthographicCamera(-2, 2, 2, -2, 0, 20)
  camera.position.z = 10
  camera.updateMatrixWorld()
  const inner = named('inner')
  inner.scale.setScalar(0.4)
  inner.position.set(0, 0, -0.1)
  const [outer, behind] = [named('outer'), named('behind')]
  behind.position.set(1, 0, -3)
  const root = new Group().add(outer, inner, behind)
  root.updateMatrixWorld(true)
  /** What is nearer to the eye than 0.2 m before the middle is cut away; or, from the other side, what is farther. */
  const front = new Plane(new Vector3(0, 0, -1), 0.2)
  const hit = (x: number, y: number, cut?: Plane) => {
    const found = hitOn(root, camera, { x: x / 2, y: y / 2 }, undefined, cut)
    return found && [found.object.name, Math.round(found.point.z * 1000) / 1000]
  }

  it('is hit on the cut where that is filled, and not where it was', () => {
    expect(hit(0.1, 0.03)).toEqual(['outer', 0.5])
    expect(hit(0.1, 0.03, front)).toEqual(['outer', 0.2])
    expect(hit(1.1, 0.03, front)).toEqual(['behind', -2.5])
  })

  it('shows a part within it once the plane reaches that', () => {
    outer.visible = false
    expect(hit(0.1, 0.03, front)).toEqual(['inner', 0.1])
    expect(hit(0.1, 0.03, new Plane(new Vector3(0, 0, -1), 0))).toEqual(['inner', 0])
    expect(hit(0.1, 0.03, new Plane(new Vector3(0, 0, -1), -0.5))).toBeUndefined()
    outer.visible = true
  })

  it('hides what lies behind the plane from an eye before it', () => {
    const back = new Plane(new Vector3(0, 0, 1), 1)
    expect(hit(1.1, 0.03, back)).toBeUndefined()
    expect(hit(0.1, 0.03, back)).toEqual(['outer', 0.5])
  })

  it('is filled as a whole, however many meshes its surface is made of', () => {
    const half = (name: string, z: number, turn: number) => {
      const mesh = new Mesh(new PlaneGeometry(1, 1))
      mesh.name = name
      mesh.position.z = z
      mesh.rotation.y = turn
      return mesh
    }
    const body = new Group().add(half('before', 0.5, 0), half('after', -0.5, Math.PI))
    body.updateMatrixWorld(true)
    const at = (z: number) => {
      const found = hitOn(body, camera, { x: 0.05, y: 0.02 }, undefined, new Plane(new Vector3(0, 0, -1), z))
      return found && [found.object.name, Math.round(found.point.z * 10) / 10]
    }
    expect(at(1)).toEqual(['before', 0.5])
    expect(at(0.2)).toEqual(['after', 0.2])
    expect(at(-1)).toBeUndefined()
  })

  it('gives no point that was cut away to a measurement', () => {
    const seen = (place: Vector3) => {
      const { x, y } = place.clone().project(camera)
      return { x: (x + 1) * 200, y: (1 - y) * 200 }
    }
    const at = (cut?: Plane) =>
      snappedBeside(
        { x: 152, y: 150 },
        ({ x, y }) => hitOn(outer, camera, { x: x / 200 - 1, y: 1 - y / 200 }, undefined, cut),
        seen,
        cut,
      )
    expect(at()?.point.z).toBeCloseTo(0.5)
    expect(at(front)?.point.z).toBeLessThanOrEqual(0.2001)
  })
})

describe('a camera that was kept', () => {
  const place = { azimuth: 1, elevation: 0.5, distance: 3, target: [0, 1, 2], projection: 'orthographic' }

  it('is taken when it is one', () => {
    expect(placeOf(place)).toEqual(place)
  })

  it.each([
    [undefined],
    [{}],
    [{ ...place, distance: 0 }],
    [{ ...place, target: [1] }],
    [{ ...place, azimuth: Number.NaN }],
  ])('is left alone when it is %o', (kept) => {
    expect(placeOf(kept)).toBeUndefined()
  })
})
