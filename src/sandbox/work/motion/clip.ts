// The building blocks of a clip, and the breathing that is part of every clip in place. Layers add up; durations are seconds.
import { type Layer, pulse } from './layers.ts'

export interface Clip {
  readonly seconds: number
  readonly layers: readonly Layer[]
}
/** Clips by the preset's name after its last colon. */
export type Clips = Readonly<Record<string, Clip>>

export const clip = (seconds: number, ...layers: Layer[]): Clip => ({ seconds, layers })
const breath = pulse('bend=2 Bl=2 nod=-1', 2)
/** A clip in place, breathing. */
export const alive = (seconds: number, ...layers: Layer[]) => clip(seconds, breath, ...layers)
