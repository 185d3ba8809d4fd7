// The saved changes of a delivered file, in the JSON of its delivery.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordEdits, recordedEdits } from '../../../src/assets/edits.ts'
import { type Provenance, provenanceText, readProvenance } from '../../../src/assets/provenance.ts'
import { MOST_JSON } from '../../../src/assets/sidecar.ts'
import { nodeFiles } from '../../../src/platform/files.ts'

let game = ''
beforeEach(async () => {
  game = await mkdtemp(join(tmpdir(), 'tripo-edits-'))
})
afterEach(() => rm(game, { recursive: true, force: true }))

const sha256 = 'a'.repeat(64)
const delivered: Omit<Provenance, 'files'> = {
  ...{ schemaVersion: 1, generator: { name: 'Tripo Studio', version: '0' }, capability: 'text_to_model' },
  ...{ parameters: {}, seeds: {}, taskId: 't1', dialect: 'v3', region: 'global' },
  ...{ service: 'service', times: { created: '' }, sources: [] },
}
/** Two models of one delivery, whose JSON is at the root. */
async function deliver(json = '.tripo/public/chair.tripo.json'): Promise<string> {
  const folder = json.startsWith('.tripo') ? '../../public/' : ''
  const files = ['chair', 'chair-low'].map((name, i) => ({
    ...{ kind: i === 0 ? 'model' : 'lowpoly', path: `${folder}${name}.glb`, bytes: 5, sha256 },
  }))
  await mkdir(join(game, dirname(json)), { recursive: true })
  await writeFile(join(game, json), provenanceText({ ...delivered, files }))
  return join(game, json)
}
const chair = () => join(game, 'public', 'chair.glb')
const edits = (id: string, ...operations: unknown[]) => ({
  ...{ id, saved: '2026-12-01T12:00:00.000Z', operations, references: operations.map(() => []) },
})

it('lists each time a file was open, the last saving of which counts', async () => {
  const json = await deliver()
  for (const saved of [edits('one', 1), edits('one', 1, 2), edits('two', 3)])
    expect(await recordEdits(nodeFiles, chair(), game, saved)).toBe(true)
  const [own, ...others] = await recordedEdits(nodeFiles, json)
  expect(others).toEqual([])
  expect(own?.path).toBe(chair())
  expect(own?.edits.map(({ id, operations }) => [id, operations])).toEqual([
    ['one', [1, 2]],
    ['two', [3]],
  ])
  expect(readProvenance(await readFile(json, 'utf8'))?.taskId).toBe('t1')
})

it('forgets what was undone and saved again', async () => {
  const json = await deliver()
  await recordEdits(nodeFiles, chair(), game, edits('one', 1))
  await recordEdits(nodeFiles, chair(), game, edits('one'))
  expect(await recordedEdits(nodeFiles, json)).toEqual([])
})

it('tells the files of one delivery apart, and finds a JSON beside its model', async () => {
  const json = await deliver('public/chair.tripo.json')
  const low = join(game, 'public', 'chair-low.glb')
  await recordEdits(nodeFiles, chair(), game, edits('one', 1))
  // The JSON is called after the first of them.
  expect(await recordEdits(nodeFiles, low, game, edits('two', 2))).toBe(false)
  expect((await recordedEdits(nodeFiles, json)).map(({ path }) => path)).toEqual([chair()])
})

it('writes nothing where a model is nobody’s, or the list would be larger than what is read', async () => {
  expect(await recordEdits(nodeFiles, chair(), game, edits('one', 1))).toBe(false)
  const json = await deliver()
  const before = await readFile(json, 'utf8')
  expect(await recordEdits(nodeFiles, chair(), game, edits('one', 'x'.repeat(MOST_JSON)))).toBe(false)
  expect(await readFile(json, 'utf8')).toBe(before)
  expect(await recordedEdits(nodeFiles, join(game, 'public', 'none.tripo.json'))).toEqual([])
})
