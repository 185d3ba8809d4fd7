// Positions and movement of USD prims: xform operations as matrices, time samples as glTF clips.
import type { Animation, Node } from '@gltf-transform/core'
import type { ReaderBudget } from '../budget.ts'
import { compose, decompose, IDENTITY, invert, type Matrix, multiply, quaternionOfEuler } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import type { ModelBuilder } from './build.ts'
import type { UsdProperty } from './usd-layer.ts'
import type { StagePrim } from './usd-stage.ts'

/** The fallback of the specification. */
const DEFAULT_TIME_CODES_PER_SECOND = 24
/** Values that differ by less do not move. */
const STILL = 1e-6
const INVERT = '!invert!'
/** A matrix has no more. */
const MOST_NUMBERS = 16

/** The operations of a prim, the outermost first. */
function operationsOf(prim: StagePrim): string[] {
  return [...(prim.value('xformOpOrder')?.texts ?? [])]
}

/** The prim's place relative to its parent, at a time code. */
export function matrixOf(prim: StagePrim, time?: number): Matrix {
  return operationsOf(prim).reduce((product, name) => {
    const plain = name.replace(INVERT, '')
    const matrix = operation(plain, valueAt(prim.properties.get(plain), time))
    return multiply(product, name.startsWith(INVERT) ? invert(matrix) : matrix)
  }, IDENTITY)
}

/** Whether the prim stands in the stage, not in its parent. */
export function resetsStack(prim: StagePrim): boolean {
  return operationsOf(prim).includes('!resetXformStack!')
}

/** The times of all samples that move the prim; none for one that stands still. */
export function timesOf(prim: StagePrim): number[] {
  const times = operationsOf(prim).flatMap((name) =>
    (prim.properties.get(name.replace(INVERT, ''))?.samples ?? []).map((sample) => sample.time),
  )
  return times.length > 1 ? [...new Set(times)].sort((a, b) => a - b) : []
}

/** Straight between samples: rotations get samples often enough for that. */
function valueAt(property: UsdProperty | undefined, time: number | undefined): readonly number[] {
  const samples = property?.samples ?? []
  if (time === undefined || samples.length === 0) return property?.value?.numbers ?? samples[0]?.value.numbers ?? []
  const next = firstFrom(samples, time)
  const [before, after] = [samples[Math.max(0, next - 1)], samples[Math.min(next, samples.length - 1)]]
  if (!before || !after) return []
  const span = after.time - before.time
  const part = span > 0 && next > 0 ? (time - before.time) / span : 1
  return after.value.numbers.slice(0, MOST_NUMBERS).map((value, k) => {
    const from = at(before.value.numbers, k)
    return from + (value - from) * part
  })
}

/** The place of the first sample at this time or later; their number where there is none. They are in order. */
function firstFrom(samples: readonly { readonly time: number }[], time: number): number {
  let [low, high] = [0, samples.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((samples[middle]?.time ?? 0) >= time) high = middle
    else low = middle + 1
  }
  return low
}

function operation(name: string, value: readonly number[]): Matrix {
  const kind = name.split(':')[1] ?? ''
  const [x = 0, y = 0, z = 0] = value
  const nowhere = [0, 0, 0]
  const unturned = [0, 0, 0, 1]
  if (value.length === 0) return IDENTITY
  if (kind === 'transform') return value.length === 16 ? value : IDENTITY
  if (kind === 'translate') return compose([x, y, z], unturned, [1, 1, 1])
  if (kind === 'scale') return compose(nowhere, unturned, [x, y, z])
  if (kind === 'orient') {
    const turn = [at(value, 1), at(value, 2), at(value, 3), at(value, 0)]
    const length = Math.hypot(...turn) || 1
    const unit = turn.map((part) => part / length)
    return compose(nowhere, unit, [1, 1, 1])
  }
  const axes = /^rotate([XYZ]{1,3})$/.exec(kind)?.[1]
  if (axes === undefined) return IDENTITY
  const angles = axes.length > 1 ? [x, y, z] : ['X', 'Y', 'Z'].map((axis) => (axis === axes ? x : 0))
  return compose(nowhere, quaternionOfEuler(angles, axes), [1, 1, 1])
}

interface Track {
  /** Time codes, ascending. */
  readonly times: readonly number[]
  readonly values: readonly (readonly number[])[]
}

/** Clips under construction; parts of one name come together. */
export class Clips {
  readonly #clips = new Map<string, Animation>()
  readonly #rate: number

  readonly #builder: ModelBuilder
  readonly #budget: ReaderBudget

  constructor(builder: ModelBuilder, budget: ReaderBudget, rate: number | undefined) {
    this.#builder = builder
    this.#budget = budget

    this.#rate = rate !== undefined && rate > 0 ? rate : DEFAULT_TIME_CODES_PER_SECOND
  }

  /** Adds a channel, unless the node stands there anyway. */
  add(name: string, node: Node, path: 'translation' | 'rotation' | 'scale', { times, values }: Track): void {
    const rest =
      path === 'translation' ? node.getTranslation() : path === 'scale' ? node.getScale() : node.getRotation()
    if (values.every((value) => value.every((part, k) => Math.abs(part - at(rest, k)) < STILL))) return
    const { document } = this.#builder
    const clip = this.#clips.get(name) ?? document.createAnimation(name)
    this.#clips.set(name, clip)
    // glTF has no time before zero.
    const start = Math.min(0, at(times, 0))
    const sampler = document
      .createAnimationSampler()
      .setInput(
        this.#builder.accessor(
          Float32Array.from(times, (time) => (time - start) / this.#rate),
          'SCALAR',
        ),
      )
      .setOutput(this.#builder.accessor(Float32Array.from(values.flat()), path === 'rotation' ? 'VEC4' : 'VEC3'))
    const channel = document.createAnimationChannel().setTargetNode(node).setTargetPath(path).setSampler(sampler)
    clip.addSampler(sampler).addChannel(channel)
  }

  /** Adds what the prim's own time samples do to its node; false when there are none. */
  addMotion(name: string, prim: StagePrim, node: Node): boolean {
    const times = timesOf(prim)
    if (times.length === 0) return false
    this.#budget.spend('elements', times.length * (1 + operationsOf(prim).length))
    const poses = times.map((time) => decompose(matrixOf(prim, time)))
    for (const path of ['translation', 'rotation', 'scale'] as const)
      this.add(name, node, path, { times, values: poses.map((pose) => pose[path]) })
    return true
  }
}
