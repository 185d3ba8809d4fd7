// What is left of a damaged file for whoever only looks at it: the sound parts, with words on what is missing and where.
// Whoever converts or changes a model is refused it, as before.
import { expect, it } from 'vitest'
import {
  type ModelFormat,
  readModel,
  salvageModel,
  write3mf,
  writeFbx,
  writePly,
  writeStl,
  writeUsdz,
  writeZip,
} from '../../../../../src/mesh/formats/index.ts'
import { surfaceOf, triangulated } from '../../../../../src/mesh/formats/surface.ts'
import { parseUsda } from '../../../../../src/mesh/formats/usd-parse.ts'
import { readZip } from '../../../../../src/mesh/formats/zip.ts'
import { english } from '../../../../../src/text/index.ts'
import { writeUsdc } from '../../../../support/usdc-write.ts'
import { staticModel } from '../../../mesh/formats/sample.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const cut = (bytes: Uint8Array, share: number) => bytes.slice(0, Math.floor(bytes.length * share))

async function triangles(read: Promise<{ document: Awaited<ReturnType<typeof readModel>> }>): Promise<number> {
  const { document } = await read
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  return primitives.reduce((sum, primitive) => {
    const surface = surfaceOf(primitive)
    return sum + (surface ? triangulated(surface).length / 3 : 0)
  }, 0)
}

/** What is left, what is said, and that a tool refuses the same bytes. */
async function left(bytes: Uint8Array, format: ModelFormat) {
  await expect(readModel(bytes, format)).rejects.toMatchObject({ name: 'MeshError' })
  const { damage } = await salvageModel(bytes, format)
  return { triangles: await triangles(salvageModel(bytes, format)), words: damage && english(damage) }
}

const SQUARE = 'v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n'
const USDA = (own: string, second = '') => `#usda 1.0
def Mesh "a" {
  int[] faceVertexCounts = [3, 3]
  int[] faceVertexIndices = [0, 1, 2, 0, 2, 3]
  ${own}
  point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
}
${second}`

it('reads a sound file without a word', async () => {
  for (const bytes of [
    writeStl(staticModel()),
    writeFbx(staticModel()),
    writeUsdz(staticModel()),
    write3mf(staticModel()),
  ])
    expect((await salvageModel(bytes)).damage).toBeUndefined()
})

it('OBJ: leaves out faces without their vertices, and says in which line the first is', async () => {
  expect(await left(utf8(`${SQUARE}f 1 2 3\nf 1 3 9\nf 1 3 4\n`), 'obj')).toEqual({
    triangles: 2,
    words: 'Faces that are not shown: 1. The OBJ file has a face that names a missing vertex (line 6).',
  })
  expect(await left(utf8(`v 0 x 0\n${SQUARE}f 1 2 3\nf 2 3 4\n`), 'obj')).toEqual({
    triangles: 1,
    words: 'Faces that are not shown: 1. The OBJ file has a face with coordinates that are no numbers (line 6).',
  })
})

it('OBJ: counts lines as an editor does, though some go on in the next', async () => {
  const long = `v 0 0 0\nv 1 \\\n0 0\r\nv 1 1 \\\r\n 0\nv 0 1 0\n`
  expect(await left(utf8(`${long}f 1 \\\n2 \\\n3\nf 1 3 \\\n9\n`), 'obj')).toEqual({
    triangles: 1,
    words: 'Faces that are not shown: 1. The OBJ file has a face that names a missing vertex (line 10).',
  })
})

it('OBJ: is refused with the first damage where nothing is left', async () => {
  await expect(salvageModel(utf8(`${SQUARE}f 7 8 9\n`), 'obj')).rejects.toMatchObject({
    message: 'The OBJ file has a face that names a missing vertex (line 5).',
  })
})

it('STL: shows the triangles that are there, and not those without numbers', async () => {
  const sound = writeStl(staticModel())
  const all = await triangles(salvageModel(sound))
  const half = await left(cut(sound, 0.6), 'stl')
  expect(half.triangles).toBeGreaterThan(all / 3)
  expect(half.words).toBe(
    `Some of the file is not used. The STL file is cut off: it has ${half.triangles} of ${all} triangles.`,
  )
  const odd = sound.slice()
  new DataView(odd.buffer).setUint32(84 + 12, 0x7fc00000, true)
  expect(await left(odd, 'stl')).toMatchObject({ triangles: all - 1, words: expect.stringMatching(/^Faces .*: 1\. /) })
})

it('STL: does not take a text or noise for triangles', async () => {
  const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 2_654_435_761) >>> 24)
  for (const bytes of [utf8('<html>'.repeat(400)), noise.fill(0xff, 96, 100)])
    await expect(salvageModel(bytes, 'stl')).rejects.toMatchObject({ code: 'model-broken' })
})

it.each(['ascii', 'binary_little_endian'] as const)('PLY (%s): shows the faces before its end', async (encoding) => {
  const sound = writePly(staticModel(), { encoding })
  const all = await triangles(salvageModel(sound))
  const some = await left(cut(sound, 0.95), 'ply')
  expect(some.triangles).toBeGreaterThan(0)
  expect(some.triangles).toBeLessThan(all)
  expect(some.words).toMatch(
    /^Some of the file is not used\. The PLY file is cut off\. This is at row \d+ of \d+ of “face”\.$/,
  )
})

it('3MF: shows what is there of a package without its end', async () => {
  const sound = write3mf(staticModel())
  const all = await triangles(salvageModel(sound))
  const some = await left(cut(sound, 0.8), '3mf')
  expect(some.triangles).toBeGreaterThan(0)
  expect(some.triangles).toBeLessThanOrEqual(all)
  expect(some.words).toContain('The ZIP file is damaged or cut off.')
})

it('ZIP: is recognized without its end, and shows what is there of the model in it', async () => {
  const rows = Array.from({ length: 300 }, (_, row) => `v ${row} 0 0\nv ${row} 1 0\nv ${row} 1 1\nf -1 -2 -3\n`)
  const files = [
    { name: 'chest/chest.obj', bytes: utf8(`mtllib chest.mtl\n${rows.join('')}`) },
    { name: 'chest/chest.mtl', bytes: utf8('newmtl wood\nKd 1 0 0\n') },
  ]
  const sound = writeZip(files)
  // Only the list of files is gone, and then half of the model.
  for (const [bytes, least] of [
    [sound.slice(0, -30), 300],
    [cut(sound, 0.5), 50],
  ] as const) {
    await expect(readModel(bytes)).rejects.toMatchObject({ message: 'The ZIP file is damaged or cut off.' })
    const { damage } = await salvageModel(bytes)
    expect(await triangles(salvageModel(bytes))).toBeGreaterThanOrEqual(least)
    expect(damage && english(damage)).toContain('The ZIP file is damaged or cut off.')
  }
  await expect(salvageModel(writeZip([{ name: 'notes.txt', bytes: utf8('v') }]).slice(0, -20))).rejects.toMatchObject({
    code: 'model-unknown',
  })
})

it('3MF: leaves out triangles without their vertices', async () => {
  const files = [...readZip(write3mf(staticModel()))].map(([name, bytes]) => ({
    name,
    bytes: name.endsWith('.model') ? utf8(text(bytes).replace(/v1="0"/, 'v1="900"')) : bytes,
  }))
  const all = await triangles(salvageModel(write3mf(staticModel())))
  expect(await left(writeZip(files), '3mf')).toEqual({
    triangles: all - 1,
    words: 'Faces that are not shown: 1. The 3MF file names missing vertices.',
  })
})

const ASCII_FBX = (connections: string, index = '-4') => `; FBX 7.4.0 project file
FBXHeaderExtension:  {
	FBXVersion: 7400
}
Objects:  {
	Geometry: 1, "Geometry::Box", "Mesh" {
		Vertices: *12 { a: 0,0,0,1,0,0,1,1,0,0,1,0 }
		PolygonVertexIndex: *6 { a: 0,1,-3,0,2,${index} }
	}
	Model: 2, "Model::Box", "Mesh" { }
}
${connections}`

it('FBX: shows meshes without the connections at its end, and faces that have their points', async () => {
  const connections = 'Connections:  {\n\tC: "OO",2,0\n\tC: "OO",1,2\n}\n'
  expect(await triangles(salvageModel(utf8(ASCII_FBX(connections))))).toBe(2)
  expect(await left(utf8(ASCII_FBX(connections, '-9')), 'fbx')).toEqual({
    triangles: 1,
    words: 'Faces that are not shown: 1. The FBX file names missing points.',
  })
  expect(await left(utf8(ASCII_FBX('Connections:  {')), 'fbx')).toMatchObject({ triangles: 2 })
})

it('FBX: of a binary file that is cut off, or whose arrays are damaged, keeps the sound records', async () => {
  const sound = writeFbx(staticModel())
  const all = await triangles(salvageModel(sound))
  const some = await left(cut(sound, 0.85), 'fbx')
  // One of its two meshes stands in two places, which connections say.
  expect(some.triangles).toBe(all - 4)
  expect(some.words).toMatch(/The FBX file is damaged or cut off\.$/)
  // The bytes behind the head of a deflated array.
  const at = new TextDecoder('latin1').decode(sound).indexOf('Vertices')
  const torn = await left(sound.slice().fill(0xff, at + 8 + 13 + 4, at + 8 + 13 + 40), 'fbx').catch(
    (error: unknown) => error,
  )
  expect(torn).toMatchObject({
    words: expect.stringMatching(/^Faces that are not shown: \d+\. The FBX file is damaged/),
  })
})

it('USD: reads on behind a line that is damaged, and says where it is', async () => {
  const said = /The USD file has a value that cannot be read \(line 5\)\.$/
  const odd = await left(utf8(USDA('normal3f[] normals = [(0, 0, ?), (0, 0, 1)]')), 'usdz')
  expect(odd).toEqual({ triangles: 2, words: expect.stringMatching(said) })
  const inside = await left(
    utf8(USDA('dictionary a = {\n int b = ?\n }', USDA('').slice(10).replace('"a"', '"b"'))),
    'usdz',
  )
  expect(inside.triangles).toBe(4)
})

it('USD: shows what stands before the end of a layer or package that is cut off', async () => {
  const whole = USDA('', 'def Mesh "b" {\n  int[] faceVertexCounts = [3')
  expect(await left(utf8(whole), 'usdz')).toMatchObject({ triangles: 2 })
  const sound = writeUsdz(staticModel())
  const some = await left(cut(sound, 0.98), 'usdz')
  expect(some.triangles).toBe(await triangles(salvageModel(sound)))
  expect(some.words).toContain('The ZIP file is damaged or cut off.')
})

it('USD: leaves out faces without their points', async () => {
  const layer = USDA('').replace('0, 2, 3]', '0, 2, 9]')
  const words = 'Faces that are not shown: 1. The USD file names missing points.'
  expect(await left(utf8(layer), 'usdz')).toEqual({ triangles: 1, words })
  expect(await left(writeUsdc(parseUsda(layer)), 'usdz')).toEqual({ triangles: 1, words })
})
