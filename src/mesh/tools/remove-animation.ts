// Removes animation: all of it, or only the root's motion, so that the model moves in place.
import type { Document, Node } from '@gltf-transform/core'
import { influencesOf } from '../formats/influences.ts'
import { boneMatrices, floatsOf, nodesOf, posedVertices, sceneOf } from '../formats/surface.ts'

/** Takes away animations, skeletons and their joints; skinned meshes keep the pose they stand in. */
export function removeAnimation(document: Document): Document {
  const root = document.getRoot()
  for (const animation of root.listAnimations()) {
    for (const channel of animation.listChannels()) channel.dispose()
    for (const sampler of animation.listSamplers()) sampler.dispose()
    animation.dispose()
  }
  for (const node of nodesOf(document)) freeze(document, node)
  const joints = new Set(root.listSkins().flatMap((skin) => skin.listJoints()))
  for (const skin of root.listSkins()) skin.dispose()
  // Joints that carry nothing are of no more use, outermost last.
  for (const node of nodesOf(document).reverse())
    if (joints.has(node) && !node.getMesh() && node.listChildren().length === 0) node.dispose()
  return document
}

/** A skinned node's mesh as it stands, in the scene's coordinates. */
function freeze(document: Document, node: Node): void {
  const [mesh, bones] = [node.getMesh(), boneMatrices(node)]
  if (!mesh || !bones) return
  const still = document.createMesh(mesh.getName())
  for (const primitive of mesh.listPrimitives()) {
    const own = primitive.clone()
    const [position, normal] = [own.getAttribute('POSITION'), own.getAttribute('NORMAL')]
    const influences = influencesOf(own)
    if (position && influences) {
      const vertices = {
        positions: floatsOf(position),
        normals: normal ? floatsOf(normal) : undefined,
        ...influences,
      }
      const posed = posedVertices(vertices, bones)
      own.setAttribute('POSITION', position.clone().setArray(posed.positions).setNormalized(false))
      if (normal && posed.normals)
        own.setAttribute('NORMAL', normal.clone().setArray(posed.normals).setNormalized(false))
      own.setAttribute('TANGENT', null)
    }
    for (const semantic of own.listSemantics())
      if (/^(JOINTS|WEIGHTS)_/.test(semantic)) own.setAttribute(semantic, null)
    still.addPrimitive(own)
  }
  const scene = sceneOf(document)
  scene?.addChild(document.createNode(node.getName()).setMesh(still))
  node.setSkin(null).setMesh(null)
  if (node.listChildren().length === 0) node.dispose()
}

/** Clips that walk on the spot: the outermost joints keep their first x and z. @returns whether any has moved */
export function animateInPlace(document: Document): boolean {
  let isChanged = false
  const root = document.getRoot()
  const joints = new Set(root.listSkins().flatMap((skin) => skin.listJoints()))
  for (const animation of root.listAnimations())
    for (const channel of animation.listChannels()) {
      const node = channel.getTargetNode()
      const output = channel.getSampler()?.getOutput()
      const parent = node?.getParentNode()
      if (!node || !output || channel.getTargetPath() !== 'translation') continue
      if (!joints.has(node) || (parent && joints.has(parent))) continue
      const values = floatsOf(output).slice()
      const cubic = channel.getSampler()?.getInterpolation() === 'CUBICSPLINE'
      for (let i = 0; i < values.length; i += 3) {
        // In a spline only every second of three entries is a value, the others are tangents.
        const tangent = cubic && (i / 3) % 3 !== 1
        values[i] = tangent ? 0 : (values[cubic ? 3 : 0] ?? 0)
        values[i + 2] = tangent ? 0 : (values[cubic ? 5 : 2] ?? 0)
      }
      if (floatsOf(output).every((value, i) => value === values[i])) continue
      output.setArray(values).setNormalized(false)
      isChanged = true
    }
  return isChanged
}
