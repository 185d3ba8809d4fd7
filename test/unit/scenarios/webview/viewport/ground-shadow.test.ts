// The soft shadow on the ground is of the model alone, whatever was drawn before it, and fades evenly.
import { expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { cube, documentOf } from '../../../mesh/tools/shapes.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'
import { middleRow } from '../../../webview/viewport/page/middle-row.ts'

const TIME = 240_000
const SIDE = 160

const viewport = useViewportPage()

/** Draws the model from above; light of the picture, 0 to 255, along its middle row. */
const row = () => middleRow(viewport, SIDE)

const light = (part: string) =>
  viewport.page.evaluate(`viewport.setLook({ light: { ...viewport.look.light, ${part} } })`)

it('is the same after the room was seen, and turned', { timeout: TIME }, async () => {
  viewport.put('cube.glb', await writeGlb(documentOf(cube()).document))
  await viewport.open('cube.glb')
  await viewport.page.evaluate('viewport.grid = false; viewport.setView("top")')
  await viewport.page.evaluate('viewport.stage.lit')
  const before = await row()
  await light('background: true')
  // From above all is parallel, and no environment is seen: neither its box nor the black behind it.
  expect(Math.min(...(await row()))).toBeGreaterThan(8)
  await light('rotation: 30')
  await row()
  await light('background: false, rotation: 0')
  expect(await row()).toEqual(before)
})

it('fades away from the model without steps', { timeout: TIME }, async () => {
  viewport.put('cube.glb', await writeGlb(documentOf(cube()).document))
  await viewport.open('cube.glb')
  await viewport.page.evaluate('viewport.grid = false; viewport.setView("top")')
  await viewport.page.evaluate('viewport.stage.lit')
  const seen = await row()
  // From the darkest pixel beside the cube to where the ground begins to be as it is without a shadow.
  const beside = seen.slice(0, SIDE / 2)
  const darkest = beside.indexOf(Math.min(...beside))
  const lightest = beside.indexOf(Math.max(...beside.slice(0, darkest)))
  expect(darkest - lightest).toBeGreaterThan(8)
  const steps = beside.slice(lightest, darkest).map((one, at) => one - (beside[lightest + at + 1] ?? 0))
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1)
})
