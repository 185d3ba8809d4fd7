// The section plane of the editor: along one of three axes, moved by slider, keys or a handle in the picture, flipped, and
// removed. It is drawn by the viewport (section-pass.ts).
import { Plane, Vector3 } from 'three'
import { element, iconButton, setAttribute } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import type { Model } from '../viewport/model.ts'
import { SectionPass } from '../viewport/section-pass.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { Anchors } from './anchors.ts'

const AXES = ['x', 'y', 'z'] as const
type Axis = (typeof AXES)[number]

/** Along which axis, at which share of the model's size, and whether the other side is taken away. */
export interface Cut {
  axis: Axis
  share: number
  isTurned: boolean
}

/** Steps of the slider across the model. */
const STEPS = 1000

export class Section {
  readonly #viewport: Viewport
  readonly #anchors: Anchors
  readonly #panel = element('div', 'model-section', { role: 'group', 'aria-label': t('Section plane') })
  readonly #slider = element('input', 'model-slider', {
    type: 'range',
    min: 0,
    max: STEPS,
    'aria-label': t('Place'),
  })
  readonly #buttons: Readonly<Record<Axis, HTMLButtonElement>>
  readonly #handle = element('span', 'model-handle', { 'aria-hidden': 'true' })
  #pass: SectionPass | undefined
  /** Also while there is no model. */
  #isWanted = false
  #removeHandle: (() => void) | undefined
  #model: Model | undefined
  #axis: Axis = 'x'
  #share = 0.5
  #isTurned = false

  constructor(viewport: Viewport, anchors: Anchors) {
    this.#viewport = viewport
    this.#anchors = anchors
    const button = (axis: Axis) => {
      const made = element('button', 'tv-button', { type: 'button' }, axis.toUpperCase())
      made.addEventListener('click', () => this.#set({ axis }))
      return made
    }
    this.#buttons = { x: button('x'), y: button('y'), z: button('z') }
    const turn = iconButton({
      icon: 'arrow-swap',
      label: t('Other Side'),
      onClick: () => this.#set({ isTurned: !this.#isTurned }),
    })
    const close = iconButton({ icon: 'close', label: t('End the Section'), onClick: () => this.toggle() })
    this.#panel.append(...AXES.map((axis) => this.#buttons[axis]), this.#slider, turn, close)
    this.#panel.hidden = true
    this.#slider.addEventListener('input', () => this.#set({ share: Number(this.#slider.value) / STEPS }))
    this.#drag()
    viewport.surface.parentElement?.append(this.#panel)
  }

  get isOn(): boolean {
    return this.#pass !== undefined
  }

  /** Where it cuts; undefined while it does not. */
  get cut(): Cut | undefined {
    return this.isOn ? { axis: this.#axis, share: this.#share, isTurned: this.#isTurned } : undefined
  }

  /** Cuts the next model that is shown. */
  set cut(cut: Cut | undefined) {
    this.#isWanted = cut !== undefined
    if (!cut) return
    this.#axis = cut.axis
    this.#share = Math.min(1, Math.max(0, cut.share))
    this.#isTurned = cut.isTurned
  }

  toggle(): void {
    this.#isWanted = !this.#pass && this.#model !== undefined
    if (this.#pass) this.#end()
    else if (this.#model) this.#begin()
  }

  /** Another model, or none: the plane goes on at the same share of it. */
  show(model: Model | undefined): void {
    this.#end()
    this.#model = model
    if (this.#isWanted && model) this.#begin()
  }

  #begin(): void {
    this.#pass = new SectionPass(new Plane())
    this.#panel.hidden = false
    this.#removeHandle = this.#anchors.add(this.#handle, () => this.#middle())
    this.#set({})
  }

  #end(): void {
    const stage = this.#viewport.stage
    if (stage) stage.section = undefined
    this.#pass?.dispose()
    this.#pass = undefined
    this.#removeHandle?.()
    this.#removeHandle = undefined
    this.#panel.hidden = true
    this.#viewport.invalidate()
  }

  /** The middle of the plane, in the world. */
  #middle(): Vector3 {
    const { box } = this.#model ?? {}
    const middle = box?.getCenter(new Vector3()) ?? new Vector3()
    if (box) middle[this.#axis] = box.min[this.#axis] + (box.max[this.#axis] - box.min[this.#axis]) * this.#share
    return middle
  }

  #set({
    axis = this.#axis,
    share = this.#share,
    isTurned = this.#isTurned,
  }: {
    axis?: Axis
    share?: number
    isTurned?: boolean
  }): void {
    this.#axis = axis
    this.#share = Math.min(1, Math.max(0, share))
    this.#isTurned = isTurned
    this.#slider.value = String(Math.round(this.#share * STEPS))
    for (const one of AXES) setAttribute(this.#buttons[one], 'aria-pressed', String(one === axis))
    const { stage } = this.#viewport
    const model = this.#model
    if (!this.#pass || !stage || !model) return
    const normal = new Vector3()
    normal[axis] = isTurned ? 1 : -1
    this.#pass.plane.setFromNormalAndCoplanarPoint(normal, this.#middle())
    this.#pass.fit(model.box.getCenter(new Vector3()), model.radius)
    stage.section = this.#pass
    this.#viewport.invalidate()
  }

  /** Dragging the handle moves the plane along its axis as that is seen. */
  #drag(): void {
    let last: { x: number; y: number } | undefined
    this.#handle.addEventListener('pointerdown', (event) => {
      last = { x: event.clientX, y: event.clientY }
      this.#handle.setPointerCapture(event.pointerId)
      event.preventDefault()
    })
    this.#handle.addEventListener('pointermove', (event) => {
      const { box } = this.#model ?? {}
      if (!last || !box) return
      const from = this.#middle()
      const to = from.clone()
      const length = box.max[this.#axis] - box.min[this.#axis]
      to[this.#axis] += length
      const [a, b] = [this.#anchors.seen(from), this.#anchors.seen(to)]
      if (!a || !b) return
      const along = { x: b.x - a.x, y: b.y - a.y }
      const pixels = along.x ** 2 + along.y ** 2
      // Seen from its end an axis has no length to drag along.
      if (pixels < 16) return
      const moved = ((event.clientX - last.x) * along.x + (event.clientY - last.y) * along.y) / pixels
      last = { x: event.clientX, y: event.clientY }
      this.#set({ share: this.#share + moved })
    })
    for (const end of ['pointerup', 'pointercancel'] as const)
      this.#handle.addEventListener(end, () => {
        last = undefined
      })
  }
}
