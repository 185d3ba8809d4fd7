// Which node or material of the file a drawn object is: its index there, which changes refer to, and its name.
import { Material, Object3D, PropertyBinding } from 'three'
import type { GLTFParser } from 'three/addons/loaders/GLTFLoader.js'

const NODES = new WeakMap<Object3D, number>()
const MATERIALS = new WeakMap<Material, number>()

/** Notes what the loader made of what, as long as the things live. */
export function noteSources({ associations }: Pick<GLTFParser, 'associations'>): void {
  // The default material of a mesh without one has an entry without a number (three 0.187, assignFinalMaterial).
  const entries: Iterable<[object, { nodes?: number; materials?: number } | undefined]> = associations
  for (const [made, source] of entries) {
    const { nodes, materials } = source ?? {}
    if (made instanceof Object3D && nodes !== undefined) NODES.set(made, nodes)
    if (made instanceof Material && materials !== undefined) MATERIALS.set(made, materials)
  }
}

/** The number of the object's node; undefined for parts of a mesh, and for files that are no glTF. */
export const nodeNumber = (object: Object3D): number | undefined => NODES.get(object)
export const materialNumber = (material: Material): number | undefined => MATERIALS.get(material)

/** Gives an object that is a copy a number of its own. */
export const numberNode = (object: Object3D, number: number): void => void NODES.set(object, number)

/**
 * What an object is called in the file; empty where it has no name. three's loader writes names without blanks and other signs,
 * each once, so that clips find what they move by them; the file's own it keeps beside.
 */
export function ownName({ name, userData }: Object3D): string {
  const own: unknown = userData['name']
  if (typeof own !== 'string') return name
  const plain = PropertyBinding.sanitizeNodeName(own)
  // Another one was given since.
  const isOwn = name === plain || (name.startsWith(`${plain}_`) && /^\d+$/.test(name.slice(plain.length + 1)))
  return isOwn ? own : name
}
