// Steps in a real Chromium. On a finished result: the free check before a rig, animations by groups with favorites, free local
// alternatives, and the details of a task; each by keyboard and without axe findings in every kind of theme. Below the form:
// adding, pricing and sending a chain.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COLOR_RULES, useStudioPage } from '../../../webview/studio/page/fixture.ts'

const picture = readFileSync(new URL('../../../../../media/icon.png', import.meta.url)).toString('base64')
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
      // Only colors differ.
      expect(await fixture.axe(theme === THEMES[0] ? undefined : COLOR_RULES), `${name} in ${theme}`).toEqual([])
    }
    await fixture.useTheme('Dark Modern')
    await fixture.shoot(`steps-${name}`)
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

describe('steps of the form', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, drop, open, lastAsked } = fixture

  it('adds steps with the keyboard, prices and sends them, and has them again after a reload', async () => {
    await open()
    await at('field-prompt').fill('a robot')
    await at('steps').focus()
    await fixture.page.keyboard.press('Enter')
    // The menu is walked with arrows; its first entries are texture and style.
    const add = async (name: string) => {
      await at('add-step').focus()
      await fixture.page.keyboard.press('Enter')
      const entry = fixture.page.getByRole('menuitem', { name })
      for (let press = 0; press < 9 && !(await entry.evaluate((one) => one === document.activeElement)); press++) {
        await fixture.page.keyboard.press('ArrowDown')
      }
      await fixture.page.keyboard.press('Enter')
    }
    await add('Low poly')
    await at('step').getByTestId('field-face_limit').fill('5,000')
    await add('Rig model')
    await add('Animate')
    await fixture.page.getByRole('combobox', { name: 'Add an animation' }).focus()
    await fixture.page.keyboard.type('idle')
    await fixture.page.keyboard.press('Enter')
    await fixture.page.getByText('3 steps · 75 credits').waitFor()
    expect(await at('generate').textContent()).toBe('Generate · 95 credits')
    await fixture.page.getByText('Model 20 + Low poly 30 + Rig model 25 + Animate 20').waitFor()
    await fixture.page.reload()
    await at('step').nth(2).waitFor()
    expect(await at('step').nth(0).textContent()).toContain('Low poly5,000 faces30')
    await at('generate').click()
    expect(await lastAsked('generate')).toEqual({
      capability: 'text_to_model',
      params: { prompt: 'a robot', model_version: 'v3.1-20260211' },
      steps: [
        { capability: 'smart_lowpoly', params: { face_limit: 5000 } },
        { capability: 'rig_model', params: {} },
        { capability: 'retarget_animation', params: { animations: ['preset:biped:walk', 'preset:biped:idle'] } },
      ],
    })
    // The strip tells the steps in their order, and shows the last one by itself.
    await fixture.page
      .locator('[data-testid=task][data-state=delivered][aria-selected=true]')
      .getByText('Animate')
      .waitFor()
    expect(await fixture.page.locator('.task-head').allTextContents()).toEqual([
      'a robot1/4',
      'Low poly2/4',
      'Rig model3/4',
      'Animate4/4',
    ])
  })

  it('explains a dead end beside its step, sends nothing, and takes steps away again', async () => {
    await fixture.page.setViewportSize({ width: 400, height: 700 })
    await open()
    await at('field-prompt').fill('a robot')
    await at('steps').click()
    for (const id of ['rig_model', 'convert_model']) {
      await at('add-step').click()
      await at(`add-${id}`).click()
    }
    await at('step').nth(1).getByTestId('field-format').getByText('OBJ').click()
    await fixture.page.getByText('OBJ cannot hold a skeleton. Choose GLTF, FBX or USDZ').waitFor()
    await fixture.page.getByText('1 to mend').waitFor()
    // A closed step says it, too, and trying to send opens it.
    await at('step-toggle').nth(1).click()
    await fixture.page.getByText('OBJ cannot hold a skeleton').waitFor()
    await at('generate').click()
    expect(await at('step-toggle').nth(1).getAttribute('aria-expanded')).toBe('true')
    expect(await fixture.page.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
    await at('step-remove').nth(0).click()
    await fixture.page.getByText('1 step · 5 credits').waitFor()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({
      steps: [{ capability: 'convert_model', params: { format: 'OBJ' } }],
    })
    expect(
      await fixture.page.evaluate(() => window.fakeHost.asked.filter(({ name }) => name === 'generate').length),
    ).toBe(1)
  })

  it('takes a picture that is dropped on a step, and forgets it with the step', async () => {
    await open()
    await at('field-prompt').fill('a robot')
    await at('steps').click()
    await at('add-step').click()
    await at('add-texture_model').click()
    await drop({}, { name: 'rust.png', base64: picture }, '.step .image-drop')
    await at('step').getByTestId('image-thumb').getByText('rust.png').first().waitFor()
    expect(await at('tab-text_to_model').getAttribute('aria-selected')).toBe('true')
    await at('generate').click()
    const params = { image_prompt: { upload: 'staged:///rust.png' } }
    expect(await lastAsked('generate')).toMatchObject({ steps: [{ capability: 'texture_model', params }] })
    await at('step-remove').click()
    await fixture.page.waitForFunction(() => {
      const saved = window.fakeHost.asked.findLast(({ name }) => name === 'saveDraft')
      return saved !== undefined && JSON.stringify(saved.params).includes('"images":{}')
    })
  })

  it('offers to go on with a chain, with what that costs', async () => {
    await open()
    await fixture.page.evaluate(() => {
      const { server } = window.fakeHost
      const service = 'service' as const
      const own = { title: 'a robot', params: {}, files: [], service, startedAt: 1, estimate: 25 }
      const group = { id: 'c', kind: 'chain', of: 3 } as const
      const failed = { ...own, capability: 'rig_model', id: 'j2', phase: 'failed', resumeCost: 35 } as const
      const problem = { code: 'task.failed', sentence: 'It failed.', nextStep: 'Try again.', billed: 'no' } as const
      const held = { ...problem, code: 'jobs.chain-stopped', sentence: 'The step before has no result.' }
      server.notify('jobs', {
        jobs: [
          { ...own, capability: 'text_to_model', id: 'j1', phase: 'delivered' as const, group: { ...group, index: 0 } },
          { ...failed, group: { ...group, index: 1 }, problem },
          {
            ...own,
            capability: 'retarget_animation',
            id: 'j3',
            phase: 'failed' as const,
            group: { ...group, index: 2 },
            problem: held,
          },
        ],
        removed: [],
      })
    })
    await at('task').nth(2).getByText('Not started').waitFor()
    await at('task').nth(2).click()
    expect(await at('way-out').locator('visible=true').count()).toBe(0)
    await at('task').nth(1).click()
    await at('way-out').getByText('Resume from Here · 35 credits').click()
    expect(await lastAsked('runAction')).toEqual({ jobId: 'j2', action: 'resume' })
  })
})
