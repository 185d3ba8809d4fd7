// What a person is told about jobs: one progress, one end for all of a click, every failure, and nothing that is not true
// any more.
import { beforeEach, describe, expect, it } from 'vitest'
import type { JobAction, JobView } from '../../../../src/protocol/index.ts'
import { Notifications } from '../../../../src/vscode/views/notify.ts'
import { answers, progresses, shown } from '../../../support/vscode.ts'

const settle = () => new Promise((resolve) => setTimeout(resolve))
let jobs: JobView[] = []
let acted: [string, JobAction][] = []
let lists = 0
let listeners = new Set<(ids: readonly string[]) => void>()

const job = (id: string, part: Partial<JobView> = {}): JobView => ({
  ...{ id, capability: 'text_to_model', title: 'a robot', phase: 'generating', startedAt: 0, service: 'service' },
  ...{ estimate: 20, taskId: `t-${id}`, params: {}, files: [] },
  ...part,
})
const file = (path: string) => [{ kind: 'model', path, uri: `file:///w/${path}`, bytes: 1 }]
const problem = { code: 'download.broken', sentence: 'It broke.', nextStep: 'Fetch it.', billed: 'yes' } as const

/** Jobs stand so now, and whoever listens is told. */
async function now(...next: JobView[]) {
  for (const one of next) jobs = [...jobs.filter(({ id }) => id !== one.id), one]
  for (const listener of [...listeners]) listener(next.map(({ id }) => id))
  await settle()
}

const studio = { isVisible: false, listeners: new Set<() => void>() }
function turn(isVisible: boolean) {
  studio.isVisible = isVisible
  for (const listener of studio.listeners) listener()
}
const start = (level: 'all' | 'failures' | 'none' = 'all') =>
  new Notifications({
    level: () => level,
    jobs: {
      list: () => {
        lists += 1
        return jobs
      },
      get: (id) => jobs.find((one) => one.id === id),
      onDidChange: (listener) => {
        listeners.add(listener)
        return { dispose: () => listeners.delete(listener) }
      },
    },
    runAction: async (ids, action) => void acted.push(...ids.map((id): [string, JobAction] => [id, action])),
    studio: {
      get isVisible() {
        return studio.isVisible
      },
      onDidChangeVisible: (listener) => {
        studio.listeners.add(listener)
        return { dispose: () => studio.listeners.delete(listener) }
      },
    },
  })

beforeEach(() => {
  ;[jobs, acted, listeners] = [[], [], new Set()]
  ;[shown.length, answers.length, progresses.length] = [0, 0, 0]
  ;[studio.isVisible, studio.listeners] = [false, new Set()]
})
const told = () => shown.filter(({ place }) => place === 'notification').map(({ text }) => text)
const running = () => progresses.filter(({ isOver }) => !isOver)

describe('an end', () => {
  it('is told once, with the file and the price', async () => {
    start()
    await now(job('a'))
    await now(job('a', { phase: 'delivered', credits: 20, files: file('assets/robot.glb') }))
    expect(told()).toEqual([
      'assets/robot.glb is ready (20 credits).',
      'Open',
      'Insert Code',
      'Reveal in Explorer',
      'Copy Path',
    ])
    expect(running()).toEqual([])
  })

  it('of a chain is told when its last step has ended, with the credits of all', async () => {
    start()
    const step = (index: number, part: Partial<JobView>) =>
      job(`s${index}`, { group: { id: 'c', kind: 'chain', index, of: 3 }, ...part })
    const waits = { phase: 'waiting', waitsForStep: true } as const
    await now(step(0, {}), step(1, waits), step(2, waits))
    await now(step(0, { phase: 'delivered', credits: 30, files: file('assets/robot.glb') }), step(1, {}))
    expect(told()).toEqual([])
    await now(step(1, { phase: 'delivered', credits: 15, files: file('assets/robot-low-poly.glb') }), step(2, {}))
    await now(step(2, { phase: 'delivered', credits: 5, files: file('assets/robot-rig.glb') }))
    expect(told()[0]).toBe('assets/robot-rig.glb is ready after 3 steps (50 credits in all).')
    expect(progresses.map(({ title }) => title)).toEqual(['“a robot” · 3 steps · Cancel only stops waiting'])
  })

  it('of a batch is told once, in a summary that counts what is not ready', async () => {
    start()
    const one = (id: string, part: Partial<JobView> = {}) =>
      job(id, { batch: 'b', group: { id: 'b', kind: 'batch', index: 0, of: 4 }, ...part })
    const done = { phase: 'delivered', credits: 20, files: file('x.glb') } as const
    await now(one('1'), one('2'), one('3'), one('4'))
    await now(one('1', done))
    await now(one('2', { phase: 'failed', problem }))
    await now(one('3', { phase: 'failed', problem }))
    // The first failure tells at once; the others are part of the summary.
    expect(told().filter((text) => text.includes('It broke.'))).toHaveLength(1)
    await now(one('4', done))
    expect(told().filter((text) => text.includes('are ready'))).toEqual([
      '2 of 4 models are ready (40 credits in all); the others are not.',
    ])
  })

  it('in another window is told there', async () => {
    start()
    await now(job('a', { isElsewhere: true }))
    await now(job('a', { phase: 'delivered', files: file('x.glb') }))
    expect([...told(), ...progresses]).toEqual([])
  })
})

describe('while the studio is in front', () => {
  it('nothing is told that it shows, but every failure is', async () => {
    turn(true)
    start()
    await now(job('a'), job('b'))
    await now(job('a', { phase: 'delivered', files: file('x.glb') }))
    expect(told()).toEqual([])
    expect(progresses).toEqual([])
    await now(job('b', { phase: 'failed', problem }))
    expect(told()[0]).toMatch(/It broke\./)
  })

  it('progress goes, and comes back when something is put before it', async () => {
    start()
    await now(job('a'))
    expect(running()).toHaveLength(1)
    turn(true)
    await settle()
    expect(running()).toEqual([])
    turn(false)
    await settle()
    expect(running()).toHaveLength(1)
  })
})

describe('a request whose answer was lost', () => {
  const lost = (part: Partial<JobView> = {}) =>
    job('a', { phase: 'unconfirmed', taskId: undefined, problem: { ...problem, billed: 'unknown' }, ...part })

  it('is looked for before a person is told that it may have been charged', async () => {
    start()
    await now(job('a', { phase: 'submitting', taskId: undefined }))
    await now(lost({ isSearching: true }))
    expect(told()).toEqual([])
    expect(running()).toHaveLength(1)
    await now(job('a'))
    await now(job('a', { phase: 'delivered', files: file('assets/robot.glb') }))
    expect(told()[0]).toMatch(/is ready/)
    expect(running()).toEqual([])
  })

  it('is told of when it was not found, and the button says so when it was found after all', async () => {
    start()
    await now(job('a', { phase: 'submitting', taskId: undefined }))
    await now(lost({ isSearching: true }))
    answers.push(async ([adopt]) => {
      await now(job('a', { phase: 'delivered', files: file('assets/robot.glb') }))
      return adopt
    })
    await now(lost())
    await expect.poll(() => told().some((text) => /Ready by now/.test(text))).toBe(true)
    expect(acted).toEqual([])
  })
})

describe('a batch of hundreds', () => {
  it('is looked through once for all that happens at one moment', async () => {
    start()
    const group = (index: number) => ({ id: 'b', kind: 'batch' as const, index, of: 300 })
    const many = Array.from({ length: 300 }, (_, index) => job(`${index}`, { batch: 'b', group: group(index) }))
    await now(...many)
    lists = 0
    for (const listener of [...listeners]) for (const { id } of many) listener([id])
    await expect.poll(() => lists).toBe(1)
    await now(...many.map((one) => ({ ...one, phase: 'delivered' as const, files: file('x.glb') })))
    await expect.poll(() => running()).toEqual([])
    expect(told()[0]).toMatch(/300 models are ready/)
  })
})

describe('Cancel in the progress', () => {
  it('stops what runs, and is shown anew when the person thinks better of it', async () => {
    start()
    await now(job('a'))
    running()[0]?.cancel()
    await expect.poll(() => acted).toEqual([['a', 'cancel']])
    // Still at work: the person has said no to the question of the action.
    await expect.poll(() => running().length).toBe(1)
    expect(told()).toEqual([])
  })
})

describe('tripo.notifications', () => {
  const ends = async (level: 'all' | 'failures' | 'none') => {
    ;[shown.length, progresses.length, jobs, listeners] = [0, 0, [], new Set()]
    start(level)
    await now(job('a'), job('b'))
    await now(job('a', { phase: 'delivered', files: file('assets/robot.glb') }))
    await now(job('b', { phase: 'failed', problem }))
    return told().join(' ')
  }
  it('tells of everything, of failures only, or of nothing', async () => {
    expect(await ends('all')).toMatch(/robot\.glb is ready.*It broke\./)
    expect(progresses.length).toBeGreaterThan(0)
    const failures = await ends('failures')
    expect(failures).toContain('It broke.')
    expect(failures).not.toContain('is ready')
    expect(progresses).toEqual([])
    expect(await ends('none')).toBe('')
    expect(progresses).toEqual([])
  })
})
