// Plays the animations of the displayed model: clip, play, pause and position. The model editor's timeline does more; here one
// wants to see whether the walk is the requested one. Loaded with the viewport.
import { type AnimationAction, type AnimationClip, AnimationMixer } from 'three'
import { dropdown, element, iconButton, setAttribute, setText } from '../controls/index.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { t } from './l10n.ts'

/** A clip's name as its file has it, without what the service puts in front. */
const titleOf = ({ name }: AnimationClip, index: number): string => {
  const words = name
    .replace(/^preset:/, '')
    .replace(/[:_]+/g, ' ')
    .trim()
  return words === '' ? t('Clip {0}', index + 1) : words.charAt(0).toUpperCase() + words.slice(1)
}

export class ClipBar {
  readonly root: HTMLElement
  readonly #viewport: Viewport
  readonly #clip
  readonly #play: HTMLButtonElement
  readonly #slider = element('input', 'clip-slider', { type: 'range', min: 0, max: 1000, value: 0 })
  readonly #time = element('span', 'clip-time')
  #mixer: AnimationMixer | undefined
  #clips: readonly AnimationClip[] = []
  #action: AnimationAction | undefined
  #isPlaying = false
  #stop: (() => void) | undefined

  constructor(viewport: Viewport) {
    this.#viewport = viewport
    this.#clip = dropdown({
      ...{ label: t('Animation'), testId: 'clip', choices: [] },
      onChange: (value) => this.#choose(Number(value)),
    })
    this.#play = iconButton({
      ...{ icon: 'play', label: t('Play'), testId: 'clip-play' },
      onClick: () => this.#set(!this.#isPlaying),
    })
    setAttribute(this.#slider, 'aria-label', t('Time'))
    this.#slider.addEventListener('input', () => {
      this.#set(false)
      this.#seek((Number(this.#slider.value) / 1000) * this.#length)
    })
    this.root = element('div', 'clip-bar', { role: 'group', 'data-testid': 'clip-bar' })
    this.root.setAttribute('aria-label', t('Animations'))
    this.root.append(this.#play, this.#clip.root, this.#slider, this.#time)
    this.root.hidden = true
  }

  /** Takes the model that stands on the stage now, and plays its first clip; without clips, or without a model, it is gone. */
  setStill(isStill: boolean): void {
    this.#set(false)
    const { model } = this.#viewport
    this.#clips = model?.clips ?? []
    this.root.hidden = this.#clips.length === 0
    this.#mixer = model && this.#clips.length > 0 ? new AnimationMixer(model.root) : undefined
    this.#clip.choices = this.#clips.map((clip, index) => ({ value: String(index), title: titleOf(clip, index) }))
    if (!this.#mixer) return
    this.#clip.value = '0'
    this.#choose(0)
    if (!isStill) this.#set(true)
  }

  get #length(): number {
    return this.#action?.getClip().duration ?? 0
  }

  #choose(index: number): void {
    const clip = this.#clips[index]
    if (!clip || !this.#mixer) return
    this.#mixer.stopAllAction()
    this.#action = this.#mixer.clipAction(clip).play()
    this.#seek(0)
  }

  #set(isPlaying: boolean): void {
    this.#isPlaying = isPlaying
    this.#stop?.()
    this.#stop = undefined
    const label = isPlaying ? t('Pause') : t('Play')
    setAttribute(this.#play, 'aria-label', label)
    this.#play.title = label
    this.#play.querySelector('.codicon')?.setAttribute('class', `codicon codicon-${isPlaying ? 'debug-pause' : 'play'}`)
    if (!isPlaying) return
    this.#stop = this.#viewport.onFrame((seconds) => {
      this.#mixer?.update(seconds)
      this.#viewport.invalidate(true)
      this.#show()
      return this.#isPlaying
    })
  }

  #seek(seconds: number): void {
    this.#mixer?.setTime(seconds)
    this.#viewport.invalidate(true)
    this.#show()
  }

  #show(): void {
    const time = this.#action?.time ?? 0
    this.#slider.value = String(Math.round((time / Math.max(this.#length, 1e-3)) * 1000))
    setText(this.#time, t('{0} of {1} s', time.toFixed(1), this.#length.toFixed(1)))
    setAttribute(this.#slider, 'aria-valuetext', this.#time.textContent ?? '')
  }
}
