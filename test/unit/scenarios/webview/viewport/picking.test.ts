// What lies under the pointer in a large model: searched by trees that a worker builds, found as three itself finds it.
import { Document } from '@gltf-transform/core'
import { beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'
import type { Picked } from '../../../webview/viewport/page/opened.ts'

const TIME = 150_000

/** Two waves, one behind the other, of `side` times `side` squares each; places as 16-bit numbers for the second. */
async function waves(side: number): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  for (const [name, z, isPacked] of [
    ['Front', 0.5, false],
    ['Back', -0.5, true],
  ] as const) {
    const places: number[] = []
    for (let row = 0; row <= side; row++)
      for (let column = 0; column <= side; column++) {
        const [u, v] = [column / side, row / side]
        // The front one covers half of the picture.
        places.push((u - 0.5) * (isPacked ? 2 : 1), (v - 0.5) * 2, Math.sin(u * 19) * Math.cos(v * 23) * 0.1)
      }
    const corners: number[] = []
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const at = row * (side + 1) + column
        corners.push(at, at + 1, at + side + 2, at, at + side + 2, at + side + 1)
      }
    const stored = isPacked ? Int16Array.from(places, (place) => Math.round(place * 32_767)) : Float32Array.from(places)
    const accessor = (
      type: 'VEC3' | 'SCALAR',
      array: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    ) =>
      document
        .createAccessor()
        .setType(type)
        .setArray(array)
        .setBuffer(buffer)
        .setNormalized(array instanceof Int16Array)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', stored))
      .setIndices(accessor('SCALAR', Uint32Array.from(corners)))
      .setMaterial(document.createMaterial(name).setDoubleSided(true))
    scene.addChild(
      document.createNode(name).setTranslation([0, 0, z]).setMesh(document.createMesh(name).addPrimitive(primitive)),
    )
  }
  return writeGlb(document)
}

const viewport = useViewportPage()
beforeAll(async () => {
  viewport.put('waves.glb', await waves(160))
}, 240_000)

const pick = (x: number, y: number) => viewport.page.evaluate<Picked>(`pickBoth(${x}, ${y})`)
const WORKER = '/decoders/workers/triangles.js'

it('finds the very triangle that three finds, by trees built in a worker when somebody first points', {
  timeout: TIME,
}, async () => {
  await viewport.open('waves.glb')
  expect(viewport.asked).not.toContain(WORKER)
  const before = await pick(0.05, 0.1)
  expect(before.quick).toEqual(before.plain)
  expect(before.quick?.name).toBe('Front')
  await viewport.page.evaluate('viewport.picks.prepared()')
  expect(viewport.asked).toContain(WORKER)
  const trees = `(() => {
    let count = 0
    viewport.model.root.traverse((object) => { if (object.geometry?.boundsTree) count++ })
    return count
  })()`
  let found = 0
  for (let y = -0.85; y < 0.9; y += 0.17)
    for (let x = -0.85; x < 0.9; x += 0.17) {
      const { plain, quick } = await pick(x, y)
      expect(quick?.name, `${x} ${y}`).toBe(plain?.name)
      expect(quick?.distance ?? 0).toBeCloseTo(plain?.distance ?? 0, 5)
      // At an edge two triangles are as near.
      if (plain && quick?.face === plain.face) found++
    }
  expect(found).toBeGreaterThan(20)
  expect(await viewport.page.evaluate(trees)).toBe(2)
  expect(viewport.complaints).toEqual([])
})

it('does not find what is hidden, and searches anew what has been changed', { timeout: TIME }, async () => {
  await viewport.page.evaluate(`viewport.model.root.getObjectByName('Front').visible = false`)
  expect((await pick(0.05, 0.1)).quick?.name).toBe('Back')
  const moved = `(() => {
    const { position } = viewport.model.root.getObjectByName('Back').geometry.attributes
    for (let at = 0; at < position.count; at++) position.setX(at, position.getX(at) / 4)
    position.needsUpdate = true
  })()`
  const found = async () => {
    let count = 0
    for (let x = -0.85; x < 0.9; x += 0.05) {
      const { plain, quick } = await pick(x, 0.1)
      expect(quick?.name, `${x}`).toBe(plain?.name)
      if (quick) count++
    }
    return count
  }
  const before = await found()
  await viewport.page.evaluate(moved)
  const changed = await found()
  expect(changed).toBeGreaterThan(0)
  expect(changed).toBeLessThan(before / 2)
  await viewport.page.evaluate('viewport.picks.prepared()')
  expect(await found()).toBe(changed)
  expect(viewport.complaints).toEqual([])
})
