// Moving, rotating and scaling with the pointer or typed numbers, as in Blender: G, R or S begin; X, Y, Z restrict to an axis of
// the world; digits set the amount; Shift is for precision, Ctrl snaps; Enter or a click confirms, Escape or the right button
// cancels.
import { type Camera, Matrix4, type Object3D, type Quaternion, Vector3 } from 'three'
import { LENGTHS } from '../../src/mesh/tools/operators.ts'
import { t } from '../studio/l10n.ts'

export type TransformMode = 'move' | 'turn' | 'scale'
export type Axis = 'x' | 'y' | 'z'

const AXES: Readonly<Record<Axis, Vector3>> = {
  x: new Vector3(1, 0, 0),
  y: new Vector3(0, 1, 0),
  z: new Vector3(0, 0, 1),
}
/** Shift makes the pointer, and Ctrl's steps, so many times finer. */
const FINE = 0.1
const RADIANS = Math.PI / 180
/** Steps with Ctrl: degrees, and shares of the size. */
const STEP_DEGREES = 5
const STEP_SHARE = 0.1

export interface Pointer {
  readonly x: number
  readonly y: number
}

/** A transform under way; the objects follow each change of it. */
export class RunningTransform {
  readonly #objects: readonly { object: Object3D; world: Matrix4; turn: Quaternion }[]
  readonly #pivot = new Vector3()
  readonly #camera: Camera
  readonly #size: { width: number; height: number }
  #last: Pointer
  /** Where the pointer has come to, its way made finer by Shift. */
  #at: Pointer
  readonly #start: Pointer
  #axis: Axis | undefined
  #typed = ''
  #amount: readonly number[] = []
  #isChange = false
  /** Steps of the pointer's way with Ctrl; undefined: any way. */
  #step: { readonly isFine: boolean } | undefined

  /** @param pointer in pixels of the picture, whose size is `size` */
  constructor(
    readonly mode: TransformMode,
    objects: readonly Object3D[],
    camera: Camera,
    pointer: Pointer,
    size: { width: number; height: number },
  ) {
    this.#objects = objects.map((object) => ({
      ...{ object, world: object.matrixWorld.clone(), turn: object.quaternion.clone() },
    }))
    for (const { world } of this.#objects)
      this.#pivot.add(new Vector3().setFromMatrixPosition(world).divideScalar(this.#objects.length))
    this.#camera = camera
    this.#size = size
    this.#start = pointer
    this.#last = pointer
    this.#at = pointer
  }

  get axis(): Axis | undefined {
    return this.#axis
  }

  /** How far the pointer has brought it: metres along the axis or all three, degrees, or a factor; none before it has moved. */
  get amount(): readonly number[] {
    return this.#amount
  }

  /** Whether the objects are elsewhere than they were. */
  get isChange(): boolean {
    return this.#isChange
  }

  get typed(): string {
    return this.#typed
  }

  /** The pointer has moved. */
  point(pointer: Pointer, isFine: boolean, isStepped = false): void {
    this.#step = isStepped ? { isFine } : undefined
    const share = isFine && !isStepped ? FINE : 1
    this.#at = {
      x: this.#at.x + (pointer.x - this.#last.x) * share,
      y: this.#at.y + (pointer.y - this.#last.y) * share,
    }
    this.#last = pointer
    this.#update()
  }

  /** The same axis again lets go of it. */
  bind(axis: Axis): void {
    this.#axis = this.#axis === axis ? undefined : axis
    this.#update()
  }

  /** A digit, a point, a minus, or Backspace. @returns whether the key was one */
  type(key: string): boolean {
    if (key === 'Backspace') this.#typed = this.#typed.slice(0, -1)
    else if (key === '-') this.#typed = this.#typed.startsWith('-') ? this.#typed.slice(1) : `-${this.#typed}`
    else if (/^[\d.,]$/.test(key)) {
      const typed = `${this.#typed}${key === ',' ? '.' : key}`
      // What no model can be is not taken, as a field of a form takes no more digits than it holds.
      if (!(Math.abs(Number(typed)) > LENGTHS.most)) this.#typed = typed
    } else return false
    this.#update()
    return true
  }

  /** Puts everything back. */
  cancel(): void {
    for (const { object, world, turn } of this.#objects) place(object, world, turn)
  }

  #update(): void {
    const number = this.#typed === '' || this.#typed === '-' ? undefined : Number(this.#typed)
    const change = Number.isNaN(number) ? new Matrix4() : this.#change(number)
    this.#isChange = !isNothing(change)
    const around = new Matrix4()
      .makeTranslation(this.#pivot)
      .multiply(change)
      .multiply(new Matrix4().makeTranslation(this.#pivot.clone().negate()))
    for (const { object, world, turn } of this.#objects) place(object, around.clone().multiply(world), turn)
  }

  #change(number: number | undefined): Matrix4 {
    if (this.mode === 'move') {
      const way = this.#way(number)
      this.#amount = this.#axis ? [way[this.#axis]] : way.toArray()
      return new Matrix4().makeTranslation(way)
    }
    const middle = this.#onScreen(this.#pivot)
    const from = { x: this.#start.x - middle.x, y: this.#start.y - middle.y }
    const to = { x: this.#at.x - middle.x, y: this.#at.y - middle.y }
    if (this.mode === 'turn') {
      // The picture's y runs downwards.
      const turned = Math.atan2(from.y, from.x) - Math.atan2(to.y, to.x)
      const axis = this.#axis ? AXES[this.#axis] : this.#camera.getWorldDirection(new Vector3()).negate()
      const towards = this.#axis && this.#camera.getWorldDirection(new Vector3()).dot(axis) > 0 ? -1 : 1
      const angle = number === undefined ? this.#stepped(turned * towards, STEP_DEGREES * RADIANS) : number * RADIANS
      this.#amount = [angle / RADIANS]
      return new Matrix4().makeRotationAxis(axis, angle)
    }
    const factor = number ?? this.#stepped(Math.hypot(to.x, to.y) / Math.max(1, Math.hypot(from.x, from.y)), STEP_SHARE)
    this.#amount = [factor]
    const of = (axis: Axis) => (this.#axis === undefined || this.#axis === axis ? factor : 1)
    return new Matrix4().makeScale(of('x'), of('y'), of('z'))
  }

  /** The way in the world. */
  #way(number: number | undefined): Vector3 {
    if (number !== undefined) return AXES[this.#axis ?? 'x'].clone().multiplyScalar(number)
    const depth = this.#pivot.clone().project(this.#camera).z
    const there = (pointer: Pointer) =>
      new Vector3((pointer.x / this.#size.width) * 2 - 1, 1 - (pointer.y / this.#size.height) * 2, depth).unproject(
        this.#camera,
      )
    const way = there(this.#at).sub(there(this.#start))
    // A tenth of the power of ten that the picture is high, so that steps are seen at any size.
    const height = there({ x: 0, y: 0 }).distanceTo(there({ x: 0, y: this.#size.height }))
    const step = 10 ** (Math.floor(Math.log10(Math.max(height, Number.MIN_VALUE))) - 1)
    if (this.#axis) return AXES[this.#axis].clone().multiplyScalar(this.#stepped(way.dot(AXES[this.#axis]), step))
    return way.set(this.#stepped(way.x, step), this.#stepped(way.y, step), this.#stepped(way.z, step))
  }

  #stepped(value: number, step: number): number {
    if (!this.#step) return value
    const own = this.#step.isFine ? step * FINE : step
    return Math.round(value / own) * own
  }

  #onScreen(point: Vector3): Pointer {
    const { x, y } = point.clone().project(this.#camera)
    return { x: ((x + 1) / 2) * this.#size.width, y: ((1 - y) / 2) * this.#size.height }
  }
}

/** Whether a change is none but for rounding: a whole turn. */
function isNothing({ elements }: Matrix4): boolean {
  const same = new Matrix4().elements
  return elements.every((value, i) => Math.abs(value - (same[i] ?? 0)) < 1e-9)
}

/** Gives an object a place in the world. @param turn how it was turned, which nobody can tell of what is flat */
function place(object: Object3D, world: Matrix4, turn: Quaternion): void {
  const local = object.parent ? object.parent.matrixWorld.clone().invert().multiply(world) : world
  if (local.determinant() === 0) {
    object.position.setFromMatrixPosition(local)
    object.scale.setFromMatrixScale(local)
    object.quaternion.copy(turn)
  } else local.decompose(object.position, object.quaternion, object.scale)
  object.updateMatrixWorld(true)
}

/** What is going on, and with what number. */
export function wordsOf(running: RunningTransform): string {
  const words = { move: t('Move'), turn: t('Rotate'), scale: t('Scale') }[running.mode]
  const number = running.typed === '' ? running.amount.map(shortNumber).join(', ') : running.typed
  const unit = number === '' ? '' : { move: ' m', turn: '°', scale: '' }[running.mode]
  return [words, running.axis?.toUpperCase(), number + unit].filter(Boolean).join('  ')
}

/** Of one width, so that it does not jump while the pointer moves; what is tiny by its digits. */
const shortNumber = (value: number): string =>
  Math.abs(value) < 0.01 && value !== 0 ? value.toPrecision(2) : value.toFixed(2)
