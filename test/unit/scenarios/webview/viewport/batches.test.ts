// A scene of five hundred meshes is drawn in a few calls, looks as if each had been drawn by itself, and is hidden, moved and
// picked part by part.
import { Document } from '@gltf-transform/core'
import { beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { sharedBrowser } from '../../../../support/shared-browser.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'

const TIME = 240_000
const [ROWS, COLUMNS] = [20, 25] as const
const PAINTS = [
  ['red', [0.8, 0.1, 0.1, 1]],
  ['green', [0.1, 0.7, 0.2, 1]],
  ['blue', [0.1, 0.2, 0.8, 1]],
] as const

/** The sides' normals, in the order of the sides. */
const FACING = [
  [-127, 0, 0],
  [127, 0, 0],
  [0, -127, 0],
  [0, 127, 0],
  [0, 0, -127],
  [0, 0, 127],
] as const

/** Squares of a sheet's side: more triangles than small meshes have. */
const SQUARES = 24

/** Three hundred and ten sheets of one mesh, as large as those of which one copy is kept. */
async function sheets(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  const line = Array.from({ length: SQUARES + 1 }, (_, at) => at / SQUARES)
  const places = line.flatMap((y) => line.flatMap((x) => [x * 0.8, y * 0.8, 0.1 * Math.sin(9 * x)]))
  const corners = Array.from({ length: SQUARES ** 2 }, (_, at) => at + Math.floor(at / SQUARES)).flatMap((a) => {
    const above = a + SQUARES + 1
    return [a, a + 1, above, above, a + 1, above + 1]
  })
  const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', Float32Array.from(places)))
    .setIndices(accessor('SCALAR', Uint16Array.from(corners)))
    .setMaterial(document.createMaterial('paper').setMetallicFactor(0))
  const mesh = document.createMesh('sheet').addPrimitive(primitive)
  for (let at = 0; at < 310; at++)
    scene.addChild(
      document
        .createNode(`Sheet ${at}`)
        .setTranslation([(at % 20) - 10, Math.floor(at / 20) - 10, 0])
        .setMesh(mesh),
    )
  return writeGlb(document)
}

/** Five hundred crates of three paints, some turned and flattened, one of them mirrored, and one of glass. */
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
  // Each triangle's own, as whole numbers: what is stored so is turned, too.
  const facing = document
    .createAccessor()
    .setType('VEC3')
    .setNormalized(true)
    .setArray(Int8Array.from(sides.flatMap((_, at) => FACING[Math.floor(at / 6)] ?? [])))
    .setBuffer(buffer)
  const meshes = PAINTS.map(([name, color], at) => {
    const material = document
      .createMaterial(name)
      .setBaseColorFactor([...color])
      .setMetallicFactor(0)
    const primitive = document.createPrimitive().setAttribute('POSITION', places).setMaterial(material)
    if (at === 0) primitive.setAttribute('NORMAL', facing)
    return document.createMesh(name).addPrimitive(primitive)
  })
  const glass = document.createMaterial('glass').setAlphaMode('BLEND').setBaseColorFactor([1, 1, 1, 0.5])
  const pane = document
    .createMesh('glass')
    .addPrimitive(document.createPrimitive().setAttribute('POSITION', places).setMaterial(glass))
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const at = row * COLUMNS + column
      const node = document.createNode(`Crate ${at}`).setTranslation([column - COLUMNS / 2, row - ROWS / 2, 0])
      if (at % 5 === 0) node.setRotation([0.27, 0.36, 0.18, 0.8742]).setScale([1, 0.5, 1.4])
      if (at === 263) node.setScale([-1, 1, 1])
      scene.addChild(node.setMesh(at === 7 ? pane : (meshes[at % 3] ?? pane)))
    }
  return writeGlb(document)
}

// Small, as each of them is drawn by itself for comparison, in software.
const viewport = useViewportPage({ browser: sharedBrowser, viewport: { width: 240, height: 220 } })
beforeAll(async () => {
  viewport.put('crates.glb', await crates())
  viewport.put('sheets.glb', await sheets())
}, 240_000)

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

it('draws five hundred meshes in a few calls, and the same picture', { timeout: TIME }, async () => {
  const opened = await viewport.open('crates.glb')
  expect(opened).toMatchObject({ shown: { meshes: 500, triangles: 6000 } })
  await viewport.page.evaluate(`viewport.setView('front')`)
  const calls = await draw()
  expect(calls).toBeLessThan(20)
  const together = await picture()
  await batched(false)
  expect(await draw()).toBeGreaterThan(450)
  const apart = await picture()
  expect(difference(together, apart)).toBeLessThan(0.001)
  await batched(true)
  expect(await draw()).toBe(calls)
})

it('is seen mesh by mesh first, and drawn together from a later frame on', { timeout: TIME }, async () => {
  await viewport.page.evaluate('viewport.clear()')
  const draws = await viewport.page.evaluate<{ calls: number; isTogether: boolean }[]>(`(async () => {
    const { scene, renderer } = viewport.stage
    const draws = []
    scene.onAfterRender = () => {
      const { model } = viewport
      if (!model) return
      draws.push({ calls: renderer.info.render.calls, isTogether: model.batches !== undefined })
      // What is changed before it is done.
      if (draws.length > 1) return
      const crate = (at) => model.root.getObjectByName('Crate_' + at)
      crate(262).visible = false
      crate(264).position.z = 3
      crate(266).removeFromParent()
      viewport.shading = 'solid'
      viewport.invalidate(true)
    }
    await viewport.load({ url: '/models/crates.glb', name: 'crates.glb' })
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    while (!draws.at(-1)?.isTogether || viewport.model.wantsBatches) await frame()
    scene.onAfterRender = () => undefined
    viewport.setView('front')
    return draws
  })()`)
  expect(draws[0]?.calls).toBeGreaterThan(450)
  expect(draws[0]?.isTogether).toBe(false)
  expect(draws.at(-1)?.calls).toBeLessThan(20)
  expect(await draw()).toBeLessThan(20)
  const together = await picture()
  await batched(false)
  expect(difference(together, await picture())).toBeLessThan(0.001)
  await viewport.page.evaluate(`(() => { viewport.shading = 'rendered' })()`)
  await viewport.open('crates.glb')
  await viewport.page.evaluate(`viewport.setView('front')`)
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
    viewport.page.evaluate(`(() => { const part = viewport.model.root.getObjectByName('Crate_262'); ${change} })()`)
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
    const at = viewport.model.root.getObjectByName('Crate_262').getWorldPosition(viewport.model.box.min.clone())
    const { x, y } = at.project(viewport.camera)
    return pickBoth(x, y).quick.name
  })()`
  expect(await viewport.page.evaluate(picked)).toBe('Crate_262')
  await part('window.parent_ = part.parent; window.part_ = part; part.removeFromParent()')
  const gone = await byMesh()
  expect(difference(without, gone)).toBeLessThan(0.001)
  // A duplicate is drawn, though nothing was made to stand for it.
  await viewport.page.evaluate('parent_.add(part_.clone())')
  expect(difference(moved, await byMesh())).toBeLessThan(0.001)
  expect(viewport.complaints).toEqual([])
})

it('draws large meshes in a few calls, too, and the same picture', { timeout: TIME }, async () => {
  await viewport.open('sheets.glb')
  await viewport.page.evaluate(`viewport.setView('front')`)
  const change = async (code: string) => {
    await viewport.page.evaluate(`(() => { const part = viewport.model.root.getObjectByName('Sheet_210'); ${code} })()`)
    await batched(true)
    expect(await draw()).toBeLessThan(20)
    const together = await picture()
    await batched(false)
    expect(await draw()).toBeGreaterThan(300)
    expect(difference(together, await picture())).toBeLessThan(0.001)
    return together
  }
  const whole = await change('')
  const without = await change('part.visible = false')
  expect(difference(whole, without)).toBeGreaterThan(0)
  const moved = await change('part.visible = true; part.position.z = 3; part.scale.setScalar(3)')
  expect(difference(whole, moved)).toBeGreaterThan(difference(whole, without))
})

it.each(['crates', 'sheets'])('frees %s with their model', { timeout: TIME }, async (name) => {
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
  await viewport.open(`${name}.glb`)
  await draw()
  await viewport.page.evaluate('viewport.clear()')
  await draw()
  expect(await held()).toEqual(before)
})
