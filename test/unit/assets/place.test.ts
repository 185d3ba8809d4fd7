// Placement: whole files under final names, never a replacement, whatever the disk does and wherever it is cut off.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssetFiles } from '../../../src/assets/files.ts'
import { AssetsError, type Incoming, type Placement, place } from '../../../src/assets/index.ts'
import { nodeFiles } from '../../../src/platform/files.ts'

let base = ''
let folder = ''
let storage = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tripo-place-'))
  folder = join(base, 'game', 'assets')
  storage = join(base, 'storage')
  await mkdir(folder, { recursive: true })
  await mkdir(storage)
})
afterEach(() => rm(base, { recursive: true }))

async function download(
  jobId: string,
  content = `model of ${jobId}`,
  where = folder,
  kind = 'model',
): Promise<Incoming> {
  const path = join(where, `.download-${jobId}-${kind}`)
  await writeFile(path, content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { kind, path, extension: 'glb', bytes: Buffer.byteLength(content), sha256 }
}

const placement = (jobId: string, files: readonly Incoming[], more: Partial<Placement> = {}): Placement => ({
  folder,
  workspace: join(base, 'game'),
  name: 'chair',
  jobId,
  owner: 'window-1',
  files,
  reserve: async () => {},
  sidecar: {
    text: (name, placed) =>
      JSON.stringify({
        ...{ jobId, name, files: placed.map((file) => file.name) },
        parts: placed.map(({ kind, name: path, bytes, sha256 }) => ({ kind, path, bytes, sha256 })),
      }),
    filesOf: (text) => (text.startsWith(`{"jobId":"${jobId}"`) ? JSON.parse(text).parts : undefined),
  },
  ...more,
})

/** A disk on which some operations fail. */
const failing = (
  operation: keyof AssetFiles,
  code: string,
  when: (path: string) => boolean = () => true,
): AssetFiles => ({
  ...nodeFiles,
  [operation]: async (...paths: [string, string]) => {
    if (when(paths.at(-1) ?? '') || when(paths[0])) throw Object.assign(new Error(`${code}: injected`), { code })
    const original: unknown = nodeFiles[operation]
    if (typeof original !== 'function') throw new TypeError(operation)
    return original(...paths)
  },
})

const content = (name: string) => readFile(join(folder, name), 'utf8')
const problemOf = async (promise: Promise<unknown>) => {
  const error = await promise.catch((caught: unknown) => caught)
  if (!(error instanceof AssetsError)) throw new Error(`No AssetsError but ${error}`)
  return error.problem
}

describe('placing', () => {
  test('gives model and JSON the same name and leaves nothing else', async () => {
    const result = await place(nodeFiles, placement('1', [await download('1')]))
    expect(await readdir(folder)).toEqual(['chair.glb', 'chair.tripo.json'])
    expect(await content('chair.glb')).toBe('model of 1')
    expect(JSON.parse(await content('chair.tripo.json'))).toMatchObject({ name: 'chair', files: ['chair.glb'] })
    expect(result).toMatchObject({ name: 'chair', sidecar: join(folder, 'chair.tripo.json') })
    expect(result.files[0]).toMatchObject({ path: join(folder, 'chair.glb'), bytes: 10 })
  })

  test('lets another format stand beside the GLB of the same name, with a JSON of its own', async () => {
    await place(nodeFiles, placement('1', [await download('1')]))
    const converted = { ...(await download('2')), extension: 'usdz' }
    expect((await place(nodeFiles, placement('2', [converted]))).name).toBe('chair')
    expect((await readdir(folder)).sort()).toEqual([
      'chair.glb',
      'chair.tripo.json',
      'chair.usdz',
      'chair.usdz.tripo.json',
    ])
    const again = await place(nodeFiles, placement('3', [{ ...(await download('3')), extension: 'usdz' }]))
    expect(again.name).toBe('chair-2')
  })

  test('works without a JSON, and creates the folder', async () => {
    const files = [await download('1', 'm', storage)]
    folder = join(base, 'game', 'new', 'folder')
    await place(nodeFiles, placement('1', files, { sidecar: undefined }))
    expect(await readdir(folder)).toEqual(['chair.glb'])
  })

  test('takes the next number where any name of the job is taken, and replaces nothing', async () => {
    await writeFile(join(folder, 'chair.glb'), 'mine')
    await writeFile(join(folder, 'chair-2.tripo.json'), 'mine too')
    await symlink('nowhere', join(folder, 'chair-3.glb'))
    expect((await place(nodeFiles, placement('1', [await download('1')]))).name).toBe('chair-4')
    expect(await content('chair.glb')).toBe('mine')
    expect(await content('chair-2.tripo.json')).toBe('mine too')
  })

  test('names further models by their kind, under one number', async () => {
    await writeFile(join(folder, 'chair.base-model.glb'), 'mine')
    const files = [await download('1', 'p', folder, 'pbr_model'), await download('1', 'b', folder, 'base_model')]
    await place(nodeFiles, placement('1', files))
    expect(await content('chair-2.glb')).toBe('p')
    expect(await content('chair-2.base-model.glb')).toBe('b')
    expect(await readdir(folder)).toHaveLength(4)
  })

  test('gives twenty at once twenty names', async () => {
    const incoming = await Promise.all(Array.from({ length: 20 }, (_, index) => download(`${index}`)))
    const results = await Promise.all(incoming.map((file, index) => place(nodeFiles, placement(`${index}`, [file]))))
    expect(new Set(results.map((result) => result.name)).size).toBe(20)
    for (const [index, result] of results.entries()) {
      expect(await content(`${result.name}.glb`)).toBe(`model of ${index}`)
      expect(await content(`${result.name}.tripo.json`)).toContain(`"jobId":"${index}"`)
    }
    const names = await readdir(folder)
    expect(names.filter((name) => name.startsWith('.'))).toEqual([])
    expect(names).toHaveLength(40)
  })

  test.each(['EPERM', 'ENOTSUP', 'EXDEV', 'EMLINK'])(
    'gives twenty at once twenty names when links fail with %s',
    async (code) => {
      const disk = failing('link', code)
      const incoming = await Promise.all(Array.from({ length: 20 }, (_, index) => download(`${index}`)))
      const results = await Promise.all(incoming.map((file, index) => place(disk, placement(`${index}`, [file]))))
      expect(new Set(results.map((result) => result.name)).size).toBe(20)
      for (const [index, result] of results.entries())
        expect(await content(`${result.name}.glb`)).toBe(`model of ${index}`)
      expect(await readdir(folder)).toHaveLength(40)
    },
  )

  test('brings a file from storage and leaves the original to the caller', async () => {
    const file = await download('1', 'from storage', storage)
    await place(nodeFiles, placement('1', [file]))
    expect(await content('chair.glb')).toBe('from storage')
    expect(await readdir(folder)).toHaveLength(2)
    expect(await readdir(storage)).toHaveLength(1)
  })
})

describe('trouble', () => {
  test.each([
    ['EACCES', 'assets.read-only'],
    ['EROFS', 'assets.read-only'],
    ['ENOSPC', 'assets.disk-full'],
    ['EDQUOT', 'assets.disk-full'],
    ['EIO', 'assets.failed'],
    ['ENAMETOOLONG', 'assets.name-too-long'],
  ])('%s while writing is %s, and nothing is visible or lost', async (code, expected) => {
    for (const operation of ['createFolder', 'write', 'create'] as const) {
      const file = await download('1')
      const disk = {
        ...failing(operation, code),
        ...(operation === 'create' ? { link: failing('link', code).link } : {}),
      }
      const problem = await problemOf(place(disk, placement('1', [file])))
      expect(problem).toMatchObject({ code: expected })
      expect(problem.nextStep).not.toBe('')
      expect(await readdir(folder)).toEqual(['.download-1-model'])
    }
  })

  test('takes the model back when the JSON cannot be published', async () => {
    const isJson = (path: string) => path.endsWith('.tripo.json')
    for (const noLinks of [false, true]) {
      const file = await download('1')
      const link = noLinks ? failing('link', 'EPERM').link : failing('link', 'EIO', isJson).link
      const disk = { ...failing('create', 'EIO', isJson), link }
      expect((await problemOf(place(disk, placement('1', [file])))).code).toBe('assets.failed')
      expect(await readdir(folder)).toEqual(['.download-1-model'])
      expect(await content('.download-1-model')).toBe('model of 1')
    }
  })

  test('a full disk while copying from storage leaves the original and no rest', async () => {
    const file = await download('1', 'x', storage)
    expect((await problemOf(place(failing('copy', 'ENOSPC'), placement('1', [file])))).code).toBe('assets.disk-full')
    expect(await readdir(folder)).toEqual([])
    expect(await readdir(storage)).toHaveLength(1)
  })

  test('a workspace that vanished is not made anew', async () => {
    const file = await download('1', 'x', storage)
    await rename(join(base, 'game'), join(base, 'moved'))
    expect((await problemOf(place(nodeFiles, placement('1', [file])))).code).toBe('assets.folder-gone')
    expect(await readdir(base)).toEqual(['moved', 'storage'])
  })

  test('a folder that became a link out is refused', async () => {
    const file = await download('1', 'x', storage)
    await rm(folder, { recursive: true })
    await symlink(storage, folder)
    expect((await problemOf(place(nodeFiles, placement('1', [file])))).code).toBe('assets.outside')
    expect(await readdir(storage)).toHaveLength(1)
  })

  test('a file where the folder should be is named', async () => {
    const file = await download('1', 'x', storage)
    await rm(folder, { recursive: true })
    await writeFile(folder, '')
    expect((await problemOf(place(nodeFiles, placement('1', [file])))).code).toBe('assets.not-a-folder')
  })

  test('a downloaded file that is gone is told apart', async () => {
    for (const where of [folder, storage]) {
      const file = await download('1', 'x', where)
      await rm(file.path)
      expect((await problemOf(place(nodeFiles, placement('1', [file])))).code).toBe('assets.lost')
    }
  })
})

describe('cut off and called again', () => {
  /** Runs until the nth change of the disk, as a kill would; tells the name reserved last, or that it went through. */
  async function cutAfter(steps: number, disk: AssetFiles, wish: Placement) {
    let left = steps
    let reserved: string | undefined
    const never = new Promise<never>(() => {})
    let killed = () => {}
    const kill = new Promise<'killed'>((resolve) => {
      killed = () => resolve('killed')
    })
    const step = async <Result>(act: () => Promise<Result>): Promise<Result> => {
      if (left-- > 0) return act()
      killed()
      return never
    }
    const changing: AssetFiles = {
      ...disk,
      createFolder: (path) => step(() => disk.createFolder(path)),
      link: (from, to) => step(() => disk.link(from, to)),
      create: (path, text) => step(() => disk.create(path, text)),
      rename: (from, to) => step(() => disk.rename(from, to)),
      copy: (from, to) => step(() => disk.copy(from, to)),
      write: (path, text) => step(() => disk.write(path, text)),
      remove: (path) => step(() => disk.remove(path)),
    }
    const reserve = (name: string) =>
      step(async () => {
        reserved = name
      })
    const outcome = await Promise.race([kill, place(changing, { ...wish, reserve }).then(() => 'done' as const)])
    return { outcome, reserved }
  }

  for (const where of ['folder', 'storage'] as const) {
    test(`between any two steps, the files are there once (download in the ${where})`, async () => {
      for (let steps = 0; ; steps++) {
        await writeFile(join(folder, 'chair.glb'), 'mine')
        const from = where === 'folder' ? folder : storage
        const files = [await download('1', 'p', from, 'pbr_model'), await download('1', 'b', from, 'base_model')]
        const { outcome, reserved } = await cutAfter(steps, nodeFiles, placement('1', files))
        if (outcome === 'killed') await place(nodeFiles, placement('1', files, { reserved }))
        expect(await readdir(folder), `after ${steps} steps`).toEqual([
          'chair-2.base-model.glb',
          'chair-2.glb',
          'chair-2.tripo.json',
          'chair.glb',
        ])
        expect(await content('chair-2.glb')).toBe('p')
        await rm(folder, { recursive: true })
        await mkdir(folder)
        if (outcome === 'done') return expect(steps).toBeGreaterThan(7)
      }
    })
  }

  test('does not take another file with the same content for its own', async () => {
    const file = await download('1', 'same')
    await writeFile(join(folder, 'chair.glb'), 'same')
    const result = await place(nodeFiles, placement('1', [file], { reserved: 'chair' }))
    expect(result.name).toBe('chair-2')
  })
})
