// The boxes around selected parts, in the theme's accent color; drawn over the model, not part of it.
import { BoxHelper, type LineBasicMaterial, type Object3D } from 'three'

/** Most frames that are drawn: with more than that, frames say nothing. */
const MOST = 200

export class SelectionBox {
  #helpers: readonly BoxHelper[] = []
  /** Pictures that are being taken. */
  #pictures = 0

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
    this.#hideUnseen()
  }

  /** The parts have moved, or others are seen. */
  update(): void {
    for (const helper of this.#helpers) {
      helper.object.updateWorldMatrix(true, false)
      helper.update()
    }
    this.#hideUnseen()
  }

  /** Draws no frames while pictures are taken: they are of the model. @param redraw hears that the frames are there again */
  async without<T>(take: () => Promise<T>, redraw: () => void): Promise<T> {
    this.#count(1)
    try {
      return await take()
    } finally {
      this.#count(-1)
      redraw()
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

/** Whether nothing hides a part. */
const isOpen = (object: Object3D): boolean => object.visible && (object.parent === null || isOpen(object.parent))

function sceneOf(object: Object3D): Object3D | undefined {
  let at = object
  while (at.parent) at = at.parent
  return at === object ? undefined : at
}
