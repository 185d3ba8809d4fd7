// What a model names beside it is read, nothing else, and a result takes no name that is taken.
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putBeside, readWithCompanions } from '../../../src/platform/files-beside.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-beside-'))
})
afterEach(() => rm(folder, { recursive: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
const put = (path: string, text: string) => writeFile(join(folder, path), text)

describe('the files beside a model', () => {
  it('are those that it names, and those that these name', async () => {
    await mkdir(join(folder, 'textures'))
    await put('chair.obj', 'mtllib chair.mtl\nv 0 0 0')
    await put('chair.mtl', 'newmtl wood\nmap_Kd textures/old wood.png')
    await put('textures/old wood.png', 'wood')
    await put('other.png', 'other')
    const { files } = await readWithCompanions(join(folder, 'chair.obj'))
    expect([...files.keys()]).toEqual(['chair.mtl', 'textures/old wood.png'])
  })

  it('are found by their names in addresses, too', async () => {
    await put('a.gltf', '{"buffers":[{"uri":"my%20data.bin"}]}')
    await put('my data.bin', 'data')
    const { files } = await readWithCompanions(join(folder, 'a.gltf'))
    expect([...files.keys()]).toEqual(['my data.bin'])
  })

  it('are found however a program writes their names', async () => {
    // As it is, in another case, in JSON's and in a careful encoder's way, and with an accent that is a letter of its own.
    const uris = [
      'a%20b%28c%29.bin',
      'T\\u00e9l\\u00e9.png',
      'wood.PNG',
      'Stra%c3%9fe.png',
      'n%C3%A9e.png',
      'maps\\\\deep.png',
    ]
    await put('a.gltf', `{"images":[${uris.map((uri) => `{"uri":"${uri}"}`).join()}]}`)
    const names = ['a b(c).bin', 'Télé.png', 'Wood.png', 'Straße.png', 'ne\u0301e.png', 'deep.png', 'other.png']
    for (const name of names) await put(name, 'x')
    const { files } = await readWithCompanions(join(folder, 'a.gltf'))
    expect([...files.keys()].sort()).toEqual(names.slice(0, -1).sort())
    await put('b.obj', 'mtllib Stone.MTL')
    await put('stone.mtl', 'x')
    expect([...(await readWithCompanions(join(folder, 'b.obj'))).files.keys()]).toEqual(['stone.mtl'])
  })

  it('are none for a GLB', async () => {
    await put('a.glb', 'a.png')
    await put('a.png', 'x')
    expect((await readWithCompanions(join(folder, 'a.glb'))).files.size).toBe(0)
  })
})

describe('a result', () => {
  it('takes the next free name, and leaves what is there alone', async () => {
    await put('chair.fbx', 'mine')
    const file = [{ path: 'chair.fbx', bytes: bytes('new') }]
    expect(await putBeside(folder, file)).toBe(join(folder, 'chair-2.fbx'))
    expect(await putBeside(folder, file)).toBe(join(folder, 'chair-3.fbx'))
    expect(await readFile(join(folder, 'chair.fbx'), 'utf8')).toBe('mine')
    expect((await readdir(folder)).sort()).toEqual(['chair-2.fbx', 'chair-3.fbx', 'chair.fbx'])
  })

  it('of several files gets a folder of its own', async () => {
    await mkdir(join(folder, 'chair-obj'))
    const files = [
      { path: 'chair.obj', bytes: bytes('v') },
      { path: 'textures/wood.png', bytes: bytes('w') },
    ]
    expect(await putBeside(folder, files)).toBe(join(folder, 'chair-obj-2', 'chair.obj'))
    expect(await putBeside(folder, files, 'chair-lod')).toBe(join(folder, 'chair-lod', 'chair.obj'))
    await rm(join(folder, 'chair-lod'), { recursive: true })
    expect(await readFile(join(folder, 'chair-obj-2', 'textures', 'wood.png'), 'utf8')).toBe('w')
    expect((await readdir(folder)).sort()).toEqual(['chair-obj', 'chair-obj-2'])
  })

  it('that names a file outside its folder is refused, and leaves nothing', async () => {
    const files = [
      { path: 'chair.obj', bytes: bytes('v') },
      { path: '../../evil.png', bytes: bytes('w') },
    ]
    await expect(putBeside(folder, files)).rejects.toThrow('outside of its folder')
    expect(await readdir(folder)).toEqual([])
  })

  it('takes no name that another has in other letters: elsewhere they are one', async () => {
    await put('CUBE.GLB', 'a source')
    const made = await putBeside(folder, [{ path: 'cube.glb', bytes: bytes('x') }])
    expect(basename(made)).toBe('cube-2.glb')
    await mkdir(join(folder, 'Cube-OBJ'))
    const several = ['cube.obj', 'cube.mtl'].map((path) => ({ path, bytes: bytes('x') }))
    expect(basename(dirname(await putBeside(folder, several)))).toBe('cube-obj-2')
  })

  it('leaves none of the folders that were made for it where it cannot be put', async () => {
    await mkdir(join(folder, 'there'))
    for (const place of ['new/deep', 'there', 'there/new'])
      await expect(putBeside(join(folder, place), [{ path: '../../x', bytes: bytes('x') }])).rejects.toThrow('outside')
    expect(await readdir(folder, { recursive: true })).toEqual(['there'])
  })

  it('removes what a process that was killed has left, once it is a day old', async () => {
    const names = ['.tripo-tool-aaaaaa', '.tripo-tool-bbbbbb', '.tripo-tool-mine-not']
    for (const name of names) await mkdir(join(folder, name))
    const old = new Date(Date.now() - 25 * 3_600_000)
    for (const name of [names[0], names[2]]) await utimes(join(folder, name ?? ''), old, old)
    await putBeside(folder, [{ path: 'a.glb', bytes: bytes('x') }])
    expect((await readdir(folder)).sort()).toEqual(['.tripo-tool-bbbbbb', '.tripo-tool-mine-not', 'a.glb'])
  })
})
