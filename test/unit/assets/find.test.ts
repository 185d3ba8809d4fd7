// Following delivered files on a real disk: renamed, moved with their folder, edited, deleted.
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFile } from '../../../src/assets/find.ts'
import { hashFile, nodeFiles } from '../../../src/platform/files.ts'

let game = ''
beforeEach(async () => {
  game = await mkdtemp(join(tmpdir(), 'tripo-find-'))
})
afterEach(() => rm(game, { recursive: true, force: true }))

const at = (...parts: string[]) => join(game, 'assets', ...parts)
async function put(path: string, content: string) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return { path, ...(await hashFile(path)) }
}
const provenance = (file: { bytes: number; sha256: string }, path: string) =>
  JSON.stringify({
    schemaVersion: 1,
    generator: { name: 'Tripo Studio', version: '0' },
    ...{ capability: 'text_to_model', parameters: {}, seeds: {}, taskId: 't1' },
    ...{ dialect: 'v3', region: 'global', service: 'service', times: { created: '' }, sources: [] },
    files: [{ kind: 'model', path, bytes: file.bytes, sha256: file.sha256 }],
  })

describe('a file that is not where it was', () => {
  it('is found under another name and in another folder, by its bytes', async () => {
    const wanted = await put(at('chair.glb'), 'a chair')
    await put(at('other.glb'), 'a share')
    await mkdir(at('props', 'seats'), { recursive: true })
    await rename(wanted.path, at('props', 'seats', 'stool.glb'))
    expect(await findFile(nodeFiles, { wanted, folders: [at()] })).toBe(at('props', 'seats', 'stool.glb'))
  })

  it('is found outside the assets folder among files that somebody names', async () => {
    const wanted = await put(at('chair.glb'), 'a chair')
    const moved = join(game, 'models', 'chair.glb')
    await mkdir(dirname(moved))
    await rename(wanted.path, moved)
    expect(await findFile(nodeFiles, { wanted, folders: [at()] })).toBeUndefined()
    expect(await findFile(nodeFiles, { wanted, folders: [at()], others: [moved] })).toBe(moved)
  })

  it('is found by the JSON of its delivery when it was edited and its folder moved', async () => {
    const wanted = await put(at('chair.glb'), 'a chair')
    await put(at('old', 'chair.glb'), 'a chair, painted over')
    await put(at('old', 'chair.tripo.json'), provenance(wanted, 'chair.glb'))
    await rm(wanted.path)
    const origin = { taskId: 't1', kind: 'model' }
    expect(await findFile(nodeFiles, { wanted, origin, folders: [at()] })).toBe(at('old', 'chair.glb'))
    const other = { ...origin, delivery: 'second' }
    expect(await findFile(nodeFiles, { wanted, origin: other, folders: [at()] })).toBeUndefined()
  })

  it('is not taken for a copy that belongs to another job, nor for one outside its JSON’s folder', async () => {
    const wanted = await put(at('chair.glb'), 'a chair')
    const second = await put(at('chair-2.glb'), 'a chair')
    await put(at('chair.tripo.json'), provenance(wanted, '../secret.glb'))
    await put(join(game, 'secret.glb'), 'x')
    await rm(wanted.path)
    const origin = { taskId: 't1', kind: 'model' }
    const taken = new Set([second.path])
    expect(await findFile(nodeFiles, { wanted, origin, folders: [at()], taken })).toBeUndefined()
  })

  it('is gone when nothing is like it, also when its folder is', async () => {
    const wanted = await put(at('chair.glb'), 'a chair')
    await rm(at(), { recursive: true })
    expect(await findFile(nodeFiles, { wanted, folders: [at(), dirname(wanted.path)] })).toBeUndefined()
  })
})
