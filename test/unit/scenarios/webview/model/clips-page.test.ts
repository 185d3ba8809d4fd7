// The clips of a model on the model editor's page: played, paused, scrubbed, once, and back and forth.
import { describe, expect, it } from 'vitest'
import { lamp } from '../../../webview/model/lamp.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('the clips of a model', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel } = fixture
  /** With unlit colors in a small window: what plays is drawn again and again. */
  const openToPlay = async () => {
    await fixture.page.setViewportSize({ width: 480, height: 360 })
    await openModel({ name: 'lamp.glb', bytes: await lamp() })
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.getByRole('button', { name: /^Shading/ }).click()
    await fixture.page.getByRole('menuitemradio', { name: 'Base color', exact: true }).click()
  }

  it('plays, pauses and scrubs a clip', async () => {
    await openToPlay()
    await at('timeline-play').waitFor()
    expect(await at('timeline-time').textContent()).toBe('0.00 of 2.00 s')
    await fixture.page.locator('.timeline-slider').fill('500')
    expect(await at('timeline-time').textContent()).toBe('1.00 of 2.00 s')
    await at('timeline-play').click()
    await expect.poll(() => at('timeline-time').textContent()).not.toBe('1.00 of 2.00 s')
    await at('timeline-play').click()
    const paused = await at('timeline-time').textContent()
    await fixture.page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    expect(await at('timeline-time').textContent()).toBe(paused)
  })

  it('plays once, and then again from its start, and back and forth by the time that is shown', async () => {
    await openToPlay()
    const { page } = fixture
    const choose = async (label: string) => {
      await page.getByRole('combobox', { name: 'Loop' }).click()
      await page.getByRole('option', { name: label, exact: true }).click()
    }
    // Noted in the page: on a slow machine a clip may be over before somebody looks.
    const shown = await at('timeline-time').evaluateHandle((label) => {
      const times: number[] = []
      const note = () => times.push(Number.parseFloat(label.textContent ?? ''))
      new MutationObserver(note).observe(label, { childList: true, characterData: true, subtree: true })
      return times
    })
    const forget = () => shown.evaluate((times) => times.splice(0))
    await choose('Once')
    await page.locator('.timeline-slider').fill('950')
    await at('timeline-play').click()
    await expect.poll(() => shown.evaluate((times) => times.at(-1))).toBe(2)
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await forget()
    await at('timeline-play').click()
    await expect.poll(() => shown.evaluate((times) => times.at(-1))).toBe(2)
    expect(await shown.evaluate((times) => Math.min(...times))).toBeLessThan(1.9)
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await choose('Back and forth')
    await page.locator('.timeline-slider').fill('950')
    await forget()
    await at('timeline-play').click()
    // It turns round at the end, and does not begin again: what is shown goes down more than once in turn.
    const goesBack = (times: readonly number[]) =>
      times.some((time, i) => time < (times[i - 1] ?? 0) && (times[i - 1] ?? 0) < (times[i - 2] ?? 0))
    await expect.poll(async () => goesBack(await shown.jsonValue())).toBe(true)
  })
})
