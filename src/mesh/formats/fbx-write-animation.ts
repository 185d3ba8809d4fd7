// glTF animations as FBX stacks, layers and curves. FBX turns by Euler angles, so rotations are sampled finely enough
// that interpolating angles and interpolating quaternions look the same.
import type { Animation, AnimationChannel, Node } from '@gltf-transform/core'
import { at } from '../numbers.ts'
import { type FbxObjects, type ObjectId, properties, property } from './fbx-objects.ts'
import { fbx, Int, TICKS } from './fbx-tree.ts'
import { eulerOf, normalizedQuat, type Quat, slerp, type Vec3 } from './matrix.ts'
import { floatsOf } from './surface.ts'

/** Degrees between two samples of a rotation. */
const STEP_DEGREES = 5
/** Samples per second of a cubic spline, which FBX's curves cannot hold as it is. */
const SPLINE_RATE = 30
/** Seconds before a stepped key at which the old value is repeated. */
const STEP_GAP = 1e-4
/** Linear interpolation with default tangents, as Blender writes it. */
const KEY_FLAGS = 0x6104
const KEY_DATA = new Float32Array([0, 0, 9.419963346924634e-30, 0])

const TARGETS = {
  translation: { label: 'T', property: 'Lcl Translation' },
  rotation: { label: 'R', property: 'Lcl Rotation' },
  scale: { label: 'S', property: 'Lcl Scaling' },
} as const

interface Keys {
  readonly times: number[]
  readonly values: Vec3[]
}

/** One stack with one layer for the clip; channels of nodes that are not in `models` and morph weights are left out. */
export function addAnimation(objects: FbxObjects, clip: Animation, models: ReadonlyMap<Node, ObjectId>): void {
  const channels = clip.listChannels().flatMap((channel) => {
    const node = channel.getTargetNode()
    const model = node ? models.get(node) : undefined
    const path = channel.getTargetPath()
    if (model === undefined || path === null || path === 'weights') return []
    const keys = keysOf(channel)
    return keys.times.length > 0 ? [{ model, target: TARGETS[path], keys }] : []
  })
  if (channels.length === 0) return
  const end = Math.max(...channels.map(({ keys }) => keys.times.at(-1) ?? 0))
  const stack = objects.add('AnimationStack', clip.getName() || 'animation', 'AnimStack', '', [
    properties(
      property('LocalStart', 'time', 0n),
      property('LocalStop', 'time', ticks(end)),
      property('ReferenceStart', 'time', 0n),
      property('ReferenceStop', 'time', ticks(end)),
    ),
  ])
  const layer = objects.add('AnimationLayer', 'BaseLayer', 'AnimLayer', '', [])
  objects.connect(layer, stack)
  for (const { model, target, keys } of channels) {
    const first = keys.values[0] ?? [0, 0, 0]
    const axes = ['X', 'Y', 'Z'] as const
    const curveNode = objects.add('AnimationCurveNode', target.label, 'AnimCurveNode', '', [
      properties(...axes.map((axis, i) => property(`d|${axis}`, 'number', at(first, i)))),
    ])
    objects.connect(curveNode, layer)
    objects.connect(curveNode, model, target.property)
    for (const [i, axis] of axes.entries()) {
      const curve = objects.add('AnimationCurve', '', 'AnimCurve', '', [
        fbx('Default', [at(first, i)]),
        fbx('KeyVer', [new Int(4008)]),
        fbx('KeyTime', [BigInt64Array.from(keys.times, ticks)]),
        fbx('KeyValueFloat', [Float32Array.from(keys.values, (value) => at(value, i))]),
        fbx('KeyAttrFlags', [new Int32Array([KEY_FLAGS])]),
        fbx('KeyAttrDataFloat', [KEY_DATA]),
        fbx('KeyAttrRefCount', [new Int32Array([keys.times.length])]),
      ])
      objects.connect(curve, curveNode, `d|${axis}`)
    }
  }
}

function ticks(seconds: number): bigint {
  return BigInt(Math.round(seconds * TICKS))
}

/** The channel's keys for linear curves: positions and scales as they are, rotations as continuous Euler angles. */
function keysOf(channel: AnimationChannel): Keys {
  const sampler = channel.getSampler()
  const [input, output] = [sampler?.getInput(), sampler?.getOutput()]
  if (!sampler || !input || !output) return { times: [], values: [] }
  const times = Array.from(floatsOf(input))
  const size = output.getElementSize()
  const values = Array.from({ length: output.getCount() }, (_, i) =>
    Array.from(floatsOf(output).subarray(i * size, i * size + size)),
  )
  const sampled = sampledKeys(times, values, sampler.getInterpolation(), size === 4)
  if (size !== 4) return { times: sampled.times, values: sampled.values.map(([x = 0, y = 0, z = 0]) => [x, y, z]) }
  return continuousAngles(sampled)
}

function sampledKeys(times: number[], values: number[][], interpolation: string, turning: boolean) {
  const cubic = interpolation === 'CUBICSPLINE'
  const out = { times: [] as number[], values: [] as number[][] }
  const push = (time: number, value: number[] | undefined) => {
    if (!value) return
    out.times.push(time)
    out.values.push(value)
  }
  for (const [i, time] of times.entries()) {
    const value = values[cubic ? i * 3 + 1 : i]
    push(time, value)
    const next = values[cubic ? i * 3 + 4 : i + 1]
    if (!value || !next || i + 1 >= times.length) continue
    const span = at(times, i + 1) - time
    if (interpolation === 'STEP') push(time + Math.max(span - STEP_GAP, span / 2), value)
    else if (cubic) {
      const steps = Math.ceil(span * SPLINE_RATE)
      for (let s = 1; s < steps; s++)
        push(time + (span * s) / steps, hermite(value, values[i * 3 + 2], values[i * 3 + 3], next, span, s / steps))
    } else if (turning) {
      const [a, b] = [normalizedQuat(value), normalizedQuat(next)]
      const dot = Math.min(1, Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]))
      const steps = Math.ceil((Math.acos(dot) * 360) / Math.PI / STEP_DEGREES)
      for (let s = 1; s < steps; s++) push(time + (span * s) / steps, slerp(a, b, s / steps))
    }
  }
  return out
}

/** glTF 2.0, appendix C.4: a cubic spline's value between two keys with tangents. */
function hermite(
  a: number[],
  out: number[] | undefined,
  into: number[] | undefined,
  b: number[],
  span: number,
  t: number,
) {
  const [t2, t3] = [t * t, t * t * t]
  return a.map(
    (value, k) =>
      (2 * t3 - 3 * t2 + 1) * value +
      span * (t3 - 2 * t2 + t) * at(out ?? [], k) +
      (3 * t2 - 2 * t3) * at(b, k) +
      span * (t3 - t2) * at(into ?? [], k),
  )
}

/** Euler angles in degrees where each is the equivalent nearest to the one before, so that curves do not jump. */
function continuousAngles(keys: { times: number[]; values: number[][] }): Keys {
  const values: Vec3[] = []
  let last: Vec3 | undefined
  for (const value of keys.values) {
    const angles = eulerOf(normalizedQuat(value) satisfies Quat)
    const before = last ?? angles
    const other: Vec3 = [angles[0] + 180, 180 - angles[1], angles[2] + 180]
    const [a, b] = [near(angles, before), near(other, before)]
    last = distance(a, before) <= distance(b, before) ? a : b
    values.push(last)
  }
  return { times: keys.times, values }
}

function near(angles: Vec3, before: Vec3): Vec3 {
  const turn = (i: 0 | 1 | 2) => angles[i] + Math.round((before[i] - angles[i]) / 360) * 360
  return [turn(0), turn(1), turn(2)]
}

function distance(a: Vec3, b: Vec3): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2])
}
