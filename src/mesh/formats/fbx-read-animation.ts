// FBX animation stacks as glTF animations, sampled where the curves have keys.
import type { Node } from '@gltf-transform/core'
import { decompose } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import type { ModelBuilder } from './build.ts'
import { type FbxObject, type FbxScene, type Placement, placementOf } from './fbx-scene.ts'
import { childOf, numbersOf, TICKS } from './fbx-tree.ts'

/** Degrees of turning between two samples, because angles and quaternions interpolate differently. */
const STEP_DEGREES = 10

const PARTS = { 'Lcl Translation': 'translation', 'Lcl Rotation': 'rotation', 'Lcl Scaling': 'scale' } as const
type Part = (typeof PARTS)[keyof typeof PARTS]

interface Curve {
  readonly times: Float64Array
  readonly values: Float64Array
}
/** Curves for x, y and z; undefined for an axis that keeps its value. */
type Curves = (Curve | undefined)[]

function isPart(property: string): property is keyof typeof PARTS {
  return property in PARTS
}

/** Adds every stack as an animation of the nodes made for the models. Only the first layer counts. */
export function readAnimations(scene: FbxScene, builder: ModelBuilder, nodes: ReadonlyMap<string, Node>): void {
  for (const stack of scene.list('AnimationStack')) {
    const layer = scene.childrenOf(stack.id, 'AnimationLayer')[0]
    const tracks = layer ? tracksOf(scene, layer) : new Map<string, Map<Part, Curves>>()
    const starts = [...tracks.values()].flatMap((parts) =>
      [...parts.values()].flat().map((curve) => at(curve?.times ?? [], 0)),
    )
    // glTF has no time before zero.
    const shift = Math.min(0, ...starts)
    const animation = builder.document.createAnimation(stack.name)
    for (const [id, parts] of tracks) {
      const node = nodes.get(id)
      const model = scene.objects.get(id)
      if (!node || !model) continue
      const samples = sample(placementOf(model.node), parts, shift)
      for (const path of ['translation', 'rotation', 'scale'] as const) {
        const values = samples[path]
        if (!values) continue
        const sampler = builder.document
          .createAnimationSampler()
          .setInput(builder.accessor(Float32Array.from(samples.times), 'SCALAR'))
          .setOutput(builder.accessor(Float32Array.from(values.flat()), path === 'rotation' ? 'VEC4' : 'VEC3'))
        const channel = builder.document.createAnimationChannel()
        animation.addSampler(sampler).addChannel(channel.setTargetNode(node).setTargetPath(path).setSampler(sampler))
      }
    }
    if (animation.listChannels().length === 0) animation.dispose()
  }
}

/** The curves by model and part. */
function tracksOf(scene: FbxScene, layer: FbxObject): Map<string, Map<Part, Curves>> {
  const tracks = new Map<string, Map<Part, Curves>>()
  for (const curveNode of scene.childrenOf(layer.id, 'AnimationCurveNode'))
    for (const { id, property } of scene.parentsOf(curveNode.id)) {
      if (!isPart(property)) continue
      const curves: Curves = [undefined, undefined, undefined]
      for (const link of scene.linksOf(curveNode.id, 'AnimationCurve')) {
        const axis = 'XYZ'.indexOf(link.property.slice(-1))
        const times = numbersOf(childOf(link.object.node, 'KeyTime')).map((ticks) => ticks / TICKS)
        const values = numbersOf(childOf(link.object.node, 'KeyValueFloat'))
        if (axis >= 0 && times.length > 0 && times.length === values.length) curves[axis] = { times, values }
      }
      if (curves.every((curve) => curve === undefined)) continue
      const parts = tracks.get(id) ?? new Map<Part, Curves>()
      tracks.set(id, parts)
      parts.set(PARTS[property], curves)
    }
  return tracks
}

interface Samples {
  times: number[]
  translation?: number[][]
  rotation?: number[][]
  scale?: number[][]
}

function sample(placement: Placement, parts: ReadonlyMap<Part, Curves>, shift: number): Samples {
  const vector = (part: Part, time: number) => {
    const curves = parts.get(part)
    return placement[part].map((own, axis) => valueAt(curves?.[axis], time, own))
  }
  const keyTimes = [...parts.values()].flat().flatMap((curve) => Array.from(curve?.times ?? []))
  const coarse = [...new Set(keyTimes)].sort((a, b) => a - b)
  const times: number[] = []
  for (const [i, time] of coarse.entries()) {
    times.push(time)
    const next = coarse[i + 1]
    if (next === undefined || !parts.has('rotation')) continue
    const [from, to] = [vector('rotation', time), vector('rotation', next)]
    const steps = Math.ceil(Math.max(...from.map((angle, axis) => Math.abs(at(to, axis) - angle))) / STEP_DEGREES)
    for (let s = 1; s < steps; s++) times.push(time + ((next - time) * s) / steps)
  }
  // Times that are one and the same as 32-bit floats would make an invalid sampler.
  const kept = times.filter((time, i) => i === 0 || Math.fround(time - shift) > Math.fround(at(times, i - 1) - shift))
  const poses = kept.map((time) =>
    decompose(
      placement.at({
        translation: vector('translation', time),
        rotation: vector('rotation', time),
        scale: vector('scale', time),
      }),
    ),
  )
  return {
    times: kept.map((time) => time - shift),
    ...(parts.has('translation') || placement.hasPivots ? { translation: poses.map((pose) => pose.translation) } : {}),
    ...(parts.has('rotation') ? { rotation: poses.map((pose) => pose.rotation) } : {}),
    ...(parts.has('scale') ? { scale: poses.map((pose) => pose.scale) } : {}),
  }
}

/** The curve at a time, straight between keys; `otherwise` without a curve. */
function valueAt(curve: Curve | undefined, time: number, otherwise: number): number {
  if (!curve) return otherwise
  const { times, values } = curve
  let [low, high] = [0, times.length - 1]
  if (time <= at(times, 0)) return at(values, 0)
  if (time >= at(times, high)) return at(values, high)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at(times, middle) <= time) low = middle
    else high = middle
  }
  const part = (time - at(times, low)) / (at(times, high) - at(times, low))
  return at(values, low) + (at(values, high) - at(values, low)) * part
}
