// Bones that are deleted: what they moved follows the bones above them, and what no bone moves any more stands where it stood.
import type { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { influencesOf } from '../../../../src/mesh/formats/influences.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { riggedModel } from '../formats/sample.ts'

/** The model after the part of this name was deleted, and then more was done. */
async function without(name: string, more: readonly Operation[] = [], document: Document = riggedModel()) {
  const node = document
    .getRoot()
    .listNodes()
    .findIndex((one) => one.getName() === name)
  const bytes = await writeGlb(document)
  const operations: Operation[] = [{ kind: 'delete', node }, ...more]
  const { files } = await runTool({ tool: 'edit', options: { operations }, bytes, name: 'hero' })
  const written = files[0]?.bytes ?? new Uint8Array()
  const { findings } = await runTool({ tool: 'check', options: {}, bytes: written })
  expect(findings?.filter(({ severity }) => severity === 'error')).toEqual([])
  return readModel(written)
}
const namesOf = (things: readonly { getName(): string }[]) => things.map((thing) => thing.getName())

describe('a bone that is deleted', () => {
  it('leaves its share to the one above it, and takes what only clips did to it away', async () => {
    const document = await without('knee')
    const root = document.getRoot()
    expect(namesOf(root.listNodes())).not.toContain('knee')
    expect(root.listSkins().map((skin) => namesOf(skin.listJoints()))).toEqual([['hip']])
    expect(root.listSkins()[0]?.getInverseBindMatrices()?.getCount()).toBe(1)
    const primitive = root.listMeshes()[0]?.listPrimitives()[0]
    const { joints = [], weights = [] } = (primitive && influencesOf(primitive)) ?? {}
    expect(new Set(joints)).toEqual(new Set([0]))
    expect([...weights].filter((_, i) => i % 4 === 0).every((weight) => weight === 1)).toBe(true)
    expect(sceneBounds(document)).toEqual(sceneBounds(riggedModel()))
    expect(root.listAnimations().map((clip) => clip.listChannels().length)).toEqual([1, 1])
  })

  it('is missed by no mesh when it was the last: it stands where it stood, without a skin', async () => {
    const document = riggedModel()
    const moved = document.getRoot().listNodes()
    for (const node of moved) if (node.getName() === 'armature') node.setTranslation([3, 0, 0]).setScale([2, 2, 2])
    const before = sceneBounds(document)
    const after = await without('armature', [], document)
    const root = after.getRoot()
    expect(namesOf(root.listNodes())).toEqual(['body'])
    expect([root.listSkins(), root.listAnimations()]).toEqual([[], []])
    expect(root.listMeshes()[0]?.listPrimitives()[0]?.listSemantics().join()).not.toMatch(/JOINTS|WEIGHTS/)
    for (const side of ['min', 'max'] as const)
      for (const k of [0, 1, 2]) expect(sceneBounds(after)[side][k]).toBeCloseTo(before[side][k] ?? NaN)
  })

  it('leaves the numbers of clips as they are shown to the tools that follow', async () => {
    const document = riggedModel()
    const [walk] = document.getRoot().listAnimations()
    for (const channel of walk?.listChannels() ?? []) if (channel.getTargetPath() === 'translation') channel.dispose()
    // The first clip moves nothing but the knee, and goes with it; the second keeps its number until then.
    const after = await without('knee', [{ kind: 'run', operator: 'loopClip', values: { clip: 1 } }], document)
    expect(namesOf(after.getRoot().listAnimations())).toEqual(['preset:idle'])
  })
})
