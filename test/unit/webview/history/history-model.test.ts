// What the history page makes of what it knows: searched, sorted and added up.
import { describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../../../../src/protocol/history.ts'
import type { JobView } from '../../../../src/protocol/job.ts'
import { creditsOf } from '../../../../src/protocol/usage.ts'
import { searched, sorted, usageOf } from '../../../../webview/history/history-model.ts'

const NOON = new Date(2026, 10, 28, 12).getTime()
const DAY = 86_400_000
let made = 0
const entry = (part: Partial<JobView>): HistoryEntry => {
  const id = String(++made)
  const fixed = { capability: 'text_to_model', title: 'a chair', phase: 'delivered', service: 'service' } as const
  return {
    job: { id, ...fixed, startedAt: NOON, estimate: 20, params: {}, files: [], taskId: `task-${id}`, ...part },
    actions: [],
  }
}
const titles = (entries: readonly HistoryEntry[]) => entries.map(({ job }) => job.title)

describe('a search', () => {
  const file = { kind: 'model', path: 'public/assets/seat.fbx', uri: 'file:///seat.fbx', bytes: 1 }
  const all = [
    entry({ title: 'A red Chair', params: { prompt: 'A red Chair', negative_prompt: 'rust' } }),
    entry({ title: 'lamp', files: [file], startedAt: NOON - 40 * DAY, taskId: 'abc-1' }),
    entry({ title: 'robot', capability: 'rig_model', phase: 'failed', service: 'sandbox' }),
  ]
  it.each([
    ['', ['A red Chair', 'lamp', 'robot']],
    ['chair RED', ['A red Chair']],
    ['rust', ['A red Chair']],
    ['seat.fbx', ['lamp']],
    ['abc-1', ['lamp']],
    ['2026-10', ['lamp']],
    ['rig', ['robot']],
    ['nothing', []],
  ])('for %j looks at prompt, file, capability, day and id', (text, expected) => {
    expect(titles(searched(all, text, 'all'))).toEqual(expected)
  })

  it('is for one account or all', () => {
    expect(titles(searched(all, '', 'sandbox'))).toEqual(['robot'])
    expect(titles(searched(all, '', 'service'))).toEqual(['A red Chair', 'lamp'])
  })
})

it('is sorted by any column both ways, equal ones newest first', () => {
  const all = [
    entry({ title: 'b', credits: 5 }),
    entry({ title: 'A', credits: 30, startedAt: NOON - 2 }),
    entry({ title: 'c', credits: 5, startedAt: NOON + 1 }),
  ]
  expect(titles(sorted(all, { column: 'title', isDescending: false }))).toEqual(['A', 'b', 'c'])
  expect(titles(sorted(all, { column: 'credits', isDescending: true }))).toEqual(['A', 'c', 'b'])
  expect(titles(sorted(all, { column: 'time', isDescending: false }))).toEqual(['A', 'b', 'c'])
})

describe('usage', () => {
  it('counts a task that was brought again once, and what was never sent not at all', () => {
    const all = [
      entry({ taskId: 't', credits: 20 }),
      entry({ taskId: 't', credits: 20 }),
      entry({ taskId: undefined, phase: 'failed' }),
      entry({ capability: 'rig_model', credits: 25, startedAt: NOON - 40 * DAY }),
      entry({ phase: 'failed' }),
      entry({ phase: 'generating' }),
    ]
    const usage = usageOf(all, NOON)
    expect(usage.all).toMatchObject({ count: 4, credits: 65 })
    expect(usage.month).toMatchObject({ count: 3, credits: 40 })
    expect(usage.byCapability).toEqual([
      { name: 'Text to model', count: 3, credits: 40 },
      { name: 'Rig model', count: 1, credits: 25 },
    ])
    expect(usage.byDay.map(({ name, credits }) => [name, credits])).toEqual([
      ['2026-11-28', 40],
      ['2026-10-19', 25],
    ])
    expect(usage.byState).toEqual([
      { name: 'Ready', count: 2, credits: 45 },
      { name: 'Running', count: 1, credits: 20 },
      { name: 'Failed', count: 1, credits: 0 },
    ])
  })

  it('of a failed task is nothing unless the service says so', () => {
    expect(creditsOf(entry({ phase: 'failed' }).job)).toBe(0)
    expect(creditsOf(entry({ phase: 'failed', credits: 5 }).job)).toBe(5)
  })

  it('of a request whose answer was lost is not known', () => {
    expect(creditsOf(entry({ phase: 'unconfirmed', taskId: undefined }).job)).toBeUndefined()
    expect(creditsOf(entry({ phase: 'unconfirmed', credits: 20 }).job)).toBe(20)
    const dear = entry({ title: 'dear', credits: 30 })
    const lost = entry({ title: 'lost', phase: 'unconfirmed', estimate: 25 })
    expect(titles(sorted([lost, dear], { column: 'credits', isDescending: true }))).toEqual(['dear', 'lost'])
  })
})
