// Doing what was saved into one model to another.
import { expect, it } from 'vitest'
import type { Provenance } from '../../../../src/assets/index.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { EditMemory } from '../../../../src/vscode/views/edit-memory.ts'
import { ModelSaving } from '../../../../src/vscode/views/model-saving.ts'
import type { EditFiles } from '../../../../src/vscode/views/recorded-edits.ts'
import { answers, disk, shown, workspace } from '../../../support/vscode.ts'
import { APPLY, at, bytesAt, cancel, opened, RENAME, services, useEmptyDisk } from './saving-files.ts'

useEmptyDisk()

function editMemory(saving: ModelSaving): EditMemory {
  const values = new Map<string, unknown>()
  const memory = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, JSON.parse(JSON.stringify(value))),
  }
  return new EditMemory({ memory, head: services().head, stages: saving.stages, files })
}

const textAt = (path: string) => new TextDecoder().decode(bytesAt(path))
/** The disk of these tests, as JSONs of deliveries are read from it. */
const files: EditFiles = {
  separator: '/',
  join: (...parts) => parts.join('/'),
  identify: async (path) => (disk.has(String(at(path))) ? { id: path, bytes: bytesAt(path).length } : undefined),
  readText: async (path) => textAt(path),
  kindOf: async (path) => (disk.has(String(at(path))) ? 'file' : undefined),
  hash: async (path) => ({ bytes: bytesAt(path).length, sha256: 'b'.repeat(64) }),
  create: async (path, text) => files.replace(path, text),
  createFolder: async () => {},
  replace: async (path, text) => void disk.set(String(at(path)), new TextEncoder().encode(text)),
}

/** The JSON of a delivered model, beside it. */
function deliver(name: string): void {
  const provenance: Provenance = {
    ...{ schemaVersion: 1, generator: { name: 'Tripo Studio', version: '0' }, capability: 'text_to_model' },
    ...{ parameters: {}, seeds: {}, taskId: name, dialect: 'v3', region: 'global' },
    ...{ service: 'service', times: { created: '' }, sources: [] },
    files: [{ kind: 'model', path: `${name}.glb`, bytes: 5, sha256: 'a'.repeat(64) }],
  }
  disk.set(String(at(`/game/${name}.tripo.json`)), new TextEncoder().encode(JSON.stringify(provenance)))
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

it('does on another machine what was saved into a delivered model each time it was open', async () => {
  deliver('hero')
  const saving = new ModelSaving(services())
  const here = editMemory(saving)
  const first = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(first)
  first.edit([RENAME])
  await here.keep(first)
  const again = await opened('/game/hero.glb', 'body', 'hat')
  await saving.keepBase(again)
  const picture = 'f'.repeat(64)
  const paint: Operation = { kind: 'run', operator: 'texture', values: { material: 0, slot: 'color', picture } }
  again.edit([{ kind: 'delete', node: 1 }, paint])
  await here.keep(again)
  // What was saved there is read from the JSON alone.
  const other = new ModelSaving(services())
  const there = editMemory(other)
  const newer = await opened('/game/hero-2.glb', 'head', 'body')
  await other.keepBase(newer)
  answers.push(([row]) => row)
  answers.push(() => new Promise(() => undefined))
  expect(await there.choose(newer)).toEqual([
    { ...RENAME, node: 0 },
    { kind: 'delete', node: 0 },
  ])
  expect(shown.at(-1)?.text).toBe('Left out, since the picture is on another machine: Replace Texture')
})

it.each([
  ['{"edits": 3}', 'is no JSON of a delivery'],
  ['wrong operations', 'names what no change is'],
])('offers nothing of a JSON that %s', async (what) => {
  deliver('hero')
  const json = JSON.parse(textAt('/game/hero.tripo.json'))
  const edits = [{ id: 'a', kind: 'model', saved: '', operations: [{ kind: 'format-disk' }], references: [[]] }]
  const text = what.startsWith('{') ? what : JSON.stringify({ ...json, edits })
  await files.replace('/game/hero.tripo.json', text)
  const saving = new ModelSaving(services())
  const newer = await opened('/game/hero-2.glb', 'head')
  await saving.keepBase(newer)
  expect(await editMemory(saving).choose(newer)).toBe(undefined)
  expect(shown.at(-1)?.text).toBe('No changes have been saved in the model editor yet.')
})

it('gives what a delivered model was saved as a JSON of its own, from which its changes are made, too', async () => {
  workspace.workspaceFolders.push({ uri: at('/game'), name: 'game', index: 0 })
  deliver('hero')
  const saving = new ModelSaving(services())
  const edits = editMemory(saving)
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME])
  const target = at('/game/hat/hero-hat.glb')
  await saving.saveAs(document, target, cancel)
  await edits.keepCopy(document, target)
  const { taskId, files: named, edits: kept } = JSON.parse(textAt('/game/hat/hero-hat.tripo.json'))
  const digest = { bytes: bytesAt('/game/hat/hero-hat.glb').length, sha256: 'b'.repeat(64) }
  expect({ taskId, named }).toEqual({ taskId: 'hero', named: [{ kind: 'model', path: 'hero-hat.glb', ...digest }] })
  expect(kept).toMatchObject([{ operations: [RENAME] }])
  // The delivered one has no changes.
  expect(textAt('/game/hero.tripo.json')).not.toContain('"edits"')
  // Of a model that nobody delivered there is none.
  const own = await opened('/game/own.glb', 'body', 'head')
  await edits.keepCopy(own, at('/game/hat/hero-hat.glb'))
  expect(JSON.parse(textAt('/game/hat/hero-hat.tripo.json')).taskId).toBe('hero')
  workspace.workspaceFolders.length = 0
})

it('records in the JSON of a delivered model that all was taken back', async () => {
  deliver('hero')
  const saving = new ModelSaving(services())
  const edits = editMemory(saving)
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  const step = document.edit([RENAME])
  await edits.keep(document)
  expect(textAt('/game/hero.tripo.json')).toContain('"hat"')
  step.undo()
  await edits.keep(document)
  expect(textAt('/game/hero.tripo.json')).not.toContain('"hat"')
})
