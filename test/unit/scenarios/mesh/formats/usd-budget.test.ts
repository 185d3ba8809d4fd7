// USD layers that ask for more than they hold: small ones whose references, fields, samples or nested values would multiply.
import { describe, expect, it } from 'vitest'
import { ReaderBudget, readerLimits } from '../../../../../src/mesh/budget.ts'
import { refuse } from '../../../../../src/mesh/damage.ts'
import { readUsd, writeUsdz } from '../../../../../src/mesh/formats/index.ts'
import { parseUsda } from '../../../../../src/mesh/formats/usd-parse.ts'
import { parseUsdc } from '../../../../../src/mesh/formats/usdc-read.ts'
import { writeUsdc } from '../../../../support/usdc-write.ts'
import { riggedModel } from '../../../mesh/formats/sample.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const TRIANGLE = `int[] faceVertexCounts = [3]
  int[] faceVertexIndices = [0, 1, 2]
  point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]`
const tooLarge = expect.objectContaining({ name: 'MeshError', code: 'model-too-large' })
const broken = expect.objectContaining({ name: 'MeshError', code: 'model-broken' })
/** A context whose readers may make so many things, as a small file's. */
const within = (elements: number) => ({
  budget: new ReaderBudget({ ...readerLimits(0), elements }),
  warn: () => undefined,
  lose: refuse,
})
const tight = { ...readerLimits(0), elements: 20 }

describe('numbers in a text layer', () => {
  const numbersIn = (text: string) =>
    parseUsda(`#usda 1.0\ndef "a" { float[] x = ${text} }`).prims[0]?.properties.get('x')?.value?.numbers

  it('are what JavaScript reads in them, however they are written', () => {
    const written =
      '0 -0 +7 1. .5 -.25 1e3 1E-3 2.5e+2 0.1 123456.789 3.141592653589793238 1e400 12345678901234567890 5e-324'
    expect(numbersIn(`[${written.split(' ').join(', ')}]`)).toEqual(written.split(' ').map(Number))
  })

  it('have names, comments and lines between them', () => {
    expect(numbersIn('[inf, -inf, +inf, nan, # 4,\n 1,/* 2, */\r\n\t3, true, false]')).toEqual([
      Infinity,
      -Infinity,
      Infinity,
      Number.NaN,
      1,
      3,
      1,
      0,
    ])
  })

  it.each(['[1, 2', '[-]', '[1, .]', '["a]', "['''a]", '[@a]', '[1, /* 2]'])('%s is told with its line', (value) => {
    expect(() => numbersIn(value)).toThrow(broken)
  })
})

describe('a layer', () => {
  it('is charged for what it says, as text', () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i).join(', ')
    const text = `#usda 1.0\ndef "a" { int[] x = [${numbers}] }`
    expect(() => parseUsda(text, undefined, new ReaderBudget(tight))).toThrow(tooLarge)
  })

  it('is charged for what it says, in binary', () => {
    const layer = parseUsda(new TextDecoder().decode(utf8(`#usda 1.0\ndef Mesh "a" {\n  ${TRIANGLE}\n}`)))
    const bytes = writeUsdc(layer)
    expect(() => parseUsdc(bytes, undefined, new ReaderBudget(tight))).toThrow(tooLarge)
    expect(() => parseUsdc(bytes, undefined, new ReaderBudget({ ...readerLimits(0), bytes: 20 }))).toThrow(tooLarge)
  })

  it('reads within the limits of its own size', async () => {
    const bytes = writeUsdz(riggedModel())
    expect((await readUsd(bytes)).getRoot().listMeshes()).toHaveLength(1)
  })

  it.each([
    ['dictionaries', `#usda 1.0\n(\n customLayerData = ${'{ dictionary a = '.repeat(100_000)}`],
    ['prims', `#usda 1.0\n${'def "a" { '.repeat(100_000)}`],
    ['variants', `#usda 1.0\ndef "a" {${' variantSet "v" = { "b" {'.repeat(100_000)}`],
  ])('of %s without end is refused in words', (_, text) => {
    expect(() => parseUsda(text)).toThrow(tooLarge)
  })

  it('whose references double at every level is refused', async () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `class "l${i}" { def "a" (references = </l${i + 1}>) { } def "b" (references = </l${i + 1}>) { } }`,
    )
    const text = `#usda 1.0\n${levels.join('\n')}\nclass "l60" { def Mesh "m" {\n${TRIANGLE}\n} }\ndef "top" (references = </l0>) { }`
    await expect(readUsd(utf8(text), undefined, within(50_000))).rejects.toThrow(tooLarge)
  })

  it('whose mesh is repeated far beyond its size is refused', async () => {
    const points = Array.from({ length: 2000 }, (_, i) => `(${i},0,0)`).join()
    const heavy = `class Mesh "heavy" { int[] faceVertexCounts = [3] int[] faceVertexIndices = [0,1,2] point3f[] points = [${points}] }`
    const uses = Array.from({ length: 100 }, (_, i) => `def Mesh "m${i}" (inherits = </heavy>) { }`)
    const text = `#usda 1.0\n${heavy}\n${uses.join('\n')}`
    await expect(readUsd(utf8(text), undefined, within(50_000))).rejects.toThrow(tooLarge)
  })
})

describe('a rig', () => {
  const rigged = (more: string, joints = '["a"]') =>
    utf8(`#usda 1.0
def SkelRoot "r" {
  def Skeleton "s" { uniform token[] joints = ${joints} }
  def Mesh "m" {
  ${TRIANGLE}
  rel skel:skeleton = </r/s>
  int[] primvars:skel:jointIndices = [0, 0, 0] (${more} interpolation = "vertex")
  float[] primvars:skel:jointWeights = [1, 1, 1]
  }
}`)

  it('that promises a billion weights per point opens without them', async () => {
    const document = await readUsd(rigged('elementSize = 1000000000'))
    expect(document.getRoot().listMeshes()).toHaveLength(1)
  })

  it('whose joint has no name, so that it would be above itself, opens', async () => {
    const document = await readUsd(rigged('elementSize = 1', '["", "a"]'))
    expect(document.getRoot().listSkins()[0]?.listJoints()).toHaveLength(2)
  })
})

/** A binary layer of these tables, whose data is stored without being packed. */
function crate(tables: {
  paths: readonly (readonly [index: number, token: number, jump: number])[]
  fields: readonly number[]
  sets: readonly number[]
  specs: readonly (readonly [path: number, set: number, type: number])[]
}): Uint8Array {
  const out: number[] = []
  const u32 = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255]
  const u64 = (value: number) => [...u32(value), 0, 0, 0, 0]
  const stored = (data: readonly number[]) => {
    const rest: number[] = []
    for (let left = data.length - 15; left >= 0; left -= 255) rest.push(Math.min(255, left))
    return [0, Math.min(15, data.length) << 4, ...rest, ...data]
  }
  const sized = (body: readonly number[]) => [...u64(body.length), ...body]
  const integers = (values: readonly number[]) => {
    const differences = values.flatMap((value, i) => u32(value - (values[i - 1] ?? 0)))
    return sized(stored([...u32(0), ...new Array<number>(Math.ceil(values.length / 4)).fill(0xff), ...differences]))
  }
  const column = (rows: readonly (readonly number[])[], k: number) => integers(rows.map((row) => row[k] ?? 0))
  const tokens = [...utf8(';-)\0a\0b\0')]
  const { paths, fields, sets, specs } = tables
  const sections: [string, number[]][] = [
    ['TOKENS', [...u64(3), ...u64(tokens.length), ...sized(stored(tokens))]],
    ['STRINGS', u64(0)],
    [
      'FIELDS',
      [...u64(fields.length), ...integers(fields), ...sized(stored(fields.flatMap(() => [0, 0, 0, 0, 0, 0, 42, 64])))],
    ],
    ['FIELDSETS', [...u64(sets.length), ...integers(sets)]],
    [
      'PATHS',
      [...u64(paths.length), ...u64(paths.length), ...column(paths, 0), ...column(paths, 1), ...column(paths, 2)],
    ],
    ['SPECS', [...u64(specs.length), ...column(specs, 0), ...column(specs, 1), ...column(specs, 2)]],
  ]
  const starts = sections.map(([, body]) => {
    const start = 24 + out.length
    for (const byte of body) out.push(byte)
    return start
  })
  const head = [...utf8('PXR-USDC'), 0, 8, 0, 0, 0, 0, 0, 0, ...u64(24 + out.length)]
  const name = (text: string) => [...utf8(text.padEnd(16, '\0'))]
  const table = sections.flatMap(([text, body], i) => [...name(text), ...u64(starts[i] ?? 0), ...u64(body.length)])
  return new Uint8Array([...head, ...out, ...u64(sections.length), ...table])
}

describe('a binary layer', () => {
  const sound = { fields: [1], sets: [0, -1], specs: [[0, 0, 7]] as const }

  it('of plain tables is read', () => {
    const layer = parseUsdc(
      crate({
        ...sound,
        paths: [
          [0, 0, -1],
          [1, 1, -2],
        ],
        specs: [
          [0, 0, 7],
          [1, 0, 6],
        ],
      }),
    )
    expect(layer.prims.map(({ name }) => name)).toEqual(['a'])
  })

  it('with a path above itself is refused', () => {
    expect(() =>
      parseUsdc(
        crate({
          ...sound,
          paths: [
            [0, 0, -1],
            [1, 1, -1],
            [1, 1, -2],
          ],
          specs: [
            [0, 0, 7],
            [1, 0, 6],
          ],
        }),
      ),
    ).toThrow(broken)
  })

  it('with paths too deep to follow is refused', () => {
    const paths = Array.from({ length: 9000 }, (_, i) => [i, 1, i === 8999 ? -2 : -1] as const)
    expect(() => parseUsdc(crate({ ...sound, paths }))).toThrow(tooLarge)
  })

  it('whose specs share one endless list of fields is refused', () => {
    const sets = new Array<number>(3000).fill(0)
    const specs = Array.from({ length: 3000 }, () => [0, 0, 7] as const)
    expect(() => parseUsdc(crate({ fields: [1], sets, specs, paths: [[0, 0, -2]] }))).toThrow(tooLarge)
  })
})
