// Saving what was changed in the model editor: tools and changes after them, what saving leaves out, and what another program
// wrote.
import { expect, it } from 'vitest'
import * as vscode from 'vscode'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { ModelDocument } from '../../../../src/vscode/views/model-document.ts'
import { ModelSaving } from '../../../../src/vscode/views/model-saving.ts'
import { answers, disk, shown } from '../../../support/vscode.ts'
import {
  APPLY,
  at,
  bytesAt,
  cancel,
  cubes,
  namesAt,
  opened,
  RENAME,
  runs,
  services,
  useEmptyDisk,
} from './saving-files.ts'

useEmptyDisk()

it('carries out tools once, and saves what was changed before and after them', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME, APPLY])
  const stage = await saving.stages.of(document, document.operations)
  expect(stage.uri.path).toMatch(/^\/storage\/edited\/.+\/hero\.glb$/)
  document.edit([{ kind: 'rename', node: 0, name: 'torso' }])
  expect((await saving.stages.of(document, document.operations)).uri).toEqual(stage.uri)
  expect(runs.count).toBe(1)
  expect(document.isDirty).toBe(true)
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['torso', 'hat'])
  expect(document.isDirty).toBe(false)
})

it('asks before it writes over what another program has written', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME])
  disk.set(String(at('/game/hero.glb')), await cubes('other'))
  answers.push(() => undefined)
  await expect(saving.save(document, cancel)).rejects.toThrow(vscode.CancellationError)
  expect(await namesAt('/game/hero.glb')).toEqual(['other'])
  answers.push((offered) => offered.find((one) => JSON.stringify(one).includes('Overwrite')))
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['body', 'hat'])
})

it('notices what another program writes in the moment after the saving', async () => {
  const own = services()
  const replace = async (path: string, bytes: Uint8Array) => {
    const kept = await own.replace(path, bytes)
    disk.set(String(at(path)), await cubes('other'))
    return kept
  }
  const saving = new ModelSaving({ ...own, replace })
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME])
  await saving.save(document, cancel)
  expect(await saving.isChangedOutside(document)).toBe(true)
})

it('asks once and writes once when it is saved by itself and by a person at the same time', async () => {
  let writes = 0
  const own = services()
  const replace = async (path: string, bytes: Uint8Array) => {
    writes += 1
    return own.replace(path, bytes)
  }
  const saving = new ModelSaving({ ...own, replace })
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  document.edit([RENAME])
  disk.set(String(at('/game/hero.glb')), await cubes('other'))
  // A second question would find no answer, and be refused.
  answers.push((offered) => offered.find((one) => JSON.stringify(one).includes('Overwrite')))
  await Promise.all([saving.save(document, cancel), saving.save(document, cancel)])
  expect([await namesAt('/game/hero.glb'), writes]).toEqual([['body', 'hat'], 1])
})

it('comes back to every state by undo and redo, also to those before another program wrote the file', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  const rename = document.edit([RENAME], 'Rename')
  await saving.save(document, cancel)
  disk.set(String(at('/game/hero.glb')), await cubes('other'))
  expect(await saving.isChangedOutside(document)).toBe(true)
  const { base, stamp } = await saving.copy(document.uri)
  const change = document.recordDiskChange(base, stamp, 'Changed on Disk')
  // What the file has is no change of ours: saving writes nothing, and asks nothing.
  await saving.save(document, cancel)
  expect([document.isDirty, await namesAt('/game/hero.glb')]).toEqual([false, ['other']])
  change.undo()
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['body', 'hat'])
  rename.undo()
  expect([document.isDirty, document.operations]).toEqual([true, []])
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['body', 'head'])
  rename.redo()
  change.redo()
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['other'])
})

it('reverts to the file, and the steps before it still apply', async () => {
  const saving = new ModelSaving(services())
  const document = await opened('/game/hero.glb', 'body', 'head')
  await saving.keepBase(document)
  const first = document.edit([RENAME], 'Rename')
  await saving.save(document, cancel)
  document.edit([{ kind: 'delete', node: 0 }], 'Delete')
  document.revert()
  expect([document.isDirty, document.operations]).toEqual([false, [RENAME]])
  document.edit([{ kind: 'delete', node: 0 }], 'Delete')
  disk.set(String(at('/game/hero.glb')), await cubes('other'))
  document.revert(await saving.copy(document.uri))
  expect([document.isDirty, document.operations]).toEqual([false, []])
  first.undo()
  expect([document.isDirty, document.operations]).toEqual([true, []])
  await saving.save(document, cancel)
  expect(await namesAt('/game/hero.glb')).toEqual(['body', 'head'])
})

/** A square as glTF beside its buffer, whose content begins with a number. */
function square(buffer: string, first: number): void {
  const data = new Float32Array([first, 0, 0, 1, 0, 0, 1, 1, 0])
  disk.set(String(at(`/game/${buffer}`)), new Uint8Array(data.buffer))
}
const GLTF = {
  ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ name: 'square', mesh: 0 }] },
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }],
  ...{ bufferViews: [{ buffer: 0, byteLength: 36 }], buffers: [{ uri: 'shape.bin', byteLength: 36 }] },
}

/** With all files of the folder, as a .gltf names them. */
const beside = () => ({
  ...services(),
  read: async (path: string) => {
    const folder = String(at(path)).replace(/[^/]*$/, '')
    const files = [...disk].flatMap(([address, bytes]) =>
      address.startsWith(folder) && /\.(bin|png)$/.test(address)
        ? [[address.slice(folder.length), bytes] as const]
        : [],
    )
    return { bytes: bytesAt(path), files: new Map(files) }
  },
  head: async (path: string) => ({ bytes: 1, json: JSON.parse(new TextDecoder().decode(bytesAt(path))) }),
})

it('saves under another name in the format of its ending', async () => {
  disk.set(String(at('/game/square.gltf')), new TextEncoder().encode(JSON.stringify(GLTF)))
  square('shape.bin', 0)
  const saving = new ModelSaving(beside())
  const document = new ModelDocument(at('/game/square.gltf'))
  await saving.saveAs(document, at('/game/other.glb'), cancel)
  expect((await readModel(bytesAt('/game/other.glb'), 'glb')).getRoot().listNodes()).toHaveLength(1)
  expect(new TextDecoder().decode(bytesAt('/game/other.glb').subarray(0, 4))).toBe('glTF')
  const glb = await opened('/game/hero.glb', 'body')
  await new ModelSaving(services()).saveAs(glb, at('/game/text/hero.gltf'), cancel)
  expect(JSON.parse(new TextDecoder().decode(bytesAt('/game/text/hero.gltf'))).buffers[0].uri).toBe('hero.bin')
  expect(bytesAt('/game/text/hero.bin').length).toBeGreaterThan(0)
  // A format of several files is refused, with the way to it.
  await expect(saving.saveAs(glb, at('/game/hero.obj'), cancel)).rejects.toThrow(/cannot be saved as hero.obj/)
  // What no ending says to be a model would be none to any program.
  for (const name of ['hero', 'hero.txt', 'hero.glb.bak'])
    await expect(saving.saveAs(glb, at(`/game/${name}`), cancel)).rejects.toThrow(/cannot be saved as hero/)
})

it('leaves the files of other models as they are when it saves a model of several files among them', async () => {
  const [shape, red, blue] = [
    'mtllib red.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n',
    'newmtl red\n',
    'newmtl blue\n',
  ].map((text) => new TextEncoder().encode(text))
  const read = async (path: string) => ({
    bytes: bytesAt(path),
    files: new Map([['red.mtl', red ?? new Uint8Array()]]),
  })
  disk.set(String(at('/game/square.obj')), shape ?? new Uint8Array())
  disk.set(String(at('/other/red.mtl')), blue ?? new Uint8Array())
  const saving = new ModelSaving({ ...services(), read })
  const document = new ModelDocument(at('/game/square.obj'))
  await expect(saving.saveAs(document, at('/other/square.obj'), cancel)).rejects.toThrow(
    /another file of the name red.mtl/,
  )
  expect([bytesAt('/other/red.mtl'), disk.has(String(at('/other/square.obj')))]).toEqual([blue, false])
  await saving.saveAs(document, at('/third/square.obj'), cancel)
  expect([bytesAt('/third/red.mtl'), bytesAt('/third/square.obj')]).toEqual([red, shape])
})

it('leaves the files of other models as they are when it saves a .gltf beside them', async () => {
  disk.set(String(at('/game/square.gltf')), new TextEncoder().encode(JSON.stringify(GLTF)))
  square('shape.bin', 0)
  const saving = new ModelSaving(beside())
  const document = new ModelDocument(at('/game/square.gltf'))
  await saving.keepBase(document)
  const before = bytesAt('/game/shape.bin')
  document.edit([
    { kind: 'transform', node: 0, translation: [1, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] },
    APPLY,
  ])
  await saving.saveAs(document, at('/game/moved square.gltf'), cancel)
  expect(bytesAt('/game/shape.bin')).toEqual(before)
  const { buffers } = JSON.parse(new TextDecoder().decode(bytesAt('/game/moved square.gltf')))
  expect(buffers[0].uri).toBe('moved%20square-shape.bin')
  const files = new Map([['moved square-shape.bin', bytesAt('/game/moved square-shape.bin')]])
  const moved = (await readModel(bytesAt('/game/moved square.gltf'), 'gltf', files)).getRoot().listAccessors()
  expect(moved.map((one) => one.getMin([])[0])).toContain(1)
})

it('saves a .gltf with a buffer of its own where another model has the same', async () => {
  for (const name of ['square', 'other'])
    disk.set(String(at(`/game/${name}.gltf`)), new TextEncoder().encode(JSON.stringify(GLTF)))
  square('shape.bin', 0)
  const before = bytesAt('/game/shape.bin')
  const saving = new ModelSaving(beside())
  const document = new ModelDocument(at('/game/square.gltf'))
  await saving.keepBase(document)
  const move: Operation = {
    ...{ kind: 'transform', node: 0 },
    ...{ translation: [1, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] },
  }
  // A second saving writes the file that the first has made.
  for (const _ of [1, 2]) {
    document.edit([move, APPLY])
    await saving.save(document, cancel)
    expect(bytesAt('/game/shape.bin')).toEqual(before)
    const { buffers } = JSON.parse(new TextDecoder().decode(bytesAt('/game/square.gltf')))
    expect(buffers[0].uri).toBe('square-shape.bin')
  }
  // It keeps that, also where nothing names the first one any more.
  disk.delete(String(at('/game/other.gltf')))
  document.edit([move, APPLY])
  await saving.save(document, cancel)
  expect(bytesAt('/game/shape.bin')).toEqual(before)
  // What is the model's alone is written over.
  disk.set(String(at('/game/square.gltf')), new TextEncoder().encode(JSON.stringify(GLTF)))
  const alone = new ModelDocument(at('/game/square.gltf'))
  await saving.keepBase(alone)
  alone.edit([move, APPLY])
  await saving.save(alone, cancel)
  expect(bytesAt('/game/shape.bin')).not.toEqual(before)
})

it('leaves a file that no model names as it is when a new texture would have its name', async () => {
  disk.set(String(at('/game/square.gltf')), new TextEncoder().encode(JSON.stringify({ ...GLTF, materials: [{}] })))
  square('shape.bin', 0)
  const icon = new TextEncoder().encode('an icon of the game')
  disk.set(String(at('/game/color.png')), icon)
  const saving = new ModelSaving(beside())
  const document = new ModelDocument(at('/game/square.gltf'))
  await saving.keepBase(document)
  const image = () => {
    const { images } = JSON.parse(new TextDecoder().decode(bytesAt('/game/square.gltf')))
    return images[0].uri
  }
  // The second picture takes the place of the first, which is the model's own.
  for (const shade of [0, 255]) {
    const pixel = encodePng({ width: 1, height: 1, data: new Uint8Array([shade, 0, 0, 255]) })
    const picture = await saving.stages.keepPicture(pixel)
    document.edit([{ kind: 'run', operator: 'texture', values: { material: 0, slot: 'color', picture } }])
    await saving.save(document, cancel)
    expect(bytesAt('/game/color.png')).toEqual(icon)
    expect(image()).toBe('square-color.png')
    expect(bytesAt('/game/square-color.png')).toEqual(pixel)
  }
})

it('says before the first saving what an extension loses that the file does not declare', async () => {
  const json = { ...GLTF, nodes: [{ mesh: 0, extensions: { ACME_secret: {} } }] }
  disk.set(String(at('/game/square.gltf')), new TextEncoder().encode(JSON.stringify(json)))
  square('shape.bin', 0)
  const saving = new ModelSaving(beside())
  const document = new ModelDocument(at('/game/square.gltf'))
  await saving.keepBase(document)
  document.edit([RENAME])
  answers.push(() => undefined)
  await expect(saving.save(document, cancel)).rejects.toThrow(vscode.CancellationError)
  expect(shown.map(({ text }) => text).join()).toContain('ACME_secret')
})
