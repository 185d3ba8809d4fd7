// What axe-core finds on the studio page while tasks run, wait and fail, in every theme: nothing. Views and widths: ../everyone.test.ts.
import { describe, expect, it } from 'vitest'
import { THEMES, useStudioPage } from '../../../webview/studio/page/fixture.ts'

/** Milliseconds: axe-core reads the whole page several times, which a busy machine takes long for. */
const LIMIT = 180_000

describe('the studio page for everyone', { timeout: LIMIT }, () => {
  const fixture = useStudioPage()
  const { at, open, useTheme, axe } = fixture

  /** To every state that a theme can make unreadable. */
  const walk = async () => {
    await open('samples=1')
    await at('task').nth(3).click()
    await at('field-prompt').fill('a robot')
    await at('advanced').click()
    await at('steps').click()
    for (const id of ['rig_model', 'retarget_animation']) {
      await at('add-step').click()
      await at(`add-${id}`).click()
    }
  }

  it('can be read in every theme, and has no finding of axe-core: busy, failed, with steps', async () => {
    await walk()
    for (const theme of Object.keys(THEMES)) {
      await useTheme(theme)
      expect(await axe(['color-contrast']), theme).toEqual([])
    }
    await useTheme('Dark Modern')
    expect(await axe()).toEqual([])
    // Experimental in axe-core, so that only its name runs it: what is seen of a control is part of its name.
    expect(await axe(['label-content-name-mismatch'])).toEqual([])
  })
})
