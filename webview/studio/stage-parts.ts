// The named parts of the displayed model, as the service names them, and a frame around one of them. Loaded with the viewport: it
// needs three.js.
import { Mesh, type Object3D } from 'three'
import { SelectionBox } from '../model/selection-box.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { PartsSource } from './field-handle.ts'

/** More than a person chooses from. */
const MOST = 200

/** An object's name in its file: the loader takes some signs out of those of the scene. */
const nameOf = ({ name, userData }: Object3D): string => {
  const own: unknown = userData.name
  return typeof own === 'string' && own !== '' ? own : name
}

/** The named objects that hold triangles; of a mesh of several materials the object that holds all of them. */
function namedMeshes(root: Object3D): ReadonlyMap<string, Object3D> {
  const found = new Map<string, Object3D>()
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const isPiece =
      object.parent !== null && object.parent !== root && nameOf(object.parent) !== '' && isSplit(object.parent)
    const part = isPiece && object.parent ? object.parent : object
    const name = nameOf(part)
    if (name !== '' && !found.has(name) && found.size < MOST) found.set(name, part)
  })
  return found
}

/** Several meshes and nothing else below it: one mesh of the file with several materials. */
const isSplit = ({ children }: Object3D): boolean =>
  children.length > 1 && children.every((child) => child instanceof Mesh && child.userData.name === undefined)

export class StageParts implements PartsSource {
  readonly #viewport: Viewport
  readonly #parts: ReadonlyMap<string, Object3D>
  readonly #box = new SelectionBox(() => this.#viewport.invalidate())

  constructor(viewport: Viewport) {
    this.#viewport = viewport
    this.#parts = viewport.model ? namedMeshes(viewport.model.root) : new Map()
  }

  names(): readonly string[] {
    return [...this.#parts.keys()]
  }

  highlight(name: string | undefined): void {
    const part = name === undefined ? undefined : this.#parts.get(name)
    const style = getComputedStyle(document.documentElement)
    if (part) this.#box.show([part], style.getPropertyValue('--vscode-focusBorder').trim() || '#0078d4')
    else this.#box.clear()
    this.#viewport.invalidate()
  }
}
