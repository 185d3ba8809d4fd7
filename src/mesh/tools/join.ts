// Joins parts: their meshes, in their world positions, become the mesh of the first. Primitives with the same material and
// attributes become one primitive, so that they are drawn with one call.
import type { Document, Node, Primitive } from '@gltf-transform/core'
import { joinPrimitives } from '@gltf-transform/functions'
import { counted, figure, type Phrase, phrase } from '../../text/index.ts'
import { determinant3, invert, multiply } from '../math/matrix.ts'
import { bakedMesh } from './apply.ts'
import { spreadNode } from './instances.ts'

/**
 * Joins the parts in place, with all their instances; the others' nodes stay where something lies in them, else they go. Skinned parts and those
 * with morph targets are left as they are, because their points follow something of their own.
 */
export function joinParts(document: Document, nodes: readonly Node[]): Phrase[] {
  const able = nodes.filter((node) => isAble(node)).flatMap((node) => spreadNode(document, node))
  const left = nodes.filter((node) => node.getMesh() && !isAble(node)).length
  const told =
    left > 0
      ? [
          counted(
            left,
            [
              '{0} part with bones or morph targets is left as it is.',
              '{0} parts with bones or morph targets are left as they are.',
            ],
            figure(left),
          ),
        ]
      : []
  const [first, ...others] = able
  const mesh = first?.getMesh()
  if (!first || !mesh || others.length === 0 || determinant3(first.getWorldMatrix()) === 0) return told
  const back = invert(first.getWorldMatrix())
  const whole = mesh.clone()
  for (const node of others) {
    const own = node.getMesh()
    if (!own) continue
    const moved = bakedMesh(document, own, multiply(back, node.getWorldMatrix()))
    for (const primitive of moved.listPrimitives()) whole.addPrimitive(primitive)
    moved.dispose()
    node.setMesh(null)
    if (node.listChildren().length === 0 && !isUsed(node)) node.dispose()
  }
  first.setMesh(whole)
  for (const group of groupsOf(whole.listPrimitives())) {
    if (group.length < 2) continue
    const joined = joinPrimitives(group)
    for (const primitive of group) whole.removePrimitive(primitive)
    whole.addPrimitive(joined)
  }
  return [phrase('{0} parts are joined.', figure(others.length + 1)), ...told]
}

const isAble = (node: Node): boolean =>
  !node.getSkin() &&
  node
    .getMesh()
    ?.listPrimitives()
    .every((primitive) => primitive.listTargets().length === 0) === true

/** Whether a clip or a skeleton needs the node. */
const isUsed = (node: Node): boolean =>
  node.getCamera() !== null ||
  node.listExtensions().length > 0 ||
  node.listParents().some(({ propertyType }) => propertyType === 'AnimationChannel' || propertyType === 'Skin')

/** Primitives that can be one: of a material, a mode and attributes of the same kinds. */
function groupsOf(primitives: readonly Primitive[]): Primitive[][] {
  const groups = new Map<string, Primitive[]>()
  const materials = new Map<unknown, number>()
  for (const primitive of primitives) {
    const material = primitive.getMaterial()
    const number = materials.get(material) ?? materials.size
    materials.set(material, number)
    const kinds = primitive
      .listSemantics()
      .sort()
      .map((semantic) => {
        const accessor = primitive.getAttribute(semantic)
        return `${semantic}:${accessor?.getType()}:${accessor?.getComponentType()}:${accessor?.getNormalized()}`
      })
    const key = [number, primitive.getMode(), primitive.getIndices() !== null, ...kinds].join('|')
    groups.set(key, [...(groups.get(key) ?? []), primitive])
  }
  return [...groups.values()]
}
