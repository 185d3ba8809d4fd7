// The tasks in the page, in a real Chromium: several selected as in VS Code's lists, with what can be done to all of them;
// a file that is gone; and forms that show nothing without effect on the account at hand.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('tasks on the page', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture
  const selected = () => fixture.page.locator('.task[aria-selected=true]')
  const contextOf = (index: number) =>
    at('task')
      .nth(index)
      .evaluate((card): unknown => JSON.parse(card.getAttribute('data-vscode-context') ?? '{}'))

  it('selects several by Ctrl and Shift, whose menu and details are about all of them', async () => {
    await open('samples=1')
    await at('task').nth(6).click()
    await at('task')
      .nth(7)
      .click({ modifiers: ['Control'] })
    expect(await selected().count()).toBe(2)
    await fixture.page.getByText('2 tasks selected').waitFor()
    await fixture.page.getByText('2 of 2 ready').waitFor()
    expect(await contextOf(6)).toMatchObject({ tripoJobs: ['sample-7', 'sample-8'] })
    expect(await contextOf(6)).toEqual(await contextOf(7))
    // What is not selected has its own menu.
    expect(await contextOf(0)).toMatchObject({ tripoJobs: ['sample-1'] })
    expect(await at('action-open').count()).toBe(0)
    await at('action-dismiss').click()
    expect(await lastAsked('runActionOnAll')).toEqual({ jobIds: ['sample-7', 'sample-8'], action: 'dismiss' })
    await at('task')
      .nth(3)
      .click({ modifiers: ['Shift'] })
    expect(await selected().count()).toBe(5)
    await at('task').nth(3).click()
    expect(await selected().count()).toBe(1)
    expect(await fixture.axe(['aria-allowed-attr', 'aria-required-children'])).toEqual([])
  })

  it('selects several by keys: Shift with an arrow, Ctrl with Space, Ctrl+A; Escape leaves one', async () => {
    await open('samples=1')
    const { keyboard } = fixture.page
    await at('task').nth(6).click()
    await keyboard.press('Shift+ArrowRight')
    expect(await selected().count()).toBe(2)
    await keyboard.press('Shift+ArrowLeft')
    expect(await selected().count()).toBe(1)
    await keyboard.press('Control+ArrowRight')
    await keyboard.press('Control+ArrowRight')
    expect(await selected().count()).toBe(1)
    await keyboard.press('Control+Space')
    expect(await selected().count()).toBe(2)
    await keyboard.press('Control+a')
    expect(await selected().count()).toBe(await at('task').count())
    await keyboard.press('Escape')
    expect(await selected().count()).toBe(1)
  })

  it('selects a whole chain from a step, with the actions that the tree has for it', async () => {
    await open('samples=1')
    await at('task').nth(8).click()
    await at('select-chain').click()
    expect(await selected().count()).toBe(4)
    await fixture.page.getByText('“a knight”, all 4 steps').waitFor()
    expect(await contextOf(8)).toMatchObject({
      tripoJobs: ['sample-8', 'sample-9', 'sample-10', 'sample-11'],
      tripoActions: expect.stringMatching(/ open .* useSettings .* copyTaskId /),
    })
    await at('action-useSettings').click()
    expect(await lastAsked('runActionOnAll')).toMatchObject({ action: 'useSettings', jobIds: { length: 4 } })
    // The count on a card does the same; a part of a chain is several tasks like any others.
    await at('task').nth(7).click()
    expect(await selected().count()).toBe(1)
    await at('task').nth(9).locator('.task-count').click()
    expect(await selected().count()).toBe(4)
    await at('task').nth(7).click()
    await at('task')
      .nth(8)
      .click({ modifiers: ['Shift'] })
    await fixture.page.getByText('2 tasks selected').waitFor()
    expect(await contextOf(7)).toMatchObject({ tripoActions: expect.not.stringContaining('useSettings') })
  })

  it('says that a file is gone where its path stood, with the way to have it again', async () => {
    await open('samples=1')
    await at('task').nth(6).click()
    const facts = fixture.page.locator('.details-facts', { hasText: 'public/assets/weathered' })
    await facts.waitFor()
    // Beside a long title and all actions the path still has room for words.
    for (const width of [1000, 1200, 1600]) {
      await fixture.page.setViewportSize({ width, height: 720 })
      expect((await facts.boundingBox())?.width).toBeGreaterThan(180)
      expect((await facts.boundingBox())?.height).toBeLessThan(70)
    }
    await fixture.page.evaluate(() => {
      const file = {
        kind: 'model',
        path: 'public/assets/chair.glb',
        uri: 'file:///w/chair.glb',
        bytes: 1,
        isMissing: true,
      }
      const own = { id: 'sample-7', capability: 'text_to_model', title: 'a chair', phase: 'delivered' as const }
      const more = { startedAt: 1, service: 'service' as const, estimate: 20, taskId: 't-5', params: {}, files: [file] }
      window.fakeHost.server.notify('jobs', { jobs: [{ ...own, ...more }], removed: [] })
    })
    await at('gone').getByText('public/assets/chair.glb is gone.').waitFor()
    expect(await fixture.page.locator('.details-facts').textContent()).not.toContain('chair.glb')
    await at('gone-deliver-again').click()
    expect(await lastAsked('runAction')).toEqual({ jobId: 'sample-7', action: 'deliverAgain' })
  })

  it('keeps the focus on an action while the actions change, and gives it back after its question', async () => {
    await open()
    const tell = (state: object) =>
      fixture.page.evaluate((more) => {
        const job = { id: 'j', capability: 'text_to_model', title: 'a lamp', params: {}, files: [], estimate: 20 }
        const own = { ...job, service: 'service' as const, startedAt: 1 }
        const body = { jobs: [{ ...own, phase: 'generating' as const, ...more }], removed: [] }
        window.fakeHost.server.notify('jobs', body)
      }, state)
    const focused = () => fixture.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    await tell({})
    await at('task').click()
    await at('action-cancel').press('Enter')
    await fixture.page.getByRole('alertdialog').waitFor()
    await fixture.page.keyboard.press('Escape')
    expect(await focused()).toBe('action-cancel')
    // Its task has an id now, which can be copied: the actions are drawn anew.
    await at('action-cancel').evaluate((one) => one.setAttribute('data-old', 'yes'))
    await tell({ taskId: 't-1', progress: 0.5 })
    await fixture.page.locator('[data-old]').waitFor({ state: 'detached' })
    expect(await focused()).toBe('action-cancel')
    await fixture.page.keyboard.press('Enter')
    await fixture.page.getByRole('alertdialog').waitFor()
    const file = { kind: 'model', path: 'assets/lamp.glb', uri: 'file:///w/lamp.glb', bytes: 1 }
    await tell({ phase: 'delivered', taskId: 't-1', finishedAt: 2, files: [file] })
    await fixture.page.getByRole('alertdialog').waitFor({ state: 'hidden' })
    expect(await focused()).toMatch(/^action-/)
  })

  it('draws only the card of a job that has changed', async () => {
    await open('samples=1')
    const touched = await fixture.page.evaluate(async () => {
      // Busy ones of the samples say how long they have been at it: that is the clock's doing, which stands still here.
      const now = Date.now()
      Date.now = () => now
      const tell = (jobs: readonly object[]) =>
        window.dispatchEvent(
          new MessageEvent('message', { data: { kind: 'event', name: 'jobs', body: { jobs, removed: [] } } }),
        )
      const own = { capability: 'text_to_model', title: 'a prop', phase: 'failed', estimate: 20, service: 'service' }
      const job = (index: number) => ({ ...own, id: `many-${index}`, startedAt: 10 + index, files: [], params: {} })
      const changes = new MutationObserver(() => {})
      const strip = document.querySelector('.strip-list')
      if (strip) changes.observe(strip, { subtree: true, childList: true, attributes: true, characterData: true })
      const touched = () =>
        changes.takeRecords().flatMap(({ target }) => {
          const card = (target instanceof Element ? target : target.parentElement)?.closest('.task')
          return card ? [card.getAttribute('data-job')] : []
        })
      tell(Array.from({ length: 50 }, (_, index) => job(index)))
      // What follows of it, such as titles that are cut where there is no room.
      do await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      while (touched().length > 0)
      tell([{ ...job(7), phase: 'stopped' }])
      return [...new Set(touched())]
    })
    expect(touched).toEqual(['many-7'])
  })

  it('refuses a seed outside its range, with the range', async () => {
    await open()
    await at('field-prompt').fill('a robot')
    await at('advanced').click()
    await at('field-model_seed').fill('99999999999')
    await fixture.page.getByText('Model seed must lie between 0 and 2147483647.').waitFor()
    await at('generate').click()
    expect(await fixture.page.evaluate(() => window.fakeHost.asked.some(({ name }) => name === 'generate'))).toBe(false)
  })

  it('shows no style where the service ignores it, and says before what it may refuse', async () => {
    await open('balance=100')
    await at('field-prompt').fill('a robot')
    await at('advanced').click()
    await at('field-quad').waitFor()
    expect(await at('field-style').isVisible()).toBe(false)
    await at('steps').click()
    await at('add-step').click()
    await at('add-stylize_model').getByText('may be refused').waitFor()
    await at('add-texture_model').click()
    const example = await fixture.page.locator('.step [data-testid=field-text_prompt]').getAttribute('placeholder')
    expect(example).toMatch(/oak/)
    await open()
    expect(await at('field-style').isVisible()).toBe(true)
  })
})
