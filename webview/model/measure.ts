// Measures between two points of the model: two clicks, each snapped to a vertex or an edge near it, a line between them, and one
// number at its middle. With two parts selected it measures between their centers, so that it works from the keyboard, too.
import { BufferGeometry, Line, LineBasicMaterial, type Object3D, Vector3 } from 'three'
import { element, setText } from '../controls/index.ts'
import { language, t } from '../studio/l10n.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { worldBox } from '../viewport/world-box.ts'
import type { Anchors } from './anchors.ts'
import { snappedBeside } from './snap.ts'

/** A length as a person reads it: metres, and millimetres below a tenth of one. */
export function lengthWords(metres: number): string {
  const figure = (value: number, digits: number) =>
    new Intl.NumberFormat(language(), { maximumSignificantDigits: digits }).format(value)
  return metres < 0.1 ? t('{0} mm', figure(metres * 1000, 4)) : t('{0} m', figure(metres, 4))
}

export class Measure {
  readonly #viewport: Viewport
  readonly #anchors: Anchors
  readonly #hint = element('div', 'model-hint', { role: 'status' })
  #isOn = false
  #points: Vector3[] = []
  #line: Line<BufferGeometry, LineBasicMaterial> | undefined
  #removers: (() => void)[] = []

  constructor(viewport: Viewport, anchors: Anchors) {
    this.#viewport = viewport
    this.#anchors = anchors
    this.#hint.hidden = true
    viewport.surface.parentElement?.append(this.#hint)
  }

  get isOn(): boolean {
    return this.#isOn
  }

  /** Begins, or ends and takes away what was measured. @param selected two parts are measured at once */
  toggle(selected: readonly Object3D[]): void {
    this.clear()
    this.#isOn = !this.#isOn
    this.#hint.hidden = !this.#isOn
    if (!this.#isOn) return
    setText(this.#hint, t('Click two points of the model. M ends measuring.'))
    const [first, second] = selected
    if (!first || !second || selected.length !== 2) return
    for (const object of [first, second]) this.#add(worldBox(object).getCenter(new Vector3()))
  }

  /** A click on the picture; whether it was one of a measurement. */
  click(clientX: number, clientY: number): boolean {
    if (!this.#isOn) return false
    const { left, top } = this.#viewport.surface.getBoundingClientRect()
    const found = snappedBeside(
      { x: clientX - left, y: clientY - top },
      ({ x, y }) => this.#viewport.picks.hit(left + x, top + y),
      (place) => this.#anchors.seen(place),
      this.#viewport.stage?.section?.plane,
    )
    if (!found) return true
    if (this.#points.length === 2) this.clear()
    this.#add(found.point)
    return true
  }

  /** Takes the measurement away; measuring goes on. */
  clear(): void {
    for (const away of this.#removers) away()
    this.#removers = []
    this.#points = []
    this.#line?.removeFromParent()
    this.#line?.geometry.dispose()
    this.#line?.material.dispose()
    this.#line = undefined
    this.#viewport.invalidate()
  }

  #add(point: Vector3): void {
    this.#points.push(point)
    const dot = element('span', 'model-dot', { 'aria-hidden': 'true' })
    this.#removers.push(this.#anchors.add(dot, () => point))
    const [from, to] = this.#points
    if (!from || !to) return
    const material = new LineBasicMaterial({ color: 0xffb02e, depthTest: false, transparent: true, toneMapped: false })
    const line = new Line(new BufferGeometry().setFromPoints([from, to]), material)
    line.userData['isHelper'] = true
    line.renderOrder = 11
    this.#viewport.stage?.scene.add(line)
    this.#line = line
    const words = lengthWords(from.distanceTo(to))
    const middle = from.clone().lerp(to, 0.5)
    const label = element('span', 'model-measure', { 'data-testid': 'measure' }, words)
    this.#removers.push(this.#anchors.add(label, () => middle))
    setText(this.#hint, t('{0} apart. Click again to start a new measurement; M ends measuring.', words))
    this.#viewport.invalidate()
  }
}
