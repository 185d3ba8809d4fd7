// What the service retires: the day on which a version, an image model or a capability is withdrawn, the dialect that still has
// it, and its successor. The data is beside each entry; what forms, checks and drafts say about it is created here. Source:
// docs/protocol.md#model-versions, docs/protocol.md#october-2026.
import { dayOf, message, type Phrase, phrase } from '../../text/index.ts'
import type { Dialect } from './versions.ts'

export interface Lifespan {
  /** The first day (ISO, UTC) on which the service refuses it. */
  retires?: string
  /** What follows it: a value of the same parameter, or a capability's id. */
  replacedBy?: string
  /** Dialects that have it; absent: both. */
  dialects?: readonly Dialect[]
}

const DAY = 24 * 3600 * 1000
/** Days before the end on which forms begin to tell of it. */
export const WARNING_DAYS = 30

/**
 * Where something stands in its life.
 * @param now milliseconds since 1970
 * @returns `ending` from 30 days before its end, `retired` from that day on
 */
export function stageOf({ retires }: Lifespan, now: number): 'current' | 'ending' | 'retired' {
  if (retires === undefined) return 'current'
  const end = Date.parse(`${retires}T00:00:00Z`)
  if (now >= end) return 'retired'
  return now >= end - WARNING_DAYS * DAY ? 'ending' : 'current'
}

/** Whether the service takes it, in this dialect and on this day. */
export const isOffered = (life: Lifespan, dialect: Dialect, now: number): boolean =>
  (life.dialects ?? [dialect]).includes(dialect) && stageOf(life, now) !== 'retired'

export interface LifeWords {
  severity: 'error' | 'warning'
  message: string
  phrase?: Phrase
}

/** What life words are about. */
interface Subject {
  /** As a form calls it. */
  title: Phrase
  /** What follows it, as a form calls it. */
  next?: Phrase
  /** The way out, where it is none of the usual ones. */
  instead?: Phrase
  dialect: Dialect
  now: number
}

/** What is to be said about the life of something, if anything. */
export function lifeWords(life: Lifespan, subject: Subject): LifeWords | undefined {
  const { title, next, dialect, now } = subject
  const error = (words: Phrase): LifeWords => ({ severity: 'error', ...message(words) })
  const day = dayOf(life.retires ?? '1970-01-01')
  const other = next === undefined ? phrase('Choose another one.') : phrase('Choose {0} instead.', next)
  const instead = subject.instead ?? other
  if (stageOf(life, now) === 'retired') return error(phrase('The service retired {0} on {1}. {2}', title, day, instead))
  if (life.dialects && !life.dialects.includes(dialect)) {
    if (dialect === 'v2' && life.dialects.includes('v3'))
      return error(phrase('{0} is offered by API v3 only. {1}', title, instead))
    const newer =
      next === undefined ? phrase('Choose a newer version.') : phrase('Choose a newer version, such as {0}.', next)
    return error(phrase('{0} is no longer offered by this service. {1}', title, subject.instead ?? newer))
  }
  if (stageOf(life, now) === 'ending') {
    const words =
      next === undefined
        ? phrase('The service retires {0} on {1}.', title, day)
        : phrase('The service retires {0} on {1}. {2} follows it.', title, day, next)
    return { severity: 'warning', ...message(words) }
  }
  return undefined
}
