// Clips as they are played: from where a walker is one sees which clip moves it, and where in it.
import { AnimationClip, Group, VectorKeyframeTrack } from 'three'
import { beforeEach, describe, expect, it } from 'vitest'
import { ClipPlayer } from '../../../../webview/model/clip-player.ts'

let root: Group
let walker: Group
let player: ClipPlayer
/** Two seconds: along X with a metre a second; up Y likewise. */
const along = new AnimationClip('along', 2, [new VectorKeyframeTrack('walker.position', [0, 2], [0, 0, 0, 2, 0, 0])])
const up = new AnimationClip('up', 2, [new VectorKeyframeTrack('walker.position', [0, 2], [0, 0, 0, 0, 2, 0])])

const at = () => walker.position.toArray().map((value) => Number(value.toFixed(3)))
/** A second in steps of a tenth. */
const play = (seconds: number) => {
  let goesOn = true
  for (let step = 0; step < Math.round(seconds * 10) && goesOn; step++) goesOn = player.advance(0.1)
  return goesOn
}

beforeEach(() => {
  root = new Group()
  walker = new Group()
  walker.name = 'walker'
  root.add(walker)
  player = new ClipPlayer(root)
})

describe('one clip', () => {
  it('goes on, at its speed, over and over', () => {
    player.use(along)
    player.begin()
    play(0.5)
    expect(at()).toEqual([0.5, 0, 0])
    player.set({ speed: 2 })
    play(0.5)
    expect(at()).toEqual([1.5, 0, 0])
    expect(play(0.5)).toBe(true)
    expect(player.at).toBeCloseTo(0.5)
  })

  it('goes backward, from its end where it is at its start', () => {
    player.set({ isBackward: true, loop: 'once' })
    player.use(along)
    player.begin()
    play(0.5)
    expect(at()).toEqual([1.5, 0, 0])
    expect(play(5)).toBe(false)
    expect(at()).toEqual([0, 0, 0])
  })

  it('goes back from the end that it has come to, and on from the start', () => {
    player.set({ loop: 'once' })
    player.use(along)
    player.begin()
    expect(play(3)).toBe(false)
    player.set({ isBackward: true })
    player.begin()
    play(0.5)
    expect(at()).toEqual([1.5, 0, 0])
    expect(play(3)).toBe(false)
    player.set({ isBackward: false })
    player.begin()
    play(0.5)
    expect(at()).toEqual([0.5, 0, 0])
  })

  it('goes back and forth', () => {
    player.set({ loop: 'pingpong' })
    player.use(along)
    player.begin()
    play(2.5)
    expect(player.at).toBeGreaterThan(1.3)
    expect(player.at).toBeLessThan(1.6)
    const before = player.at
    play(0.2)
    expect(player.at).toBeCloseTo(before - 0.2)
    play(3)
    expect(player.at).toBeGreaterThan(0.7)
  })

  it.each([
    ['forward at a quarter', 0.25, false, 'repeat', [0.6, 0.7, 0.8, 0.9, 1]],
    ['backward at a quarter', 0.25, true, 'repeat', [0.4, 0.3, 0.2, 0.1, 0]],
    ['forward at twice', 2, false, 'repeat', [1.3, 0.1, 0.9, 1.7, 0.5]],
    ['backward at twice', 2, true, 'repeat', [1.7, 0.9, 0.1, 1.3, 0.5]],
    ['forward at twice and back', 2, false, 'pingpong', [1.3, 1.9, 1.1, 0.3, 0.5]],
    ['backward at twice and back', 2, true, 'pingpong', [0.3, 1.1, 1.9, 1.3, 0.5]],
    ['backward at a quarter and back', 0.25, true, 'pingpong', [0.4, 0.3, 0.2, 0.1, 0]],
  ] as const)('is where it is to be, %s, also in long steps', (_, speed, isBackward, loop, times) => {
    player.set({ speed, isBackward, loop })
    player.use(along)
    player.begin()
    player.seek(0.5)
    const seen = times.map(() => {
      player.advance(0.4)
      return Number(player.at.toFixed(3))
    })
    expect(seen).toEqual(times)
    expect(at()[0]).toBeCloseTo(times.at(-1) ?? 0)
  })

  it('goes on its way back without its way, and at another speed', () => {
    player.set({ loop: 'pingpong' })
    player.use(along)
    player.begin()
    play(2.5)
    expect(player.at).toBeCloseTo(1.5)
    player.set({ hasTravel: false })
    player.set({ speed: 0.25 })
    play(0.4)
    expect(player.at).toBeCloseTo(1.4)
    expect(at()).toEqual([0, 0, 0])
  })

  it('stays where it is when it is played otherwise', () => {
    player.use(along)
    player.seek(1.2)
    player.set({ loop: 'once' })
    player.set({ hasTravel: false })
    expect(player.at).toBeCloseTo(1.2)
    // The way it walks is taken out.
    expect(at()).toEqual([0, 0, 0])
  })
})

describe('one clip out of another', () => {
  it.each([
    ['forward', false, 'repeat'],
    ['backward', true, 'repeat'],
    ['backward and back', true, 'pingpong'],
  ] as const)('is seen alone after the fade, %s', (_, isBackward, loop) => {
    player.set({ isBackward, loop })
    player.use(along)
    player.begin()
    player.seek(1)
    play(0.2)
    player.use(up, true)
    play(0.1)
    const [x = 0, y = 0] = at()
    expect(x).toBeGreaterThan(0.1)
    expect(Math.abs(y)).toBeGreaterThan(0.01)
    play(0.6)
    expect(at()[0]).toBe(0)
    expect(at()[1]).toBeCloseTo(player.at, 2)
  })

  it('is seen alone where a person moves to a time in the middle of the fade', () => {
    player.use(along)
    player.begin()
    player.seek(1)
    player.use(up, true)
    play(0.1)
    player.seek(1.5)
    expect(at()).toEqual([0, 1.5, 0])
    play(0.1)
    expect(at()).toEqual([0, 1.6, 0])
  })
})
