// What a model loses when it is converted to a format, listed before anything is written: only GLB and glTF can store everything
// in a Document.

import type { Document } from '@gltf-transform/core'
import { english, literals, type Phrase, phrase } from '../../text/index.ts'
import { INSTANCING } from '../tools/drawn-counts.ts'
import { otherPrimitives } from './gltf-check.ts'
import { formatFacts, type ModelFormat } from './names.ts'

/** glTF extensions by what a person calls the thing. Those that start with this hold a material's finer properties. */
const MATERIAL = 'KHR_materials_'
const EXTENSION_NAMES = new Map<string, string>(
  literals([
    ['KHR_materials_unlit', 'unlit materials'],
    ['KHR_materials_variants', 'material variants'],
    ['KHR_texture_transform', 'texture transforms'],
    ['KHR_lights_punctual', 'lights'],
    ['EXT_mesh_gpu_instancing', 'instances'],
  ]),
)
/** What a person calls the thing that a glTF extension adds; undefined for one that changes nothing to be seen. */
export function extensionWords(extension: string): string | undefined {
  const name = EXTENSION_NAMES.get(extension)
  if (name !== undefined) return name
  return extension.startsWith(MATERIAL) ? `${extension.slice(MATERIAL.length)} of materials` : undefined
}

/** What the document has and the format cannot hold, a sentence each in English; empty when all is kept. */
export const lossesOf = (document: Document, format: ModelFormat): string[] =>
  lossPhrases(document, format).map(english)

/** The same as phrases, for who shows them in another language. */
export function lossPhrases(document: Document, format: ModelFormat): Phrase[] {
  const { isWhole, hasMotion = false, title } = formatFacts(format)
  if (isWhole) return []
  const root = document.getRoot()
  const primitives = root.listMeshes().flatMap((mesh) => mesh.listPrimitives())
  const lost = new Set<string>(otherPrimitives(document))
  if (primitives.some((primitive) => primitive.listTargets().length > 0)) lost.add('morph targets')
  if (root.listCameras().length > 0) lost.add('cameras')
  if (!hasMotion && root.listSkins().length > 0) lost.add('skeletons')
  if (!hasMotion && root.listAnimations().length > 0) lost.add('animations')
  if (format === 'usdz' && movesParts(document)) lost.add(literals('animations of parts outside skeletons'))
  for (const { extensionName } of root.listExtensionsUsed()) {
    // Each becomes a part of its own.
    if (extensionName === INSTANCING) continue
    const name = extensionWords(extensionName)
    if (name !== undefined) lost.add(name)
  }
  const sentence = "{0} cannot hold the model's {1}: left out."
  return [...lost].map((what) => phrase(sentence, title, phrase(what)))
}

/** Whether a clip moves what is no bone. */
function movesParts(document: Document): boolean {
  const root = document.getRoot()
  const bones = new Set(root.listSkins().flatMap((skin) => skin.listJoints()))
  return root
    .listAnimations()
    .flatMap((clip) => clip.listChannels())
    .some((channel) => {
      const node = channel.getTargetNode()
      return channel.getTargetPath() !== 'weights' && node !== null && !bones.has(node)
    })
}
