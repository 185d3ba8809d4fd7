// Plays one clip of a model: in both directions, at any speed, over and over, once or back and forth, faded from the one before,
// and with or without the way it walks. It knows nothing of the page: seconds in, poses out.
import { type AnimationAction, type AnimationClip, AnimationMixer, LoopOnce, LoopRepeat, type Object3D } from 'three'
import { inPlace } from './clip-tools.ts'

export const LOOPS = ['repeat', 'pingpong', 'once'] as const
export type Loop = (typeof LOOPS)[number]

/** How a clip is played. */
export interface Playing {
  speed: number
  isBackward: boolean
  loop: Loop
  /** Whether the clip carries the model along. */
  hasTravel: boolean
}

/** Seconds over which one clip becomes another. */
const FADE = 0.3

export class ClipPlayer {
  readonly #model: Object3D
  readonly #mixer: AnimationMixer
  #how: Playing = { speed: 1, isBackward: false, loop: 'repeat', hasTravel: true }
  #clip: AnimationClip | undefined
  #action: AnimationAction | undefined
  /** The one that is being faded out. */
  #before: AnimationAction | undefined
  /** On its way back, where it goes back and forth. */
  #isReturning = false

  constructor(model: Object3D) {
    this.#model = model
    this.#mixer = new AnimationMixer(model)
  }

  /** Seconds. */
  get length(): number {
    return Math.max(this.#clip?.duration ?? 0, 1e-3)
  }

  /** Seconds from the clip's start. */
  get at(): number {
    return this.#action?.time ?? 0
  }

  /** Begins a clip. @param isFaded out of the one that is played now, which else ends at once */
  use(clip: AnimationClip, isFaded = false): void {
    const before = isFaded ? this.#action : undefined
    if (!before) this.#mixer.stopAllAction()
    else this.#before?.stop()
    this.#clip = clip
    const action = this.#mixer.clipAction(this.#how.hasTravel ? clip : inPlace(clip, this.#model))
    // Back and forth is once, and once more the other way: three's own shows a time that has nothing to do with the pose.
    if (this.#how.loop === 'repeat') action.setLoop(LoopRepeat, Number.POSITIVE_INFINITY)
    else action.setLoop(LoopOnce, 1)
    this.#isReturning = false
    action.clampWhenFinished = true
    action.reset().play()
    this.#before = before === action ? undefined : before
    this.#before?.crossFadeTo(action, FADE, false)
    this.#action = action
    this.#setSpeed()
    // Backward a clip begins at its end.
    if (this.#before && this.#how.isBackward) action.time = this.length
    if (!this.#before) this.seek(0)
  }

  /** Changes how the clip is played; it stays where it is. */
  set(how: Partial<Playing>): void {
    const isOther =
      (how.loop ?? this.#how.loop) !== this.#how.loop || (how.hasTravel ?? this.#how.hasTravel) !== this.#how.hasTravel
    if (how.isBackward !== undefined && how.isBackward !== this.#how.isBackward) this.#isReturning = false
    this.#how = { ...this.#how, ...how }
    const { at } = this
    const isReturning = this.#isReturning && this.#how.loop === 'pingpong'
    if (isOther && this.#clip) {
      this.use(this.#clip)
      this.seek(at)
      this.#isReturning = isReturning
    }
    this.#setSpeed()
  }

  /** To be called before it is played on: from where there is nowhere to go it begins anew. */
  begin(): void {
    this.#isReturning = false
    this.#setSpeed()
    const { isBackward, loop } = this.#how
    if (isBackward && this.at <= 0) this.seek(this.length)
    if (!isBackward && this.at >= this.length && loop !== 'repeat') this.seek(0)
    // It may have come to the other end.
    if (this.#action) this.#action.paused = false
  }

  /** Shows the clip alone as it is at a time, in seconds. */
  seek(seconds: number): void {
    const action = this.#action
    if (!action) return
    this.#endFade(action)
    action.paused = false
    action.enabled = true
    action.time = Math.min(this.length, Math.max(0, seconds))
    this.#mixer.update(0)
  }

  /** @param seconds since the last time @returns whether it goes on */
  advance(seconds: number): boolean {
    const { at } = this
    this.#mixer.update(seconds)
    const action = this.#action
    if (!action?.paused) return true
    // It came to an end of the clip.
    if (this.#how.loop !== 'pingpong') return false
    this.#isReturning = !this.#isReturning
    action.paused = false
    this.#setSpeed()
    // What of the step is left leads back: a slow machine does not lose time at each end.
    const left = Math.max(0, seconds * this.#how.speed - Math.abs(this.at - at))
    action.time = Math.min(this.length, Math.max(0, this.at + left * Math.sign(action.getEffectiveTimeScale())))
    this.#mixer.update(0)
    return true
  }

  /** Takes the model out of every clip. */
  stop(): void {
    this.#mixer.stopAllAction()
  }

  #endFade(action: AnimationAction): void {
    this.#before?.stop()
    this.#before = undefined
    action.stopFading()
    action.setEffectiveWeight(1)
  }

  /** Each clip has the direction, and the mixer goes on: a fade runs by the mixer's time. */
  #setSpeed(): void {
    const { speed, isBackward } = this.#how
    const scale = (isBackward !== this.#isReturning ? -1 : 1) * speed
    this.#action?.setEffectiveTimeScale(scale)
  }
}
