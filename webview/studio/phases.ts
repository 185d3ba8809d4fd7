// A job's phase, progress and duration in words: one place, for strip and announcer.
import { isGone, type JobView } from '../../src/protocol/job.ts'
import { isBusy, isNotBegun, phaseMeaning as meaningOf, phaseWords as wordsOf } from '../../src/protocol/phase-words.ts'
import { findCapability } from '../../src/tripo/catalogue/index.ts'
import { formatBytes, formatCredits, formatDuration } from './format.ts'
import { sayOf, t } from './l10n.ts'

export { isBusy, isGone, isNotBegun }

/** What is done to an earlier result; nothing for what is made from nothing. */
export function stepTitle({ capability: id }: JobView): string | undefined {
  const capability = findCapability(id)
  return capability?.source ? t(capability.title) : undefined
}

/** A job's place in its chain, or among its variations: `2/4`. */
export const stepCount = ({ group, variation }: JobView): string => {
  const place = variation ?? (group?.kind === 'chain' ? group : undefined)
  return place ? `${place.index + 1}/${place.of}` : ''
}

/** Both in words: `Low poly · step 2 of 4`; nothing for a job that stands alone and makes a first model. */
export function stepWords(job: JobView): string | undefined {
  const { group } = job
  const place = group?.kind === 'chain' ? t('step {0} of {1}', group.index + 1, group.of) : undefined
  return [stepTitle(job), place].filter((part) => part !== undefined).join(' · ') || undefined
}

/** What going on from a job that stopped is called, with what it costs. */
export const resumeWords = ({ group, resumeCost = 0 }: JobView): string =>
  group?.kind === 'batch'
    ? t('Resume Batch · {0}', formatCredits(resumeCost))
    : t('Resume from Here · {0}', formatCredits(resumeCost))

/** `Generating 63%`, `Place 3 in the queue`, `Waiting for a free place`, `Ready`. */
export const phaseWords = (job: JobView): string => wordsOf(job, t)

/** What the words for a phase mean, where they do not say it all. */
export const phaseMeaning = (job: JobView): string | undefined => meaningOf(job, t)

/**
 * The line under the phase: elapsed and remaining time while busy, then the time it took and the file's size, or what went wrong.
 * @param now and @param receivedAt milliseconds since the epoch; the second is when this state of the job arrived
 */
export function timeWords(job: JobView, now: number, receivedAt: number): string {
  if (job.waitsForStep || isNotBegun(job)) return ''
  if (isBusy(job)) {
    const elapsed = formatDuration((now - job.startedAt) / 1000)
    if (job.secondsLeft === undefined) return elapsed
    const left = job.secondsLeft - (now - receivedAt) / 1000
    if (left <= 0) return elapsed
    return t('{0} · {1} left', elapsed, formatDuration(Math.ceil(left)))
  }
  if (job.phase === 'failed' || job.phase === 'unconfirmed') return job.problem ? sayOf(job.problem).sentence : ''
  if (job.phase !== 'delivered' || isGone(job)) return ''
  const took = job.finishedAt === undefined ? undefined : formatDuration((job.finishedAt - job.startedAt) / 1000)
  const size = modelFile(job)?.bytes
  return [took, size === undefined ? undefined : formatBytes(size)].filter((part) => part !== undefined).join(' · ')
}

/** Output kinds that are models, best first; a splat is none, but it is what its task was for. */
const MODEL_KINDS: readonly string[] = ['pbr_model', 'model', 'base_model', 'splat']

/** The model to show among a job's files, if it has one. */
export const modelFile = (job: JobView) =>
  MODEL_KINDS.map((kind) => job.files.find((file) => file.kind === kind)).find((file) => file !== undefined)

/** What to say of a result that is no mesh; undefined for all others. */
export const notMeshWords = (job: JobView): string | undefined =>
  job.files.some(({ kind }) => kind === 'splat')
    ? t(
        'A Gaussian splat: a cloud of soft points, not a mesh. It cannot be shown here; open the file in a splat viewer.',
      )
    : undefined

/** What to tell a screen reader when a job goes from one state to another; undefined when it would only be noise. */
export function announcement(before: JobView | undefined, after: JobView): string | undefined {
  const quarter = (job: JobView) => Math.floor((job.progress ?? 0) * 4)
  if (before?.phase === after.phase && quarter(before) === quarter(after)) return undefined
  if (before === undefined && !isBusy(after)) return undefined
  const problem = after.phase === 'failed' && after.problem ? `. ${sayOf(after.problem).sentence}` : ''
  return `${[after.title, stepWords(after)].filter(Boolean).join(', ')}: ${phaseWords(after)}${problem}`
}
