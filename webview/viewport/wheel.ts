// Wheel events, which both a mouse's wheel and two fingers on a touchpad send, and no field distinguishes. As in Blender a wheel
// zooms, a tilted one pans, and two fingers orbit, pan with Shift and zoom with Ctrl or by a pinch (which arrives with Ctrl).
// Input that is not certainly a touchpad counts as a mouse: with a mouse that orbits nobody could zoom.

/** What two fingers and wheels do: told apart, or always as one of them. */
export const SCROLL_HABITS = ['auto', 'zoom', 'orbit'] as const
export type ScrollHabit = (typeof SCROLL_HABITS)[number]

export const isScrollHabit = (name: string | undefined): name is ScrollHabit =>
  SCROLL_HABITS.some((one) => one === name)

/** The part of a WheelEvent that is looked at. The ticks are Chromium's and WebKit's, with the other sign. */
export type Wheel = Pick<
  WheelEvent,
  'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'clientX' | 'clientY' | 'timeStamp'
> & { wheelDeltaX?: number; wheelDeltaY?: number }

/** One event of a gesture; pixels as of a drag, right and down positive. */
export interface Turn {
  gesture: 'dolly' | 'orbit' | 'pan'
  isFirst: boolean
  right: number
  down: number
}

/** Milliseconds without an event, and pixels of the pointer, after which the next one begins another gesture. */
const REST = 250
const MOST_OFF = 3
/** Wheel deltas come in pixels, lines or pages (WheelEvent.deltaMode). */
const UNIT = [1, 16, 120]
/** The ticks of one notch of a wheel. */
const NOTCH = 120
/**
 * Ticks of a touchpad for each pixel: three on macOS, one elsewhere. A mouse's are others, since how far a page scrolls is a
 * setting on Windows and accelerated on macOS; where they are the same they come in whole notches.
 */
const TICKS_PER_PIXEL = [3, 1]

/** More pixels than one event of a pinch has: fingers do not move half as far apart again within a frame. */
const MOST_PINCH = 40

/** The dolly factor of a wheel turn: equal steps multiply equally, and one wild event cannot throw the camera away. */
export function wheelFactor(event: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const pixels = event.deltaY * (UNIT[event.deltaMode] ?? 1)
  // A pinch on a touchpad arrives as a wheel with Ctrl, and with 100 times the logarithm of how far the fingers moved apart: much
  // smaller deltas than those of a wheel that is turned with Ctrl held.
  const isPinch = event.ctrlKey && event.deltaMode === 0 && Math.abs(pixels) < MOST_PINCH
  const speed = isPinch ? 0.01 : 0.0015
  return Math.exp(Math.max(-0.6, Math.min(0.6, pixels * speed)))
}

/**
 * Whether an event is surely a touchpad's: no wheel sends such.
 * @param scale device pixels per pixel, by which some versions multiply ticks
 */
export function isTouchpad(event: Wheel, scale = globalThis.devicePixelRatio ?? 1): boolean {
  const { deltaX, deltaY, deltaMode, wheelDeltaX: x, wheelDeltaY: y } = event
  if (deltaMode !== 0 || x === undefined || y === undefined) return false
  // Nobody turns and tilts a wheel at once.
  if (deltaX !== 0 && deltaY !== 0) return true
  const isFine = TICKS_PER_PIXEL.some((ticks) => Math.abs(x + ticks * deltaX) <= 1 && Math.abs(y + ticks * deltaY) <= 1)
  return isFine && !isNotches(x || y, NOTCH) && !isNotches(x || y, NOTCH * scale)
}

/** Whether ticks are whole notches, but for rounding. */
const isNotches = (ticks: number, notch: number): boolean => {
  const rest = Math.abs(ticks) % notch
  return Math.min(rest, notch - rest) <= 1e-3 * notch
}

/** Follows the events of one surface: what a gesture began as it stays. */
export class WheelReader {
  readonly #habit: ScrollHabit
  #last = { time: Number.NEGATIVE_INFINITY, x: 0, y: 0, isTouchpad: false }

  constructor(habit: ScrollHabit = 'auto') {
    this.#habit = habit
  }

  read(event: Wheel): Turn {
    const { timeStamp: time, clientX: x, clientY: y } = event
    const last = this.#last
    const isFirst = time - last.time >= REST || Math.hypot(x - last.x, y - last.y) >= MOST_OFF
    // A touchpad's may by chance look like a wheel's later on, and after it has begun straight it shows itself.
    const isPad = this.#habit === 'auto' ? (!isFirst && last.isTouchpad) || isTouchpad(event) : this.#habit === 'orbit'
    this.#last = { time, ...(isFirst ? { x, y } : { x: last.x, y: last.y }), isTouchpad: isPad }
    const unit = UNIT[event.deltaMode] ?? 1
    const [right, down] = [-event.deltaX * unit || 0, -event.deltaY * unit || 0]
    return { gesture: this.#gestureOf(event, isPad), isFirst, right, down }
  }

  #gestureOf({ ctrlKey, metaKey, shiftKey, deltaX, deltaY }: Wheel, isPad: boolean): Turn['gesture'] {
    if (ctrlKey || metaKey) return 'dolly'
    if (isPad) return shiftKey ? 'pan' : 'orbit'
    // With Shift a wheel turns sideways by the system's doing.
    return shiftKey || Math.abs(deltaX) > Math.abs(deltaY) ? 'pan' : 'dolly'
  }
}
