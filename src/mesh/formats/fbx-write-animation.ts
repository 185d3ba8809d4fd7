// glTF animations as FBX stacks, layers and curves. FBX rotates by Euler angles, so rotations are sampled finely enough that
// interpolating angles and interpolating quaternions look the same.
import type { Animation, AnimationChannel, Node } from '@gltf-transform/core'
import { eulerOf, normalizedQuat, type Vec3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { type ChannelCurve, curveOf } from './animation.ts'
import { type FbxObjects, type ObjectId, properties, property } from './fbx-objects.ts'
import { fbx, Int, TICKS } from './fbx-tree.ts'

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
  const curve = curveOf(channel)
  if (!curve) return { times: [], values: [] }
  const turning = channel.getTargetPath() === 'rotation'
  const times = sampleTimes(curve, turning)
  const values = times.map((time) => curve.valueAt(time))
  if (turning) return continuousAngles({ times, values })
  return { times, values: values.map(([x = 0, y = 0, z = 0]) => [x, y, z]) }
}

/** The times of the keys and of as many samples between them as linear curves need. */
function sampleTimes(curve: ChannelCurve, turning: boolean): number[] {
  const times: number[] = []
  for (const [i, time] of curve.times.entries()) {
    times.push(time)
    const next = curve.times[i + 1]
    if (next === undefined) break
    const span = next - time
    if (curve.interpolation === 'STEP') times.push(time + Math.max(span - STEP_GAP, span / 2))
    else {
      const angle = turning ? degreesBetween(curve.valueAt(time), curve.valueAt(next)) : 0
      const cubic = curve.interpolation === 'CUBICSPLINE' ? span * SPLINE_RATE : 1
      const steps = Math.ceil(Math.max(cubic, angle / STEP_DEGREES))
      for (let s = 1; s < steps; s++) times.push(time + (span * s) / steps)
    }
  }
  return times
}

function degreesBetween(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [normalizedQuat(a), normalizedQuat(b)]
  const dot = Math.abs(p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3])
  return (Math.acos(Math.min(1, dot)) * 360) / Math.PI
}

/** Euler angles in degrees where each is the equivalent nearest to the one before, so that curves do not jump. */
function continuousAngles(keys: { times: number[]; values: number[][] }): Keys {
  const values: Vec3[] = []
  let last: Vec3 | undefined
  for (const value of keys.values) {
    const angles = eulerOf(normalizedQuat(value))
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
