// The timeline: the clips of a model, played, paused, scrubbed and slowed down. It asks for frames only while a clip plays.
import { AnimationClip, AnimationMixer, LoopOnce, LoopPingPong, LoopRepeat, type Object3D } from 'three'
import { dropdown, element, iconButton, setAttribute, setText } from '../controls/index.ts'
import { language, t } from '../studio/l10n.ts'

export interface TimelineOwner {
  /** Calls back before each draw with the seconds since the last one, as long as it answers true. */
  onFrame(hook: (seconds: number) => boolean): () => void
  /** The model has moved: draw it. */
  moved(): void
}

const SPEEDS = ['0.1', '0.25', '0.5', '1', '2'] as const
const LOOPS = { repeat: LoopRepeat, pingpong: LoopPingPong, once: LoopOnce } as const
type Loop = keyof typeof LOOPS
const isLoop = (name: string): name is Loop => Object.hasOwn(LOOPS, name)

/** Seconds of one step by key or button: a frame of 30 a second. */
const FRAME = 1 / 30

export class Timeline {
  readonly root: HTMLElement
  readonly #owner: TimelineOwner
  readonly #play: HTMLButtonElement
  readonly #clip
  readonly #speed
  readonly #loop
  readonly #slider = element('input', 'timeline-slider', {
    type: 'range',
    min: 0,
    max: 1000,
    value: 0,
    'aria-label': t('Time'),
  })
  readonly #time = element('span', 'timeline-time', { 'data-testid': 'timeline-time' })
  #mixer: AnimationMixer | undefined
  #clips: readonly AnimationClip[] = []
  #current: AnimationClip | undefined
  #isPlaying = false
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
      onChange: (value) => this.#choose(Number(value)),
    })
    this.#speed = dropdown({
      label: t('Speed'),
      choices: SPEEDS.map((value) => ({ value, title: `${value}×` })),
      onChange: (value) => {
        if (this.#mixer) this.#mixer.timeScale = Number(value)
      },
    })
    this.#speed.value = '1'
    this.#loop = dropdown({
      label: t('Loop'),
      choices: [
        { value: 'repeat', title: t('Loop') },
        { value: 'pingpong', title: t('Back and forth') },
        { value: 'once', title: t('Once') },
      ],
      onChange: () => this.#choose(this.#clips.indexOf(this.#current ?? new AnimationClip())),
    })
    const step = (frames: number) => () => this.#seek(this.#at + frames * FRAME)
    const back = iconButton({ icon: 'debug-step-back', label: t('One Frame Back'), onClick: step(-1) })
    const on = iconButton({ icon: 'debug-step-over', label: t('One Frame On'), onClick: step(1) })
    this.#slider.addEventListener('input', () => this.#seek((Number(this.#slider.value) / 1000) * this.#length))
    this.root = element('section', 'timeline', { 'aria-label': t('Timeline') })
    this.root.append(this.#clip.root, back, this.#play, on, this.#slider, this.#time, this.#speed.root, this.#loop.root)
    this.root.hidden = true
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** Takes the clips of a model; a clip of the same name goes on at the same time, as it was. */
  show(model: { root: Object3D; animations: readonly AnimationClip[] } | undefined): void {
    const before = { name: this.#current?.name, at: this.#at, isPlaying: this.#isPlaying }
    this.#pause()
    this.#mixer?.stopAllAction()
    this.#clips = model?.animations ?? []
    this.#mixer = model && this.#clips.length > 0 ? new AnimationMixer(model.root) : undefined
    this.root.hidden = this.#clips.length === 0
    this.#current = undefined
    this.#clip.choices = this.#clips.map(({ name }, index) => ({
      value: String(index),
      title: name === '' ? t('Clip {0}', index + 1) : name,
    }))
    if (this.#clips.length === 0) return
    const same = this.#clips.findIndex(({ name }) => name === before.name)
    this.#choose(Math.max(0, same))
    if (same < 0) return
    this.#seek(before.at)
    if (before.isPlaying) this.toggle()
  }

  /** Plays or pauses. */
  toggle(): void {
    if (!this.#mixer) return
    if (this.#isPlaying) {
      this.#pause()
      return
    }
    this.#isPlaying = true
    this.#show()
    this.#stop = this.#owner.onFrame((seconds) => this.#advance(seconds))
  }

  dispose(): void {
    this.#pause()
  }

  get #length(): number {
    return Math.max(this.#current?.duration ?? 0, 1e-3)
  }

  get #action() {
    return this.#current && this.#mixer?.clipAction(this.#current)
  }

  get #at(): number {
    return this.#action?.time ?? 0
  }

  #choose(index: number): void {
    const clip = this.#clips[index]
    if (!clip || !this.#mixer) return
    this.#mixer.stopAllAction()
    this.#current = clip
    const action = this.#mixer.clipAction(clip)
    const loop = isLoop(this.#loop.value) ? this.#loop.value : 'repeat'
    action.setLoop(LOOPS[loop], loop === 'once' ? 1 : Number.POSITIVE_INFINITY)
    action.clampWhenFinished = true
    action.reset().play()
    this.#mixer.timeScale = Number(this.#speed.value) || 1
    this.#clip.value = String(index)
    this.#seek(0)
  }

  #seek(seconds: number): void {
    const action = this.#action
    if (!action || !this.#mixer) return
    action.paused = false
    action.enabled = true
    action.time = Math.min(this.#length, Math.max(0, seconds))
    this.#mixer.update(0)
    this.#owner.moved()
    this.#show()
  }

  #advance(seconds: number): boolean {
    if (!this.#isPlaying || !this.#mixer) return false
    this.#mixer.update(seconds)
    this.#owner.moved()
    if (this.#action?.paused) this.#pause()
    this.#show()
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
    this.#slider.value = String(Math.round((this.#at / this.#length) * 1000))
    const figure = new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    const words = t('{0} of {1} s', figure.format(this.#at), figure.format(this.#current?.duration ?? 0))
    setText(this.#time, words)
    setAttribute(this.#slider, 'aria-valuetext', words)
  }
}
