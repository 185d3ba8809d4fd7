// The light's panel over the picture: environment, rotation, strength, exposure, tone mapping, and whether the environment is seen.
import { element, icon } from './dom.ts'
import type { Labels } from './labels.ts'
import { ENVIRONMENTS, FIRST_LIGHT, type Light, TONE_MAPPINGS } from './light.ts'
import type { PanelSwitch } from './panel-switch.ts'

const RANGES = {
  rotation: { min: -180, max: 180, step: 5 },
  strength: { min: 0, max: 4, step: 0.1 },
  exposure: { min: -4, max: 4, step: 0.25 },
} as const
type RangeName = keyof typeof RANGES
const RANGE_NAMES = ['rotation', 'strength', 'exposure'] as const satisfies readonly RangeName[]

export class LightPanel {
  readonly root: HTMLElement
  readonly #environment: HTMLSelectElement
  readonly #curve: HTMLSelectElement
  readonly #background = element('input', '', { type: 'checkbox' })
  readonly #ranges = new Map<RangeName, { input: HTMLInputElement; figure: HTMLElement }>()
  readonly #own: HTMLOptionElement
  #light: Light = FIRST_LIGHT
  readonly #panels: PanelSwitch

  /**
   * @param change hears each light a person has set
   * @param choose called with the file of a custom environment
   */
  constructor(
    labels: Labels,
    change: (light: Light) => void,
    choose: (file: File) => void,
    panels: PanelSwitch,
    signal: AbortSignal,
  ) {
    this.#panels = panels
    const set = (part: Partial<Light>) => change({ ...this.#light, ...part })
    this.#environment = element('select', 'tv-select')
    for (const environment of ENVIRONMENTS)
      this.#environment.append(element('option', '', { value: environment }, labels[environment]))
    this.#own = element('option', '', { value: 'own' }, labels.own)
    this.#curve = element('select', 'tv-select')
    for (const curve of TONE_MAPPINGS) this.#curve.append(element('option', '', { value: curve }, labels[curve]))
    const reset = element('button', 'tv-button', { type: 'button' }, labels.reset)
    const close = element('button', 'tv-button tv-icon', { type: 'button', 'aria-label': labels.close }, icon('close'))
    const head = element('div', 'tv-keys-head', {}, element('h2', 'tv-keys-title', {}, labels.light))
    head.append(element('span', 'tv-space'), reset, close)
    this.root = element('div', 'tv-panel', { role: 'dialog', 'aria-label': labels.light }, head)
    this.root.append(row(labels.environment, this.#environment))
    for (const name of RANGE_NAMES) {
      const { min, max, step } = RANGES[name]
      const input = element('input', 'tv-range', { type: 'range', min: `${min}`, max: `${max}`, step: `${step}` })
      const figure = element('span', 'tv-figure')
      input.addEventListener('input', () => set({ [name]: Number(input.value) }), { signal })
      this.#ranges.set(name, { input, figure })
      this.root.append(row(labels[name], input, figure))
    }
    this.root.append(row(labels.toneMapping, this.#curve), row(labels.background, this.#background))
    const file = element('input', 'tv-hidden', { type: 'file', accept: '.hdr', tabindex: '-1', 'aria-hidden': 'true' })
    const own = element('button', 'tv-button', { type: 'button' }, labels.choosePanorama)
    own.addEventListener('click', () => file.click(), { signal })
    file.addEventListener(
      'change',
      () => {
        const [picture] = file.files ?? []
        if (picture) choose(picture)
        file.value = ''
      },
      { signal },
    )
    this.root.append(element('div', 'tv-row-whole', {}, own, file), element('p', 'tv-hint', {}, labels.dropHint))
    this.root.hidden = true
    const find = <T extends string>(list: readonly T[], value: string) => list.find((one) => one === value)
    this.#environment.addEventListener(
      'change',
      () => set({ environment: find(ENVIRONMENTS, this.#environment.value) ?? 'own' }),
      { signal },
    )
    this.#curve.addEventListener(
      'change',
      () => set({ toneMapping: find(TONE_MAPPINGS, this.#curve.value) ?? FIRST_LIGHT.toneMapping }),
      { signal },
    )
    this.#background.addEventListener('change', () => set({ background: this.#background.checked }), { signal })
    reset.addEventListener('click', () => change(FIRST_LIGHT), { signal })
    close.addEventListener('click', () => this.toggle(), { signal })
    this.root.addEventListener(
      'keydown',
      (event) => {
        event.stopPropagation()
        if (event.key === 'Escape') this.toggle()
      },
      { signal },
    )
  }

  get isOpen(): boolean {
    return !this.root.hidden
  }

  toggle(): void {
    if (this.isOpen) {
      this.#panels.close(this)
      return
    }
    this.root.hidden = false
    this.#panels.opened(this)
    this.#environment.focus()
  }

  hide(): void {
    this.root.hidden = true
  }

  /** Shows what the light is set to. */
  show(light: Light): void {
    this.#light = light
    if (light.environment === 'own') this.#environment.append(this.#own)
    this.#environment.value = light.environment
    this.#curve.value = light.toneMapping
    this.#background.checked = light.background
    for (const [name, { input, figure }] of this.#ranges) {
      input.value = String(light[name])
      figure.textContent = String(Math.round(light[name] * 100) / 100)
    }
  }
}

const row = (label: string, ...children: Node[]): HTMLElement =>
  element('label', 'tv-row', {}, element('span', 'tv-row-label', {}, label), ...children)
