// The parts of a model as a list a person can read: which objects of the scene are named, what each is, and in which order.
import { Bone, Camera, Light, Line, Mesh, type Object3D, Points, SkinnedMesh } from 'three'
import { ownName } from '../viewport/sources.ts'

/** What a part is, by the terms of glTF and three.js. */
export type PartKind = 'mesh' | 'skinned mesh' | 'line' | 'points' | 'bone' | 'light' | 'camera' | 'group'

/** Codicons by kind. */
export const PART_ICONS: Readonly<Record<PartKind, string>> = {
  mesh: 'symbol-method',
  'skinned mesh': 'person',
  line: 'symbol-ruler',
  points: 'circle-small-filled',
  bone: 'git-merge',
  light: 'lightbulb',
  camera: 'device-camera-video',
  group: 'symbol-namespace',
}

export interface Part {
  object: Object3D
  name: string
  kind: PartKind
  /** Steps below the model's root, from 0. */
  depth: number
  hasChildren: boolean
  parent: Part | undefined
}

/** What an object of the scene is. */
export function kindOf(object: Object3D): PartKind {
  if (object instanceof SkinnedMesh) return 'skinned mesh'
  if (object instanceof Mesh) return 'mesh'
  if (object instanceof Line) return 'line'
  if (object instanceof Points) return 'points'
  if (object instanceof Bone) return 'bone'
  if (object instanceof Light) return 'light'
  if (object instanceof Camera) return 'camera'
  return 'group'
}

/**
 * All parts below a model's root in the order of the file, parents first. Helpers of the viewport, which have no name and
 * no file behind them (`userData.isHelper`), are left out.
 * @param nameless what a part without a name is called, by its kind
 */
export function partsOf(root: Object3D, nameless: (kind: PartKind) => string): Part[] {
  const parts: Part[] = []
  const visit = (object: Object3D, depth: number, parent: Part | undefined) => {
    if (object.userData['isHelper'] === true) return
    const kind = kindOf(object)
    const hasChildren = object.children.some((child) => child.userData['isHelper'] !== true)
    const part = { object, name: ownName(object) || nameless(kind), kind, depth, hasChildren, parent }
    parts.push(part)
    for (const child of object.children) visit(child, depth + 1, part)
  }
  for (const child of root.children) visit(child, 0, undefined)
  return parts
}

/** Parts whose name contains the words, and all parts above them, so that they stand where they belong. */
export function filtered(parts: readonly Part[], words: string): readonly Part[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return parts
  const kept = new Set<Part>()
  for (const part of parts) {
    if (!part.name.toLowerCase().includes(wanted)) continue
    for (let at: Part | undefined = part; at; at = at.parent) kept.add(at)
  }
  return parts.filter((part) => kept.has(part))
}

/** The same parts with those of each parent by name. */
export function sorted(parts: readonly Part[]): Part[] {
  const children = new Map<Part | undefined, Part[]>()
  for (const part of parts) children.set(part.parent, [...(children.get(part.parent) ?? []), part])
  const collator = new Intl.Collator(undefined, { numeric: true })
  const visit = (parent: Part | undefined): Part[] =>
    (children.get(parent) ?? [])
      .sort((a, b) => collator.compare(a.name, b.name))
      .flatMap((part) => [part, ...visit(part)])
  return visit(undefined)
}
