// What the sleep experiments ask for, and what they find.
import type { World } from './world.ts'

/** What a window is asked for. */
export const KINDS = {
  'text, v3': { dialect: 'v3', requests: [1], steps: false },
  'text, v2': { dialect: 'v2', requests: [1], steps: false },
  'image, v3': { dialect: 'v3', requests: [3], steps: false },
  'image, v2': { dialect: 'v2', requests: [3], steps: false },
  'text and conversion, v3': { dialect: 'v3', requests: [1], steps: true },
  'text and conversion, v2': { dialect: 'v2', requests: [1], steps: true },
  'batch, v3': { dialect: 'v3', requests: [1, 2, 3], steps: false },
  'batch, v2': { dialect: 'v2', requests: [1, 2, 3], steps: false },
} as const satisfies Record<string, { dialect: World['dialect']; requests: readonly number[]; steps: boolean }>
export type Kind = keyof typeof KINDS
export const ALL_KINDS = Object.keys(KINDS).filter((kind): kind is Kind => kind in KINDS)

export interface Night {
  kind: Kind
  /** Where it slept; absent: it went through without reaching the step. */
  at?: string
  wrong: string[]
  /**
   * The request left on a connection that had died meanwhile, so that its outcome was not known: a person looked for its
   * task at the service, and had it sent again when there was none.
   */
  isAsked?: boolean
}
