// Damage of every kind, thrown at every reader: what comes out is a model or a MeshError in words for people, never an
// error of the runtime or its text.
import { describe, expect, it } from 'vitest'
import { MeshError } from '../../../../../src/mesh/errors.ts'
import {
  detectFormat,
  type ModelFormat,
  read3mf,
  readFbx,
  readGlb,
  readGltf,
  readModel,
  readObj,
  readPly,
  readStl,
  readZip,
  write3mf,
  writeFbx,
  writeGlb,
  writeGltf,
  writeObj,
  writePly,
  writeStl,
  writeUsdz,
  writeZip,
} from '../../../../../src/mesh/formats/index.ts'
import { parseUsda } from '../../../../../src/mesh/formats/usd-parse.ts'
import { convert } from '../../../../../src/mesh/tools/convert.ts'
import { writeUsdc } from '../../../../support/usdc-write.ts'
import { picture, riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

const text = (value: string) => new TextEncoder().encode(value)
const ASCII_FBX = `; FBX 7.4.0 project file
FBXHeaderExtension:  {
	FBXVersion: 7400
}
Objects:  {
	Geometry: 1, "Geometry::Box", "Mesh" {
		Vertices: *12 { a: 0,0,0,1,0,0,1,1,0,0,1,0 }
		PolygonVertexIndex: *4 { a: 0,1,2,-4 }
	}
	Model: 2, "Model::Box", "Mesh" { }
}
Connections:  {
	C: "OO",2,0
	C: "OO",1,2
}
`
const USDA = `#usda 1.0
( defaultPrim = "a" )
def Mesh "a" {
  int[] faceVertexCounts = [3]
  int[] faceVertexIndices = [0, 1, 2]
  point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
}
`
const OBJ = 'mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvn 0 0 1\nusemtl a\nf 1/1/1 2/1/1 3/1/1 -1/1/1\n'
const STL =
  'solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid a\n'

/** One sound file of each kind. */
const samples: Record<string, () => Promise<Uint8Array> | Uint8Array> = {
  glb: () => writeGlb(riggedModel()),
  gltf: () => writeGltf(staticModel()),
  obj: () => text(OBJ),
  'obj.zip': () => writeObj(staticModel()),
  stl: () => writeStl(staticModel()),
  'text.stl': () => text(STL),
  ply: () => writePly(staticModel()),
  'text.ply': () => writePly(staticModel(), { encoding: 'ascii' }),
  fbx: () => writeFbx(riggedModel()),
  'text.fbx': () => text(ASCII_FBX),
  '3mf': () => write3mf(staticModel()),
  usdz: () => writeUsdz(staticModel()),
  usda: () => text(USDA),
  usdc: () => writeUsdc(parseUsda(USDA)),
  'rig.usdc': () => writeUsdc(parseUsda(new TextDecoder().decode([...readZip(writeUsdz(riggedModel())).values()][0]))),
}

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const BAD = ['-1', '4294967295', '1e309', 'NaN', '9'.repeat(30), '', '"', '{', '\0', '((((', '🙂']

function damaged(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const out = bytes.slice()
  const from = random(out.length)
  switch (random(6)) {
    case 0: // bytes changed
      for (let i = 0; i <= random(8); i++) out[random(out.length)] = random(256)
      return out
    case 1: // the end is missing
      return out.slice(0, from)
    case 2: // all ones, as in counts
      return out.fill(0xff, from, from + 4)
    case 3:
      return out.fill(0, from, from + random(40))
    case 4: // a piece twice
      return new Uint8Array([...out.slice(0, from), ...out.slice(Math.max(0, from - random(200)))])
    default: {
      const bad = text(BAD[random(BAD.length)] ?? '')
      return new Uint8Array([...out.slice(0, from), ...bad, ...out.slice(from + random(3))])
    }
  }
}

/** What a JavaScript runtime, fflate, glTF-Transform or a programmer would say. */
const NOT_FOR_PEOPLE =
  /undefined|null\b|NaN|\[object|Error\b|Invalid (?:array|typed|string)|out of (?:range|bounds)|Offset|Unexpected|JSON (?:at|input)|in JSON|is not (?:a function|iterable)|Cannot|Maximum call|^\S*$|\n/

async function outcome(read: () => unknown): Promise<string | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (!(error instanceof MeshError)) return `untyped: ${error instanceof Error ? error.stack : String(error)}`
    const words = `${error.message} ${error.nextStep}`
    return NOT_FOR_PEOPLE.test(words) || error.message === '' || error.nextStep === '' ? `words: ${words}` : undefined
  }
}

const RUNS = 40

describe('damaged files', () => {
  it.each(Object.keys(samples))('%s: every reader has words', async (name) => {
    const sound = (await samples[name]?.()) ?? new Uint8Array()
    const formats: Record<string, ModelFormat> = { 'obj.zip': 'obj', usda: 'usdz', usdc: 'usdz', 'rig.usdc': 'usdz' }
    const last = name.split('.').at(-1) ?? ''
    const hint =
      formats[name] ?? (['glb', 'gltf', 'obj', 'stl', 'ply', 'fbx', '3mf', 'usdz'] as const).find((f) => f === last)
    const own = { obj: readObj, stl: readStl, ply: readPly, fbx: readFbx, '3mf': read3mf, glb: readGlb, gltf: readGltf }
    const direct = hint === 'usdz' ? undefined : Object.entries(own).find(([format]) => format === last)?.[1]
    const random = seeded(9)
    const wrong: string[] = []
    for (let run = 0; run < RUNS; run++) {
      const bytes = damaged(sound, random)
      const ways = [() => readModel(bytes, hint), () => detectFormat(bytes), () => direct?.(bytes)]
      for (const way of ways) {
        const said = await outcome(way)
        if (said !== undefined) wrong.push(said)
      }
    }
    expect(wrong).toEqual([])
  })

  it('pictures without a readable header in a USDZ or ZIP are words or nothing', async () => {
    const entries = (bytes: Uint8Array, cut: number) =>
      [...readZip(bytes)].map(([name, body]) => ({
        name,
        bytes: /\.png$/i.test(name) ? picture().slice(0, cut) : body,
      }))
    for (const cut of [8, 12, 20, 30])
      for (const bytes of [
        writeZip(entries(writeUsdz(staticModel()), cut), { align: 64 }),
        writeZip(entries(writeObj(staticModel()), cut)),
        writeZip(entries(await writeGltf(staticModel()), cut)),
      ])
        for (const format of ['glb', 'fbx', 'usdz'] as const)
          expect(await outcome(async () => convert(await readModel(bytes), { format, textureSize: 4 }))).toBeUndefined()
  })
})
