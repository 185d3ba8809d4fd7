// Verbs on real model files: what is reported, where results go, and what they never replace.
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toolsWith } from '../../../src/cli/tools-here.ts'
import { detectFormat } from '../../../src/mesh/formats/index.ts'
import { printed, useModelFolder } from './command-line.ts'

const folder = useModelFolder()
const { cli } = folder

describe('inspect', () => {
  it('prints a report of each model, and JSON for scripts', async () => {
    const text = await cli('inspect assets/props/box.glb')
    expect(text).toMatchObject({ code: 0, err: '1 file\n' })
    expect(text.out).toMatch(/^assets\/props\/box\.glb {2}[\d.]+ KB\n/)
    const { code, out } = await cli('inspect --json assets/**/*.glb')
    expect(code).toBe(0)
    const { ok, files } = JSON.parse(out)
    expect(ok).toBe(true)
    expect(files.map(({ path }: { path: string }) => path)).toEqual(['assets/hero.glb', 'assets/props/box.glb'])
    expect(files[1].report).toMatchObject({ triangles: 16, meshes: 2 })
  })
})

describe('check', () => {
  it('fails for a budget that is passed, which later globs change', async () => {
    expect((await cli('check assets')).code).toBe(0)
    await writeFile(
      join(folder.cwd, 'b.json'),
      '{ "*.glb": { "triangles": 15 }, "assets/hero.glb": { "triangles": 9000 } }',
    )
    const { code, out, err } = await cli('check assets --budgets b.json')
    expect(code).toBe(1)
    const errors = out.split('\n').filter((line) => line.includes(': error '))
    expect(errors).toEqual([
      'assets/props/box.glb: error budget.triangles: The model has 16 triangles; the budget is 15.',
    ])
    expect(err).toMatch(/^2 files, 1 error, \d+ warnings?\n$/)
  })

  it("takes the project's budgets from its settings, comments and all", async () => {
    await mkdir(join(folder.cwd, '.vscode'))
    const settings =
      '{\n // "no": {\n "a": "// kept, }", /* x */ "tripo.budgets": { "**/box.glb": { "bytes": 10, }, },\n}'
    await writeFile(join(folder.cwd, '.vscode/settings.json'), settings)
    const { code, out } = await cli('check --budgets assets/props/box.glb --json')
    expect(code).toBe(1)
    expect(JSON.parse(out).files[0].findings[0]).toMatchObject({ code: 'budget.bytes', severity: 'error' })
  })

  it('fails for less on wish, and has the validator look, too', async () => {
    expect((await cli('check assets --fail-on info')).code).toBe(1)
    const bytes = await readFile(join(folder.cwd, 'assets/props/box.glb'))
    const json = bytes.toString('latin1').replace('"version":"2.0"', '"version":"9.0"')
    await writeFile(join(folder.cwd, 'odd.glb'), Buffer.from(json, 'latin1'))
    const found = await cli('check odd.glb --json')
    expect(found.code).toBe(1)
    const codes = JSON.parse(found.out).files[0].findings.map(({ code }: { code: string }) => code)
    expect(codes.slice(0, 2)).toEqual(['model.unreadable', 'UNKNOWN_ASSET_MAJOR_VERSION'])
    expect((await cli('check assets')).code).toBe(0)
  })
})

describe('verbs that write', () => {
  it('convert for a program or a printer, whose format and units need not be known', async () => {
    for (const [preset, made] of [
      ['unity', 'hero.fbx'],
      ['godot', 'hero.glb'],
      ['quicklook', 'hero.usdz'],
      ['print', 'hero.stl'],
    ] as const) {
      expect((await cli(`convert --preset ${preset} assets/hero.glb --out made`)).code).toBe(0)
      expect(await readdir(join(folder.cwd, 'made'))).toContain(made)
    }
    // A slicer takes the numbers for millimeters; read again here they are the same size.
    const size = async (path: string) => JSON.parse((await cli(`inspect --json ${path}`)).out).files[0].report.size[0]
    const printed = await readFile(join(folder.cwd, 'made/hero.stl'))
    const xs = Array.from({ length: 3 * printed.readUInt32LE(80) }, (_, i) =>
      printed.readFloatLE(84 + 50 * Math.floor(i / 3) + 12 + 12 * (i % 3)),
    )
    const own = await size('assets/hero.glb')
    expect((Math.max(...xs) - Math.min(...xs)) / own).toBeCloseTo(1000, 1)
    expect(await size('made/hero.stl')).toBeCloseTo(own, 5)
  })

  it('put results beside their sources under names that are free', async () => {
    const { code, out } = await cli('convert --to stl assets')
    expect(code).toBe(0)
    expect(out).toContain('assets/hero.glb -> assets/hero.stl\n')
    expect(out).toContain("  STL cannot hold the model's animations: left out.\n")
    await cli('convert --to stl assets/hero.glb')
    expect((await readdir(join(folder.cwd, 'assets'))).sort()).toEqual(['hero-2.stl', 'hero.glb', 'hero.stl', 'props'])
  })

  it('or below a folder as the sources lie to one another, again and again on wish', async () => {
    for (const _ of [1, 2])
      expect(await cli('optimise --texture-format keep --compression none --out dist --force assets')).toMatchObject({
        code: 0,
      })
    expect((await readdir(join(folder.cwd, 'dist'), { recursive: true })).sort()).toEqual([
      'hero.glb',
      'props',
      'props/box.glb',
    ])
    for (const _ of [1, 2]) expect((await cli('convert --to obj --out dist --force assets/props/box.glb')).code).toBe(0)
    const files = await readdir(join(folder.cwd, 'dist/box-obj'))
    expect(files).toContain('box.obj')
    expect(files.every((name) => !name.startsWith('.'))).toBe(true)
  })

  it('never replace a source', async () => {
    const before = await readFile(join(folder.cwd, 'assets/hero.glb'))
    const { code, out } = await cli(
      'optimise --texture-format keep --force assets/hero.glb assets/props/box.glb --out assets',
    )
    expect(code).toBe(1)
    expect(out).toContain(
      'assets/hero.glb: failed files.source: hero.glb is a source, and stays as it is. Choose another folder for the results.\n',
    )
    expect(await readFile(join(folder.cwd, 'assets/hero.glb'))).toEqual(before)
  })

  it('nor one that a link leads to, whichever of the two is a link', async () => {
    await symlink(join(folder.cwd, 'assets'), join(folder.cwd, 'linked'), 'junction')
    const before = await readFile(join(folder.cwd, 'assets/hero.glb'))
    for (const args of ['assets/hero.glb --out linked', 'linked/hero.glb --out assets']) {
      const { code, out } = await cli(`transform --height 3 --force ${args}`)
      expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('is a source, and stays as it is') })
      expect(await readFile(join(folder.cwd, 'assets/hero.glb'))).toEqual(before)
    }
  })

  it('number what two models of one run are called alike, in every run', async () => {
    await mkdir(join(folder.cwd, 'same'))
    await writeFile(
      join(folder.cwd, 'same/hero.stl'),
      'solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid a\n',
    )
    await writeFile(join(folder.cwd, 'same/hero.obj'), 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\n')
    for (const _ of [1, 2]) {
      const { files } = JSON.parse((await cli('convert same --to glb --out dist --force --json')).out)
      const written = files.map(({ written }: { written: string }) => written)
      expect(written).toEqual(['dist/hero.glb', 'dist/hero-2.glb'])
      const made = JSON.parse((await cli('inspect dist/hero.glb dist/hero-2.glb --json')).out).files
      expect(made.map(({ report }: { report: { triangles: number } }) => report.triangles)).toEqual([2, 1])
      expect((await cli('convert same --to gltf --out dist --force')).code).toBe(0)
    }
    expect((await readdir(join(folder.cwd, 'dist'))).sort()).toEqual([
      'hero-2.glb',
      'hero-gltf',
      'hero-gltf-2',
      'hero.glb',
    ])
  })

  it('tell in words that a file is where the folder of the results should be', async () => {
    const { code, out } = await cli('convert assets/hero.glb --to stl --out assets/hero.glb')
    expect(code).toBe(1)
    expect(out).toContain('A folder on the way to the result is a file.')
    expect((await cli('convert assets/hero.glb --to stl --out assets/hero.glb/below')).out).toContain('is a file.')
  })

  it('simplify to a number or a share', async () => {
    const { code, out } = await cli('simplify --triangles 8 --json assets/props/box.glb')
    expect(code).toBe(0)
    const [file] = JSON.parse(out).files
    expect(file.after.triangles).toBeLessThanOrEqual(8)
    expect(file).toMatchObject({ written: 'assets/props/box-2.glb', before: { triangles: 16 } })
    expect(detectFormat(await readFile(join(folder.cwd, file.written)))?.format).toBe('glb')
  })
})

describe('a damaged file', () => {
  it.each([
    [new RangeError('Array buffer allocation failed'), 'model-too-large', 'more memory than a local tool may take'],
    [new TypeError('x is undefined'), 'model-broken', 'The model file is damaged. Export the model again'],
  ])('is told in words also where a tool fails with %s', async (error, code, words) => {
    const fail = async () => {
      throw error
    }
    const io = { cwd: folder.cwd, tools: async () => toolsWith(fail) }
    const { files } = JSON.parse((await printed('inspect assets/hero.glb --json', io)).out)
    expect(files[0].problem).toEqual({ code, message: expect.stringContaining(words) })
  })

  it('is told, and does not stop the others', async () => {
    await writeFile(join(folder.cwd, 'assets/bad.glb'), 'glTF nothing\u001b[31m')
    const { code, out, err } = await cli('inspect assets/bad.glb assets/props/box.glb')
    expect(code).toBe(1)
    expect(out).toMatch(/^assets\/bad\.glb: failed model-\w+: /)
    expect(out).toContain('assets/props/box.glb')
    expect(err).toBe('2 files, 1 failed\n')
  })
})
