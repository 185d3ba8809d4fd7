// Jobs in every state that the page can show, for pictures and for checks of contrast and labels.
import type { JobView } from '../../../../../src/protocol/job.ts'

const NOW = Date.UTC(2026, 10, 28, 12)
const problem = {
  code: 'task.failed',
  sentence: 'The service could not make this model.',
  nextStep: 'Try again with other words.',
  billed: 'no',
  traceId: 'trace-1234',
} as const

let made = 0
const job = (own: Partial<JobView> & Pick<JobView, 'phase' | 'title'>): JobView => ({
  id: `sample-${++made}`,
  capability: 'text_to_model',
  params: { prompt: own.title, model_version: 'v3.1-20260211' },
  files: [],
  service: 'service',
  startedAt: NOW - made * 60_000,
  estimate: 20,
  ...own,
})
const file = (name: string): JobView['files'][number] => ({
  kind: 'model',
  path: `public/assets/${name}`,
  uri: `file:///w/public/assets/${name}`,
  webUri: '/model.glb',
  bytes: 1_234_567,
})

const picture = (name: string, kind: string) => ({ ...file(name), kind, webUri: '/icon.png', bytes: 900 })

/** Newest first: under way, waiting, failed, unconfirmed, stopped, delivered, a chain, a batch. */
export function sampleJobs(): JobView[] {
  const chain = { id: 'chain', kind: 'chain' as const, of: 4 }
  return [
    job({ phase: 'generating', title: 'a friendly robot', progress: 0.63, secondsLeft: 12, taskId: 't-1' }),
    job({ phase: 'queued', title: 'a stone well', queuePlace: 3, taskId: 't-2' }),
    job({ phase: 'waiting', title: 'a lantern', waitingFor: 'place' }),
    job({ phase: 'failed', title: 'a broken thing', problem, taskId: 't-3' }),
    job({
      phase: 'unconfirmed',
      title: 'a lost letter',
      problem: { ...problem, code: 'network.lost', billed: 'unknown' },
    }),
    job({ phase: 'stopped', title: 'a patient tortoise', taskId: 't-4' }),
    job({
      phase: 'delivered',
      title: 'a very long prompt about a weathered wooden dining chair with a curved back and carved legs',
      files: [file('weathered-wooden-dining-chair-with-a-curved-back.glb')],
      credits: 20,
      finishedAt: NOW,
      taskId: 't-5',
      traceId: 'trace-5',
      thumbnailWebUri: '/icon.png',
    }),
    job({
      phase: 'delivered',
      title: 'a knight',
      files: [file('knight.glb')],
      group: { ...chain, index: 0 },
      finishedAt: NOW,
      taskId: 't-6',
    }),
    job({
      phase: 'delivered',
      capability: 'rig_model',
      title: 'a knight',
      files: [file('knight-rigged.glb')],
      group: { ...chain, index: 1 },
      finishedAt: NOW,
      taskId: 't-7',
    }),
    job({
      phase: 'generating',
      capability: 'retarget_animation',
      title: 'a knight',
      group: { ...chain, index: 2 },
      progress: 0.2,
    }),
    job({
      phase: 'waiting',
      capability: 'convert_model',
      title: 'a knight',
      group: { ...chain, index: 3 },
      waitsForStep: true,
    }),
    job({
      ...{ id: 'sample-views', capability: 'generate_multiview_image', phase: 'delivered', title: 'a knight' },
      files: ['front', 'left', 'back', 'right'].map((view) => picture(`knight-${view}_view.png`, `${view}_view`)),
      ...{ finishedAt: NOW, taskId: 't-8', credits: 10 },
    }),
  ]
}
