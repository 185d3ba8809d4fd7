// Removes everything from a Document that is not referenced, since writers write everything it contains.
import { type Document, Mesh } from '@gltf-transform/core'
import { nodesOf } from '../formats/surface.ts'

/** Removes all clips. */
export function dropAnimations(document: Document): Document {
  for (const animation of document.getRoot().listAnimations()) {
    for (const part of [...animation.listChannels(), ...animation.listSamplers()]) part.dispose()
    animation.dispose()
  }
  return document
}

/** Removes nodes that show nothing and have nothing below them, unless they are bones. */
export function dropEmptyNodes(document: Document): Document {
  const bones = new Set(
    document
      .getRoot()
      .listSkins()
      .flatMap((skin) => skin.listJoints()),
  )
  for (const node of nodesOf(document).reverse())
    if (!node.getMesh() && !node.getCamera() && !bones.has(node) && node.listChildren().length === 0) node.dispose()
  for (const animation of document.getRoot().listAnimations()) {
    for (const channel of animation.listChannels()) if (!channel.getTargetNode()) channel.dispose()
    if (animation.listChannels().length === 0) animation.dispose()
  }
  return document
}

/** Removes meshes, skins, materials, textures and accessors that nothing uses. */
export function prune(document: Document): Document {
  const root = document.getRoot()
  // From users to what they use, so that one round is enough.
  const lists = [
    () => root.listMeshes(),
    () => root.listSkins(),
    () => root.listMaterials(),
    () => root.listTextures(),
    () => root.listAccessors(),
  ]
  for (const list of lists)
    for (const property of list()) {
      if (property.listParents().some((parent) => parent !== root)) continue
      if (property instanceof Mesh) for (const primitive of property.listPrimitives()) primitive.dispose()
      property.dispose()
    }
  return document
}
