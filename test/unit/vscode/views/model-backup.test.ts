// What is kept of an edited model for a window that closes without saving.
import { expect, it } from 'vitest'
import * as vscode from 'vscode'
import { ModelDocument } from '../../../../src/vscode/views/model-document.ts'
import { ModelSaving } from '../../../../src/vscode/views/model-saving.ts'
import { answers, disk } from '../../../support/vscode.ts'
import { APPLY, at, bytesAt, cancel, cubes, namesAt, opened, RENAME, services, useEmptyDisk } from './saving-files.ts'

useEmptyDisk()

it('keeps changes for a window that closes, each a step, and asks when the file was changed meanwhile', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([{ kind: 'rename', node: 0, name: 'torso' }], 'Rename')
  await saving.save(document, cancel)
  document.edit([RENAME], 'Rename')
  document.edit([APPLY, { kind: 'rename', node: 1, name: 'cap' }], 'Apply')
  const { id } = await saving.backUp(document, at('/backups/hero'))
  const next = new ModelSaving(services())
  const restored = new ModelDocument(document.uri)
  await next.restore(restored, id)
  expect([restored.isDirty, restored.operations]).toEqual([true, document.operations])
  const steps = restored.drainSteps()
  expect(steps.map(({ label }) => label)).toEqual(['Rename', 'Apply'])
  expect(restored.drainSteps()).toEqual([])
  steps[1]?.undo()
  expect(restored.operations).toEqual(document.operations.slice(0, 2))
  steps[0]?.undo()
  expect([restored.isDirty, restored.operations]).toEqual([false, document.operations.slice(0, 1)])
  steps[0]?.redo()
  disk.set(String(at('/game/hero.glb')), await cubes('other'))
  await expect(next.save(restored, cancel)).rejects.toThrow(vscode.CancellationError)
  answers.push((offered) => offered.find((one) => JSON.stringify(one).includes('Overwrite')))
  await next.save(restored, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['torso', 'hat'])
})

it('keeps what was undone for a window that closes, and has the next one redo it', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME], 'Rename')
  const apply = document.edit([APPLY], 'Apply')
  const last = document.edit([{ kind: 'rename', node: 0, name: 'torso' }], 'Rename')
  const all = document.operations
  last.undo()
  apply.undo()
  const { id } = await saving.backUp(document, at('/backups/hero'))
  const restored = new ModelDocument(document.uri)
  await saving.restore(restored, id)
  expect(restored.operations).toEqual([RENAME])
  // VS Code's undo, as far as it is one of steps.
  const stack = restored.drainSteps()
  let done = stack.length
  const tell = (step: (typeof stack)[number]) => {
    stack.push(step)
    done += 1
  }
  const undo = async () => stack[--done]?.undo()
  await restored.replayUndone(tell, undo)
  expect(stack.map(({ label }) => label)).toEqual(['Rename', 'Apply', 'Rename'])
  expect([done, restored.operations]).toEqual([1, [RENAME]])
  // The same again for the window after.
  const { id: second } = await saving.backUp(restored, at('/backups/hero-2'))
  expect(bytesAt('/backups/hero-2')).toEqual(bytesAt('/backups/hero'))
  expect(second).not.toBe(id)
  stack[done++]?.redo()
  stack[done++]?.redo()
  expect(restored.operations).toEqual(all)
  // Where VS Code's undo is another's, the model is what VS Code holds it for.
  const other = new ModelDocument(document.uri)
  await saving.restore(other, id)
  await other.replayUndone(
    () => undefined,
    async () => undefined,
  )
  expect(other.operations).toEqual(all)
  // A new change ends what could be redone.
  const changed = new ModelDocument(document.uri)
  await saving.restore(changed, id)
  changed.edit([{ kind: 'delete', node: 0 }], 'Delete')
  expect(changed.undone).toEqual([])
})

it('keeps a change that undoes what was saved, and leaves a backup that cannot be read', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  const step = document.edit([RENAME], 'Rename')
  await saving.save(document, cancel)
  step.undo()
  const { id } = await saving.backUp(document, at('/backups/hero'))
  const restored = new ModelDocument(document.uri)
  await saving.restore(restored, id)
  expect([restored.isDirty, restored.operations]).toEqual([true, []])
  restored.drainSteps()[0]?.undo()
  expect([restored.isDirty, restored.operations]).toEqual([false, [RENAME]])
  for (const text of ['', '{"saved":1}', '{"saved":{"base":"x","operations":[{}]},"steps":[]}']) {
    disk.set(String(at('/backups/hero')), new TextEncoder().encode(text))
    const plain = new ModelDocument(document.uri)
    await saving.restore(plain, id)
    expect([plain.isDirty, plain.base]).toEqual([false, undefined])
  }
})
