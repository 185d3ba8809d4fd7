// A chain of the same model with fewer and fewer triangles, and the distance from which each can be used.
import { type Document, Logger, Verbosity } from '@gltf-transform/core'
import { cloneDocument } from '@gltf-transform/functions'
import { simplifyModel } from './simplify-model.ts'

export interface LodOptions {
  /** The share of triangles that each level keeps, largest first; the model itself comes before them. */
  readonly ratios?: readonly number[]
  /** `files`: a file for each level; `inside`: all in one, by MSFT_lod. */
  readonly as?: 'files' | 'inside'
}

export const LOD_DEFAULTS = { ratios: [0.5, 0.25, 0.1] } as const

export interface LodLevel {
  readonly document: Document
  /** 0 is the model itself. */
  readonly level: number
  /** How far the surface moved at most, in metres. */
  readonly error: number
  /** Metres from the eye at which the error is a pixel high: from there on the level may be shown. */
  readonly distance: number
}

/** A screen of 1080 rows seen through a field of view of 50 degrees. */
const PIXELS_PER_METRE_AT_ONE = 1080 / (2 * Math.tan((25 * Math.PI) / 180))

/** Metres from which an error is not larger than a pixel. */
export const switchingDistance = (error: number): number => error * PIXELS_PER_METRE_AT_ONE

/** The levels of a model, the model itself first; it is not changed. */
export async function lodLevels(document: Document, { ratios = LOD_DEFAULTS.ratios }: LodOptions): Promise<LodLevel[]> {
  document.setLogger(new Logger(Verbosity.SILENT))
  const levels: LodLevel[] = [{ document, level: 0, error: 0, distance: 0 }]
  for (const [i, ratio] of [...ratios].sort((a, b) => b - a).entries()) {
    const copy = cloneDocument(document)
    const { error } = await simplifyModel(copy, { ratio })
    const farthest = levels.at(-1)?.distance ?? 0
    levels.push({ document: copy, level: i + 1, error, distance: Math.max(farthest, switchingDistance(error)) })
  }
  return levels
}
