// Keys of a clip, and the clip without the way it walks.
import { AnimationClip, Bone, Group, NumberKeyframeTrack, QuaternionKeyframeTrack, VectorKeyframeTrack } from 'three'
import { describe, expect, it } from 'vitest'
import { inPlace, keyBeside, keyTimes, rootTrack } from '../../../../webview/model/clip-tools.ts'

/** A walk: the hips go two metres along Z and bob, a leg turns. */
function walk() {
  const root = new Group()
  const hips = new Bone()
  hips.name = 'Hips'
  const leg = new Bone()
  leg.name = 'Leg'
  root.add(hips.add(leg))
  const tracks = [
    new VectorKeyframeTrack('Leg.position', [0, 1], [0, 0, 0, 0, 0.1, 0]),
    new VectorKeyframeTrack('Hips.position', [0, 0.5, 1], [0.2, 1, 0, 0.2, 1.1, 1, 0.2, 1, 2]),
    new QuaternionKeyframeTrack('Leg.quaternion', [0, 0.25, 1], [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1]),
  ]
  return { root, clip: new AnimationClip('Walk', 1, tracks) }
}

describe('the keys of a clip', () => {
  it('are those of all tracks, each once', () => {
    expect(keyTimes(walk().clip)).toEqual([0, 0.25, 0.5, 1])
  })

  it('are found on both sides of a time, and not at it', () => {
    const times = [0, 0.25, 0.5, 1]
    expect(keyBeside(times, 0.25, 1)).toBe(0.5)
    expect(keyBeside(times, 0.25, -1)).toBe(0)
    expect(keyBeside(times, 1, 1)).toBeUndefined()
    expect(keyBeside(times, 0, -1)).toBeUndefined()
  })
})

describe('root motion', () => {
  it('is the position of the outermost bone', () => {
    const { clip, root } = walk()
    expect(rootTrack(clip, root)?.name).toBe('Hips.position')
  })

  it('is taken out but for the height', () => {
    const { clip, root } = walk()
    const still = inPlace(clip, root)
    const values = [...(still.tracks.find(({ name }) => name === 'Hips.position')?.values ?? [])]
    expect(values.map((value) => Number(value.toFixed(3)))).toEqual([0.2, 1, 0, 0.2, 1.1, 0, 0.2, 1, 0])
    expect(still.tracks).toHaveLength(3)
    expect(still.duration).toBe(1)
    expect([...(clip.tracks[1]?.values ?? [])]).toContain(2)
  })

  it('is taken out of a cubic spline, too, which has tangents beside its values', () => {
    const { root, clip } = walk()
    // In-tangent, value, out-tangent, as three's loader keeps them of a glTF.
    const key = (z: number) => [0, 0, 1, 0.2, 1, z, 0, 0, 1]
    const spline = new VectorKeyframeTrack('Hips.position', [0, 1], [...key(0), ...key(2)])
    const made = new AnimationClip('Walk', 1, [...clip.tracks.filter(({ name }) => name !== spline.name), spline])
    const still = inPlace(made, root).tracks.find(({ name }) => name === spline.name)
    expect([...(still?.values ?? [])].map((value) => Number(value.toFixed(3)))).toEqual([
      ...[0, 0, 0, 0.2, 1, 0, 0, 0, 0],
      ...[0, 0, 0, 0.2, 1, 0, 0, 0, 0],
    ])
    expect(Reflect.get(still ?? {}, 'createInterpolant')).toBe(Reflect.get(spline, 'createInterpolant'))
  })

  it('is nothing where no position moves', () => {
    const clip = new AnimationClip('Blink', 1, [
      new NumberKeyframeTrack('Face.morphTargetInfluences[0]', [0, 1], [0, 1]),
    ])
    expect(inPlace(clip, new Group())).toBe(clip)
  })
})
