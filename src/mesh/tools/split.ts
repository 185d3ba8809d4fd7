// Splits a model into several files: one for each part, or for each material.
import type { Document } from '@gltf-transform/core'
import { cloneDocument } from '@gltf-transform/functions'
import { portableName } from '../../text/portable-name.ts'
import { nodesOf } from '../formats/surface.ts'
import { dropEmptyNodes, prune } from './prune.ts'

/** @returns a document for each part (node with a mesh) or material that the scene shows, with a name of its own, that a file of it can have everywhere */
export function splitModel(document: Document, by: 'part' | 'material'): { name: string; document: Document }[] {
  const nodes = nodesOf(document)
  const keys =
    by === 'part'
      ? nodes.flatMap((node, i) => (node.getMesh() ? [{ key: i, name: node.getName() || 'part' }] : []))
      : [
          ...new Set(
            nodes.flatMap(
              (node) =>
                node
                  .getMesh()
                  ?.listPrimitives()
                  .map((one) => one.getMaterial()) ?? [],
            ),
          ),
        ].map((material) => ({
          key: material ? document.getRoot().listMaterials().indexOf(material) : -1,
          name: material?.getName() || 'material',
        }))
  const taken = new Set<string>()
  return keys.map(({ key, name }) => {
    const copy = cloneDocument(document)
    const materials = copy.getRoot().listMaterials()
    for (const [i, node] of nodesOf(copy).entries()) {
      const mesh = node.getMesh()
      if (!mesh) continue
      if (by === 'part' && i !== key) node.setMesh(null).setSkin(null)
      if (by === 'material') {
        const wanted = key < 0 ? null : materials[key]
        for (const primitive of mesh.listPrimitives()) if (primitive.getMaterial() !== wanted) primitive.dispose()
        if (mesh.listPrimitives().length === 0) node.setMesh(null).setSkin(null)
      }
    }
    const stem = portableName(name, by)
    let own = stem
    for (let number = 2; taken.has(own.toLowerCase()); number++) own = `${stem}-${number}`
    taken.add(own.toLowerCase())
    return { name: own, document: prune(dropEmptyNodes(copy)) }
  })
}
