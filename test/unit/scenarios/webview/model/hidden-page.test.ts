// The model editor's page while nobody sees it, in a real Chromium with WebGL in software: what it gives back, and how it comes back.
import { describe, expect, it } from 'vitest'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { lamp } from '../../../webview/model/lamp.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('the model editor’s page', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel } = fixture
  const rows = () => fixture.page.getByRole('treeitem')
  const open = async () => openModel({ name: 'lamp.glb', bytes: await lamp() })

  it('gives everything back when it is hidden for a minute, and comes back as it was', async () => {
    await fixture.page.addInitScript(() => {
      const real = window.setTimeout
      const [request, cancel] = [window.requestAnimationFrame.bind(window), window.cancelAnimationFrame.bind(window)]
      const frames = new Set<number>()
      // The minute is over soon.
      Object.assign(window, {
        setTimeout: (work: () => void, after?: number) => real(work, after === 60_000 ? 50 : after),
        // Frames that are still to come: while a camera flies there is always one.
        waitingFrames: frames,
        requestAnimationFrame: (draw: FrameRequestCallback) => {
          const handle = request((time) => {
            frames.delete(handle)
            draw(time)
          })
          frames.add(handle)
          return handle
        },
        cancelAnimationFrame: (handle: number) => {
          frames.delete(handle)
          cancel(handle)
        },
      })
    })
    fixture.spend()
    await open()
    const { page } = fixture
    const tell = (isSeen: boolean) =>
      page.evaluate((seen) => window.fakeHost.server.notify('pageSeen', { isSeen: seen }), isSeen)
    const picture = async () => decodeScreenshot(await page.locator('canvas.tv-canvas').screenshot()).data
    /** The share of bytes that differ to be seen. */
    const difference = (one: Uint8Array, other: Uint8Array) =>
      one.filter((value, index) => Math.abs(value - (other[index] ?? 0)) > 8).length / one.length
    await page.getByRole('treeitem', { name: 'Foot' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['h', '1', 'ArrowLeft']) await page.keyboard.press(key)
    await page.getByRole('treeitem', { name: 'Bulb' }).click()
    await page.locator('.timeline-slider').fill('500')
    // As it is once nothing moves any more, and what was handed to a busy GPU is drawn and shown.
    const drawn = () =>
      page.locator('canvas.tv-canvas').evaluate(async (canvas) => {
        const gl = canvas instanceof HTMLCanvasElement ? canvas.getContext('webgl2') : null
        // Reading waits for all that was asked of the GPU before.
        gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
        for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame)
      })
    let before: Uint8Array = new Uint8Array()
    await expect
      .poll(async () => {
        const last = before
        await drawn()
        before = await picture()
        return difference(before, last) + Number(await page.evaluate('waitingFrames.size'))
      })
      .toBe(0)
    await tell(false)
    await rows().first().waitFor({ state: 'detached' })
    const isLost = () =>
      page.locator('canvas.tv-canvas').evaluate((canvas) => {
        const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('webgl2') : null
        return context?.isContextLost()
      })
    await expect.poll(isLost).toBe(true)
    await tell(true)
    await page.locator('[role=treeitem][aria-selected=true]', { hasText: 'Bulb' }).waitFor()
    await page.getByRole('treeitem', { name: 'Foot, hidden' }).waitFor()
    expect(await at('timeline-time').textContent()).toBe('1.00 of 2.00 s')
    await expect.poll(async () => difference(before, await picture())).toBeLessThan(0.001)
  })
})
