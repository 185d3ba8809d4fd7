// Which actions a phase offers: what the tree, the strip and the notifications all show.
import { Check } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../../src/protocol/actions.ts'
import { BUSY_PHASES, isGone, JOB_PHASES, type JobView, nextSteps } from '../../../src/protocol/job.ts'
import { ChainRequest, MAX_STEPS } from '../../../src/protocol/request.ts'

const job = (phase: JobView['phase'], taskId?: string): JobView => ({
  id: '1',
  capability: 'text_to_model',
  title: 'a chair',
  phase,
  startedAt: 0,
  service: 'service',
  estimate: 20,
  taskId,
  params: {},
  files: [],
})

describe('actionsFor', () => {
  it('offers to stop waiting in every busy phase, and in no other', () => {
    const stoppable = JOB_PHASES.filter((phase) => actionsFor(job(phase)).includes('cancel'))
    expect(stoppable).toEqual(BUSY_PHASES)
  })

  it('offers the files only where there are some', () => {
    expect(JOB_PHASES.filter((phase) => actionsFor(job(phase)).includes('open'))).toEqual(['delivered'])
  })

  it('lets a failed job be fetched only if the service knows it', () => {
    expect(actionsFor(job('failed', 'task'))).toContain('fetch')
    expect(actionsFor(job('failed'))).not.toContain('fetch')
  })

  it('does not ask again for a result that the service has said there is none of', () => {
    const problem = { sentence: '', nextStep: '', billed: 'no' } as const
    const ended = (code: string) => actionsFor({ ...job('failed', 'task'), problem: { ...problem, code } })
    for (const code of ['task.failed', 'task.banned', 'service.2001']) expect(ended(code)).not.toContain('fetch')
    expect(ended('download.broken')).toContain('fetch')
  })

  it('lets a request that failed alone be sent again, but not beside a way that costs nothing', () => {
    const problem = { code: 'task.failed', sentence: '', nextStep: '', billed: 'no' } as const
    expect(actionsFor({ ...job('failed', 'task'), problem })).toContain('submitAgain')
    expect(actionsFor(job('failed'))).toContain('submitAgain')
    const group = { id: 'g', kind: 'chain', index: 1, of: 2 } as const
    expect(actionsFor({ ...job('failed'), group })).not.toContain('submitAgain')
    expect(actionsFor({ ...job('failed', 'task'), problem: { ...problem, code: 'download.broken' } })).not.toContain(
      'submitAgain',
    )
    expect(actionsFor({ ...job('failed', 'task'), problem: { ...problem, code: 'assets.denied' } })).not.toContain(
      'submitAgain',
    )
  })

  it('offers to bring a result again whose file is gone, and nothing that needs the file', () => {
    const file = { kind: 'model', path: 'assets/a.glb', uri: 'file:///a.glb', bytes: 1 }
    const gone = { ...job('delivered', 't'), files: [{ ...file, isMissing: true }] }
    expect(isGone(gone)).toBe(true)
    expect(actionsFor(gone)).toEqual([
      'deliverAgain',
      'continue',
      'useSettings',
      'generateAgain',
      'copyDetails',
      'copyTaskId',
      'dismiss',
    ])
    expect(actionsFor({ ...gone, taskId: undefined })).toEqual(['useSettings', 'generateAgain', 'dismiss'])
    expect(actionsFor({ ...gone, files: [file] })).not.toContain('deliverAgain')
  })

  it('has nothing to offer for what was dismissed', () => {
    expect(actionsFor(job('dismissed'))).toEqual([])
  })
})

describe('steps', () => {
  const failed: JobView = {
    ...job('failed'),
    problem: { code: 'task.failed', sentence: '', nextStep: '', billed: 'no' },
  }

  it('lets a chain be gone on with only where it can be', () => {
    expect(actionsFor(failed)).not.toContain('resume')
    expect(actionsFor({ ...failed, resumeCost: 0 })[0]).toBe('resume')
  })

  it('offers to go on with a finished task that something can be made of', () => {
    const made = { ...job('delivered'), taskId: 't', params: { prompt: 'a robot' } }
    expect(actionsFor(made)).toContain('continue')
    expect(nextSteps(made).map(({ id }) => id)).toContain('rig_model')
    expect(actionsFor({ ...made, taskId: undefined })).not.toContain('continue')
    // An answer is nothing that could be worked on.
    expect(nextSteps({ ...made, capability: 'check_riggable' })).toEqual([])
    expect(nextSteps({ ...made, phase: 'generating' })).toEqual([])
  })
})

describe('a request with steps, at run time', () => {
  const request = { capability: 'text_to_model', params: { prompt: 'a robot' } }
  const step = { capability: 'convert_model', params: { format: 'USDZ' } }
  it.each<[boolean, unknown]>([
    [true, request],
    [true, { ...request, steps: [] }],
    [true, { ...request, steps: [step] }],
    [true, { ...request, steps: Array.from({ length: MAX_STEPS }, () => step) }],
    [false, { ...request, steps: Array.from({ length: MAX_STEPS + 1 }, () => step) }],
    [false, { ...request, steps: step }],
    [false, { ...request, steps: [{ capability: 'convert_model' }] }],
    [false, { ...request, steps: [{ ...step, capability: '' }] }],
    [false, { steps: [step] }],
  ])('is taken: %j, for %j', (fits, value) => expect(Check(ChainRequest, value)).toBe(fits))
})
