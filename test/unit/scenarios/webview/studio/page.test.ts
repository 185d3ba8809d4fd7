// The studio page in a real Chromium, under the real policy, with a fake host: what no test without a browser can see.
// Drawing is for the end-to-end tests.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

const picture = readFileSync(new URL('../../../../../media/icon.png', import.meta.url)).toString('base64')

describe('the studio page', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, drop, open, lastAsked } = fixture
  it('makes a model from a prompt and shows it by itself', async () => {
    await open()
    await at('field-prompt').fill('a chair')
    expect(await at('generate').textContent()).toBe('Generate · 20 credits')
    await fixture.page.keyboard.press('Control+Enter')
    const request = { capability: 'text_to_model', params: { prompt: 'a chair', model_version: 'v3.1-20260211' } }
    expect(await lastAsked('generate')).toEqual(request)
    await fixture.page.locator('[data-testid=task][data-state=delivered][aria-selected=true]').waitFor()
    await at('viewport').getByText('1 tri', { exact: true }).waitFor()
    expect(await at('field-prompt').inputValue()).toBe('a chair')
  })

  it('says what it waits for while VS Code asks something', async () => {
    await open('slow=1')
    await at('field-prompt').fill('a chair')
    await at('generate').click()
    await fixture.page.getByText('Starting…').waitFor()
    const tell = (body: object) =>
      fixture.page.evaluate((question) => window.fakeHost.server.notify('question', question), body)
    await tell({ text: 'Choose a folder for the model' })
    await fixture.page.getByText('Waiting for your answer…').waitFor()
    await fixture.page.getByText('VS Code asks: Choose a folder for the model').waitFor()
    await tell({})
    await fixture.page.getByText('Starting…').waitFor()
    await fixture.page.evaluate(() => window.fakeHost.goOn?.())
    await fixture.page.getByText('Generate · 20 credits').waitFor()
  })

  it('shows the file’s name and folder before anything is paid, and sends what is typed over them', async () => {
    await open()
    await at('field-prompt').fill('a red chair on a hill')
    expect(await at('save-name').getAttribute('placeholder')).toBe('red-chair')
    expect(await at('save-folder').getAttribute('placeholder')).toBe('public/assets')
    // In line with the fields above, whatever the labels say.
    const left = async (id: string) => (await at(id).boundingBox())?.x
    expect(await left('save-name')).toBe(await left('field-face_limit'))
    expect(await left('save-folder')).toBe(await left('save-name'))
    await at('save-name').fill('Seat')
    await at('save-folder').fill('models/seats')
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({ name: 'Seat', folder: 'models/seats' })
    // The folder stays, the name as long as it is for the same.
    expect(await at('save-name').inputValue()).toBe('Seat')
    await at('field-prompt').fill('a table')
    expect(await at('save-name').inputValue()).toBe('')
    expect(await at('save-name').getAttribute('placeholder')).toBe('table')
    expect(await at('save-folder').inputValue()).toBe('models/seats')
    await at('field-prompt').fill('a table\na lamp')
    await fixture.page.getByText('One model per line').click()
    await fixture.page.getByText('Names begin with').waitFor()
  })

  it('keeps the folder but not the name that was typed when another task’s settings come into the form', async () => {
    await open('samples=1')
    await at('field-prompt').fill('a red chair')
    await at('save-name').fill('Seat')
    await at('save-folder').fill('models/seats')
    const request = { capability: 'text_to_model', params: { prompt: 'a lamp' }, images: {} }
    await fixture.page.evaluate((filled) => window.fakeHost.server.notify('showForm', { requests: [filled] }), request)
    await fixture.page.waitForFunction(() => document.querySelector('textarea')?.value === 'a lamp')
    expect(await at('save-name').inputValue()).toBe('')
    expect(await at('save-name').getAttribute('placeholder')).toBe('lamp')
    expect(await at('save-folder').inputValue()).toBe('models/seats')
  })

  it('says in the footer that a key is refused or the balance unknown, with the way out', async () => {
    await open('balance=100')
    const tell = (code: string, sentence: string) =>
      fixture.page.evaluate(
        ([code, sentence]) => {
          const problem = { code, sentence, nextStep: 'Do something.', billed: 'no' as const }
          window.fakeHost.server.notify('account', { mode: 'service', balance: 100, problem })
        },
        [code, sentence] as const,
      )
    await tell('service.1002', 'The API key is not valid.')
    await at('account').getByText('The API key is not valid. 100 credits, as last known.').waitFor()
    await at('account').getByText('Set API Key').click()
    expect(await lastAsked('run')).toEqual({ command: 'tripo.setApiKey' })
    await tell('network.failed', 'The service cannot be reached.')
    await at('account').getByText('Refresh Balance').click()
    await fixture.page.waitForFunction(() => window.fakeHost.asked.filter(({ name }) => name === 'run').length === 2)
    expect(await lastAsked('run')).toEqual({ command: 'tripo.refreshBalance' })
  })

  it('asks for a prompt only once one is tried, and puts the focus there', async () => {
    await open()
    expect(await fixture.page.locator('.field-finding:visible').count()).toBe(0)
    await at('generate').click()
    await fixture.page.locator('.field-finding:visible').waitFor()
    expect(await at('field-prompt').evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await at('field-prompt').getAttribute('aria-invalid')).toBe('true')
    await at('field-prompt').fill('a chair')
    expect(await fixture.page.locator('.field-finding:visible').count()).toBe(0)
  })

  it('follows the chosen version: fields, price, and what is sent', async () => {
    await open()
    await at('field-prompt').fill('a chair')
    await at('field-geometry_quality').getByText('Detailed').click()
    expect(await at('generate').textContent()).toBe('Generate · 40 credits')
    await at('field-model_version').click()
    await fixture.page.getByRole('option', { name: /^P1 .*credits$/ }).click()
    expect(await at('field-geometry_quality').isVisible()).toBe(false)
    await at('field-texture_quality').getByText('None').click()
    expect(await at('generate').textContent()).toBe('Generate · 30 credits')
    await at('generate').click()
    const params = { prompt: 'a chair', model_version: 'P1-20260311', texture: false, pbr: false }
    expect(await lastAsked('generate')).toMatchObject({ params })
    expect(await lastAsked('generate')).not.toHaveProperty('params.geometry_quality')
  })

  it('finds the form again after a reload', async () => {
    await open()
    await at('field-prompt').fill('a red barrel')
    await at('field-face_limit').fill('5,000')
    await fixture.page.reload()
    await fixture.page.waitForFunction(() => document.querySelector('textarea')?.value === 'a red barrel')
    expect(await at('field-face_limit').inputValue()).toBe('5000')
  })

  // VS Code takes the page down as soon as another tab is in front of it, and makes it anew.
  it('shows a model as it was looked at, by a page that comes in the place of this one', async () => {
    await open('samples')
    const { page } = fixture
    await at('task').filter({ hasText: 'chair' }).first().click()
    const name = page.locator('.tv-view')
    await page.locator('.tv-statistics span').first().waitFor()
    await page.getByRole('button', { name: /^Shading/ }).click()
    await page.getByRole('menuitemradio', { name: 'Matcap', exact: true }).click()
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('1')
    await expect.poll(() => name.textContent()).toBe('Front · Orthographic')
    const kept = () =>
      page.evaluate(() =>
        Object.values(sessionStorage).some((state) => /"shading":"matcap".*"orthographic"/.test(state)),
      )
    await expect.poll(kept).toBe(true)
    await page.reload()
    await expect.poll(() => name.textContent()).toBe('Front · Orthographic')
    await page.getByRole('button', { name: 'Shading: Matcap' }).waitFor()
  })

  it('takes a dropped picture, and refuses a text that calls itself one', async () => {
    await open()
    await at('tab-image_to_model').click()
    await drop({}, { name: 'notes.png', base64: Buffer.from('no picture').toString('base64') })
    await fixture.page.getByText('This is not a PNG, JPEG or WebP image').waitFor()
    await drop({}, { name: 'lamp.png', base64: picture })
    await at('image-thumb').getByText('lamp.png').waitFor()
    expect(await lastAsked('stageImage')).toEqual({ name: 'lamp.png', size: Buffer.from(picture, 'base64').length })
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({ params: { file: { upload: 'staged:///lamp.png' } } })
  })

  it('brings the image form to the front for a picture dropped on another tab', async () => {
    await open()
    await drop({}, { name: 'lamp.png', base64: picture })
    await at('image-thumb').getByText('lamp.png').waitFor()
    expect(await at('tab-image_to_model').getAttribute('aria-selected')).toBe('true')
  })

  it('lets the host find a file dropped from the explorer', async () => {
    await open()
    await at('tab-image_to_model').click()
    await drop({ 'text/uri-list': 'file:///w/props/shield.png\r\n' })
    await at('image-thumb').getByText('shield.png').waitFor()
    expect(await lastAsked('resolveImage')).toEqual({ uri: 'file:///w/props/shield.png' })
  })

  it('makes one model of each line of a prompt, and names the line that is wrong', async () => {
    await open()
    await at('field-prompt').fill('- a chair\n- a table\n\n- a 😀')
    await at('per-line').click()
    await fixture.page.getByText('Generate 3 · 60 credits').waitFor()
    await at('generate').click()
    await fixture.page.getByText('Line 3: ').waitFor()
    await at('field-prompt').fill('- a chair\n- a table')
    await fixture.page.getByText('Generate 2 · 40 credits').waitFor()
    await fixture.page.getByText(/^2 × \(.* 20\)$/).waitFor()
    await at('generate').click()
    expect(await lastAsked('generateMany')).toMatchObject({
      requests: [{ params: { prompt: 'a chair' } }, { params: { prompt: 'a table' } }],
    })
    // Its first model is waited for, and stays when the others arrive.
    const first = fixture.page.locator('[data-testid=task][aria-selected=true]')
    await first.filter({ hasText: 'a chair' }).waitFor()
    await at('viewport').getByText('1 tri', { exact: true }).waitFor()
    await fixture.page.locator('[data-testid=task][data-state=delivered]').nth(1).waitFor()
    expect(await first.textContent()).toContain('a chair')
  })

  it('says what failed and what to do, and when the credits will not do', async () => {
    await open('refuse=1&balance=5')
    await at('field-prompt').fill('a chair')
    await fixture.page.getByText('This needs 20 credits; 5 are left.').waitFor()
    await at('generate').click()
    await at('problem').getByText('The folder is read-only.').waitFor()
    await at('problem').getByText('Choose another.').waitFor()
    expect(await at('task').count()).toBe(0)
  })

  it('walks the tabs with arrow keys and needs no sideways scrolling at 400 pixels', async () => {
    await fixture.page.setViewportSize({ width: 400, height: 700 })
    await open()
    await at('tab-text_to_model').focus()
    await fixture.page.keyboard.press('ArrowRight')
    expect(await at('tab-image_to_model').getAttribute('aria-selected')).toBe('true')
    expect(await fixture.page.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
    expect((await at('viewport').boundingBox())?.height).toBeGreaterThanOrEqual(300)
  })

  it('tells the truth before it stops waiting', async () => {
    await open()
    await at('field-prompt').fill('a chair')
    await fixture.page.evaluate(() => {
      const { server } = window.fakeHost
      const job = { id: 'j', capability: 'text_to_model', title: 'a lamp', params: {}, files: [], estimate: 20 }
      const busy = { ...job, phase: 'generating', service: 'service', startedAt: Date.now(), progress: 0.63 } as const
      server.notify('jobs', { jobs: [busy], removed: [] })
    })
    await at('task').click()
    await at('action-cancel').click()
    await fixture.page.getByText('The service goes on and the credits are spent').waitFor()
    expect(await fixture.page.evaluate(() => window.fakeHost.asked.some((entry) => entry.name === 'runAction'))).toBe(
      false,
    )
    await fixture.page.getByText('Stop Waiting', { exact: true }).click()
    expect(await lastAsked('runAction')).toEqual({ jobId: 'j', action: 'cancel' })
  })
})
