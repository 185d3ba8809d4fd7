// What the studio page says about credits: before a click what is left after it, and after a task what it really cost.
import { describe, expect, it } from 'vitest'
import type { JobView } from '../../../../../src/protocol/job.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('credits on the page', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture

  it('what is left afterwards is said, and where it is not enough the way to more', async () => {
    await open('balance=500')
    await fixture.useTheme('Dark Modern')
    await at('field-prompt').fill('a chair')
    await at('account').getByText('500 credits · 480 after this').waitFor()
    expect(await at('top-up').isVisible()).toBe(false)
    const account = { mode: 'service', balance: 12, frozen: 40 } as const
    await fixture.page.evaluate((told) => window.fakeHost.server.notify('account', told), account)
    await at('account').getByText('12 credits · 40 held').waitFor()
    await at('top-up').click()
    expect(await lastAsked('run')).toEqual({ command: 'tripo.openBillingPage' })
    expect(await fixture.axe()).toEqual([])
  })

  it('a result that cost something else than was announced says both', async () => {
    await open('balance=500')
    const told: JobView = {
      ...{ id: 'dear', capability: 'text_to_model', title: 'a dear chair', params: { prompt: 'a dear chair' } },
      ...{ phase: 'delivered', service: 'service', startedAt: 0, finishedAt: 1, files: [] },
      ...{ estimate: 20, credits: 30 },
    }
    await fixture.page.evaluate((one) => window.fakeHost.server.notify('jobs', { jobs: [one], removed: [] }), told)
    await fixture.page.getByTestId('task').first().click()
    await fixture.page.getByText('30 credits (20 were estimated)').waitFor()
  })
})
