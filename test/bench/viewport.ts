// `npm run bench -- viewport`: how soon a model is seen in the viewport, beside a bare page with three's own loader in the same
// browser in the same run; and that nothing is drawn while nothing changes. Each measurement is a page afresh; pairs run in
// the order A B B A, the first pair is thrown away, and a file's figure is the median of the pairs' ratios. The last line
// is JSON; the exit code is 0 only when the aim is met. What a person sees in VS Code's own webview is told beside it.

import type { Turn } from '../unit/webview/viewport/page/opened.ts'
import { ViewportPage } from '../unit/webview/viewport/page/serve.ts'
import { benchFiles } from './viewport/files.ts'
import { interval, median } from './viewport/ratios.ts'
import { measureWebview, type WebviewMarks } from './viewport/webview.ts'

/**
 * What is asked for: shown at most so many times as late as the bare page, frames of a turn that take at most so many times as
 * long, and no draw in so many idle milliseconds.
 */
const AIM = { ratio: 1.1, orbit: 1.3, idle: 10_000 }
/** Files of which the turn has an aim. */
const ORBITED = /^(3M|2000-nodes)\.glb$/
/** Pairs of each file, of which the first does not count. */
const PAIRS = 8
/** Pairs of turns, of which the first does not count. */
const TURNS = 6

/** Milliseconds from the asking on. `transport` is until the last byte, which is the server's and not the viewport's. */
interface Marks {
  firstByte: number
  lastByte: number
  parsed: number
  decoded: number
  compiled: number
  submitted: number
  shown: number
}

const isMarks = (value: unknown): value is Marks => typeof value === 'object' && value !== null && 'shown' in value

async function measure(page: ViewportPage, side: 'viewport' | 'bare' | 'full', name: string): Promise<Marks> {
  await page.reload(side === 'bare' ? '#bare' : side === 'full' ? '' : '#plain')
  const marks = await page.page.evaluate<unknown>(
    `measureModel(${JSON.stringify(`/models/${name}`)}, ${JSON.stringify(name)})`,
  )
  if (!isMarks(marks)) throw new Error(`${name} was not measured`)
  return marks
}

const isTurn = (value: unknown): value is Turn => typeof value === 'object' && value !== null && 'seen' in value

/**
 * A frame of a turn, as many times as long as the bare page's, in the full picture: of the whole model, and as it is seen, by
 * fewer triangles while the camera moves. The middle of pairs in the order A B B A.
 */
async function orbitRatio(page: ViewportPage, name: string): Promise<Turn> {
  const frame = async (side: 'bare' | 'full') => {
    await measure(page, side, name)
    const turn = await page.page.evaluate<unknown>('measureOrbit()')
    if (!isTurn(turn)) throw new Error(`the turn of ${name} was not measured`)
    return turn
  }
  const ratios: Record<keyof Turn, number[]> = { whole: [], seen: [] }
  for (let pair = 0; pair < TURNS; pair++) {
    const order = pair % 2 === 0 ? (['full', 'bare'] as const) : (['bare', 'full'] as const)
    const [first, second] = [await frame(order[0]), await frame(order[1])]
    const [ours, theirs] = order[0] === 'full' ? [first, second] : [second, first]
    if (pair === 0) continue
    ratios.whole.push(ours.whole / theirs.whole)
    ratios.seen.push(ours.seen / theirs.seen)
  }
  return { whole: median(ratios.whole), seen: median(ratios.seen) }
}

/** Draws during idle time: with a model open, after the theme has changed, and while nobody sees it. */
async function idleDraws(page: ViewportPage, name: string): Promise<number> {
  await measure(page, 'full', name)
  const frames = () => page.page.evaluate<number>('viewport.frames')
  const idle = async () => {
    // What was asked for before is drawn first.
    await page.page.waitForTimeout(2000)
    const before = await frames()
    await page.page.waitForTimeout(AIM.idle)
    return (await frames()) - before
  }
  const open = await idle()
  await page.page.evaluate('document.body.className = "vscode-light"; document.body.style.background = "#fff"')
  const themed = await idle()
  await page.page.evaluate('viewport.hidden = true; viewport.invalidate()')
  return open + themed + (await idle())
}

/** The middle of each mark, in their order. */
function phases(all: readonly Marks[]): string {
  const marks = ['firstByte', 'lastByte', 'parsed', 'decoded', 'compiled', 'submitted', 'shown'] as const
  return marks.map((mark) => median(all.map((one) => one[mark])).toFixed(0)).join('/')
}

/** The same of the real webview. */
const told = ({ lastByte, submitted, shown }: WebviewMarks): string =>
  [lastByte, submitted, shown].map((mark) => mark.toFixed(0)).join('/')

const rounded = (value: number) => Math.round(value * 1000) / 1000

/** @returns the exit code */
export async function main(seed: number, say: (line: string) => void): Promise<number> {
  const page = await ViewportPage.start({ viewport: { width: 160, height: 120 } })
  const rows: {
    file: string
    ratio: number
    low: number
    high: number
    shown: number
    bare: number
    full: number
    orbit: Turn | null
  }[] = []
  try {
    const wanted = process.env['BENCH_FILE'] ?? ''
    const isAll = process.env['BENCH_SIZE'] === 'all'
    say('milliseconds until first byte/last byte/parsed/decoded/compiled/submitted/shown')
    for await (const { name, bytes } of benchFiles(isAll, wanted)) {
      page.put(name, bytes)
      const ratios: number[] = []
      const own: Marks[] = []
      const bare: Marks[] = []
      for (let pair = 0; pair < PAIRS; pair++) {
        const order = pair % 2 === 0 ? (['viewport', 'bare'] as const) : (['bare', 'viewport'] as const)
        const first = await measure(page, order[0], name)
        const second = await measure(page, order[1], name)
        const [ours, theirs] = order[0] === 'viewport' ? [first, second] : [second, first]
        if (pair === 0) continue
        ratios.push(ours.shown / theirs.shown)
        own.push(ours)
        bare.push(theirs)
      }
      const full = await measure(page, 'full', name)
      const orbit = ORBITED.test(name) ? await orbitRatio(page, name) : null
      const { low, high } = interval(ratios, seed)
      rows.push({
        file: name,
        ratio: median(ratios),
        low,
        high,
        shown: median(own.map(({ shown }) => shown)),
        bare: median(bare.map(({ shown }) => shown)),
        full: full.shown,
        orbit,
      })
      say(
        `${name}\tratio ${median(ratios).toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]\tviewport ${phases(own)} ms\tbare ${phases(bare)} ms\tfull picture ${full.shown.toFixed(0)} ms (${full.lastByte.toFixed(0)} ms of it transport)${orbit === null ? '' : `\ta turn’s frame ${orbit.seen.toFixed(2)} of the bare page’s, ${orbit.whole.toFixed(2)} of the whole model`}`,
      )
    }
    const [first] = rows
    const draws = first && wanted === '' ? await idleDraws(page, first.file) : 0
    if (wanted === '') say(`${draws} draws in ${(3 * AIM.idle) / 1000} idle seconds`)
    const webview = await measureWebview(benchFiles(isAll, wanted), (row) =>
      say(
        `${row.file}\tin the real webview, full picture: ratio ${row.ratio.toFixed(3)}\tmodel editor ${told(row.webview)} ms\tbare ${told(row.bare)} ms`,
      ),
    )
    const isMet = draws === 0 && rows.every(({ ratio, orbit }) => ratio <= AIM.ratio && (orbit?.seen ?? 0) <= AIM.orbit)
    const files = rows.map((row) => ({
      ...row,
      ratio: rounded(row.ratio),
      low: rounded(row.low),
      high: rounded(row.high),
      orbit: row.orbit && { seen: rounded(row.orbit.seen), whole: rounded(row.orbit.whole) },
    }))
    say(JSON.stringify({ bench: 'viewport', met: isMet, aim: AIM.ratio, draws, files, webview }))
    return isMet ? 0 : 1
  } finally {
    await page.stop()
  }
}
