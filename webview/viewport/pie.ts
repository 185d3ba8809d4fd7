// The shading pie: eight shading modes around the pointer, chosen by click, by arrow keys or by digit, as in Blender with the key
// Z.
import { element } from './dom.ts'
import type { Labels } from './labels.ts'
import type { Shading } from './material-overrides.ts'

/** Clockwise from the top. */
const SLICES = [
  'preview',
  'rendered',
  'solid',
  'matcap',
  'wireframe',
  'shadedWire',
  'baseColor',
  'normals',
] as const satisfies readonly Shading[]

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

export class ShadingPie {
  readonly root: HTMLElement
  readonly #items: readonly HTMLButtonElement[]
  readonly #pick: (shading: Shading) => void
  #back: Element | null = null

  constructor(labels: Labels, pick: (shading: Shading) => void, signal: AbortSignal) {
    this.#pick = pick
    this.#items = SLICES.map((shading, index) => {
      const number = element('kbd', '', { 'aria-hidden': 'true' }, String(index + 1))
      const item = element(
        'button',
        'tv-button tv-pie-item',
        { type: 'button', role: 'menuitemradio', 'data-slice': String(index), 'data-id': shading, tabindex: '-1' },
        number,
        labels[shading],
      )
      item.addEventListener('click', () => this.#choose(index), { signal })
      return item
    })
    this.root = element('div', 'tv-pie', { role: 'menu', 'aria-label': labels.shading }, ...this.#items)
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => this.#key(event), { signal })
    this.root.addEventListener(
      'focusout',
      ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && this.root.contains(relatedTarget))) this.root.hidden = true
      },
      { signal },
    )
  }

  /** Opens around the middle of the picture, with the present look in focus. */
  open(current: Shading): void {
    this.#back = document.activeElement
    this.root.hidden = false
    const at = [...this.#items].findIndex(({ dataset }) => dataset['id'] === current)
    for (const [index, item] of this.#items.entries()) item.setAttribute('aria-checked', String(index === at))
    this.#items[Math.max(0, at)]?.focus()
  }

  #choose(index: number): void {
    const shading = SLICES[index]
    this.#close()
    if (shading) this.#pick(shading)
  }

  #close(): void {
    this.root.hidden = true
    if (this.#back instanceof HTMLElement) this.#back.focus()
  }

  #key(event: KeyboardEvent): void {
    const at = this.#items.findIndex((item) => item.matches(':focus'))
    const step = STEPS[event.key]
    const digit = /^[1-8]$/.test(event.key) ? Number(event.key) - 1 : undefined
    if (step !== undefined) this.#items[(at + step + SLICES.length) % SLICES.length]?.focus()
    else if (digit !== undefined) this.#choose(digit)
    else if (event.key === 'Enter' || event.key === ' ') this.#choose(at)
    else if (event.key === 'Escape' || event.key.toLowerCase() === 'z') this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
