// Drafts: which memory wins, what is thrown away, and when the host hears of a change.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '../../../../src/protocol/studio.ts'
import { DraftKeeper, emptyDraft, isNewer, restore, TABS, withValue } from '../../../../webview/studio/drafts.ts'

const draft = (prompt: string, tab = 'text_to_model'): Draft => ({
  ...emptyDraft(),
  tab,
  forms: { text_to_model: { prompt } },
})

describe('restore', () => {
  it('takes the page’s own memory before the host’s mirror', () => {
    const own = { draft: draft('newer'), started: ['j1'], selectedJob: 'j1' }
    expect(restore(own, draft('older'))).toEqual(own)
  })

  it.each([undefined, null, 'x', {}, { draft: { tab: 'text_to_model' }, started: [] }, { draft: draft('no list') }])(
    'takes the mirror when the page remembers nothing usable (%j)',
    (own) => {
      expect(restore(own, draft('mirrored'))).toEqual({ draft: draft('mirrored'), started: [] })
    },
  )

  it('starts empty on the first tab when nobody remembers', () => {
    expect(restore(undefined, undefined)).toEqual({ draft: emptyDraft(), started: [] })
    expect(emptyDraft().tab).toBe(TABS[0]?.id)
  })

  it('falls back to the first tab when the remembered one is gone, and keeps its values', () => {
    const state = restore({ draft: draft('kept', 'gone_to_model'), started: [] }, undefined)
    expect(state.draft.tab).toBe(TABS[0]?.id)
    expect(state.draft.forms.text_to_model).toEqual({ prompt: 'kept' })
  })
})

describe('isNewer', () => {
  it('prefers the mirror only when it was edited after the page’s own', () => {
    const at = (editedAt?: number) => ({ ...draft('x'), editedAt })
    expect(isNewer(at(2), at(1))).toBe(true)
    expect(isNewer(at(1), at(1))).toBe(false)
    expect(isNewer(at(1), at(2))).toBe(false)
    expect(isNewer(at(), at())).toBe(false)
    expect(isNewer(at(1), at())).toBe(true)
  })
})

describe('DraftKeeper', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
  afterEach(() => void vi.useRealTimers())
  const keeper = () => {
    const sinks = { remember: vi.fn(), mirror: vi.fn() }
    return { sinks, keeper: new DraftKeeper({ draft: emptyDraft(), started: [] }, sinks) }
  }

  it('remembers each change at once and mirrors the last one of each moment, also while somebody types on', () => {
    const { sinks, keeper: kept } = keeper()
    kept.change({ forms: { text_to_model: { prompt: 'a' } } })
    vi.advanceTimersByTime(200)
    kept.change({ forms: { text_to_model: { prompt: 'ab' } } })
    vi.advanceTimersByTime(200)
    expect(sinks.remember).toHaveBeenCalledTimes(2)
    expect(sinks.mirror).toHaveBeenCalledTimes(1)
    expect(sinks.mirror).toHaveBeenCalledWith({ ...draft('ab'), editedAt: 1_000_200 })
    kept.change({ forms: { text_to_model: { prompt: 'abc' } } })
    vi.advanceTimersByTime(300)
    expect(sinks.mirror).toHaveBeenCalledTimes(2)
    expect(sinks.mirror).toHaveBeenLastCalledWith({ ...draft('abc'), editedAt: 1_000_400 })
  })

  it('mirrors what is waiting when the page is hidden, and nothing twice', () => {
    const { sinks, keeper: kept } = keeper()
    kept.flush()
    expect(sinks.mirror).not.toHaveBeenCalled()
    kept.change({ advancedOpen: true })
    kept.flush()
    kept.flush()
    vi.advanceTimersByTime(1000)
    expect(sinks.mirror).toHaveBeenCalledTimes(1)
  })

  it('keeps the list of started jobs to the page', () => {
    const { sinks, keeper: kept } = keeper()
    kept.remember({ started: ['j1'] })
    vi.advanceTimersByTime(1000)
    expect(sinks.remember).toHaveBeenCalledWith({ draft: emptyDraft(), started: ['j1'] })
    expect(sinks.mirror).not.toHaveBeenCalled()
  })
})

it('withValue takes a value away without leaving a hole', () => {
  expect(Object.keys(withValue({ a: 1, b: 2 }, 'a', undefined))).toEqual(['b'])
})

it('names a tab after what it starts from', () => {
  expect(TABS.map(({ title }) => title)).toEqual([
    ...['Text', 'Image', 'Multi-view', 'Pictures', 'Splat', 'Segment', 'Import'],
  ])
})
