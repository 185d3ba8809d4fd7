// Hands on the canvas: mouse, pen and touch turned into turn, pan and dolly. Left and middle drag orbit, right drag and
// Shift pan, Ctrl drag and wheel dolly; one finger orbits, two pan and pinch.

export interface PointerTarget {
  turn(azimuth: number, elevation: number): void
  /** Pixels, right and down positive. */
  pan(right: number, down: number): void
  dolly(factor: number, pointer?: { x: number; y: number }): void
}

/** Milliseconds without a wheel turn, and pixels of the pointer, after which the next turn is another gesture. */
const WHEEL_REST = 250
const WHEEL_DRIFT = 3

/** A drag over the canvas's height turns by half a circle. */
const radiansPerHeight = Math.PI
/** Wheel deltas come in pixels, lines or pages (WheelEvent.deltaMode). */
const WHEEL_UNIT = [1, 16, 120]

export type Gesture = 'orbit' | 'pan' | 'dolly'

/** What a drag with this button and these modifiers does; undefined for buttons that mean nothing here. */
export function gestureOf(
  event: Pick<PointerEvent, 'button' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
): Gesture | undefined {
  if (event.button === 2) return 'pan'
  if (event.button !== 0 && event.button !== 1) return undefined
  if (event.shiftKey) return 'pan'
  return event.ctrlKey || event.metaKey ? 'dolly' : 'orbit'
}

/** The dolly factor of a wheel turn: equal steps multiply equally, and one wild event cannot throw the camera away. */
export function wheelFactor(event: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  // A pinch on a touch pad arrives as a wheel with Ctrl and much smaller deltas.
  const speed = event.ctrlKey ? 0.01 : 0.0015
  const pixels = event.deltaY * (WHEEL_UNIT[event.deltaMode] ?? 1)
  return Math.exp(Math.max(-0.6, Math.min(0.6, pixels * speed)))
}

/**
 * Listens on `element` until `signal` aborts.
 * @param grab hears where a gesture begins, in normalised device coordinates
 */
export function listenToPointer(
  element: HTMLElement,
  target: PointerTarget,
  grab: (pointer: { x: number; y: number }) => void,
  signal: AbortSignal,
): void {
  const pointers = new Map<number, { x: number; y: number }>()
  let gesture: Gesture | undefined
  let wheel = { time: Number.NEGATIVE_INFINITY, x: 0, y: 0 }

  const toDevice = (x: number, y: number) => {
    const box = element.getBoundingClientRect()
    return {
      x: ((x - box.left) / Math.max(1, box.width)) * 2 - 1,
      y: 1 - ((y - box.top) / Math.max(1, box.height)) * 2,
    }
  }

  const drag = (dx: number, dy: number, x: number, y: number) => {
    const perPixel = radiansPerHeight / Math.max(1, element.clientHeight)
    if (gesture === 'orbit') target.turn(-dx * perPixel, dy * perPixel)
    else if (gesture === 'pan') target.pan(dx, dy)
    else if (gesture === 'dolly') target.dolly(Math.exp(dy * 0.006), toDevice(x, y))
  }

  const pinch = (id: number, x: number, y: number) => {
    const [first, second] = [...pointers.values()]
    const before = pointers.get(id)
    if (first === undefined || second === undefined || before === undefined) return
    const span = () => Math.max(1, Math.hypot(first.x - second.x, first.y - second.y))
    const old = span()
    const dx = x - before.x
    const dy = y - before.y
    before.x = x
    before.y = y
    target.pan(dx / 2, dy / 2)
    target.dolly(old / span(), toDevice((first.x + second.x) / 2, (first.y + second.y) / 2))
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType === 'touch') gesture = 'orbit'
      else gesture = gestureOf(event)
      if (gesture === undefined) return
      element.focus({ preventScroll: true })
      element.setPointerCapture(event.pointerId)
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      if (gesture !== 'orbit' || event.pointerType === 'touch') grab(toDevice(event.clientX, event.clientY))
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = pointers.get(event.pointerId)
      if (before === undefined) return
      if (pointers.size > 1) return pinch(event.pointerId, event.clientX, event.clientY)
      drag(event.clientX - before.x, event.clientY - before.y, event.clientX, event.clientY)
      before.x = event.clientX
      before.y = event.clientY
    },
    { signal },
  )
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    element.addEventListener(type, (event) => pointers.delete(event.pointerId), { signal })
  }
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const { clientX: x, clientY: y, timeStamp } = event
      const isSame = timeStamp - wheel.time < WHEEL_REST && Math.hypot(x - wheel.x, y - wheel.y) < WHEEL_DRIFT
      if (isSame) wheel.time = timeStamp
      else {
        wheel = { time: timeStamp, x, y }
        grab(toDevice(x, y))
      }
      target.dolly(wheelFactor(event), toDevice(x, y))
    },
    { signal, passive: false },
  )
  // A middle click would start autoscroll.
  element.addEventListener('mousedown', (event) => event.preventDefault(), { signal })
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
}
