// Colliders in a model (src/mesh/tools/collider.ts): shapes for physics, which no game draws. They lie in the very surface that they
// are made of, or hide all of it: they are seen through, a little before the surface, and cast no shadow.
import { type Material, Mesh, MeshStandardMaterial, type Object3D } from 'three'
import { isColliderName } from '../../src/mesh/tools/collider-name.ts'
import { materialNumber, ownName } from './sources.ts'

/** Whether an object is a collider, or part of one. */
export function isCollider(object: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (isColliderName(ownName(at))) return true
  return false
}

const materialsOf = ({ material }: Mesh): Material[] => (Array.isArray(material) ? material : [material])

/** Draws a model's colliders so that what they stand for is seen. A file that holds nothing else is shown as any model. */
export function revealColliders(root: Object3D): void {
  const meshes: Mesh[] = []
  root.traverse((object) => object instanceof Mesh && meshes.push(object))
  const colliders = meshes.filter(isCollider)
  if (colliders.length === 0 || colliders.length === meshes.length) return
  const others = new Set(meshes.filter((mesh) => !colliders.includes(mesh)).flatMap(materialsOf))
  const before = { polygonOffset: true, polygonOffsetFactor: -1, polygonOffsetUnits: -4 }
  let plain: Material | undefined
  for (const mesh of colliders) {
    mesh.castShadow = false
    mesh.receiveShadow = false
    for (const material of materialsOf(mesh)) if (!others.has(material)) Object.assign(material, before)
    // One without a material of the file's.
    if (Array.isArray(mesh.material) || materialNumber(mesh.material) !== undefined) continue
    plain ??= new MeshStandardMaterial({
      ...{ ...before, color: 0x35c46f, roughness: 1, metalness: 0, flatShading: true },
      ...{ transparent: true, opacity: 0.35, depthWrite: false },
    })
    mesh.material = plain
  }
}
