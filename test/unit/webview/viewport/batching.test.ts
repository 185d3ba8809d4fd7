// Many meshes are seen one by one first; what draws them together is made after that, in slices, and stands where the model is
// by then.
import {
  BoxGeometry,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  Scene,
  Vector3,
  type WebGLRenderer,
} from 'three'
import { expect, it, vi } from 'vitest'
import { Batching } from '../../../../webview/viewport/batching.ts'
import { type Model, prepareModel } from '../../../../webview/viewport/model.ts'
import { inSlices } from '../../../../webview/viewport/slices.ts'

const COUNT = 320

/** Boxes in a row, with one material. */
function row(): Model & { mesh(at: number): Mesh } {
  const root = new Group()
  const [geometry, material] = [new BoxGeometry(0.5, 0.5, 0.5), new MeshStandardMaterial()]
  // A box of three's is made for a material a side, which is drawn by itself.
  geometry.clearGroups()
  const meshes = Array.from({ length: COUNT }, (_, at) => {
    const mesh = new Mesh(geometry, material)
    mesh.position.x = at
    return mesh
  })
  root.add(...meshes)
  const mesh = (at: number) => meshes[at] ?? new Mesh()
  return { ...prepareModel(root, [], 'row.glb'), mesh }
}

/** What makes them, and hears of it. @param own what the file has in the place of what meshes are drawn with */
function batching(own = (mesh: Mesh) => mesh.material) {
  const arrived = vi.fn()
  const heard = new Promise<void>((done) => arrived.mockImplementation(() => done()))
  const scene = new Scene()
  const renderer: Pick<WebGLRenderer, 'extensions'> = {
    extensions: { has: () => true, get: () => undefined, init: () => undefined },
  }
  const made = new Batching({ renderer, scene, ownOf: own, compile: async () => undefined, arrived })
  return { made, scene, arrived, until: () => heard }
}

/** The middle of each box that is drawn, along X. */
function drawn(scene: Scene): number[] {
  const middles: number[] = []
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const { index, attributes } = object.geometry
    for (let start = 0; start < (index?.count ?? 0); start += 36) {
      const corners = new Set(Array.from({ length: 36 }, (_, at) => index?.getX(start + at) ?? 0))
      if (corners.size === 1) continue
      const middle = new Vector3()
      for (const corner of corners) middle.add(new Vector3().fromBufferAttribute(attributes['position'], corner))
      middles.push(Math.round((middle.x / corners.size) * 100) / 100)
    }
  })
  return middles.sort((a, b) => a - b)
}

const ROW = Array.from({ length: COUNT }, (_, at) => at)

it('makes them after the first frame only', async () => {
  const model = row()
  const { made, scene, arrived, until } = batching()
  expect(model).toMatchObject({ wantsBatches: true })
  expect(model.batches).toBeUndefined()
  made.beforeFrame(model)
  expect(scene.children).toEqual([])
  made.afterFrame(model, 'rendered')
  expect(made.isUnderWay).toBe(true)
  expect(scene.children).toEqual([])
  await until()
  expect(made.isUnderWay).toBe(false)
  expect(arrived).toHaveBeenCalledExactlyOnceWith(model)
  expect(drawn(scene)).toEqual(ROW)
  expect(model.batches?.isOn).toBe(true)
  made.afterFrame(model, 'rendered')
  expect(made.isUnderWay).toBe(false)
})

it('stands where the model is by then', async () => {
  const model = row()
  const { made, scene, until } = batching()
  made.afterFrame(model, 'rendered')
  model.mesh(3).visible = false
  model.mesh(5).position.x = 1000
  model.mesh(7).removeFromParent()
  model.mesh(9).geometry = new BoxGeometry(3, 3, 3)
  model.mesh(11).material = new MeshBasicMaterial()
  made.changed()
  await until()
  made.beforeFrame(model)
  expect(drawn(scene)).toEqual([...ROW.filter((at) => ![3, 5, 7, 9, 11].includes(at)), 1000])
  // What is not as it was copied is drawn itself.
  for (const at of [9, 11]) expect(model.mesh(at).layers.isEnabled(0)).toBe(true)
  expect(model.mesh(12).layers.isEnabled(0)).toBe(false)
})

it('takes the material of the file, whatever is drawn at that time', async () => {
  const [model, file] = [row(), new MeshStandardMaterial()]
  const { made, scene, until } = batching(() => file)
  made.afterFrame(model, 'solid')
  await until()
  for (const object of scene.children[0]?.children ?? []) expect(object).toMatchObject({ material: file })
  expect(drawn(scene)).toEqual(ROW)
})

it('makes nothing of a model that is taken away, nor what a measuring shading wrote to it', async () => {
  const model = row()
  const { made, scene, arrived, until } = batching()
  made.afterFrame(model, 'triangleDensity')
  expect(made.isUnderWay).toBe(false)
  made.afterFrame(model, 'rendered')
  made.applyShading(model, 'triangleDensity')
  expect(made.isUnderWay).toBe(false)
  made.afterFrame(model, 'rendered')
  made.remove(model)
  expect(made.isUnderWay).toBe(false)
  expect(model.wantsBatches).toBe(true)
  // The next stage that it is put on begins anew. What was begun before is over by the time that this one is.
  made.afterFrame(model, 'rendered')
  await until()
  expect(arrived).toHaveBeenCalledOnce()
  expect(scene.children).toHaveLength(1)
  expect(drawn(scene)).toEqual(ROW)
})

it('leaves the page to others between two slices', async () => {
  let steps = 0
  function* work(): Generator<undefined, string> {
    for (; steps < 5; steps++) {
      const end = performance.now() + 7
      while (performance.now() < end);
      yield
    }
    return 'done'
  }
  const seen: number[] = []
  const watch = setInterval(() => seen.push(steps))
  expect(await inSlices(work(), new AbortController().signal)).toBe('done')
  clearInterval(watch)
  expect(new Set(seen).size).toBeGreaterThan(2)
  const over = new AbortController()
  over.abort()
  expect(await inSlices(work(), over.signal)).toBeUndefined()
})
