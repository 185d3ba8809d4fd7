// Applies operations to a Document, as the model editor applies them to its scene.
import { type Document, type Material, type Node, Scene } from '@gltf-transform/core'
import { dropClip } from './clips.ts'
import { releaseBones } from './delete-bones.ts'
import { copyName } from './names.ts'
import type { Operation } from './operations.ts'

/** The nodes of a model by the numbers that operations name them by. */
export const numberedNodes = (document: Document): Map<number, Node> =>
  new Map(
    document
      .getRoot()
      .listNodes()
      .map((node, i) => [i, node]),
  )

/**
 * Changes the model in place; operations on what is not there (any more) do nothing, nor do those that run a tool.
 * @param nodes by their numbers; copies are added
 */
export function operate(
  document: Document,
  operations: readonly Operation[],
  nodes: Map<number, Node> = numberedNodes(document),
): Document {
  const materials = document.getRoot().listMaterials()
  for (const operation of operations) {
    if (operation.kind === 'run') continue
    if (operation.kind === 'material') {
      paint(materials[operation.material], operation)
      continue
    }
    const node = nodes.get(operation.node)
    if (!node || node.isDisposed()) continue
    if (operation.kind === 'transform')
      node.setTranslation(operation.translation).setRotation(operation.rotation).setScale(operation.scale)
    else if (operation.kind === 'rename') node.setName(operation.name)
    else if (operation.kind === 'delete') deleteNode(document, node)
    else duplicate(document, node, operation.as, nodes)
  }
  return document
}

function paint(material: Material | undefined, changes: Extract<Operation, { kind: 'material' }>): void {
  const { color, metallic, roughness, emissive, alphaMode, doubleSided } = changes
  if (color) material?.setBaseColorFactor(color)
  if (metallic !== undefined) material?.setMetallicFactor(metallic)
  if (roughness !== undefined) material?.setRoughnessFactor(roughness)
  if (emissive) material?.setEmissiveFactor(emissive)
  if (alphaMode) material?.setAlphaMode(alphaMode)
  if (doubleSided !== undefined) material?.setDoubleSided(doubleSided)
}

/** The node and all below it, parents first, in the order that the scene has, too. */
function withAll(node: Node): Node[] {
  return [node, ...node.listChildren().flatMap(withAll)]
}

/** Deletes a node with all in it. Clips that moved nothing else stay, empty, since tools name clips by number: see `dropEmptyClips`. */
function deleteNode(document: Document, node: Node): void {
  const all = new Set(withAll(node))
  releaseBones(document, all)
  for (const clip of document.getRoot().listAnimations())
    for (const channel of clip.listChannels()) {
      const target = channel.getTargetNode()
      if (target && all.has(target)) channel.dispose()
    }
  for (const one of [...all].reverse()) one.dispose()
}

/** Removes clips that move nothing (any more), which no file can hold. */
export function dropEmptyClips(document: Document): void {
  for (const clip of document.getRoot().listAnimations()) if (clip.listChannels().length === 0) dropClip(clip)
}

function duplicate(document: Document, node: Node, as: number, nodes: Map<number, Node>): void {
  let number = as
  const taken = new Set(
    document
      .getRoot()
      .listNodes()
      .map((one) => one.getName()),
  )
  const copyOf = (one: Node): Node => {
    const name = copyName(one.getName(), taken)
    taken.add(name)
    const copy = document
      .createNode(name)
      .setTranslation(one.getTranslation())
      .setRotation(one.getRotation())
      .setScale(one.getScale())
      .setMesh(one.getMesh())
      .setSkin(one.getSkin())
      .setCamera(one.getCamera())
      .setWeights(one.getWeights())
      .setExtras(one.getExtras())
    for (const extension of one.listExtensions()) copy.setExtension(extension.extensionName, extension)
    nodes.set(number, copy)
    number += 1
    for (const child of one.listChildren()) copy.addChild(copyOf(child))
    return copy
  }
  const parent = node.getParentNode()
  const copy = copyOf(node)
  if (parent) parent.addChild(copy)
  else for (const above of node.listParents()) if (above instanceof Scene) above.addChild(copy)
}
