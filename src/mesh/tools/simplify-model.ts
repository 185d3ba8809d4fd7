// Fewer triangles for a model, by a target or a share of what it has.
import type { Document } from '@gltf-transform/core'
import { reduceTo, sceneTriangles } from './reduce.ts'

export interface SimplifyOptions {
  /** The most triangles that the scene shows afterwards. */
  readonly triangles?: number
  /** The share of its triangles to keep, above 0 and at most 1; `triangles` goes before it. */
  readonly ratio?: number
}

export const SIMPLIFY_DEFAULTS = { ratio: 0.5 } as const

/** How many triangles the options leave of a model with so many. */
export function targetOf(total: number, { triangles, ratio = SIMPLIFY_DEFAULTS.ratio }: SimplifyOptions): number {
  return Math.max(1, Math.floor(triangles ?? total * ratio))
}

/** Simplifies the model in place: never above the target, with seams, skins and morph targets kept. */
export const simplifyModel = (document: Document, options: SimplifyOptions = {}): Promise<Document> =>
  reduceTo(document, targetOf(sceneTriangles(document), options))
