// A job as shown to a person: from its record, and its live state while it runs.
import { isInside } from '../assets/index.ts'
import type { JobPhase, JobView, WaitingFor } from '../protocol/index.ts'
import { isWaiting } from './groups/chain.ts'
import type { JobServices } from './run/services.ts'
import { type JobState, UNSENT } from './states.ts'
import type { JobRecord } from './store/record.ts'

/** The live state of a running job, which is not stored. */
export interface Live {
  /** Where it differs from what the state says. */
  phase?: JobPhase
  /** Of the phase `waiting`. */
  waitingFor?: WaitingFor
  /** 0..1 within the phase. */
  progress?: number
  queuePlace?: number
  secondsLeft?: number
  lastCheckedAt?: number
}

const PHASES: Record<JobState, JobPhase> = {
  prepared: 'preparing',
  uploading: 'uploading',
  submitting: 'submitting',
  unconfirmed: 'unconfirmed',
  following: 'generating',
  downloading: 'downloading',
  stopped: 'stopped',
  delivered: 'delivered',
  failed: 'failed',
  dismissed: 'dismissed',
}

/** A job that is blocked by a problem shows its phase and can be resumed. */
function phaseOf(record: JobRecord, live: Live | undefined): JobPhase {
  const { state, problem } = record
  if (UNSENT.includes(state) && !live) {
    if (problem) return 'failed'
    if (isWaiting(record)) return 'waiting'
  }
  if (live) return live.phase ?? PHASES[state]
  if (problem && state === 'following') return 'stopped'
  if (problem && state === 'downloading') return 'failed'
  return PHASES[state]
}

/** Relative to its workspace folder with forward slashes, else whole. */
function shownPath(path: string, workspace: string | undefined, separator: string): string {
  if (workspace === undefined || !isInside({ separator }, workspace, path)) return path
  return path.slice(workspace.length).split(separator).filter(Boolean).join('/')
}

/** @param live absent when nothing is running for the job */
export function viewOf(record: JobRecord, live: Live | undefined, services: JobServices): JobView {
  const { workspace, state } = record
  const files = state === 'delivered' ? record.files : []
  const phase = phaseOf(record, live)
  return {
    id: record.id,
    capability: record.request.capability,
    title: record.title,
    phase,
    waitingFor: phase === 'waiting' ? live?.waitingFor : undefined,
    progress: live?.progress,
    queuePlace: live?.queuePlace,
    // In a queue the service's number says nothing yet, and of nothing left there is nothing to say.
    secondsLeft: phase === 'generating' && (live?.secondsLeft ?? 0) >= 1 ? live?.secondsLeft : undefined,
    startedAt: record.createdAt,
    finishedAt: record.deliveredAt ?? (live || state === 'following' ? undefined : record.updatedAt),
    lastCheckedAt: live?.lastCheckedAt,
    service: record.service,
    group: record.group,
    batch: record.batch ?? (record.group?.kind === 'batch' ? record.group.id : undefined),
    waitsForStep: !live && UNSENT.includes(state) && !record.problem && isWaiting(record) ? true : undefined,
    estimate: record.estimate,
    credits: record.credits,
    taskId: record.taskId,
    traceId: record.traceId,
    params: record.request.params,
    seeds: record.seeds,
    style: record.request.style,
    asset: record.request.asset,
    variation: record.request.variation,
    local: record.request.local,
    files: files.map(({ kind, path, bytes }) => ({
      kind,
      path: shownPath(path, workspace, services.files.separator),
      uri: services.toUri(path),
      bytes,
    })),
    problem: live ? undefined : record.problem,
  }
}

/** A delivered job whose missing files are marked. */
export function withMissing(
  view: JobView,
  { files }: JobRecord,
  { isMissing }: Pick<JobServices, 'isMissing'>,
): JobView {
  if (!isMissing || !files.some(({ path }) => isMissing(path))) return view
  const isGone = (index: number) => isMissing(files[index]?.path ?? '')
  return { ...view, files: view.files.map((file, index) => (isGone(index) ? { ...file, isMissing: true } : file)) }
}
