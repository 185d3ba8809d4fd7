// Which parts of a model are selected and which are hidden, stored without references to the model: for a file that is reloaded,
// and for a page that freed its model while it was not visible.
import type { Object3D } from 'three'
import { nodeNumber } from '../viewport/sources.ts'
import { isHollow, setHollow } from './visibility.ts'

/** The way from the root down to a part; whether it is a node of the file and not a part of a mesh, where that is known. */
type Path = readonly { at: number; name: string; isNode?: boolean }[]

export interface Remembered {
  selected: readonly Path[]
  hidden: readonly Path[]
  /** Meshes that are not seen themselves, and what lies in them is. */
  hollow: readonly Path[]
}

/** @param selected parts of the model, in the order they were chosen */
export function remember(root: Object3D, selected: readonly Object3D[]): Remembered {
  const [hidden, hollow]: [Path[], Path[]] = [[], []]
  root.traverse((object) => {
    if (object.userData['isHelper'] === true) return
    if (!object.visible) hidden.push(pathOf(object, root))
    if (isHollow(object)) hollow.push(pathOf(object, root))
  })
  return { selected: selected.map((object) => pathOf(object, root)), hidden, hollow }
}

/** Hides what was hidden in a model that is the same, or a later version of it. @returns what was selected and is there */
export function recall(root: Object3D, { selected, hidden, hollow }: Remembered): readonly Object3D[] {
  const found = (paths: readonly Path[]) => paths.flatMap((path) => partAt(root, path) ?? [])
  for (const object of found(hidden)) object.visible = false
  for (const object of found(hollow)) setHollow(object, true)
  return found(selected)
}

function pathOf(object: Object3D, root: Object3D): Path {
  const path: { at: number; name: string; isNode: boolean }[] = []
  for (let one = object; one !== root && one.parent; one = one.parent)
    path.unshift({ at: one.parent.children.indexOf(one), name: one.name, isNode: nodeNumber(one) !== undefined })
  return path
}

/**
 * The part at that place; else the one of that name wherever it is now. A node is none of a mesh's parts, which the loader gives names
 * of its own: of two nodes that became one, those of the mesh can be called as the second was.
 */
function partAt(root: Object3D, path: Path): Object3D | undefined {
  let found: Object3D | undefined = root
  for (const { at, name } of path) {
    const child: Object3D | undefined = found?.children[at]
    found = child?.name === name ? child : undefined
  }
  const { name, isNode } = path.at(-1) ?? {}
  if (found || !name) return found
  root.traverse((object) => {
    const isSame = object.name === name && (isNode === undefined || (nodeNumber(object) !== undefined) === isNode)
    if (isSame) found ??= object
  })
  return found
}
