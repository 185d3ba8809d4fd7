// The frame around what is selected, in the theme's accent: drawn over the model, and no part of it.
import { BoxHelper, type LineBasicMaterial, type Object3D } from 'three'

export class SelectionBox {
  #helper: BoxHelper | undefined

  /** Puts the frame around a part; undefined takes it away. */
  show(object: Object3D | undefined, color: string): void {
    this.clear()
    const scene = object && sceneOf(object)
    if (!object || !scene) return
    const helper = new BoxHelper(object, color)
    helper.userData['isHelper'] = true
    const material = helper.material
    if (!Array.isArray(material)) seenThrough(material)
    helper.renderOrder = 10
    scene.add(helper)
    this.#helper = helper
  }

  /** The part has moved. */
  update(): void {
    this.#helper?.update()
  }

  clear(): void {
    this.#helper?.removeFromParent()
    this.#helper?.dispose()
    this.#helper = undefined
  }
}

/** A frame behind the model is seen, too. */
function seenThrough(material: LineBasicMaterial): void {
  material.depthTest = false
  material.transparent = true
  material.toneMapped = false
}

function sceneOf(object: Object3D): Object3D | undefined {
  let at = object
  while (at.parent) at = at.parent
  return at === object ? undefined : at
}
