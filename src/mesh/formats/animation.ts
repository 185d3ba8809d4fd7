// Values of glTF animations at any time, for formats that store keys differently.
import type { Animation, AnimationChannel, Node } from '@gltf-transform/core'
import { compose, type Matrix, multiply, normalizedQuat, slerp } from '../math/matrix.ts'
import { at, clamp } from '../math/numbers.ts'
import { floatsOf } from './surface.ts'

/** One channel as a function of time in seconds. */
export interface ChannelCurve {
  readonly times: Float32Array
  readonly interpolation: 'LINEAR' | 'STEP' | 'CUBICSPLINE'
  valueAt(time: number): number[]
}

/** The channel's curve (glTF 2.0, appendix C); undefined for one without keys. */
export function curveOf(channel: AnimationChannel): ChannelCurve | undefined {
  const sampler = channel.getSampler()
  const [input, output] = [sampler?.getInput(), sampler?.getOutput()]
  if (!sampler || !input || !output || input.getCount() === 0) return undefined
  const times = floatsOf(input)
  const values = floatsOf(output)
  const size = output.getElementSize()
  const interpolation = sampler.getInterpolation()
  const cubic = interpolation === 'CUBICSPLINE'
  // A cubic spline stores incoming tangent, value, outgoing tangent for each key.
  const element = (index: number) => Array.from(values.subarray(index * size, index * size + size))
  const value = (key: number) => element(cubic ? key * 3 + 1 : key)
  const turning = channel.getTargetPath() === 'rotation'
  return {
    times,
    interpolation,
    valueAt: (time) => {
      const key = keyBefore(times, time)
      const last = times.length - 1
      if (key >= last || time <= at(times, 0)) return value(key >= last ? last : 0)
      const span = at(times, key + 1) - at(times, key)
      const t = clamp((time - at(times, key)) / span, 0, 1)
      const [a, b] = [value(key), value(key + 1)]
      if (interpolation === 'STEP') return a
      if (cubic) return hermite(a, element(key * 3 + 2), element(key * 3 + 3), b, span, t)
      if (turning) return slerp(normalizedQuat(a), normalizedQuat(b), t)
      return a.map((from, k) => from + (at(b, k) - from) * t)
    },
  }
}

/** The last key that is not after `time`; 0 before the first. */
function keyBefore(times: Float32Array, time: number): number {
  let [low, high] = [0, times.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at(times, middle) <= time) low = middle
    else high = middle
  }
  return low
}

function hermite(a: number[], out: number[], into: number[], b: number[], span: number, t: number): number[] {
  const [t2, t3] = [t * t, t * t * t]
  return a.map(
    (value, k) =>
      (2 * t3 - 3 * t2 + 1) * value +
      span * (t3 - 2 * t2 + t) * at(out, k) +
      (3 * t2 - 2 * t3) * at(b, k) +
      span * (t3 - t2) * at(into, k),
  )
}

/** Seconds from zero to the last key of any channel. */
export function durationOf(animation: Animation): number {
  return Math.max(0, ...animation.listChannels().map((channel) => curveOf(channel)?.times.at(-1) ?? 0))
}

/** Where nodes are while an animation plays. */
export class Poses {
  readonly #curves = new Map<Node, Partial<Record<'translation' | 'rotation' | 'scale', ChannelCurve>>>()

  constructor(animation: Animation) {
    for (const channel of animation.listChannels()) {
      const [node, path, curve] = [channel.getTargetNode(), channel.getTargetPath(), curveOf(channel)]
      if (node && curve && path !== null && path !== 'weights')
        this.#curves.set(node, { ...this.#curves.get(node), [path]: curve })
    }
  }

  /** A node's matrix relative to its parent. */
  local(node: Node, time: number): Matrix {
    const own = this.#curves.get(node)
    return compose(
      own?.translation?.valueAt(time) ?? node.getTranslation(),
      normalizedQuat(own?.rotation?.valueAt(time) ?? node.getRotation()),
      own?.scale?.valueAt(time) ?? node.getScale(),
    )
  }

  world(node: Node, time: number): Matrix {
    const parent = node.getParentNode()
    const local = this.local(node, time)
    return parent ? multiply(this.world(parent, time), local) : local
  }
}
