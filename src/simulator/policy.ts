// A stand-in for the service's moderation: prompts with one of these words answer 400/2008.
import { ServiceError } from './codes.ts'

/** Whole words, in lower case. Negative prompts are not looked at: naming what to avoid is no offence. */
export const BLOCKED_WORDS = ['nsfw', 'nude', 'naked', 'porn', 'gore', 'beheading', 'swastika'] as const

const BLOCKED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${BLOCKED_WORDS.join('|')})(?![\\p{L}\\p{N}])`, 'iu')

/** Refuses a prompt that goes against the policy. */
export function moderate(prompt: unknown): void {
  const word = typeof prompt === 'string' ? BLOCKED.exec(prompt)?.[0] : undefined
  if (word !== undefined) throw new ServiceError(2008, `The prompt goes against the content policy (“${word}”).`)
}
