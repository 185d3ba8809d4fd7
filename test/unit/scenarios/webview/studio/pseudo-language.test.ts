// The pages in a language in which every text differs from English: no plain English is left in what is seen or read out.
import { describe, expect, it } from 'vitest'
import { englishIn, PSEUDO } from '../../../../support/pseudo.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'
import { sampleJobs } from '../../../webview/studio/page/sample-jobs.ts'

const LIMIT = 180_000

/** What the sample says in the words of a person, of files and of the service. */
const DATA = [
  ...sampleJobs().flatMap(({ title, files, problem, params }) => [
    title,
    ...files.map(({ path }) => path),
    ...(problem ? ['Try again with other words.', problem.code, problem.traceId ?? ''] : []),
    ...Object.values(params).filter((value) => typeof value === 'string'),
  ]),
  ...['Copied /assets/chair.glb', 'Tripo Studio', 'Choose another.'],
]
  .filter((text) => text.length > 3)
  .sort((a, b) => b.length - a.length)

/** All that a page shows or reads out, hidden parts and shadow trees included. */
const TEXTS = `(() => {
  const found = new Set()
  const walk = (node) => {
    if (node.nodeType === 3) found.add(node.nodeValue ?? '')
    if (node.nodeType !== 1 && node.nodeType !== 11 && node.nodeType !== 9) return
    if (node.nodeType === 1) {
      if (/^(?:SCRIPT|STYLE|TITLE|svg)$/.test(node.tagName)) return
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext', 'aria-roledescription'])
        if (node.hasAttribute(name)) found.add(node.getAttribute(name))
      if (node.shadowRoot) walk(node.shadowRoot)
    }
    for (const child of node.childNodes) walk(child)
  }
  walk(document.body)
  return [...found].filter((text) => text.trim() !== '')
})()`

/** Names of files that the forms make of prompts, and a parameter by its wire name where its capability has none. */
const EXACT = ['a robot', 'robot', 'model', 'image', 'prompt']
/** Long names are cut in their middle: each half is a part of one. */
const isData = (text: string) => EXACT.includes(text.trim()) || DATA.some((data) => data.includes(text))

describe('the pages in another language', { timeout: LIMIT }, () => {
  const fixture = useStudioPage({ width: 1200, height: 900 }, { language: 'de', strings: PSEUDO })
  const { at, open, openHistory } = fixture

  /** Adds what is English on the page now. */
  const look = async (left: Set<string>) => {
    const texts: unknown = await fixture.page.evaluate(TEXTS)
    const lines = Array.isArray(texts) ? texts.flatMap((text) => String(text).split('\n')) : []
    for (const text of lines) if (!isData(text) && englishIn(text, DATA).length > 0) left.add(text)
  }

  it('have no English in any form', async () => {
    const left = new Set<string>()
    await open('samples=1')
    const tabs = fixture.page.locator('[role=tab]')
    for (let tab = 0; tab < (await tabs.count()); tab++) {
      await tabs.nth(tab).click()
      for (const form of await fixture.page
        .locator('[data-testid^=forms-] [role=radio], [data-testid^=forms-] button')
        .all())
        if (await form.isVisible()) {
          await form.click()
          await look(left)
        }
      // Findings of what is missing.
      await at('generate').click()
      await look(left)
    }
    expect([...left]).toEqual([])
  })

  it('have no English in steps, however many', async () => {
    const left = new Set<string>()
    await open('samples=1')
    await at('field-prompt').fill('a robot')
    await at('steps').click()
    for (let step = 0; step < 6; step++) {
      await at('add-step').click()
      const entries = fixture.page.locator('[data-testid^=add-]:not([data-testid=add-step], [aria-disabled=true])')
      if ((await entries.count()) === 0) break
      await look(left)
      await entries.nth(step % (await entries.count())).click()
      await look(left)
    }
    expect([...left]).toEqual([])
  })

  it('have no English in tasks, their details and problems', async () => {
    const left = new Set<string>()
    await open('samples=1')
    const tasks = at('task')
    for (let task = 0; task < (await tasks.count()); task++) {
      await tasks.nth(task).click()
      await look(left)
    }
    await open('balance=3&refuse=1')
    await at('field-prompt').fill('a robot')
    await at('generate').click()
    await at('problem').first().waitFor()
    await look(left)
    expect([...left]).toEqual([])
  })

  it('have no English in history and usage, and dates follow the language', async () => {
    const left = new Set<string>()
    for (const query of ['', 'view=usage', 'empty=1', 'unreadable=1']) {
      await openHistory(query)
      await look(left)
    }
    expect([...left]).toEqual([])
    await openHistory()
    // German writes the day first, with dots.
    expect(await fixture.page.locator('time').first().textContent()).toMatch(/^\d{2}\.\d{2}\.2026/)
    expect(await fixture.page.locator('html').getAttribute('lang')).toBe('de')
  })
})
