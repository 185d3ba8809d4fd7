// A stand-in for the service's moderation: prompts with one of these words answer 400/2008.
import { ServiceError } from './codes.ts'

/** Whole words, in lower case. Negative prompts are not looked at: naming what to avoid is no offence. */
export const BLOCKED_WORDS = ['nsfw', 'nude', 'naked', 'porn', 'gore', 'beheading', 'swastika'] as const

const BLOCKED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${BLOCKED_WORDS.join('|')})(?![\\p{L}\\p{N}])`, 'iu')

/** Whether moderation works; when it does not, every prompt answers 400/2014. */
export type Moderation = 'on' | 'unavailable'

/** Refuses a prompt that goes against the policy. */
export function moderate(prompt: unknown, moderation: Moderation): void {
  if (typeof prompt !== 'string') return
  if (moderation === 'unavailable') throw new ServiceError(2014)
  const word = BLOCKED.exec(prompt)?.[0]
  if (word !== undefined) throw new ServiceError(2008, `The prompt goes against the content policy (“${word}”).`)
}
