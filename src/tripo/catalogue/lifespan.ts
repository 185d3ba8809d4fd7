// What the service takes away: on which day a version, an image model or a capability goes, which dialect still has it,
// and what follows it. Data beside each entry; what forms, checks and drafts say about it is made here.
// Source: docs/protocol.md#model-versions, docs/protocol.md#october-2026.
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

/** A day as sentences name it: "23 October 2026". */
export const dayWords = (iso: string): string =>
  new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })

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
}

/**
 * What is to be said about the life of something, if anything.
 * @param title as a form calls it
 * @param next what follows it, as a form calls it
 */
export function lifeWords(
  life: Lifespan,
  { title, next, dialect, now }: { title: string; next?: string; dialect: Dialect; now: number },
): LifeWords | undefined {
  const day = dayWords(life.retires ?? '1970-01-01')
  const instead = next === undefined ? 'Choose another one' : `Choose ${next} instead`
  if (stageOf(life, now) === 'retired') {
    return { severity: 'error', message: `The service retired ${title} on ${day}. ${instead}.` }
  }
  if (life.dialects && !life.dialects.includes(dialect)) {
    if (dialect === 'v2' && life.dialects.includes('v3'))
      return { severity: 'error', message: `${title} is offered by API v3 only. ${instead}.` }
    const newer = next === undefined ? 'Choose a newer version' : `Choose a newer version, such as ${next}`
    return { severity: 'error', message: `${title} is no longer offered by this service. ${newer}.` }
  }
  if (stageOf(life, now) === 'ending') {
    const after = next === undefined ? '' : ` ${next} follows it.`
    return { severity: 'warning', message: `The service retires ${title} on ${day}.${after}` }
  }
  return undefined
}
