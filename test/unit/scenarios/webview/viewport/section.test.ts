// A model that is cut by a plane: what is taken away has no shadow on the ground either.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { sharedBrowser } from '../../../../support/shared-browser.ts'
import { cube, documentOf } from '../../../mesh/tools/shapes.ts'
import { middleRow } from '../../../webview/viewport/page/middle-row.ts'
import { ViewportPage } from '../../../webview/viewport/page/serve.ts'

const TIME = 240_000
const SIDE = 240

let viewport: ViewportPage

beforeAll(async () => {
  viewport = await ViewportPage.start({ browser: sharedBrowser })
}, TIME)

afterAll(async () => viewport?.stop())

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
