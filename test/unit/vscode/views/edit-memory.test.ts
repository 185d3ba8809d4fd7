// Doing what was saved into one model to another.
import { expect, it } from 'vitest'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { EditMemory } from '../../../../src/vscode/views/edit-memory.ts'
import { ModelSaving } from '../../../../src/vscode/views/model-saving.ts'
import { answers, shown } from '../../../support/vscode.ts'
import { APPLY, opened, RENAME, services, useEmptyDisk } from './saving-files.ts'

useEmptyDisk()

function editMemory(saving: ModelSaving): EditMemory {
  const values = new Map<string, unknown>()
  const memory = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, JSON.parse(JSON.stringify(value))),
  }
  return new EditMemory({ memory, head: services().head, stages: saving.stages })
}

it('does what was saved to another model, by the names of its parts', async () => {
  const saving = new ModelSaving(services())
  const edits = editMemory(saving)
  const first = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(first)
  first.edit([RENAME, { kind: 'delete', node: 0 }, APPLY])
  await edits.keep(first)
  // The newer result has its parts in another order, and one that is called otherwise.
  const newer = await opened('/game/hero-2.glb', 'head', 'shoe', 'trunk')
  await saving.keepBase(newer)
  answers.push(([row]) => row)
  // A notification that nobody closes keeps nothing waiting.
  answers.push(() => new Promise(() => undefined))
  const operations = await edits.choose(newer)
  expect(operations).toEqual([{ ...RENAME, node: 0 }, APPLY])
  expect(shown.at(-1)?.text).toContain('Delete (body)')
})

it('joins the parts of the same names in another model, and works on what copies are there', async () => {
  const saving = new ModelSaving(services())
  const edits = editMemory(saving)
  const first = await opened('/game/hero.glb', 'body', 'head', 'hat')
  await saving.keepBase(first)
  const move = (node: number): Operation => ({
    ...{ kind: 'transform', node, translation: [0, 1, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] },
  })
  const join = (...nodes: number[]): Operation => ({ kind: 'run', operator: 'join', values: {}, nodes })
  first.edit([{ kind: 'duplicate', node: 2, as: 3 }, move(3), join(0, 1)])
  await edits.keep(first)
  const newer = await opened('/game/hero-2.glb', 'hat', 'shoe', 'head', 'belt', 'body')
  await saving.keepBase(newer)
  answers.push(([row]) => row)
  const operations = await edits.choose(newer)
  expect(operations).toEqual([{ kind: 'duplicate', node: 0, as: 5 }, move(5), join(4, 2)])
})
