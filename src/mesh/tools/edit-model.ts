// Applies all changes of the model editor to a model: those of parts and materials directly, tools one after the other. After
// each tool the model is as if it were read from its file, since later changes refer to its parts by number.
import type { Document } from '@gltf-transform/core'
import type { Phrase } from '../../text/index.ts'
import { writeGlb } from '../formats/gltf.ts'
import { readModel } from '../formats/read-model.ts'
import { dropEmptyClips, numberedNodes, operate } from './operate.ts'
import type { Operation } from './operations.ts'
import { dropOrphans, unusedThings } from './orphans.ts'
import { type Pictures, runOperator } from './run-operator.ts'

/** The model as a reader of its file has it, with the paths that its pictures and its buffer had. */
async function readAgain(document: Document): Promise<Document> {
  const pathsOf = (one: Document) => [...one.getRoot().listTextures(), ...one.getRoot().listBuffers().slice(0, 1)]
  // A GLB has no paths, and writing one takes them away.
  const paths = pathsOf(document).map((thing) => thing.getURI())
  const bytes = await writeGlb(document)
  const read = await readModel(bytes)
  const things = pathsOf(read)
  if (things.length === paths.length) for (const [i, thing] of things.entries()) thing.setURI(paths[i] ?? '')
  return read
}

/**
 * @returns the changed model (the document is used up), what its last tool did, and whether that had nothing to change
 * @throws MeshError
 */
export async function editModel(
  document: Document,
  operations: readonly Operation[],
  pictures: Pictures = new Map(),
): Promise<{ document: Document; steps: readonly Phrase[]; isUnchanged: boolean }> {
  let edited = document
  let nodes = numberedNodes(edited)
  let unused = unusedThings(edited)
  let steps: readonly Phrase[] = []
  let isUnchanged = false
  let isRead = true
  for (const operation of operations) {
    if (!isRead) {
      edited = await readAgain(edited)
      nodes = numberedNodes(edited)
      unused = unusedThings(edited)
      isRead = true
    }
    if (operation.kind !== 'run') {
      operate(edited, [operation], nodes)
      continue
    }
    const chosen = (operation.nodes ?? []).flatMap((number) => {
      const node = nodes.get(number)
      return node && !node.isDisposed() ? [node] : []
    })
    const outcome = await runOperator(edited, operation.operator, operation.values, chosen, pictures)
    steps = outcome.said
    isUnchanged = outcome.isUnchanged === true
    dropEmptyClips(edited)
    dropOrphans(edited, unused)
    isRead = false
  }
  if (isRead) {
    dropEmptyClips(edited)
    dropOrphans(edited, unused)
  }
  return { document: edited, steps, isUnchanged }
}
