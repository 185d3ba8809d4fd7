// What a model file contains besides a textured shape, in the words with which the studio says what a conversion leaves out.
import { extensionWords } from '../../src/mesh/formats/losses.ts'
import { literals } from '../../src/text/index.ts'
import type { GltfDocument } from './gltf-document.ts'

/** Sorted by how much a person would miss it. */
export function contentsOf(document: GltfDocument): string[] {
  const primitives = (document.meshes ?? []).flatMap((mesh) => mesh.primitives)
  const has = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0
  const found = new Set<string>()
  if (has(document.skins)) found.add(literals('skeletons'))
  if (has(document.animations)) found.add(literals('animations'))
  if (primitives.some(({ targets }) => has(targets))) found.add(literals('morph targets'))
  if (primitives.some(({ attributes }) => 'COLOR_0' in attributes)) found.add(literals('vertex colors'))
  if (primitives.some(({ mode = 4 }) => mode === 0)) found.add(literals('points'))
  if (primitives.some(({ mode = 4 }) => mode > 0 && mode < 4)) found.add(literals('lines'))
  if (has(document.cameras)) found.add(literals('cameras'))
  for (const extension of document.extensionsUsed ?? []) {
    const words = extensionWords(extension)
    if (words !== undefined) found.add(words)
  }
  return [...found]
}
