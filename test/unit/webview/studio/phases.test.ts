// Words for phases and times, and what a screen reader hears of them.
import { describe, expect, it } from 'vitest'
import { JOB_PHASES, type JobView, WAITING_FOR } from '../../../../src/protocol/job.ts'
import {
  announcement,
  modelFile,
  phaseMeaning,
  phaseWords,
  resumeWords,
  stepCount,
  stepWords,
  timeWords,
} from '../../../../webview/studio/phases.ts'
import { sceneOf } from '../../../../webview/studio/scene.ts'

const job = (part: Partial<JobView>): JobView => ({
  id: '1',
  capability: 'text_to_model',
  title: 'a chair',
  phase: 'generating',
  startedAt: 1_000_000,
  service: 'service',
  estimate: 20,
  params: {},
  files: [],
  ...part,
})
const MODEL = { kind: 'model', path: 'assets/robot.glb', uri: '', bytes: 1 }
const file = (kind: string, bytes: number) => ({ kind, path: `assets/${kind}.glb`, uri: '', bytes })

describe('phaseWords', () => {
  it('has words of its own for every phase', () => {
    const words = JOB_PHASES.map((phase) => phaseWords(job({ phase })))
    expect(new Set(words).size).toBe(JOB_PHASES.length)
  })

  it('says what a waiting one waits for, and what that means', () => {
    const waiting = WAITING_FOR.map((waitingFor) => job({ phase: 'waiting', waitingFor }))
    // Held back by a place or by the others of its batch: one kind of waiting, one phrase.
    expect(new Set(waiting.map(phaseWords)).size).toBe(WAITING_FOR.length - 1)
    expect(new Set(waiting.map(phaseMeaning)).size).toBe(WAITING_FOR.length)
    for (const one of waiting) {
      expect(phaseWords(one)).toMatch(/^Waiting for /)
      expect(phaseMeaning(one)).toMatch(/\.$/)
    }
    expect(phaseWords(job({ phase: 'waiting', waitingFor: 'place' }))).toBe('Waiting for a free place')
    expect(phaseMeaning(job({ phase: 'generating', waitingFor: 'place' }))).toBeUndefined()
  })

  it.each([
    [{ phase: 'generating', progress: 0.634 }, 'Generating 63%'],
    [{ phase: 'generating', progress: 0 }, 'Generating 0%'],
    [{ phase: 'generating', progress: 0.999 }, 'Generating 99%'],
    [{ phase: 'queued', queuePlace: 3, progress: 0 }, 'Place 3 in the queue'],
    [{ phase: 'queued', queuePlace: -1 }, 'In the queue'],
    [{ phase: 'stopped', progress: 0.5 }, 'Stopped waiting'],
    [{ phase: 'delivered', progress: 1 }, 'Ready'],
    [{ phase: 'generating', progress: 0.5, isElsewhere: true }, 'Generating in another window'],
    [{ phase: 'unconfirmed', isSearching: true }, 'Looking for its task'],
  ] as const)('%j is “%s”', (part, words) => {
    expect(phaseWords(job(part))).toBe(words)
  })
})

describe('a result whose file is gone', () => {
  it('says so on the stage, with the way to have it again', () => {
    const gone = job({ phase: 'delivered', files: [{ ...MODEL, isMissing: true }] })
    expect(phaseWords(gone)).toBe('File missing')
    expect(sceneOf(gone)).toMatchObject({ kind: 'reason', text: 'robot.glb is missing' })
    expect(phaseMeaning(gone)).toMatch(/Deliver Again/)
  })
})

describe('a step of a chain', () => {
  const group = { id: 'c', kind: 'chain', index: 1, of: 4 } as const
  const notBegun = { code: 'jobs.chain-stopped', sentence: 'No result.', nextStep: 'Resume.', billed: 'no' } as const
  const step = (part: Partial<JobView>) => job({ capability: 'smart_lowpoly', group, ...part })

  it('says what it does and where it stands', () => {
    expect(stepWords(step({}))).toBe('Low poly · step 2 of 4')
    expect(stepCount(step({}))).toBe('2/4')
    expect(stepWords(job({ group: { ...group, index: 0 } }))).toBe('step 1 of 4')
    // Made of a finished task, alone.
    expect(stepWords(step({ group: undefined }))).toBe('Low poly')
    expect(stepWords(job({}))).toBeUndefined()
    expect(stepCount(job({ group: { ...group, kind: 'batch' } }))).toBe('')
  })

  it('waits for the one before it, and counts no time for that', () => {
    const waiting = step({ phase: 'waiting', waitsForStep: true })
    expect(phaseWords(waiting)).toBe('Waiting for step 1')
    expect(timeWords(waiting, 1_090_000, 0)).toBe('')
  })

  it('has not failed when it never began', () => {
    expect(phaseWords(step({ phase: 'failed', problem: notBegun }))).toBe('Not started')
    expect(timeWords(step({ phase: 'failed', problem: notBegun }), 1_090_000, 0)).toBe('')
  })

  it('says what going on costs', () => {
    expect(resumeWords(step({ phase: 'failed', resumeCost: 65 }))).toBe('Resume from Here · 65 credits')
    expect(resumeWords(step({ group: { ...group, kind: 'batch' }, resumeCost: 40 }))).toBe('Resume Batch · 40 credits')
  })

  it('is announced with its name', () => {
    expect(announcement(undefined, step({ phase: 'submitting' }))).toBe('a chair, Low poly · step 2 of 4: Sending')
  })
})

describe('timeWords', () => {
  it('counts up, and down from when the remaining time was told', () => {
    const busy = job({ secondsLeft: 18 })
    expect(timeWords(busy, 1_012_000, 1_012_000)).toBe('0:12 · 0:18 left')
    expect(timeWords(busy, 1_017_000, 1_012_000)).toBe('0:17 · 0:13 left')
    expect(timeWords(busy, 1_090_000, 1_012_000)).toBe('1:30')
  })

  it('says only how long when nobody knows the end', () => {
    expect(timeWords(job({}), 1_065_000, 1_000_000)).toBe('1:05')
  })

  it('says what a finished one took and weighs', () => {
    const done = job({ phase: 'delivered', finishedAt: 1_031_500, files: [file('model', 2_202_010)] })
    expect(timeWords(done, 9_000_000, 0)).toBe('0:31 · 2.1 MB')
  })

  it('says why a failed one failed', () => {
    const problem = { code: 'service.2008', sentence: 'Refused.', nextStep: 'Edit it.', billed: 'no' } as const
    expect(timeWords(job({ phase: 'failed', problem }), 0, 0)).toBe('Refused.')
  })
})

describe('modelFile', () => {
  it('prefers the textured model and never takes a picture', () => {
    const files = [file('rendered_image', 1), file('base_model', 2), file('model', 3), file('pbr_model', 4)]
    expect(modelFile(job({ files }))?.kind).toBe('pbr_model')
    expect(modelFile(job({ files: files.slice(0, 3) }))?.kind).toBe('model')
    expect(modelFile(job({ files: files.slice(0, 1) }))).toBeUndefined()
  })
})

describe('announcement', () => {
  it('speaks at each new phase and each quarter, not at each percent', () => {
    const at = (progress: number) => job({ progress })
    expect(announcement(at(0.3), at(0.31))).toBeUndefined()
    expect(announcement(at(0.49), at(0.5))).toBe('a chair: Generating 50%')
    expect(announcement(job({ phase: 'queued' }), at(0))).toBe('a chair: Generating 0%')
  })

  it('is silent about old tasks and tells why one failed', () => {
    const problem = { code: 'x', sentence: 'Refused.', nextStep: 'Edit it.', billed: 'no' } as const
    expect(announcement(undefined, job({ phase: 'delivered' }))).toBeUndefined()
    expect(announcement(undefined, job({ phase: 'submitting' }))).toBe('a chair: Sending')
    expect(announcement(job({}), job({ phase: 'failed', problem }))).toBe('a chair: Failed. Refused.')
  })
})
