// What the test page says of a model it was asked to open, and how much of it is no picture.
import type { ModelStatistics } from '../../../../../webview/viewport/statistics.ts'

/** CSS pixels of the viewport's toolbar, above its picture (webview/viewport/toolbar.css). */
export const TOOLBAR = 36

export interface Problem {
  code: string
  sentence: string
  nextStep: string
}

/** What stands on the stage. */
export interface Shown {
  meshes: number
  triangles: number
  min: readonly number[]
  max: readonly number[]
  /** Of the vertices as they are stored: skinned ones where they stand in the file, others at their node. */
  bare: { min: readonly number[]; max: readonly number[] }
  bones: number
  /** Names, one for each that is used. */
  materials: readonly string[]
  /** Sizes of its pictures, such as `32x32`. */
  pictures: readonly string[]
  clips: readonly string[]
}

export type Opened = { problem: Problem } | { statistics: ModelStatistics; shown: Shown }

interface Found {
  name: string
  /** The number of the triangle in its mesh. */
  face: number
  distance: number
}

/** What lies under a place of the picture, by two ways to search. */
export interface Picked {
  plain: Found | undefined
  quick: Found | undefined
}

/** Milliseconds of a frame of a turn: of the whole model, and as a person sees it who turns for a while. */
export interface Turn {
  whole: number
  seen: number
}
