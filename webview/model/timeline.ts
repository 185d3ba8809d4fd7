// The timeline: plays the clips of a model in both directions, with pause, scrubbing, speed and cross-fading. It requests frames
// only while a clip plays.
import type { AnimationClip, Object3D } from 'three'
import { calledOf } from '../../src/mesh/tools/called.ts'
import { dropdown, element, iconButton, setAttribute, setText } from '../controls/index.ts'
import { walkToolbar } from '../controls/roving.ts'
import { language, say, t } from '../studio/l10n.ts'
import type { Actions } from '../viewport/bindings.ts'
import { ClipPlayer, LOOPS } from './clip-player.ts'
import { keyBeside, keyTimes, rootTrack } from './clip-tools.ts'

export interface TimelineOwner {
  /** Calls back before each draw with the seconds since the last one, as long as it answers true. */
  onFrame(hook: (seconds: number) => boolean): () => void
  /** The model has moved: draw it. */
  moved(): void
}

/** A clip by its name, and where it was, in seconds. */
export interface KeptClip {
  name: string
  at: number
  isPlaying: boolean
}

/** A clip of the model that was shown last, by its place among all, too: it may have been renamed since. */
interface LastClip extends KeptClip {
  place?: { number: number; of: number }
}

const SPEEDS = ['0.1', '0.25', '0.5', '1', '2'] as const

/** Seconds of one step by key or button: a frame of 30 a second. */
const FRAME = 1 / 30

export class Timeline {
  readonly root: HTMLElement
  readonly #owner: TimelineOwner
  readonly #play: HTMLButtonElement
  readonly #toggles: Readonly<Record<'backward' | 'fade' | 'travel', HTMLButtonElement>>
  readonly #clip
  readonly #speed
  readonly #loop
  readonly #slider = element('input', 'timeline-slider model-slider', {
    type: 'range',
    min: 0,
    max: 1000,
    value: 0,
    'aria-label': t('Time'),
  })
  readonly #time = element('span', 'timeline-time', { 'data-testid': 'timeline-time' })
  readonly #refreshToggles: () => void
  #player: ClipPlayer | undefined
  #model: Object3D | undefined
  #clips: readonly AnimationClip[] = []
  #current: AnimationClip | undefined
  /** What was played last, also while there is no model. */
  #last: LastClip | undefined
  #keys: readonly number[] = []
  #isPlaying = false
  #is = { backward: false, fade: false, travel: true }
  #stop: (() => void) | undefined

  constructor(owner: TimelineOwner) {
    this.#owner = owner
    this.#play = iconButton({
      icon: 'play',
      label: t('Play'),
      tooltip: t('Play or pause (Space)'),
      onClick: () => this.toggle(),
      testId: 'timeline-play',
    })
    this.#clip = dropdown({
      label: t('Clip'),
      choices: [],
      testId: 'timeline-clip',
      onChange: (value) => this.#choose(Number(value), this.#is.fade && this.#isPlaying),
    })
    this.#speed = dropdown({
      label: t('Speed'),
      choices: SPEEDS.map((value) => ({ value, title: `${value}×` })),
      onChange: () => this.#setHow(),
    })
    this.#speed.value = '1'
    this.#loop = dropdown({
      label: t('Loop'),
      choices: [
        { value: 'repeat', title: t('Loop') },
        { value: 'pingpong', title: t('Back and forth') },
        { value: 'once', title: t('Once') },
      ],
      onChange: () => this.#setHow(),
    })
    const button = (icon: string, label: string, onClick: () => void) => iconButton({ icon, label, onClick })
    const keyBack = button('chevron-left', t('Previous Key'), () => this.#toKey(-1))
    const back = button('debug-step-back', t('One Frame Back'), () => this.#step(-1))
    const on = button('debug-step-over', t('One Frame On'), () => this.#step(1))
    const keyOn = button('chevron-right', t('Next Key'), () => this.#toKey(1))
    this.#toggles = {
      backward: button('debug-reverse-continue', t('Play Backward'), () => this.#flip('backward')),
      fade: button('combine', t('Fade between Clips'), () => this.#flip('fade')),
      travel: button('location', t('Root Motion'), () => this.#flip('travel')),
    }
    this.#slider.addEventListener('input', () => this.#seek((Number(this.#slider.value) / 1000) * this.#length))
    this.root = element('section', 'timeline', { 'aria-label': t('Timeline') })
    const { backward, fade, travel } = this.#toggles
    const toolbar = (label: string, ...buttons: HTMLElement[]) => {
      const made = element('div', 'timeline-buttons', { role: 'toolbar', 'aria-label': label }, ...buttons)
      return { made, refresh: walkToolbar(made) }
    }
    const ways = toolbar(t('Playback'), keyBack, back, backward, this.#play, on, keyOn)
    const toggles = toolbar(t('How clips are played'), fade, travel)
    this.#refreshToggles = toggles.refresh
    this.root.append(this.#clip.root, ways.made, this.#slider, this.#time)
    this.root.append(this.#speed.root, this.#loop.root, toggles.made)
    this.root.hidden = true
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** The number of the clip that is shown; 0 where there is none. */
  get clip(): number {
    return Math.max(0, this.#current ? this.#clips.indexOf(this.#current) : 0)
  }

  /** What is played, and where it is; for another model with a clip of that name. */
  get kept(): KeptClip | undefined {
    const own = this.#shown
    return own && { name: own.name, at: own.at, isPlaying: own.isPlaying }
  }

  set kept(clip: KeptClip | undefined) {
    this.#last = clip
  }

  get #shown(): LastClip | undefined {
    if (!this.#current) return this.#last
    const place = { number: this.clip, of: this.#clips.length }
    return { name: this.#current.name, place, at: this.#at, isPlaying: this.#isPlaying }
  }

  /** What keys do with it. */
  get actions(): Actions {
    return {
      play: { run: () => this.toggle(), state: () => this.#isPlaying },
      frameBack: { run: () => this.#step(-1) },
      frameOn: { run: () => this.#step(1) },
      previousKey: { run: () => this.#toKey(-1) },
      nextKey: { run: () => this.#toKey(1) },
    }
  }

  /** Takes the clips of a model; a clip of the same name goes on at the same time, as it was. */
  show(model: { root: Object3D; animations: readonly AnimationClip[] } | undefined): void {
    this.#last = this.#shown
    const before = this.#last
    this.#pause()
    this.#player?.stop()
    this.#model = model?.root
    this.#clips = model?.animations ?? []
    this.#player = model && this.#clips.length > 0 ? new ClipPlayer(model.root) : undefined
    this.root.hidden = this.#clips.length === 0
    this.#current = undefined
    this.#clip.choices = this.#clips.map(({ name }, index) => ({
      value: String(index),
      title: say(calledOf('clip', name, index)),
    }))
    this.#toggles.fade.hidden = this.#clips.length < 2
    if (this.#clips.length === 0) return
    this.#setHow()
    const named = this.#clips.findIndex(({ name }) => name === before?.name)
    // One that has been renamed is at its place.
    const same = named < 0 && before?.place?.of === this.#clips.length ? before.place.number : named
    this.#choose(Math.max(0, same))
    if (same < 0) return
    this.#seek(before?.at ?? 0)
    if (before?.isPlaying) this.toggle()
  }

  /** Plays or pauses. */
  toggle(): void {
    if (!this.#player) return
    if (this.#isPlaying) {
      this.#pause()
      return
    }
    this.#player.begin()
    this.#owner.moved()
    this.#isPlaying = true
    this.#show()
    this.#stop = this.#owner.onFrame((seconds) => this.#advance(seconds))
  }

  dispose(): void {
    this.#pause()
  }

  get #length(): number {
    return this.#player?.length ?? 1e-3
  }

  get #at(): number {
    return this.#player?.at ?? 0
  }

  #step(frames: number): void {
    this.#pause()
    this.#seek(this.#at + frames * FRAME)
  }

  #toKey(step: -1 | 1): void {
    const time = keyBeside(this.#keys, this.#at, step)
    this.#pause()
    if (time !== undefined) this.#seek(time)
  }

  #flip(what: 'backward' | 'fade' | 'travel'): void {
    this.#is[what] = !this.#is[what]
    this.#setHow()
  }

  /** Plays as the controls say from now on. */
  #setHow(): void {
    this.#player?.set({
      speed: Number(this.#speed.value) || 1,
      isBackward: this.#is.backward,
      loop: LOOPS.find((one) => one === this.#loop.value) ?? 'repeat',
      hasTravel: this.#is.travel,
    })
    this.#owner.moved()
    this.#show()
  }

  #choose(index: number, isFaded = false): void {
    const clip = this.#clips[index]
    const model = this.#model
    if (!clip || !this.#player || !model) return
    this.#current = clip
    this.#keys = keyTimes(clip)
    this.#toggles.travel.hidden = rootTrack(clip, model) === undefined
    this.#refreshToggles()
    this.#player.use(clip, isFaded)
    this.#clip.value = String(index)
    this.#owner.moved()
    this.#show()
  }

  #seek(seconds: number): void {
    if (!this.#player) return
    this.#player.seek(seconds)
    this.#owner.moved()
    this.#show()
  }

  #advance(seconds: number): boolean {
    if (!this.#isPlaying || !this.#player) return false
    const goesOn = this.#player.advance(seconds)
    this.#owner.moved()
    if (goesOn) this.#show()
    else this.#pause()
    return this.#isPlaying
  }

  #pause(): void {
    this.#isPlaying = false
    this.#stop?.()
    this.#stop = undefined
    this.#show()
  }

  #show(): void {
    const label = this.#isPlaying ? t('Pause') : t('Play')
    setAttribute(this.#play, 'aria-label', label)
    const picture = this.#play.querySelector('.codicon')
    if (picture) picture.className = `codicon codicon-${this.#isPlaying ? 'debug-pause' : 'play'}`
    for (const name of ['backward', 'fade', 'travel'] as const)
      setAttribute(this.#toggles[name], 'aria-pressed', String(this.#is[name]))
    this.#slider.value = String(Math.round((this.#at / this.#length) * 1000))
    const figure = new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    const words = t('{0} of {1} s', figure.format(this.#at), figure.format(this.#current?.duration ?? 0))
    setText(this.#time, words)
    setAttribute(this.#slider, 'aria-valuetext', words)
  }
}
