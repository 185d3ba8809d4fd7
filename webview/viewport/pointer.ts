// Pointer input on the canvas: mouse, pen and touch become orbit, pan and dolly. Left and middle drag orbit, right drag and Shift
// pan, Ctrl drag and wheel dolly; one finger orbits, two pan and pinch. Two fingers on a touchpad: see wheel.ts; a pinch there arrives
// as a wheel with Ctrl, but in Safari as gesture events of its own.
import { type ScrollHabit, WheelReader, wheelFactor } from './wheel.ts'

export interface PointerTarget {
  turn(azimuth: number, elevation: number): void
  /** Pixels, right and down positive. */
  pan(right: number, down: number): void
  dolly(factor: number, pointer?: { x: number; y: number }): void
}

/** A drag over the canvas's height turns by half a circle. */
const radiansPerHeight = Math.PI

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

/**
 * Listens on `element` until `signal` aborts.
 * @param grab hears where a gesture begins, in normalised device coordinates
 * @param scrolling what a turn of the wheel or two fingers do
 */
export function listenToPointer(
  element: HTMLElement,
  target: PointerTarget,
  grab: (pointer: { x: number; y: number }) => void,
  signal: AbortSignal,
  scrolling?: ScrollHabit,
): void {
  const pointers = new Map<number, { x: number; y: number }>()
  let gesture: Gesture | undefined
  const wheel = new WheelReader(scrolling)

  const toDevice = (x: number, y: number) => {
    const box = element.getBoundingClientRect()
    return {
      x: ((x - box.left) / Math.max(1, box.width)) * 2 - 1,
      y: 1 - ((y - box.top) / Math.max(1, box.height)) * 2,
    }
  }

  const drag = (gesture: Gesture | undefined, dx: number, dy: number, x: number, y: number) => {
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
      // What lies between two fingers stays between them.
      const { x, y } = middleOf([...pointers.values()])
      if (gesture !== 'orbit' || event.pointerType === 'touch') grab(toDevice(x, y))
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = pointers.get(event.pointerId)
      if (before === undefined) return
      if (pointers.size > 1) return pinch(event.pointerId, event.clientX, event.clientY)
      drag(gesture, event.clientX - before.x, event.clientY - before.y, event.clientX, event.clientY)
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
      const { clientX: x, clientY: y } = event
      const { gesture, isFirst, right, down } = wheel.read(event)
      if (isFirst) grab(toDevice(x, y))
      if (gesture === 'dolly') target.dolly(wheelFactor(event), toDevice(x, y))
      else drag(gesture, right, down, x, y)
    },
    { signal, passive: false },
  )
  let scale = 1
  element.addEventListener(
    'gesturestart',
    (event) => {
      event.preventDefault()
      scale = 1
      const place = placeOf(event)
      // Fingers on a screen are pointers already.
      if (place && pointers.size === 0) grab(toDevice(place.x, place.y))
    },
    { signal },
  )
  element.addEventListener(
    'gesturechange',
    (event) => {
      event.preventDefault()
      const place = placeOf(event)
      if (!place || pointers.size > 0) return
      target.dolly(scale / place.scale, toDevice(place.x, place.y))
      scale = place.scale
    },
    { signal },
  )
  // A middle click would start autoscroll.
  element.addEventListener('mousedown', (event) => event.preventDefault(), { signal })
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
}

/** The place between points of the page; there is at least one. */
function middleOf(points: readonly { x: number; y: number }[]): { x: number; y: number } {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** What Safari's gesture events say, which no library of types knows: where the pointer is, and how far the fingers are apart. */
function placeOf(event: Event): { x: number; y: number; scale: number } | undefined {
  const [scale, x, y] = ['scale', 'clientX', 'clientY'].map((name): unknown => Reflect.get(event, name))
  if (typeof scale !== 'number' || typeof x !== 'number' || typeof y !== 'number' || !(scale > 0)) return undefined
  return { x, y, scale }
}
