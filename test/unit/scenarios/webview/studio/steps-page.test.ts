// Steps on a finished result in a real Chromium: the free check before a rig, animations by groups with favorites, what
// would be free on this machine, and the details of a task; each by keyboard and without a finding of axe in every kind of theme.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

const shots = process.env.TRIPO_SHOTS
const THEMES = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'] as const

describe('steps on a result', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture
  const form = (capability: string, params: Record<string, unknown> = {}) =>
    fixture.page.evaluate(
      (request) => window.fakeHost.server.notify('showForm', { onJob: 'sample-7', requests: [request] }),
      { capability, params, images: {} },
    )
  const inThemes = async (name: string) => {
    for (const theme of THEMES) {
      await fixture.useTheme(theme)
      expect(await fixture.axe(), `${name} in ${theme}`).toEqual([])
    }
    await fixture.useTheme('Dark Modern')
    if (shots) await fixture.page.screenshot({ path: `${shots}/steps-${name}.png` })
  }

  it('a rig is checked for free, and what was found goes into the step', async () => {
    await open('samples=1&balance=500')
    await form('rig_model')
    await at('rig-check').filter({ hasText: 'an animal on four legs' }).waitFor()
    expect(await lastAsked('checkRig')).toEqual({ jobId: 'sample-7' })
    await inThemes('rig')
    await at('generate').click()
    expect(await lastAsked('continueWith')).toMatchObject({
      steps: [{ capability: 'rig_model', params: { rig_type: 'quadruped', model_version: 'v2.5-20260210' } }],
    })
  })

  it('offers the steps where none was chosen yet, and names no price', async () => {
    await open('samples=1&balance=500')
    await form('rig_model')
    await at('generate').getByText('credits').waitFor()
    await fixture.page.locator('.step').getByRole('button', { name: 'Remove' }).click()
    await at('generate').getByText('Add Step').waitFor()
    expect(await at('generate').textContent()).toBe('Add Step')
    await at('generate').click()
    await at('result-form').getByTestId('add-rig_model').waitFor()
    expect(await fixture.page.evaluate(() => window.fakeHost.asked.some(({ name }) => name === 'continueWith'))).toBe(
      false,
    )
  })

  it('what cannot be rigged is said before it is paid for', async () => {
    await open('samples=1&unriggable=1')
    await form('rig_model')
    await at('rig-check').filter({ hasText: 'finds no creature' }).waitFor()
    await inThemes('unriggable')
  })

  it('animations stand in groups, and a favorite is the first of all', async () => {
    await open('samples=1')
    await form('rig_model', { rig_type: 'biped', model_version: 'v1.0-20240301' })
    // The form of a finished task has the same entries as that of the tab behind it.
    const own = at('result-form')
    await own.getByTestId('add-step').click()
    await own.getByTestId('add-retarget_animation').click()
    const field = at('field-animations')
    await field.click()
    const groups = fixture.page.locator('.control-picker-group')
    expect(await groups.first().textContent()).toBe('Moving')
    await field.fill('fighting box')
    await fixture.page.keyboard.press('Enter')
    const star = fixture.page.getByRole('button', { name: 'Box 1 is a favorite' })
    await star.click()
    expect(await star.getAttribute('aria-pressed')).toBe('true')
    await fixture.page.getByRole('button', { name: 'Remove Box 1' }).click()
    await field.click()
    expect(await groups.first().textContent()).toBe('Favorites')
    expect(await fixture.page.locator('.control-picker-option').first().textContent()).toBe('Box 1')
    await inThemes('animations')
  })

  it('each style that a model can be rebuilt in has its drawing', async () => {
    await open('samples=1')
    await form('stylize_model', { style: 'voxel' })
    const drawings = fixture.page.locator('.control-segment-picture')
    await drawings.first().waitFor()
    expect(await drawings.count()).toBe(4)
    await inThemes('styles')
  })

  it('says what this machine would do for free, while it would do the same', async () => {
    await open('samples=1')
    await form('convert_model', { format: 'FBX' })
    await at('local-way').filter({ hasText: 'for free' }).waitFor()
    await form('convert_model', { format: 'FBX', quad: true })
    await at('local-way').waitFor({ state: 'hidden' })
  })

  it('the details of a task have what was sent and what came back', async () => {
    await open('samples=1')
    await at('task').nth(6).click()
    await fixture.page.getByRole('button', { name: 'Details' }).click()
    const list = fixture.page.locator('.details-parameters')
    expect(await list.textContent()).toMatch(/Task\s*t-5/)
    expect(await list.textContent()).toMatch(/Trace id\s*trace-5/)
    expect(await list.textContent()).toMatch(/Really cost\s*20 credits/)
    // A prompt in Hebrew reads from the right.
    expect(await list.locator('dd:not([dir=auto])').count()).toBe(0)
    await inThemes('details')
  })
})
