// The four views in the studio page: put there, moved, mirrored, drawn by the service, changed by words, and sent.
import { describe, expect, it } from 'vitest'
import { COLOR_RULES, useStudioPage } from './page/fixture.ts'

describe('four views', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture
  const slot = (view: string) => at(`slot-${view}`).locator('.slot-button')
  const item = (name: string) => fixture.page.getByRole('menuitem', { name, exact: false })
  const asked = (name: string) =>
    fixture.page.evaluate((wanted) => window.fakeHost.asked.filter((entry) => entry.name === wanted).length, name)
  const openViews = async () => {
    await open()
    await fixture.page.getByRole('tab', { name: 'Multi-view', exact: true }).click()
  }
  /** A drag as the browser makes it, from one place to another. */
  const drag = (from: string, to: string) =>
    fixture.page.evaluate(
      ([source, target]) => {
        const find = (view: string | undefined) => document.querySelector(`[data-testid="slot-${view}"]`)
        const dataTransfer = new DataTransfer()
        find(source)?.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }))
        find(target)?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      },
      [from, to],
    )

  it('say what is missing until there is a front and one more, by keyboard alone', async () => {
    const { page } = fixture
    await openViews()
    await page.getByText('Add a front view and at least one more view.').waitFor()
    await slot('left').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('The front view is missing.').waitFor()
    expect(await lastAsked('pickImage')).toEqual({ from: 'disk' })
    await slot('left').focus()
    await page.keyboard.press('Enter')
    await item('Move to Front').focus()
    await page.keyboard.press('Enter')
    await page.getByText('Add at least one view besides the front.').waitFor()
    expect(await slot('front').getAttribute('aria-label')).toBe('Front: disk.png')
    await at('generate').click()
    expect(await at('slot-left').locator('.is-invalid').count()).toBe(1)
    expect(await asked('generate')).toBe(0)
    await slot('back').click()
    await item('From Workspace').click()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({
      capability: 'multiview_to_model',
      params: { files: [{ upload: 'file:///w/disk.png' }, {}, { upload: 'file:///w/workspace.png' }, {}] },
    })
  })

  it('change places by dragging, and are mirrored into the opposite one', async () => {
    await openViews()
    await slot('front').click()
    await item('From Disk').click()
    await slot('front').and(fixture.page.locator('[aria-label="Front: disk.png"]')).waitFor()
    await drag('front', 'right')
    await slot('right').and(fixture.page.locator('[aria-label="Right: disk.png"]')).waitFor()
    expect(await slot('front').getAttribute('aria-label')).toBe('Front: empty')
    await slot('right').click()
    await item('Mirror to Left').click()
    await slot('left').and(fixture.page.locator('[aria-label="Left: disk-mirrored.png"]')).waitFor()
    expect(await lastAsked('stageImage')).toMatchObject({ name: 'disk-mirrored.png' })
    await slot('right').click()
    await fixture.page.keyboard.press('Escape')
    await at('slot-right').getByRole('button', { name: 'Remove Right' }).click()
    expect(await slot('right').getAttribute('aria-label')).toBe('Right: empty')
  })

  it('go to the sides that the names of dropped files tell', async () => {
    await openViews()
    await fixture.page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      const list = ['chair-back.png', 'chair-front.png'].map((name) => `file:///w/${name}`).join('\r\n')
      dataTransfer.setData('application/vnd.code.uri-list', list)
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
      document.querySelector('[data-testid="slot-left"]')?.dispatchEvent(drop)
    })
    await slot('back').and(fixture.page.locator('[aria-label="Back: chair-back.png"]')).waitFor()
    expect(await slot('front').getAttribute('aria-label')).toBe('Front: chair-front.png')
    expect(await at('save-name').getAttribute('placeholder')).toBe('chair')
  })

  it('are drawn from the front for their price, changed by words, and then sent as the task that drew them', async () => {
    const { page } = fixture
    await openViews()
    expect(await at('make-views').textContent()).toContain('Make the Other Views · 10 credits')
    await slot('front').click()
    await item('From Disk').click()
    await fixture.page.locator('[data-testid=make-views]:not([disabled])').click()
    expect(await lastAsked('generate')).toEqual({
      ...{ capability: 'generate_multiview_image', params: { file: { upload: 'file:///w/disk.png' } } },
      ...{ name: 'disk', pictures: 'storage' },
    })
    await slot('right').and(page.locator('[aria-label="Right: job-1-right_view.png"]')).waitFor()
    await slot('back').click()
    await item('Change by Words').click()
    await at('edit-back').fill('a red cape')
    await slot('left').click()
    await item('Change by Words').click()
    await at('edit-left').fill('a red sleeve')
    await page.getByText('Change 2 Views · 10 credits').click()
    expect(await lastAsked('generate')).toMatchObject({
      capability: 'edit_multiview_image',
      params: {
        original_task_id: 'task-job-1',
        prompts: [
          { view: 'left', prompt: 'a red sleeve' },
          { view: 'back', prompt: 'a red cape' },
        ],
      },
    })
    await slot('front').and(page.locator('[aria-label="Front: job-2-front_view.png"]')).waitFor()
    expect(await at('edit-back').isVisible()).toBe(false)
    // What was said while they were drawn is over, too.
    await expect.poll(() => page.getByText('Drawing the views').count()).toBe(0)
    await at('generate').click()
    await page.waitForFunction(() => window.fakeHost.asked.filter(({ name }) => name === 'generate').length === 3)
    const sent = await lastAsked('generate')
    expect(sent).toMatchObject({ capability: 'multiview_to_model', params: { original_task_id: 'task-job-2' } })
    expect(sent).not.toHaveProperty('params.files')
    // One view from a file: the task does not stand for all of them any more.
    await at('slot-left').getByRole('button', { name: 'Remove Left' }).click()
    await slot('left').click()
    await item('From Disk').click()
    await slot('left').and(page.locator('[aria-label="Left: disk.png"]')).waitFor()
    await at('generate').click()
    await page.waitForFunction(() => window.fakeHost.asked.filter(({ name }) => name === 'generate').length === 4)
    expect(await lastAsked('generate')).toMatchObject({
      params: { files: [{}, { upload: 'file:///w/disk.png' }, {}, {}].map(() => expect.anything()) },
    })
  })

  it('arrive in the form although the panel was closed while they were drawn', async () => {
    await openViews()
    await slot('front').click()
    await item('From Disk').click()
    await slot('front').and(fixture.page.locator('[aria-label="Front: disk.png"]')).waitFor()
    await fixture.leave()
    await fixture.page.evaluate(() => {
      const state = JSON.parse(sessionStorage.getItem('state') ?? '{}')
      const places = { 'files.0': 'file:///w/disk.png', 'files.1': '' }
      state.draft.drawing = { jobId: 'sample-views', tab: 'multiview_to_model', field: 'files', places }
      sessionStorage.setItem('state', JSON.stringify(state))
    })
    await open('samples=1')
    await slot('left').and(fixture.page.locator('[aria-label="Left: knight-left_view.png"]')).waitFor()
  })

  it('have nothing that axe finds, empty or filled, in every kind of theme', async () => {
    await openViews()
    await slot('front').click()
    await item('From Disk').click()
    await fixture.page.locator('[data-testid=make-views]:not([disabled])').click()
    await slot('left').and(fixture.page.locator('[aria-label="Left: job-1-left_view.png"]')).waitFor()
    await slot('left').click()
    await item('Change by Words').click()
    await slot('right').click()
    for (const name of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await fixture.useTheme(name)
      // Only colors differ.
      expect(await fixture.axe(name === 'Dark Modern' ? undefined : COLOR_RULES), name).toEqual([])
    }
  })
})
