// Levels of detail inside one file (MSFT_lod): every part with a mesh gets parts that replace it at larger distances, with the
// screen coverage at which each does.
import type { Accessor, Document, Mesh, Node, Primitive } from '@gltf-transform/core'
import { MsftLod } from '../formats/msft-lod.ts'
import { nodesOf } from '../formats/surface.ts'
import { type LodLevel, type LodOptions, lodLevels } from './lod.ts'
import { sceneBounds } from './scene.ts'

/** The screen is so high as is seen at a metre's distance, see `switchingDistance`. */
const HEIGHT_AT_ONE = 2 * Math.tan((25 * Math.PI) / 180)
/** Under which a node's number is among its extras while levels are made. */
const MARK = 'tripoLod'
/** Below this share of the screen nothing is shown any more. */
const LEAST = 0.001

/** Adds the levels to the model in place. @returns them, the model itself first */
export async function addLevels(document: Document, options: LodOptions): Promise<LodLevel[]> {
  // Simplifying takes away what has become empty: nodes are known again by a mark, not by their number.
  const marked = document.getRoot().listNodes()
  for (const [i, node] of marked.entries()) node.setExtras({ ...node.getExtras(), [MARK]: i })
  const levels = await lodLevels(document, options)
  for (const node of marked) {
    const { [MARK]: _, ...extras } = node.getExtras()
    node.setExtras(extras)
  }
  const extension = document.createExtension(MsftLod)
  const coverage = coverages(document, levels)
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    const number = marked.indexOf(node)
    if (!mesh) continue
    const chain = extension.createLevels()
    for (const { document: source, level } of levels.slice(1)) {
      const nodes = source.getRoot().listNodes()
      const own = nodes.find((one) => one.getExtras()[MARK] === number)?.getMesh()
      if (own) chain.addLevel(levelNode(document, node, copiedMesh(document, own, mesh, source), level))
    }
    node.setExtension(MsftLod.EXTENSION_NAME, chain)
    node.setExtras({ ...node.getExtras(), MSFT_screencoverage: coverage })
  }
  return levels
}

/** The share of the screen's height below which the next level is shown, for each level. */
function coverages(document: Document, levels: readonly LodLevel[]): number[] {
  const { min, max } = sceneBounds(document)
  const size = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2])
  return levels.map((_, i) => {
    const distance = levels[i + 1]?.distance ?? 0
    return distance > 0 ? Math.max(LEAST, Math.min(1, size / (distance * HEIGHT_AT_ONE))) : LEAST
  })
}

/** A node that stands where the node does; in no scene, as the extension wants it. */
function levelNode(document: Document, node: Node, mesh: Mesh, level: number): Node {
  return document
    .createNode(`${node.getName()}_LOD${level}`)
    .setTranslation(node.getTranslation())
    .setRotation(node.getRotation())
    .setScale(node.getScale())
    .setWeights(node.getWeights())
    .setSkin(node.getSkin())
    .setMesh(mesh)
}

/** A mesh of another document in this one, with the materials of the mesh that it is a level of. */
function copiedMesh(document: Document, from: Mesh, base: Mesh, source: Document): Mesh {
  const materials = document.getRoot().listMaterials()
  const theirs = source.getRoot().listMaterials()
  const copies = new Map<Accessor, Accessor>()
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const copied = (accessor: Accessor): Accessor => {
    const known = copies.get(accessor)
    if (known) return known
    const made = document
      .createAccessor(accessor.getName())
      .setType(accessor.getType())
      .setArray(accessor.getArray())
      .setNormalized(accessor.getNormalized())
      .setBuffer(buffer)
    copies.set(accessor, made)
    return made
  }
  const primitiveOf = (one: Primitive): Primitive => {
    const own = document.createPrimitive().setMode(one.getMode())
    const material = one.getMaterial()
    own.setMaterial(material ? (materials[theirs.indexOf(material)] ?? null) : null)
    const indices = one.getIndices()
    if (indices) own.setIndices(copied(indices))
    for (const semantic of one.listSemantics()) {
      const accessor = one.getAttribute(semantic)
      if (accessor) own.setAttribute(semantic, copied(accessor))
    }
    for (const target of one.listTargets()) {
      const made = document.createPrimitiveTarget(target.getName())
      for (const semantic of target.listSemantics()) {
        const accessor = target.getAttribute(semantic)
        if (accessor) made.setAttribute(semantic, copied(accessor))
      }
      own.addTarget(made)
    }
    return own
  }
  const mesh = document.createMesh(`${from.getName()}`).setWeights(base.getWeights()).setExtras(base.getExtras())
  for (const primitive of from.listPrimitives()) mesh.addPrimitive(primitiveOf(primitive))
  return mesh
}
