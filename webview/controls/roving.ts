// Arrow keys within one tab stop (the "roving tabindex" of the ARIA authoring practices), for tabs, segments and strips.

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * Where a key leads from one of `count` places.
 * @param wraps whether the end leads back to the start
 * @returns undefined for keys that do not move
 */
export function movedIndex(key: string, index: number, count: number, wraps: boolean): number | undefined {
  if (count === 0) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = STEPS[key]
  if (step === undefined) return undefined
  const next = index + step
  return wraps ? (next + count) % count : Math.min(count - 1, Math.max(0, next))
}

export interface Walk {
  /** Up and down walk it, and left and right are its controls' own, as of sliders. */
  isVertical?: boolean
}

/** What is one of a toolbar's stops. */
type Stop = HTMLButtonElement | HTMLInputElement
const STOPS = 'button, input[type=range]'

/** Of each toolbar: where its tab stop is, and how to put it elsewhere. */
const toolbars = new WeakMap<Element, { stop(): number; setStop(at: number): void }>()

const toolbarsIn = (within: Element) => [...within.querySelectorAll('[role=toolbar]')].map((root) => toolbars.get(root))

/** The tab stops of the toolbars within an element, in order; for `putStops` once these are drawn anew. */
export const stopsIn = (within: Element): readonly (number | undefined)[] =>
  toolbarsIn(within).map((toolbar) => toolbar?.stop())

/** Puts tab stops where they were; where nothing is left, the first control stays the stop. */
export function putStops(within: Element, stops: readonly (number | undefined)[]): void {
  for (const [at, toolbar] of toolbarsIn(within).entries()) {
    const stop = stops[at]
    if (stop !== undefined) toolbar?.setStop(stop)
  }
}

const isStop = (element: unknown): element is Stop =>
  element instanceof HTMLButtonElement || (element instanceof HTMLInputElement && element.type === 'range')

/**
 * Makes a toolbar's buttons and sliders one tab stop that arrow keys walk (ARIA authoring practices, "toolbar").
 * @returns to be called after its controls have changed
 */
export function walkToolbar(root: HTMLElement, { isVertical = false }: Walk = {}): () => void {
  let current: Stop | undefined
  if (isVertical) root.setAttribute('aria-orientation', 'vertical')
  const stops = () => [...root.querySelectorAll<HTMLElement>(STOPS)].filter(isStop)
  // Also before it is in the page.
  const canStop = (stop: Stop) => {
    for (let at: HTMLElement | null = stop; at && at !== root; at = at.parentElement) if (at.hidden) return false
    return !stop.disabled
  }
  const refresh = () => {
    const all = stops()
    if (!current || !all.includes(current) || !canStop(current)) current = all.find(canStop)
    for (const stop of all) stop.tabIndex = stop === current ? 0 : -1
  }
  root.addEventListener('focusin', ({ target }) => {
    if (!isStop(target)) return
    current = target
    refresh()
  })
  root.addEventListener('keydown', (event) => {
    const isAcross = isVertical
      ? event.key === 'ArrowLeft' || event.key === 'ArrowRight'
      : event.key === 'ArrowUp' || event.key === 'ArrowDown'
    // Home and End are the ends of a slider.
    const isOfSlider = event.target instanceof HTMLInputElement && (event.key === 'Home' || event.key === 'End')
    const walked = stops().filter((stop) => canStop(stop) && stop.offsetParent !== null)
    const at = walked.findIndex((stop) => stop.contains(document.activeElement))
    if (at < 0 || isAcross || isOfSlider || event.altKey || event.ctrlKey || event.metaKey) return
    const next = movedIndex(event.key, at, walked.length, !isVertical)
    if (next === undefined) return
    event.preventDefault()
    walked[next]?.focus()
  })
  toolbars.set(root, {
    stop: () => stops().findIndex((stop) => stop === current),
    setStop: (at) => {
      current = stops()[at]
      refresh()
    },
  })
  refresh()
  return refresh
}
