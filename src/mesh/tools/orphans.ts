// What a change of a model leaves behind: meshes, materials, textures and accessors that nothing uses after it, whether they were
// there before or were made on the way. They go; what was unused before stays, since somebody may have put it there for a reason.
import { type Document, type Property, PropertyType } from '@gltf-transform/core'

const things = (document: Document): readonly Property[] => {
  const root = document.getRoot()
  // In the order in which they hold each other.
  return [...root.listMeshes(), ...root.listMaterials(), ...root.listTextures(), ...root.listAccessors()]
}

/** Whether it is in the file: a primitive that its mesh has given away holds its accessors, and is in none. */
const isInFile = (thing: Property): boolean =>
  thing.listParents().some((parent) => parent.propertyType === PropertyType.ROOT || isInFile(parent))

const isUsed = (thing: Property): boolean =>
  thing.listParents().some((parent) => parent.propertyType !== PropertyType.ROOT && isInFile(parent))

/** What nothing uses now, to be told to `dropOrphans` after the change. */
export const unusedThings = (document: Document): ReadonlySet<Property> =>
  new Set(things(document).filter((thing) => !isUsed(thing)))

/** Removes what nothing uses. @param kept what was so before the change, as `unusedThings` told */
export function dropOrphans(document: Document, kept: ReadonlySet<Property>): void {
  const orphans = (of: readonly Property[]) => of.filter((thing) => !kept.has(thing) && !isUsed(thing))
  const root = document.getRoot()
  for (const mesh of root.listMeshes()) {
    if (kept.has(mesh) || isUsed(mesh)) continue
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
