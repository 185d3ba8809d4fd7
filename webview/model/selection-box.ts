// The boxes around selected parts, in the theme's accent color; drawn over the model, not part of it.
import { BoxHelper, type LineBasicMaterial, type Object3D, SkinnedMesh } from 'three'
import { measureSkins } from '../viewport/skins.ts'

/** Most frames that are drawn: with more than that, frames say nothing. */
const MOST = 200

/** How many times as long as it took to measure what bones move nothing is measured: each vertex of it is looked at. */
const REST = 9

export class SelectionBox {
  readonly #redraw: () => void
  #helpers: readonly BoxHelper[] = []
  /** Pictures that are being taken. */
  #pictures = 0
  /** Whether bones move anything of the parts. */
  #hasSkins = false
  /** When there is time to measure again, in milliseconds of the page; and what waits for that. */
  #free = 0
  #waiting: ReturnType<typeof setTimeout> | undefined

  /** @param redraw hears of frames that change by themselves */
  constructor(redraw: () => void) {
    this.#redraw = redraw
  }

  /** Puts a frame around each part. */
  show(objects: readonly Object3D[], color: string): void {
    this.clear()
    this.#helpers = objects.slice(0, MOST).flatMap((object) => {
      const scene = sceneOf(object)
      if (!scene) return []
      // It measures in the world, and its parents may have moved since they were drawn.
      object.updateWorldMatrix(true, false)
      const helper = new BoxHelper(object, color)
      helper.userData['isHelper'] = true
      const material = helper.material
      if (!Array.isArray(material)) seenThrough(material)
      helper.renderOrder = 10
      scene.add(helper)
      return [helper]
    })
    this.#hasSkins = this.#helpers.some(({ object }) => hasSkin(object))
    this.follow()
  }

  /** A clip has moved the parts: bones, too, which three heeds only once. */
  follow(): void {
    this.update()
    if (!this.#hasSkins) return
    clearTimeout(this.#waiting)
    const wait = this.#free - performance.now()
    if (wait <= 0) this.#measure()
    else
      this.#waiting = setTimeout(() => {
        this.#measure()
        this.#redraw()
      }, wait)
  }

  #measure(): void {
    const begun = performance.now()
    const [first] = this.#helpers
    // Bones may lie outside of the part that they move.
    if (first) (sceneOf(first.object) ?? first.object).updateMatrixWorld()
    for (const { object } of this.#helpers) measureSkins(object)
    this.update()
    const now = performance.now()
    this.#free = now + REST * (now - begun)
  }

  /** The parts have moved, or others are seen. */
  update(): void {
    for (const helper of this.#helpers) {
      helper.object.updateWorldMatrix(true, false)
      helper.update()
    }
    this.#hideUnseen()
  }

  /** Draws no frames while pictures are taken: they are of the model. */
  async without<T>(take: () => Promise<T>): Promise<T> {
    this.#count(1)
    try {
      return await take()
    } finally {
      this.#count(-1)
      this.#redraw()
    }
  }

  #count(step: 1 | -1): void {
    this.#pictures += step
    this.#hideUnseen()
  }

  /** A part that is hidden has no frame. */
  #hideUnseen(): void {
    for (const helper of this.#helpers) helper.visible = this.#pictures === 0 && isOpen(helper.object)
  }

  clear(): void {
    clearTimeout(this.#waiting)
    for (const helper of this.#helpers) {
      helper.removeFromParent()
      helper.dispose()
    }
    this.#helpers = []
  }
}

/** A frame behind the model is seen, too. */
function seenThrough(material: LineBasicMaterial): void {
  material.depthTest = false
  material.transparent = true
  material.toneMapped = false
}

function hasSkin(part: Object3D): boolean {
  return part instanceof SkinnedMesh || part.children.some(hasSkin)
}

/** Whether nothing hides a part. */
const isOpen = (object: Object3D): boolean => object.visible && (object.parent === null || isOpen(object.parent))

function sceneOf(object: Object3D): Object3D | undefined {
  let at = object
  while (at.parent) at = at.parent
  return at === object ? undefined : at
}
