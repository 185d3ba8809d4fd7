// `npm run bench -- panel`: what one change of a job costs the studio page that lists 200, in milliseconds of the page's
// thread, with style and layout. The last line is JSON; the exit code is 0 only when the aim is met.
import { chromium } from '@playwright/test'
import { CHROMIUM_ARGS } from '../../workbench/browser.mjs'
import { servePage } from '../unit/webview/studio/page/serve.ts'

const JOBS = 200
const EVENTS = 400
/** Median milliseconds of an event. */
const AIM = 4

/** In the page: tells of many jobs at once, then of one after another, and times each telling. Text, as it runs there. */
const MEASURE = `(async () => {
  const body = (jobs) => new MessageEvent('message', { data: { kind: 'event', name: 'jobs', body: { jobs, removed: [] } } })
  const job = (index, progress) => ({
    id: 'job-' + index, capability: 'text_to_model', title: 'A prop of the game, number ' + index, phase: 'generating',
    progress, estimate: 20, service: 'service', startedAt: Date.now() - index * 1000, files: [], params: {}, secondsLeft: 30,
  })
  window.dispatchEvent(body(Array.from({ length: ${JOBS} }, (_, index) => job(index, 0.1))))
  await new Promise((done) => setTimeout(done, 500))
  const times = []
  for (let event = 0; event < ${EVENTS}; event++) {
    const start = performance.now()
    window.dispatchEvent(body([job((event * 37) % ${JOBS}, 0.1 + event / 1000)]))
    void document.body.offsetHeight
    times.push(performance.now() - start)
    if (event % 20 === 0) await new Promise((done) => requestAnimationFrame(done))
  }
  return { times, cards: document.querySelectorAll('[data-testid=task]').length }
})()`

export async function main(_seed: number, say: (line: string) => void): Promise<number> {
  const served = await servePage()
  const args = CHROMIUM_ARGS.filter((arg) => !arg.startsWith('--use-') && !arg.startsWith('--enable-'))
  const browser = await chromium.launch({
    ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
    args: [...args, '--disable-3d-apis'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(`${served.origin}/?`)
    await page.getByTestId('account').filter({ hasText: /\S/ }).waitFor()
    const { times, cards } = await page.evaluate<{ times: number[]; cards: number }>(MEASURE)
    const sorted = [...times].sort((a, b) => a - b)
    const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 100) / 100
    const figures = { jobs: JOBS, cards, events: times.length, median: at(0.5), p95: at(0.95), aim: AIM }
    const isMet = cards >= JOBS && figures.median < AIM
    say(`one change among ${cards} jobs: median ${figures.median} ms, p95 ${figures.p95} ms`)
    say(JSON.stringify({ bench: 'panel', ...figures, isMet }))
    return isMet ? 0 : 1
  } finally {
    await browser.close()
    await served.stop()
  }
}
