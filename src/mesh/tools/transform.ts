// The size, axes and origin of a whole model: real-world height, standing on the ground, its front in the direction the engine
// expects.
import type { Document } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { sceneOf } from '../formats/surface.ts'
import { IDENTITY, type Matrix, translation } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { applyTransforms } from './apply.ts'
import { type Front, orient, scaleBy, transformScene } from './orient.ts'
import { animateInPlace } from './remove-animation.ts'
import { sceneBounds } from './scene.ts'

export type Axis = 'x' | '-x' | 'y' | '-y' | 'z' | '-z'

export interface TransformOptions {
  /** Which axis of the file points up in truth; the model is turned so that it is y. */
  readonly up?: Axis
  /** Where the model's front, which is +z in glTF, points now, in axes with Z up; it is turned to glTF's front. */
  readonly front?: Front
  /** Metres from the lowest to the highest point. */
  readonly height?: number
  /** Metres along the longest side. */
  readonly longest?: number
  readonly factor?: number
  /** `bottom`: under the middle, on the ground; `center`: the middle of the box; or a node's origin by its name. */
  readonly pivot?: 'bottom' | 'center' | { readonly node: string }
  /** Writes what nodes do into the points, so that every node without skin or clip stands at the origin unturned. */
  readonly apply?: boolean
  /** Clips walk on the spot. */
  readonly inPlace?: boolean
}

/** Turns that bring an axis up to y. */
const UPWARD: Readonly<Record<Axis, Matrix>> = {
  y: IDENTITY,
  '-y': [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1],
  z: [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1],
  '-z': [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1],
  x: [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  '-x': [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
}

/** What rounding leaves of a model that is as it is to be, as a share of its size. */
const ROUNDING = 1e-6

/**
 * Changes the model in place, in the order of the options.
 * @returns whether anything was to be changed. @throws MeshError for a part that is not there, and a size of what has none
 */
export function transformModel(document: Document, options: TransformOptions): boolean {
  const { up = 'y', front = '-y' } = options
  if (up !== 'y') transformScene(document, UPWARD[up])
  if (front !== '-y') orient(document, '-y', front)
  let isChanged = up !== 'y' || front !== '-y'
  const factor = factorOf(document, options)
  if (Math.abs(factor - 1) > ROUNDING) {
    scaleBy(document, factor)
    isChanged = true
  }
  const move = pivotMove(document, options.pivot)
  if (move && isFar(document, move)) {
    transformScene(document, move)
    isChanged = true
  }
  const isStill = options.inPlace ? animateInPlace(document) : false
  const isApplied = options.apply ? applyTransforms(document) > 0 : false
  return isChanged || isStill || isApplied
}

/** Whether a move is more than rounding. */
function isFar(document: Document, move: Matrix): boolean {
  const { min, max } = sceneBounds(document)
  const size = Math.max(...[0, 1, 2].map((k) => Math.max(Math.abs(at(min, k)), Math.abs(at(max, k)))))
  return Math.hypot(at(move, 12), at(move, 13), at(move, 14)) > size * ROUNDING
}

function factorOf(document: Document, { height, longest, factor = 1 }: TransformOptions): number {
  const wanted = height ?? longest ?? 0
  if (!(wanted > 0)) return factor
  const { min, max } = sceneBounds(document)
  const sides = [0, 1, 2].map((k) => at(max, k) - at(min, k))
  const most = Math.max(...sides)
  const there = height === undefined ? most : at(sides, 1)
  if (there > most * ROUNDING) return wanted / there
  throw most > 0
    ? new MeshError(
        'model-broken',
        'The model is flat: it has no height.',
        'Give the length of its longest side instead.',
      )
    : new MeshError('model-broken', 'The model has no size: it shows no surface.', 'Choose a model that has one.')
}

function pivotMove(document: Document, pivot: TransformOptions['pivot']): Matrix | undefined {
  if (pivot === undefined) return undefined
  if (typeof pivot === 'object') {
    let place: readonly number[] | undefined
    sceneOf(document)?.traverse((node) => {
      if (node.getName() === pivot.node) place ??= node.getWorldTranslation()
    })
    if (!place)
      throw new MeshError(
        'model-broken',
        phrase('The model has no part called “{0}”.', pivot.node),
        'Give the name of one of its parts.',
      )
    return translation(-at(place, 0), -at(place, 1), -at(place, 2))
  }
  const { min, max } = sceneBounds(document)
  const [x, y, z] = [0, 1, 2].map((k) => (at(min, k) + at(max, k)) / 2)
  return translation(-(x ?? 0), pivot === 'bottom' ? -min[1] : -(y ?? 0), -(z ?? 0))
}
