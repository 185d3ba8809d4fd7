// Which actions a phase offers: what the tree, the strip and the notifications all show.
import { describe, expect, it } from 'vitest'
import { actionsFor, BUSY_PHASES, JOB_PHASES, type JobView } from '../../../src/protocol/job.ts'

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

  it('has nothing to offer for what was dismissed', () => {
    expect(actionsFor(job('dismissed'))).toEqual([])
  })
})
