// What lies over the picture, and the part of it that is left: a model is put there and is seen beside an open panel.
import { type Box3, type Camera, Vector3 } from 'three'

/** A part of the picture, in shares of its width and height from the upper left corner. */
export interface FreeArea {
  left: number
  top: number
  right: number
  bottom: number
}

export const WHOLE: FreeArea = { left: 0, top: 0, right: 1, bottom: 1 }

type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>

/** The least share of a side that is left: what covers more lies over the model after all. */
const LEAST = 0.35

const sizeOf = ({ left, top, right, bottom }: FreeArea) => Math.max(0, right - left) * Math.max(0, bottom - top)

/** The larger part of a picture beside or below what lies over it, in the same units as both. */
export function freeArea(picture: Box, panels: readonly Box[]): FreeArea {
  const [width, height] = [picture.right - picture.left, picture.bottom - picture.top]
  let free = WHOLE
  if (width <= 0 || height <= 0) return free
  for (const panel of panels) {
    const covered: FreeArea = {
      left: (panel.left - picture.left) / width,
      right: (panel.right - picture.left) / width,
      top: (panel.top - picture.top) / height,
      bottom: (panel.bottom - picture.top) / height,
    }
    if (isOver(covered, free)) free = largestBeside(covered, free) ?? free
  }
  return free
}

const isOver = (a: FreeArea, b: FreeArea) =>
  a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom

function largestBeside(covered: FreeArea, free: FreeArea): FreeArea | undefined {
  const beside: FreeArea[] = [
    { ...free, left: covered.right },
    { ...free, right: covered.left },
    { ...free, top: covered.bottom },
    { ...free, bottom: covered.top },
  ]
  const usable = beside.filter(({ left, top, right, bottom }) => right - left >= LEAST && bottom - top >= LEAST)
  return usable.sort((a, b) => sizeOf(b) - sizeOf(a))[0]
}

/** The middle of a part of the picture, in shares of the picture's size from its own middle. */
export const shiftOf = ({ left, top, right, bottom }: FreeArea): { x: number; y: number } => ({
  ...{ x: (left + right - 1) / 2, y: (top + bottom - 1) / 2 },
})

/** A place of the picture, in normalised device coordinates, from the middle of a part of it. */
export function fromMiddle(free: FreeArea, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const shift = shiftOf(free)
  return { x: x - 2 * shift.x, y: y + 2 * shift.y }
}

/** Whether all of a box in the world is in a part of the picture. */
export function isInSight({ min, max }: Box3, camera: Camera, { left, top, right, bottom }: FreeArea): boolean {
  return [min.x, max.x].every((x) =>
    [min.y, max.y].every((y) =>
      [min.z, max.z].every((z) => {
        const place = new Vector3(x, y, z).project(camera)
        const [x01, y01] = [(place.x + 1) / 2, (1 - place.y) / 2]
        return x01 >= left && x01 <= right && y01 >= top && y01 <= bottom && Math.abs(place.z) <= 1
      }),
    ),
  )
}

/** Follows panels as they open, close and change their size. */
export class Coverage {
  readonly #picture: HTMLElement
  readonly #camera: { free: FreeArea }
  readonly #panels: HTMLElement[] = []
  readonly #resizes = new ResizeObserver(() => this.#measure())

  /** @param camera is told which part of the picture is free */
  constructor(picture: HTMLElement, camera: { free: FreeArea }, panels: readonly HTMLElement[]) {
    this.#picture = picture
    this.#camera = camera
    this.#resizes.observe(picture)
    this.add(...panels)
  }

  add(...panels: readonly HTMLElement[]): void {
    this.#panels.push(...panels)
    for (const panel of panels) this.#resizes.observe(panel)
  }

  disconnect(): void {
    this.#resizes.disconnect()
  }

  #measure(): void {
    const shown = this.#panels.filter(({ offsetParent, hidden }) => !hidden && offsetParent !== null)
    const boxes = shown.map((panel) => panel.getBoundingClientRect())
    this.#camera.free = freeArea(this.#picture.getBoundingClientRect(), boxes)
  }
}
