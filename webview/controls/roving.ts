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

const canStop = (button: HTMLButtonElement) => !button.disabled && button.offsetParent !== null

/**
 * Makes a toolbar's buttons one tab stop that arrow keys walk (ARIA authoring practices, "toolbar").
 * @returns to be called after its buttons have changed
 */
export function walkToolbar(root: HTMLElement): () => void {
  let current: HTMLButtonElement | undefined
  const buttons = () => [...root.querySelectorAll('button')]
  const refresh = () => {
    const all = buttons()
    if (!current || !all.includes(current)) current = all.find((button) => !button.disabled)
    for (const button of all) button.tabIndex = button === current ? 0 : -1
  }
  root.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return
    current = target
    refresh()
  })
  root.addEventListener('keydown', (event) => {
    const isVertical = event.key === 'ArrowUp' || event.key === 'ArrowDown'
    const stops = buttons().filter(canStop)
    const at = stops.findIndex((button) => button.contains(document.activeElement))
    const next = at < 0 || isVertical ? undefined : movedIndex(event.key, at, stops.length, true)
    if (next === undefined) return
    event.preventDefault()
    stops[next]?.focus()
  })
  refresh()
  return refresh
}
