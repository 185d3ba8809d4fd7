// What a change of a model leaves behind: meshes, materials, textures and accessors that something used before it, and nothing
// after it. They go; what was unused before stays, since somebody may have put it there for a reason.
import { type Document, type Property, PropertyType } from '@gltf-transform/core'

const things = (document: Document): readonly Property[] => {
  const root = document.getRoot()
  // In the order in which they hold each other.
  return [...root.listMeshes(), ...root.listMaterials(), ...root.listTextures(), ...root.listAccessors()]
}

const isUsed = (thing: Property): boolean =>
  thing.listParents().some(({ propertyType }) => propertyType !== PropertyType.ROOT)

/** What something uses now, to be told to `dropOrphans` after the change. */
export const usedThings = (document: Document): ReadonlySet<Property> => new Set(things(document).filter(isUsed))

/** Removes what was used and is not any more. @param used before the change, as `usedThings` told */
export function dropOrphans(document: Document, used: ReadonlySet<Property>): void {
  const orphans = (of: readonly Property[]) => of.filter((thing) => used.has(thing) && !isUsed(thing))
  const root = document.getRoot()
  for (const mesh of root.listMeshes()) {
    if (!used.has(mesh) || isUsed(mesh)) continue
    for (const primitive of mesh.listPrimitives()) {
      // Another mesh may hold the same.
      if (primitive.listParents().some((parent) => parent !== mesh)) continue
      for (const target of primitive.listTargets()) target.dispose()
      primitive.dispose()
    }
    mesh.dispose()
  }
  for (const list of [() => root.listMaterials(), () => root.listTextures(), () => root.listAccessors()])
    for (const orphan of orphans(list())) orphan.dispose()
}
