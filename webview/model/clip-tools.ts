// Functions of the timeline on a clip: the times of its keys, and the same clip without root motion.
import { AnimationClip, Bone, type KeyframeTrack, type Object3D, PropertyBinding } from 'three'

/** Seconds that two keys of different tracks may lie apart and still be one. */
const SAME = 1e-4

/** The times of all keys of a clip in seconds, each once, in order. */
export function keyTimes({ tracks }: AnimationClip): number[] {
  const all = tracks.flatMap(({ times }) => [...times]).sort((a, b) => a - b)
  return all.filter((time, at) => at === 0 || time - (all[at - 1] ?? 0) > SAME)
}

/** The next key after a time, or the last one before it; undefined where there is none. */
export function keyBeside(times: readonly number[], seconds: number, step: -1 | 1): number | undefined {
  return step > 0 ? times.find((time) => time > seconds + SAME) : times.findLast((time) => time < seconds - SAME)
}

/** The track that carries a model along: the position of the outermost bone, or of the outermost part, that has one. */
export function rootTrack({ tracks }: AnimationClip, root: Object3D): KeyframeTrack | undefined {
  const moving = tracks.flatMap((track) => {
    const { nodeName, propertyName } = PropertyBinding.parseTrackName(track.name)
    const node: unknown = propertyName === 'position' ? PropertyBinding.findNode(root, nodeName) : undefined
    return isObject(node) ? [{ track, node }] : []
  })
  const bones = moving.filter(({ node }) => node instanceof Bone)
  const depthOf = (node: Object3D) => {
    let depth = 0
    for (let at = node.parent; at; at = at.parent) depth++
    return depth
  }
  return (bones.length > 0 ? bones : moving).sort((a, b) => depthOf(a.node) - depthOf(b.node))[0]?.track
}

const isObject = (node: unknown): node is Object3D => typeof node === 'object' && node !== null && 'isObject3D' in node

/** The clip in place: what carries the model along keeps its height only. The clip itself where nothing does. */
export function inPlace(clip: AnimationClip, root: Object3D): AnimationClip {
  const carrier = rootTrack(clip, root)
  if (!carrier) return clip
  // Of a cubic spline each key has a tangent before its value and one behind it, of three numbers each.
  const stride = carrier.getValueSize()
  const first = stride > 3 ? 3 : 0
  const still = carrier.clone()
  still.values = Float32Array.from(carrier.values, (value, at) => {
    const [axis, part] = [at % 3, at % stride]
    if (axis === 1) return value
    return part >= first && part < first + 3 ? (carrier.values[first + axis] ?? value) : 0
  })
  const tracks = clip.tracks.map((track) => (track === carrier ? still : track))
  return new AnimationClip(clip.name, clip.duration, tracks)
}
