// Merges several models into one file: each becomes a part named after its file, at its original position.
import { type Document, Logger, Verbosity } from '@gltf-transform/core'
import { mergeDocuments } from '@gltf-transform/functions'
import { sceneOf } from '../formats/surface.ts'

export interface NamedDocument {
  readonly name: string
  readonly document: Document
}

/** Adds models to the first, in place; clips and materials come with them. */
export function mergeModels(first: NamedDocument, others: readonly NamedDocument[]): Document {
  const { document } = first
  document.setLogger(new Logger(Verbosity.SILENT))
  const scene = sceneOf(document) ?? document.createScene()
  group(document, scene, first.name)
  for (const { name, document: other } of others) {
    const shown = sceneOf(other)
    if (!shown) continue
    const moved = mergeDocuments(document, other).get(shown)
    for (const own of document.getRoot().listScenes()) {
      if (own === scene) continue
      if (own === moved) {
        const part = document.createNode(name)
        for (const node of own.listChildren()) part.addChild(node)
        scene.addChild(part)
      }
      own.dispose()
    }
  }
  document.getRoot().setDefaultScene(scene)
  return document
}

/** Everything in a scene as one part. */
function group(document: Document, scene: ReturnType<Document['createScene']>, name: string): void {
  const part = document.createNode(name)
  for (const node of scene.listChildren()) part.addChild(node)
  for (const node of scene.listChildren()) scene.removeChild(node)
  scene.addChild(part)
}
