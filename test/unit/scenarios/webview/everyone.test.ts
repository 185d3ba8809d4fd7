// What axe-core finds in any view of the pages, in every kind of theme, at every width and at twice the size: nothing. One
// load of a page for all its views, each in four surroundings that have every size and every theme; forms, which are made of the
// same controls, in one each, and in all sixteen together, half of them with the form alone. `TRIPO_ROUNDS` looks at all
// sixteen of everything. A page that has to be scrolled sideways is a finding, too, of any view at any size.
import { describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { EventBody } from '../../../../src/protocol/messages.ts'
import { CATALOGUE } from '../../../../src/tripo/catalogue/index.ts'
import { cube, documentOf } from '../../mesh/tools/shapes.ts'
import { type StudioPageFixture, useStudioPage } from '../../webview/studio/page/fixture.ts'

/** Of all other kinds of themes these have the look; those differ in colors only. */
const THEMES = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'] as const
/** The last: twice the size leaves a window of 1200 by 800 pixels half of both. */
const SIZES = [
  { width: 400, height: 700 },
  { width: 700, height: 700 },
  { width: 1200, height: 800 },
  { width: 600, height: 400 },
] as const
const isWhole = process.env.TRIPO_ROUNDS !== undefined
/** Milliseconds: axe-core reads the page a hundred times. */
const LIMIT = 900_000

/** The themes in which a view is looked at in a size: another with each view, so that all meet all of them. */
function themesFor(at: number, turn: number, isForm: boolean): readonly (typeof THEMES)[number][] {
  if (isWhole) return THEMES
  // Four forms in the four sizes, the next four in these with another theme.
  if (isForm && at !== turn % SIZES.length) return []
  const first = at + (isForm ? Math.floor(turn / SIZES.length) : turn)
  return THEMES.filter((_, index) => index === first % THEMES.length)
}

/** Looks at the view in front in its surroundings; answers what was found, a line each. */
function looking(fixture: StudioPageFixture): (view: string, isForm?: boolean) => Promise<string[]> {
  let turn = 0
  return async (view, isForm = false) => {
    const found: string[] = []
    for (const [at, size] of SIZES.entries()) {
      await fixture.page.setViewportSize(size)
      for (const theme of themesFor(at, turn, isForm)) {
        await fixture.useTheme(theme)
        const where = `${view}, ${theme}, ${size.width} px`
        const within = isForm && !isWhole && at > 1 ? '.form-column' : undefined
        found.push(...(await fixture.axe(undefined, within)).map((finding) => `${where}: ${finding}`))
        await fixture.shoot(`${where.replace(/\W+/g, '-')}`)
      }
      const over = Number(await fixture.page.evaluate('document.scrollingElement.scrollWidth - innerWidth'))
      if (over > 0) found.push(`${view}, ${size.width} px: ${over} px stick out`)
    }
    turn++
    return found
  }
}

describe('the pages for everyone', { timeout: LIMIT }, () => {
  const fixture = useStudioPage()
  const { at, open, openCompact, openHistory } = fixture
  const look = looking(fixture)
  const showForm = (form: EventBody<'showForm'>) =>
    fixture.page.evaluate((text) => window.fakeHost.server.notify('showForm', JSON.parse(text)), JSON.stringify(form))

  it('have no finding in any form', async () => {
    await open('samples=1&styles=1&balance=500')
    const found: string[] = []
    for (const { id } of CATALOGUE.filter(({ place }) => place === 'tab')) {
      await fixture.page.evaluate((tab) => window.fakeHost.server.notify('showTab', { tab }), id)
      found.push(...(await look(id, true)))
    }
    expect(found).toEqual([])
  })

  it('have none in the form of any step on a result, nor with the menus over it', async () => {
    await open('samples=1&balance=500')
    const knight = fixture.page.locator('[data-testid=task]').filter({ hasText: 'a knight' }).first()
    await knight.click()
    const onJob = (await knight.getAttribute('data-job')) ?? ''
    const found: string[] = []
    for (const { id } of CATALOGUE.filter(({ place }) => place === 'step')) {
      await showForm({ onJob, requests: [{ capability: id, params: {}, images: {} }] })
      await at('result-form').getByTestId('step').waitFor()
      found.push(...(await look(id, true)))
    }
    await showForm({
      onJob,
      requests: [],
      local: [{ tool: 'collider' }, { tool: 'convert', options: { format: 'stl' } }],
    })
    found.push(...(await look('steps and local tools')))
    await at('add-local-step').filter({ visible: true }).click()
    found.push(...(await look('menu of local tools')))
    expect(found).toEqual([])
  })

  it('have none while several are made, in recipes, and with nothing there', async () => {
    await open('recipes=1&balance=500')
    const found = await look('nothing yet')
    await at('recipes').click()
    found.push(...(await look('recipes')))
    await fixture.page.keyboard.press('Escape')
    await at('field-prompt').fill('a chair')
    await at('variations').click()
    await fixture.page.getByRole('option', { name: '6, other seeds' }).click()
    await at('generate').click()
    await at('keep-variation').nth(5).waitFor()
    found.push(...(await look('variations')))
    expect(found).toEqual([])
  })

  it('have none in the compact panel, the history and the usage', async () => {
    await openCompact('styles=1&balance=12')
    const found = await look('compact')
    await openHistory()
    found.push(...(await look('history')))
    await openHistory('view=usage')
    found.push(...(await look('usage')))
    expect(found).toEqual([])
  })
})

describe('the pages with a model for everyone', { timeout: LIMIT }, () => {
  const fixture = useStudioPage({ width: 1000, height: 720 }, undefined, true)
  const look = looking(fixture)

  it('have no finding in the model editor and beside another model', async () => {
    const bytes = await writeGlb(documentOf(cube(), 'Arm').document)
    await fixture.openModel({ name: 'chair.glb', bytes })
    const found = await look('model editor')
    await fixture.page.getByRole('treeitem').first().click()
    found.push(...(await look('model editor, part')))
    await fixture.openComparison(bytes, await writeGlb(documentOf(cube(3), 'Arm').document))
    found.push(...(await look('comparison')))
    expect(found).toEqual([])
  })
})
