// The axis gizmo: shows the directions of the axes; a click on an end looks along it, a drag orbits. Drawn as SVG so that it is
// sharp at any zoom and costs the renderer nothing. The View menu offers the same to the keyboard.
import { Vector3 } from 'three'
import { type Direction, orientation } from './orbit.ts'
import type { NamedViewId } from './views.ts'

const SIZE = 72
const REACH = 26
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'

interface AxisEnd {
  axis: 'x' | 'y' | 'z'
  sign: 1 | -1
  view: NamedViewId
}

const ENDS: readonly AxisEnd[] = [
  { axis: 'x', sign: 1, view: 'right' },
  { axis: 'x', sign: -1, view: 'left' },
  { axis: 'y', sign: 1, view: 'top' },
  { axis: 'y', sign: -1, view: 'bottom' },
  { axis: 'z', sign: 1, view: 'front' },
  { axis: 'z', sign: -1, view: 'back' },
]

/** Where the axes' ends are on the gizmo for a camera direction, -1..1 with up positive; larger depth is nearer. */
export function projectAxes(direction: Direction): (AxisEnd & { x: number; y: number; depth: number })[] {
  const toView = orientation(direction).invert()
  return ENDS.map((end) => {
    const point = new Vector3()
    point[end.axis] = end.sign
    point.applyQuaternion(toView)
    return { ...end, x: point.x, y: point.y, depth: point.z }
  })
}

export class Gizmo {
  readonly root: SVGSVGElement
  readonly #parts = new Map<
    NamedViewId,
    { group: SVGElement; line: SVGElement; ball: SVGElement; letter: SVGElement }
  >()
  #shown = ''

  /** `look` hears a click on an end, `turn` a drag in radians. */
  constructor(
    look: (view: NamedViewId) => void,
    turn: (azimuth: number, elevation: number) => void,
    signal: AbortSignal,
  ) {
    this.root = document.createElementNS(SVG_NAMESPACE, 'svg')
    setAttributes(this.root, { class: 'tv-gizmo', viewBox: `0 0 ${SIZE} ${SIZE}`, 'aria-hidden': 'true' })
    this.root.append(make('circle', { class: 'tv-gizmo-ground', cx: SIZE / 2, cy: SIZE / 2, r: SIZE / 2 - 1 }))
    for (const end of ENDS) {
      const positive = end.sign > 0
      const group = make('g', { class: `tv-gizmo-${end.axis} ${positive ? 'tv-gizmo-positive' : 'tv-gizmo-negative'}` })
      group.dataset['view'] = end.view
      const line = make('line', { x1: SIZE / 2, y1: SIZE / 2 })
      const ball = make('circle', { r: positive ? 8 : 6 })
      const letter = make('text', { 'text-anchor': 'middle', dy: '0.35em' })
      if (positive) {
        letter.textContent = end.axis.toUpperCase()
        group.append(line)
      }
      group.append(ball, letter)
      this.#parts.set(end.view, { group, line, ball, letter })
      this.root.append(group)
    }
    this.#listen(look, turn, signal)
  }

  /** Draws the axes for a direction; cheap when it has not changed. */
  show(direction: Direction): void {
    const key = `${direction.azimuth.toFixed(4)} ${direction.elevation.toFixed(4)}`
    if (key === this.#shown) return
    this.#shown = key
    const middle = SIZE / 2
    for (const end of projectAxes(direction).sort((a, b) => a.depth - b.depth)) {
      const part = this.#parts.get(end.view)
      if (part === undefined) continue
      const x = middle + end.x * REACH
      const y = middle - end.y * REACH
      setAttributes(part.line, { x2: x, y2: y })
      setAttributes(part.ball, { cx: x, cy: y })
      setAttributes(part.letter, { x, y })
      part.group.setAttribute('opacity', String(0.72 + 0.28 * end.depth))
      // Later elements are drawn in front.
      this.root.append(part.group)
    }
  }

  #listen(look: (view: NamedViewId) => void, turn: (a: number, e: number) => void, signal: AbortSignal): void {
    let last: { x: number; y: number; travelled: number; view: NamedViewId | undefined } | undefined
    this.root.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return
        const group = event.target instanceof Element ? event.target.closest('g') : null
        const view = ENDS.find((end) => this.#parts.get(end.view)?.group === group)?.view
        last = { x: event.clientX, y: event.clientY, travelled: 0, view }
        this.root.setPointerCapture(event.pointerId)
      },
      { signal },
    )
    this.root.addEventListener(
      'pointermove',
      (event) => {
        if (last === undefined) return
        const dx = event.clientX - last.x
        const dy = event.clientY - last.y
        last = { ...last, x: event.clientX, y: event.clientY, travelled: last.travelled + Math.abs(dx) + Math.abs(dy) }
        if (last.travelled > 3) turn((-dx * Math.PI) / (SIZE * 1.5), (dy * Math.PI) / (SIZE * 1.5))
      },
      { signal },
    )
    this.root.addEventListener(
      'pointerup',
      () => {
        if (last?.view !== undefined && last.travelled <= 3) look(last.view)
        last = undefined
      },
      { signal },
    )
    this.root.addEventListener('pointercancel', () => (last = undefined), { signal })
  }
}

function make(tag: 'g' | 'line' | 'circle' | 'text', attributes: Record<string, string | number>): SVGElement {
  const created = document.createElementNS(SVG_NAMESPACE, tag)
  setAttributes(created, attributes)
  return created
}

function setAttributes(target: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value))
}
