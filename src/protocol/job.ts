// A job as host and webview exchange it: one request on its way from prompt to file.
import * as Type from 'typebox'
import type { Capability } from '../tripo/catalogue/capability.ts'
import { sourceAfter, stepsAfter } from '../tripo/catalogue/chain.ts'
import { AppliedStyle, LocalStep, Problem, Variation } from './request.ts'

/**
 * The phases a person sees.
 * `waiting`: held back locally (budget, pool, retry) · `queued`: in the service's queue · `unconfirmed`: sent, but no
 * answer came · `stopped`: the person stopped waiting; the service goes on and the result can be fetched.
 */
export const JOB_PHASES = [
  'preparing',
  'uploading',
  'waiting',
  'submitting',
  'unconfirmed',
  'queued',
  'generating',
  'downloading',
  'stopped',
  'delivered',
  'failed',
  'dismissed',
] as const
export type JobPhase = (typeof JOB_PHASES)[number]

/** What a waiting job waits for. */
export const WAITING_FOR = ['place', 'minute', 'turn', 'service', 'network'] as const
export type WaitingFor = (typeof WAITING_FOR)[number]

/** Phases in which something is under way. */
export const BUSY_PHASES: readonly JobPhase[] = [
  'preparing',
  'uploading',
  'waiting',
  'submitting',
  'queued',
  'generating',
  'downloading',
]

export const JobFile = Type.Object({
  /** Output kind of the catalogue: model, pbr_model, base_model, rendered_image. */
  kind: Type.String(),
  /** Path as a person knows it: relative to its workspace folder, else absolute. */
  path: Type.String(),
  uri: Type.String(),
  /** For the webview only: where it can fetch the file. */
  webUri: Type.Optional(Type.String()),
  bytes: Type.Number(),
  /** It was put there, and is neither there nor found anywhere else. */
  isMissing: Type.Optional(Type.Boolean()),
})
export type JobFile = Type.Static<typeof JobFile>

export const JobView = Type.Object({
  id: Type.String(),
  capability: Type.String(),
  /** The prompt, or the image's name. */
  title: Type.String(),
  phase: Type.Enum([...JOB_PHASES]),
  /** Of a waiting job: what for, unless for a step. */
  waitingFor: Type.Optional(Type.Enum([...WAITING_FOR])),
  /** 0..1 within the phase, where it is known. */
  progress: Type.Optional(Type.Number()),
  /** Place in the service's queue, 1 is next. */
  queuePlace: Type.Optional(Type.Number()),
  /** Seconds to the end, where known. */
  secondsLeft: Type.Optional(Type.Number()),
  /** Milliseconds since the epoch. */
  startedAt: Type.Number(),
  finishedAt: Type.Optional(Type.Number()),
  lastCheckedAt: Type.Optional(Type.Number()),
  service: Type.Enum(['sandbox', 'service']),
  /** The chain (steps that build on each other) or batch it is a part of. */
  group: Type.Optional(
    Type.Object({ id: Type.String(), kind: Type.Enum(['chain', 'batch']), index: Type.Number(), of: Type.Number() }),
  ),
  /** What was started by one click together with other requests. */
  batch: Type.Optional(Type.String()),
  /** It has not begun: it works on the result of the step before. */
  waitsForStep: Type.Optional(Type.Boolean()),
  /** Another window of the workspace is at work on it. */
  isElsewhere: Type.Optional(Type.Boolean()),
  /** Of an unconfirmed job: its task is being looked for at the service. */
  isSearching: Type.Optional(Type.Boolean()),
  /** Credits that going on with its chain or batch from here will cost; absent: it cannot be gone on with from here. */
  resumeCost: Type.Optional(Type.Number()),
  /** Credits: what was announced, and what the service charged. */
  estimate: Type.Number(),
  credits: Type.Optional(Type.Number()),
  taskId: Type.Optional(Type.String()),
  /** The service's id of the request that created the task, which its support asks for. */
  traceId: Type.Optional(Type.String()),
  /** Seeds that the service used, by parameter; known once the task is done. */
  seeds: Type.Optional(Type.Record(Type.String(), Type.Number())),
  params: Type.Record(Type.String(), Type.Unknown()),
  style: Type.Optional(AppliedStyle),
  /** The model of the project's assets file that it is for, and the hash of what was asked; of a chain its first job's. */
  asset: Type.Optional(Type.Object({ name: Type.String(), asked: Type.String() })),
  /** One of several results of the same request, none of which was kept yet. */
  variation: Type.Optional(Variation),
  /** What this machine does with its model, once it is delivered. */
  local: Type.Optional(Type.Array(LocalStep)),
  files: Type.Array(JobFile),
  /** The rendered picture, for the webview. */
  thumbnailWebUri: Type.Optional(Type.String()),
  problem: Type.Optional(Problem),
})
export type JobView = Type.Static<typeof JobView>

/** Whether a delivered result's main file is gone from the disk: deleted, or moved where it was not found. */
export const isGone = ({ phase, files }: JobView): boolean => phase === 'delivered' && files[0]?.isMissing === true

/** What can be made of a job's result: the capabilities that take its task, in the order of menus. */
export function nextSteps({ phase, taskId, capability, params }: JobView): readonly Capability[] {
  return phase === 'delivered' && taskId !== undefined ? stepsAfter(sourceAfter({ capability, params })) : []
}

/** The type of what is dragged from the list of tasks into code: addresses of models, one a line. */
export const MODEL_DRAG = 'application/x-tripo-model'

/** The file that stands for a job: its model, or whatever it made. */
export const mainFile = ({ files }: JobView): JobFile | undefined =>
  files.find(({ kind }) => kind.endsWith('model')) ?? files[0]

/** The format of a job's file, as `GLB`; empty without one. */
export const formatOf = (job: JobView): string => {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(mainFile(job)?.path ?? '')?.[1]
  return ending?.toUpperCase() ?? ''
}
