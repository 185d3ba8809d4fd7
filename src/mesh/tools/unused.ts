// Accessors that a model no longer references: everything in a Document is written.
import type { Accessor, Document } from '@gltf-transform/core'

/** @param accessors those that may go; all when left out */
export function dropUnusedAccessors(
  document: Document,
  accessors: Iterable<Accessor> = document.getRoot().listAccessors(),
): void {
  const root = document.getRoot()
  for (const accessor of accessors) if (accessor.listParents().every((parent) => parent === root)) accessor.dispose()
}
