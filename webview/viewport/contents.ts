// What a model file contains besides a textured shape, in the words with which the studio says what a conversion leaves out.
import { extensionWords } from '../../src/mesh/formats/losses.ts'
import { literals } from '../../src/text/index.ts'
import type { GltfDocument } from './gltf-document.ts'

/** Sorted by how much a person would miss it. */
export function contentsOf(document: GltfDocument): string[] {
  const has = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0
  const found = new Set<string>()
  if (has(document.skins)) found.add(literals('skeletons'))
  if (has(document.animations)) found.add(literals('animations'))
  const drawn = { targets: false, colors: false, points: false, lines: false }
  for (const { primitives } of document.meshes ?? [])
    for (const { targets, attributes, mode = 4 } of primitives) {
      drawn.targets ||= has(targets)
      drawn.colors ||= 'COLOR_0' in attributes
      drawn.points ||= mode === 0
      drawn.lines ||= mode > 0 && mode < 4
    }
  if (drawn.targets) found.add(literals('morph targets'))
  if (drawn.colors) found.add(literals('vertex colors'))
  if (drawn.points) found.add(literals('points'))
  if (drawn.lines) found.add(literals('lines'))
  if (has(document.cameras)) found.add(literals('cameras'))
  for (const extension of document.extensionsUsed ?? []) {
    const words = extensionWords(extension)
    if (words !== undefined) found.add(words)
  }
  return [...found]
}
