// A scene of two thousand meshes is drawn in a few calls, looks as if each had been drawn by itself, and is hidden, moved and
// picked part by part.
import { Document } from '@gltf-transform/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { ViewportPage } from '../../../webview/viewport/page/serve.ts'

const TIME = 240_000
const [ROWS, COLUMNS] = [40, 50] as const
const PAINTS = [
  ['red', [0.8, 0.1, 0.1, 1]],
  ['green', [0.1, 0.7, 0.2, 1]],
  ['blue', [0.1, 0.2, 0.8, 1]],
] as const

/** Two thousand crates of three paints and two meshes, one of them mirrored, and one of glass. */
async function crates(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x * 0.4, y * 0.4, z * 0.4])))
  const sides = [
    0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3,
  ]
  const places = document
    .createAccessor()
    .setType('VEC3')
    .setArray(Float32Array.from(sides.flatMap((at) => corners[at] ?? [])))
    .setBuffer(buffer)
  const meshes = PAINTS.map(([name, color]) => {
    const material = document
      .createMaterial(name)
      .setBaseColorFactor([...color])
      .setMetallicFactor(0)
    return document
      .createMesh(name)
      .addPrimitive(document.createPrimitive().setAttribute('POSITION', places).setMaterial(material))
  })
  const glass = document.createMaterial('glass').setAlphaMode('BLEND').setBaseColorFactor([1, 1, 1, 0.5])
  const pane = document
    .createMesh('glass')
    .addPrimitive(document.createPrimitive().setAttribute('POSITION', places).setMaterial(glass))
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const at = row * COLUMNS + column
      const node = document.createNode(`Crate ${at}`).setTranslation([column - COLUMNS / 2, row - ROWS / 2, 0])
      if (at === 1025) node.setScale([-1, 1, 1])
      scene.addChild(node.setMesh(at === 7 ? pane : (meshes[at % 3] ?? pane)))
    }
  return writeGlb(document)
}

let viewport: ViewportPage
beforeAll(async () => {
  // Small, as each of them is drawn by itself for comparison, in software.
  viewport = await ViewportPage.start({ viewport: { width: 240, height: 220 } })
  viewport.put('crates.glb', await crates())
}, 240_000)
afterAll(() => viewport?.stop())

/** Draws now, and says in how many calls. */
const draw = () =>
  viewport.page.evaluate<number>(`(() => {
    const { stage, camera } = viewport
    stage.modelMoved()
    stage.draw(camera, { azimuth: 0, elevation: 0 })
    return stage.renderer.info.render.calls
  })()`)
/** What a person sees, with one draw after all that was asked for. */
async function picture() {
  await viewport.page.evaluate(`(async () => {
    const before = viewport.frames
    viewport.invalidate(true)
    while (viewport.frames === before) await new Promise((done) => requestAnimationFrame(done))
  })()`)
  return decodeScreenshot(await viewport.page.locator('canvas.tv-canvas').screenshot())
}
type Picture = Awaited<ReturnType<typeof picture>>
/** The share of bytes that differ to be seen. */
const difference = ({ data }: Picture, other: Picture) =>
  data.filter((value, at) => Math.abs(value - (other.data[at] ?? 0)) > 12).length / data.length

const batched = (isOn: boolean) => viewport.page.evaluate(`(() => { viewport.model.batches.isOn = ${isOn} })()`)

it('draws two thousand meshes in a few calls, and the same picture', { timeout: TIME }, async () => {
  const opened = await viewport.open('crates.glb')
  expect(opened).toMatchObject({ shown: { meshes: 2000, triangles: 24_000 } })
  await viewport.page.evaluate(`viewport.setView('front')`)
  const calls = await draw()
  expect(calls).toBeLessThan(20)
  const together = await picture()
  await batched(false)
  expect(await draw()).toBeGreaterThan(1900)
  const apart = await picture()
  expect(difference(together, apart)).toBeLessThan(0.001)
  await batched(true)
  expect(await draw()).toBe(calls)
})

it.each(['solid', 'shadedWire', 'normals', 'materialIds', 'triangleDensity'])(
  'looks the same in %s',
  { timeout: TIME },
  async (shading) => {
    await viewport.page.evaluate(`(() => { viewport.shading = '${shading}' })()`)
    const together = await picture()
    await batched(false)
    const apart = await picture()
    expect(difference(together, apart)).toBeLessThan(0.002)
    await viewport.page.evaluate(`(() => { viewport.shading = 'rendered' })()`)
    const rendered = await picture()
    expect(difference(together, rendered), 'from rendered').toBeGreaterThan(0.005)
  },
)

it('hides, moves, takes away and picks one of them', { timeout: TIME }, async () => {
  const whole = await picture()
  const part = (change: string) =>
    viewport.page.evaluate(`(() => { const part = viewport.model.root.getObjectByName('Crate_1024'); ${change} })()`)
  const byMesh = async () => {
    const together = await picture()
    await batched(false)
    const apart = await picture()
    await batched(true)
    expect(difference(together, apart)).toBeLessThan(0.001)
    return together
  }
  await part('part.visible = false')
  const without = await byMesh()
  expect(difference(whole, without)).toBeGreaterThan(0)
  await part('part.visible = true; part.position.z = 3; part.scale.setScalar(6)')
  const moved = await byMesh()
  expect(difference(whole, moved)).toBeGreaterThan(difference(whole, without))
  const picked = `(() => {
    const at = viewport.model.root.getObjectByName('Crate_1024').getWorldPosition(viewport.model.box.min.clone())
    const { x, y } = at.project(viewport.camera)
    return pickBoth(x, y).quick.name
  })()`
  expect(await viewport.page.evaluate(picked)).toBe('Crate_1024')
  await part('window.parent_ = part.parent; window.part_ = part; part.removeFromParent()')
  const gone = await byMesh()
  expect(difference(without, gone)).toBeLessThan(0.001)
  // A duplicate is drawn, though nothing was made to stand for it.
  await viewport.page.evaluate('parent_.add(part_.clone())')
  expect(difference(moved, await byMesh())).toBeLessThan(0.001)
  expect(viewport.complaints).toEqual([])
})

it('is freed with its model', { timeout: TIME }, async () => {
  await viewport.page.evaluate('viewport.clear()')
  const held = () =>
    viewport.page.evaluate<object>(
      `(() => { const { geometries, textures } = viewport.stage.renderer.info.memory; return { geometries, textures } })()`,
    )
  // What is seen while a model is on its way is made the first time that one takes long.
  await viewport.page.evaluate(`(() => {
    viewport.setLook({ expected: 0.5 })
    viewport.stage.advance(Infinity)
  })()`)
  await draw()
  await viewport.page.evaluate('viewport.setLook({ expected: 0 })')
  const before = await held()
  await viewport.open('crates.glb')
  await draw()
  await viewport.page.evaluate('viewport.clear()')
  await draw()
  expect(await held()).toEqual(before)
})
