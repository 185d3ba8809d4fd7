// Reduces a model's triangles to a number or a fraction.
import type { Document } from '@gltf-transform/core'
import { reduceWithin } from './reduce.ts'
import { sceneTriangles } from './scene.ts'

export interface SimplifyOptions {
  /** The most triangles that the scene shows afterwards. */
  readonly triangles?: number
  /** The share of its triangles to keep, above 0 and at most 1; `triangles` goes before it. */
  readonly ratio?: number
  /** How far the surface may move, in millimetres of the scene; more triangles than the target may be left then. */
  readonly millimetres?: number
}

export const SIMPLIFY_DEFAULTS = { ratio: 0.5 } as const

/** How many triangles the options leave of a model with so many. */
export function targetOf(total: number, { triangles, ratio = SIMPLIFY_DEFAULTS.ratio }: SimplifyOptions): number {
  return Math.max(1, Math.floor(triangles ?? total * ratio))
}

/**
 * Simplifies the model in place: never above the target (but for an error bound), with seams, skins and morph targets kept.
 * @returns how far the surface moved at most, in metres of the scene
 */
export async function simplifyModel(document: Document, options: SimplifyOptions = {}): Promise<{ error: number }> {
  const { millimetres, triangles, ratio } = options
  if (millimetres === undefined) return reduceWithin(document, targetOf(sceneTriangles(document), options))
  const total = sceneTriangles(document)
  const limit = triangles === undefined && ratio === undefined ? 1 : targetOf(total, options)
  return reduceWithin(document, limit, millimetres / 1000)
}
