// A model that is cut by a plane: what is taken away has no shadow on the ground either, and is not what one points at.
import { expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { cube, documentOf } from '../../../mesh/tools/shapes.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'
import { middleRow } from '../../../webview/viewport/page/middle-row.ts'

const TIME = 240_000
const SIDE = 240

const viewport = useViewportPage()

/** Light of the picture, 0 to 255, along its middle row. */
const row = () => middleRow(viewport, SIDE)

it('has no shadow where a part was cut off', { timeout: TIME }, async () => {
  viewport.put('cube.glb', await writeGlb(documentOf(cube()).document))
  await viewport.open('cube.glb')
  // On a light ground a shadow is seen best.
  await viewport.page.evaluate(
    'document.body.className = "vscode-light"; document.body.style.background = "#fff"; viewport.grid = false; viewport.setView("top")',
  )
  await viewport.page.evaluate('viewport.stage.lit')
  const whole = await row()
  await viewport.page.evaluate('cutModel()')
  const cut = await row()
  // The cube is light on a darker ground.
  const isCube = (light: number) => light > 200
  const [edge, end] = [whole.findLastIndex(isCube), cut.findLastIndex(isCube)]
  expect(edge - end).toBeGreaterThan(SIDE * 0.2)
  const ground = cut[SIDE - 4] ?? 0
  // Beside the cube lay its shadow, which is gone, as is what lay below the half that was taken away.
  expect(whole[edge + 3]).toBeLessThan(ground - 12)
  expect(cut[edge + 3]).toBeGreaterThan(ground - 6)
  expect(cut[Math.round((edge + end) / 2)]).toBeGreaterThan(ground - 6)
})

it('is pointed at where it is seen: on the cut, and on nothing where it was', { timeout: TIME }, async () => {
  viewport.put('cube.glb', await writeGlb(documentOf(cube()).document))
  await viewport.open('cube.glb')
  await viewport.page.evaluate('viewport.stage.section = undefined')
  /** Where the model is hit at a place of the picture, -1 to 1, in shares of its size from its middle. */
  const hit = (view: string, x: number) =>
    viewport.page.evaluate<number[] | undefined>(`(() => {
      viewport.setView('${view}')
      const { left, top, width, height } = viewport.surface.getBoundingClientRect()
      const { box } = viewport.model
      const found = viewport.picks.hit(left + (width * (1 + ${x})) / 2, top + height * 0.47)
      const middle = box.min.clone().add(box.max).multiplyScalar(0.5)
      return found?.point.sub(middle).divide(box.max.clone().sub(box.min)).toArray()
    })()`)
  expect((await hit('right', 0))?.[0]).toBeCloseTo(0.5)
  expect((await hit('top', 0.1))?.[1]).toBeCloseTo(0.5)
  await viewport.page.evaluate('cutModel()')
  expect((await hit('right', 0))?.[0]).toBeCloseTo(0)
  expect(await hit('top', 0.1)).toBeUndefined()
  expect((await hit('top', -0.1))?.[1]).toBeCloseTo(0.5)
})
