// A recipe for every preset of a biped, in poses and swings.
import { ACTIONS } from './actions.ts'
import type { Clips } from './clip.ts'
import { GESTURES } from './gestures.ts'

export type { Clip } from './clip.ts'

/** By the preset's name after its last colon. */
export const BIPED_CLIPS: Clips = { ...ACTIONS, ...GESTURES }
