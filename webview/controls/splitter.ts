// A movable border between two columns: pointer, arrow keys, Home, End, and a double click for the default (the ARIA
// window splitter pattern).
import { element, setAttribute } from './dom.ts'
import { clamp, movedWidth } from './numbers.ts'

/** All in pixels. */
export interface SplitterRange {
  minimum: number
  maximum(): number
  initial: number
}

export interface SplitterHandle {
  root: HTMLElement
  /** Pixels, within the range. */
  value: number
}

/**
 * @param onMove hears each new width while it moves
 * @param onEnd hears the width that stays, `undefined` when it is back at the default
 */
export function splitter(
  label: string,
  range: SplitterRange,
  onMove: (pixels: number) => void,
  onEnd: (pixels: number | undefined) => void,
): SplitterHandle {
  const root = element('div', 'control-splitter', {
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': label,
    'aria-valuemin': range.minimum,
    title: label,
  })
  let value = range.initial
  const set = (pixels: number) => {
    value = clamp(pixels, range.minimum, range.maximum())
    setAttribute(root, 'aria-valuenow', value)
    setAttribute(root, 'aria-valuemax', clamp(range.maximum(), range.minimum, Infinity))
    onMove(value)
  }
  let grip: number | undefined
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    grip = event.clientX - value
    root.setPointerCapture(event.pointerId)
    root.classList.add('is-moving')
    event.preventDefault()
    root.focus()
  })
  root.addEventListener('pointermove', (event) => {
    if (grip !== undefined) set(event.clientX - grip)
  })
  const end = () => {
    if (grip === undefined) return
    grip = undefined
    root.classList.remove('is-moving')
    onEnd(value)
  }
  root.addEventListener('pointerup', end)
  root.addEventListener('pointercancel', end)
  root.addEventListener('dblclick', () => {
    set(range.initial)
    onEnd(undefined)
  })
  root.addEventListener('keydown', (event) => {
    const next = movedWidth(event.key, value, range.minimum, range.maximum())
    if (next === undefined) return
    event.preventDefault()
    set(next)
    onEnd(value)
  })
  set(value)
  return {
    root,
    get value() {
      return value
    },
    set value(pixels) {
      set(pixels)
    },
  }
}
