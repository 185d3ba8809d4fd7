// Deletes, trims and loops clips.
import type { Animation, AnimationChannel, Document } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { normalizedQuat, type Quat, slerp } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'

/** Removes a clip with its tracks. */
export function dropClip(clip: Animation): void {
  for (const part of [...clip.listChannels(), ...clip.listSamplers()]) part.dispose()
  clip.dispose()
}

/** Keeps what happens between two moments, which then begins at 0; values at the cuts are those the clip has there. */
export function trimClip(document: Document, clip: Animation, from: number, to: number): void {
  for (const channel of clip.listChannels()) rewrite(document, channel, (track) => cut(track, from, to))
}

/** Seconds between its start and its last key; 0 without keys. */
export const clipSeconds = (clip: Animation): number =>
  Math.max(0, ...clip.listSamplers().flatMap((sampler) => sampler.getInput()?.getMax([]) ?? []))

/** Makes the last key the first again, so that the clip repeats without a jump. @returns whether it did not yet */
export function loopClip(document: Document, clip: Animation): boolean {
  const open = clip.listChannels().filter((channel) => !isLoop(channel))
  for (const channel of open)
    rewrite(document, channel, ({ times, values, size, isStepped, isTurn }) => {
      const first = values.slice(0, size)
      // A spline has become plain keys before.
      return { times, values: [...values.slice(0, -size), ...first], size, isStepped, isTurn }
    })
  return open.length > 0
}

/** Whether a channel ends with the value it begins with. */
function isLoop(channel: AnimationChannel): boolean {
  const sampler = channel.getSampler()
  const [input, output] = [sampler?.getInput(), sampler?.getOutput()]
  if (!input || !output || input.getCount() === 0) return true
  const values = floatsOf(output)
  const isSpline = sampler?.getInterpolation() === 'CUBICSPLINE'
  const size = values.length / input.getCount() / (isSpline ? 3 : 1)
  // A spline's keys have a tangent before and after the value.
  const [first, last] = isSpline ? [size, values.length - 2 * size] : [0, values.length - size]
  return Array.from({ length: size }, (_, k) => at(values, first + k) === at(values, last + k)).every(Boolean)
}

interface Track {
  readonly times: number[]
  readonly values: number[]
  readonly size: number
  readonly isStepped: boolean
  readonly isTurn: boolean
}

/** Gives the channel keys of its own. Splines become straight lines between keys at their own and 30 more a second. */
function rewrite(document: Document, channel: AnimationChannel, change: (track: Track) => Track): void {
  const sampler = channel.getSampler()
  const [input, output] = [sampler?.getInput(), sampler?.getOutput()]
  if (!sampler || !input || !output || input.getCount() === 0) return
  const times = [...floatsOf(input)]
  const isTurn = channel.getTargetPath() === 'rotation'
  const isSpline = sampler.getInterpolation() === 'CUBICSPLINE'
  const all = [...floatsOf(output)]
  const size = all.length / times.length / (isSpline ? 3 : 1)
  const isStepped = sampler.getInterpolation() === 'STEP'
  const plain = isSpline ? straightened(times, all, size, isTurn) : { times, values: all, size, isStepped, isTurn }
  const made = change(plain)
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const own = document
    .createAnimationSampler()
    .setInput(document.createAccessor().setType('SCALAR').setArray(new Float32Array(made.times)).setBuffer(buffer))
    .setOutput(
      document.createAccessor().setType(output.getType()).setArray(new Float32Array(made.values)).setBuffer(buffer),
    )
    .setInterpolation(isStepped ? 'STEP' : 'LINEAR')
  const clip = channel.listParents().find((parent) => parent.propertyType === 'Animation')
  channel.setSampler(own)
  for (const animation of document.getRoot().listAnimations()) if (animation === clip) animation.addSampler(own)
  // What no channel follows any more would stay in the file.
  if (sampler.listParents().every(({ propertyType }) => propertyType !== 'AnimationChannel')) sampler.dispose()
}

function straightened(times: readonly number[], all: readonly number[], size: number, isTurn: boolean): Track {
  const end = times.at(-1) ?? 0
  const start = times[0] ?? 0
  const moments = new Set(times)
  for (let i = 1; start + i / 30 < end; i++) moments.add(start + i / 30)
  const sorted = [...moments].sort((a, b) => a - b)
  const values = sorted.flatMap((time) => {
    const after = Math.min(
      Math.max(
        times.findIndex((one) => one > time),
        1,
      ),
      Math.max(1, times.length - 1),
    )
    const next = time >= end ? times.length - 1 : after
    const k = Math.max(0, next - 1)
    const span = at(times, next) - at(times, k)
    const s = span > 0 ? (time - at(times, k)) / span : 0
    const value = Array.from({ length: size }, (_, c) => {
      const [p, m] = [at(all, (k * 3 + 1) * size + c), at(all, (k * 3 + 2) * size + c)]
      const [q, n] = [at(all, (next * 3 + 1) * size + c), at(all, next * 3 * size + c)]
      const [s2, s3] = [s * s, s * s * s]
      return (2 * s3 - 3 * s2 + 1) * p + (s3 - 2 * s2 + s) * span * m + (3 * s2 - 2 * s3) * q + (s3 - s2) * span * n
    })
    return isTurn ? normalizedQuat(value) : value
  })
  return { times: sorted, values, size, isStepped: false, isTurn }
}

function cut(track: Track, from: number, to: number): Track {
  const { times, values, size } = track
  const inside = times.filter((time) => time > from && time < to)
  const moments = [from, ...inside, ...(to > from ? [to] : [])]
  return {
    ...track,
    times: moments.map((time) => time - from),
    values: moments.flatMap((time) => {
      const known = times.indexOf(time)
      return known >= 0 ? values.slice(known * size, known * size + size) : valueAt(track, time)
    }),
  }
}

function valueAt({ times, values, size, isStepped, isTurn }: Track, time: number): number[] {
  const next = times.findIndex((one) => one > time)
  const key = (k: number) => values.slice(k * size, k * size + size)
  if (next === 0) return key(0)
  if (next < 0) return key(times.length - 1)
  const before = key(next - 1)
  if (isStepped) return before
  const s = (time - at(times, next - 1)) / (at(times, next) - at(times, next - 1))
  const after = key(next)
  return isTurn ? slerp(quat(before), quat(after), s) : before.map((value, k) => value + (at(after, k) - value) * s)
}

const quat = (v: readonly number[]): Quat => [at(v, 0), at(v, 1), at(v, 2), at(v, 3)]
