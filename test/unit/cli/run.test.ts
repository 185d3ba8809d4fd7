// Verbs of the command line on real files: their texts, their JSON and their exit codes.

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../../../package.json'
import type { AssetsIo } from '../../../src/cli/assets.ts'
import { run } from '../../../src/cli/run.ts'
import { VERBS } from '../../../src/cli/verbs.ts'
import { detectFormat, writeGlb } from '../../../src/mesh/formats/index.ts'
import { LOCAL_TOOLS } from '../../../src/mesh/tools/local-tools.ts'
import { runTool } from '../../../src/mesh/tools/run-tool.ts'
import { riggedModel, staticModel } from '../mesh/formats/sample.ts'
import { cube, documentOf } from '../mesh/tools/shapes.ts'

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tripo-cli-'))
  await mkdir(join(cwd, 'assets/props'), { recursive: true })
  await mkdir(join(cwd, 'empty'))
  await writeFile(join(cwd, 'assets/hero.glb'), await writeGlb(riggedModel()))
  await writeFile(join(cwd, 'assets/props/box.glb'), await writeGlb(staticModel()))
})
afterEach(() => rm(cwd, { recursive: true }))

/** What a command line prints and ends with. */
async function cli(args: string, more: Partial<AssetsIo> = {}) {
  const said = { out: '', err: '' }
  const code = await run(args.split(' '), {
    ...{ cwd, env: {}, signal: new AbortController().signal },
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    resolve: (path) => resolve(cwd, path),
    tools: async () => ({ run: (job) => runTool(job) }),
    openJobs: async () => {
      throw new Error('no jobs here')
    },
    ...more,
  })
  return { code, ...said }
}

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
    await writeFile(join(cwd, 'b.json'), '{ "*.glb": { "triangles": 15 }, "assets/hero.glb": { "triangles": 9000 } }')
    const { code, out, err } = await cli('check assets --budgets b.json')
    expect(code).toBe(1)
    const errors = out.split('\n').filter((line) => line.includes(': error '))
    expect(errors).toEqual([
      'assets/props/box.glb: error budget.triangles: The model has 16 triangles; the budget is 15.',
    ])
    expect(err).toMatch(/^2 files, 1 error, \d+ warnings?\n$/)
  })

  it("takes the project's budgets from its settings, comments and all", async () => {
    await mkdir(join(cwd, '.vscode'))
    const settings =
      '{\n // "no": {\n "a": "// kept, }", /* x */ "tripo.budgets": { "**/box.glb": { "bytes": 10, }, },\n}'
    await writeFile(join(cwd, '.vscode/settings.json'), settings)
    const { code, out } = await cli('check --budgets assets/props/box.glb --json')
    expect(code).toBe(1)
    expect(JSON.parse(out).files[0].findings[0]).toMatchObject({ code: 'budget.bytes', severity: 'error' })
  })

  it('fails for less on wish, and has the validator look, too', async () => {
    expect((await cli('check assets --fail-on info')).code).toBe(1)
    const bytes = await readFile(join(cwd, 'assets/props/box.glb'))
    const json = bytes.toString('latin1').replace('"version":"2.0"', '"version":"9.0"')
    await writeFile(join(cwd, 'odd.glb'), Buffer.from(json, 'latin1'))
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
      expect(await readdir(join(cwd, 'made'))).toContain(made)
    }
    // A slicer takes the numbers for millimeters; read again here they are the same size.
    const size = async (path: string) => JSON.parse((await cli(`inspect --json ${path}`)).out).files[0].report.size[0]
    const printed = await readFile(join(cwd, 'made/hero.stl'))
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
    expect((await readdir(join(cwd, 'assets'))).sort()).toEqual(['hero-2.stl', 'hero.glb', 'hero.stl', 'props'])
  })

  it('or below a folder as the sources lie to one another, again and again on wish', async () => {
    for (const _ of [1, 2])
      expect(await cli('optimise --texture-format keep --compression none --out dist --force assets')).toMatchObject({
        code: 0,
      })
    expect((await readdir(join(cwd, 'dist'), { recursive: true })).sort()).toEqual([
      'hero.glb',
      'props',
      'props/box.glb',
    ])
    for (const _ of [1, 2]) expect((await cli('convert --to obj --out dist --force assets/props/box.glb')).code).toBe(0)
    const files = await readdir(join(cwd, 'dist/box-obj'))
    expect(files).toContain('box.obj')
    expect(files.every((name) => !name.startsWith('.'))).toBe(true)
  })

  it('never replace a source', async () => {
    const before = await readFile(join(cwd, 'assets/hero.glb'))
    const { code, out } = await cli(
      'optimise --texture-format keep --force assets/hero.glb assets/props/box.glb --out assets',
    )
    expect(code).toBe(1)
    expect(out).toContain('is a source, and stays as it is')
    expect(await readFile(join(cwd, 'assets/hero.glb'))).toEqual(before)
  })

  it('nor one that a link leads to, whichever of the two is a link', async () => {
    await symlink(join(cwd, 'assets'), join(cwd, 'linked'), 'junction')
    const before = await readFile(join(cwd, 'assets/hero.glb'))
    for (const args of ['assets/hero.glb --out linked', 'linked/hero.glb --out assets']) {
      const { code, out } = await cli(`transform --height 3 --force ${args}`)
      expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('is a source, and stays as it is') })
      expect(await readFile(join(cwd, 'assets/hero.glb'))).toEqual(before)
    }
  })

  it('number what two models of one run are called alike, in every run', async () => {
    await mkdir(join(cwd, 'same'))
    await writeFile(
      join(cwd, 'same/hero.stl'),
      'solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid a\n',
    )
    await writeFile(join(cwd, 'same/hero.obj'), 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\n')
    for (const _ of [1, 2]) {
      const { files } = JSON.parse((await cli('convert same --to glb --out dist --force --json')).out)
      const written = files.map(({ written }: { written: string }) => written)
      expect(written).toEqual(['dist/hero.glb', 'dist/hero-2.glb'])
      const made = JSON.parse((await cli('inspect dist/hero.glb dist/hero-2.glb --json')).out).files
      expect(made.map(({ report }: { report: { triangles: number } }) => report.triangles)).toEqual([2, 1])
      expect((await cli('convert same --to gltf --out dist --force')).code).toBe(0)
    }
    expect((await readdir(join(cwd, 'dist'))).sort()).toEqual(['hero-2.glb', 'hero-gltf', 'hero-gltf-2', 'hero.glb'])
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
    expect(detectFormat(await readFile(join(cwd, file.written)))?.format).toBe('glb')
  })
})

describe('verbs of the tools', () => {
  const json = async (args: string) => {
    const { code, out } = await cli(args)
    return { code, files: JSON.parse(out).files }
  }

  it('are as many as there are tools for files', () => {
    const isElsewhere: Record<string, string> = { reduce: 'simplify', size: 'transform', apply: 'transform' }
    for (const { id } of LOCAL_TOOLS)
      expect(Object.keys(VERBS), id).toContain({ ...isElsewhere, inPlace: 'transform' }[id] ?? id)
  })

  it('say of which file they say what, and that packed geometry makes a larger file once it is unpacked', async () => {
    await copyFile('test/fixtures/models/meshopt.glb', join(cwd, 'packed.glb'))
    const { out } = await cli('simplify packed.glb --ratio 0.9')
    expect(out).toMatch(/\n {2}Geometry is saved unpacked, so that the file grows: \w+_meshopt_compression\.\n/)
    expect((await cli('simplify packed.glb --ratio 0.9 --json')).out).toContain('saved unpacked')
    await writeFile(join(cwd, 'bare.obj'), 'mtllib gone.mtl\nusemtl red\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')
    expect((await cli('check bare.obj')).out).toContain('bare.obj: The material file gone.mtl is missing')
  })

  it('repair, and tell what was done', async () => {
    await writeFile(join(cwd, 'open.glb'), await writeGlb(documentOf(cube(5)).document))
    expect((await cli('repair --holes open.glb')).out).toContain('open.glb -> open-2.glb\n')
    const { code, files } = await json('repair --holes --json open.glb')
    expect({ code, steps: files[0].steps }).toEqual({ code: 0, steps: expect.arrayContaining(['1 hole is filled.']) })
    const left = await json('repair --json --no-weld --no-normals open.glb')
    expect(left.files[0]).toMatchObject({ unchanged: true })
    expect(left.files[0]).not.toHaveProperty('written')
  })

  it('put what needs no change into the folder of the others, as it is', async () => {
    await writeFile(join(cwd, 'whole.glb'), await writeGlb(documentOf(cube()).document))
    const { out } = await cli('repair --no-weld --no-normals whole.glb --out dist')
    expect(out).toBe('whole.glb -> dist/whole.glb\n  needs no change\n')
    expect(await readFile(join(cwd, 'dist/whole.glb'))).toEqual(await readFile(join(cwd, 'whole.glb')))
  })

  it('give a real size, and turn what lies', async () => {
    const { files } = await json('transform assets/props/box.glb --height 1.8 --pivot bottom --up -z --json')
    expect(files[0].after.size[1]).toBeCloseTo(1.8, 4)
    const wrong = await cli('transform assets/props/box.glb --pivot-part nothing')
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.out).toContain('The model has no part called “nothing”.')
  })

  it('make colliders in the model or beside it', async () => {
    const { files } = await json('collider assets/props/box.glb --shape box --as file --json')
    expect(files[0]).toMatchObject({ written: 'assets/props/box-collider.glb', collider: { shape: 'box' } })
  })

  it('make levels and parts in folders called after the model', async () => {
    const { files } = await json('lod assets/props/box.glb --ratios 0.5 --json')
    expect(files[0].written).toBe('assets/props/box-lod/box_LOD0.glb')
    expect(files[0].levels).toHaveLength(2)
    for (const _ of [1, 2]) expect((await cli('split assets/props/box.glb --out dist --force')).code).toBe(0)
    expect((await readdir(join(cwd, 'dist/box-parts'))).length).toBeGreaterThan(1)
    const inside = await json('lod assets/props/box.glb --as inside --json')
    expect(inside.files[0].written).toBe('assets/props/box-lod.glb')
  })

  it('keep parts of one name of two models apart', async () => {
    for (const name of ['one', 'two'])
      await writeFile(join(cwd, `${name}.glb`), await writeGlb(documentOf(cube()).document))
    const { files } = await json('split one.glb two.glb --out dist --force --json')
    const [first, second] = files.map(({ written }: { written: string }) => written.split('/').slice(0, 2).join('/'))
    expect([first, second]).toEqual(['dist/one-parts', 'dist/two-parts'])
  })

  it('merge all into one', async () => {
    const { code, out } = await cli('merge assets --out dist --name both')
    expect({ code, out }).toEqual({ code: 0, out: 'assets/hero.glb -> dist/both.glb\n' })
    expect((await cli('inspect dist/both.glb')).code).toBe(0)
  })

  it('tidy up, by options of the same tool in the editor', async () => {
    const { document } = documentOf(cube())
    document.createMaterial('unused')
    await writeFile(join(cwd, 'unused.glb'), await writeGlb(document))
    const { files } = await json('tidy unused.glb --join --no-dedup --json')
    expect(files[0].steps[0]).toMatch(/^Materials: \d instead of \d\.$/)
    const [same] = (await json('tidy assets/props/box.glb --join --no-dedup --json')).files
    expect(same.steps).toBeUndefined()
  })
})

describe('optimize', () => {
  it('is optimise', async () => {
    expect(await cli('optimize --texture-format keep assets/props/box.glb --out dist')).toMatchObject({ code: 0 })
    expect(await readdir(join(cwd, 'dist'))).toEqual(['box.glb'])
  })
})

describe('a damaged file', () => {
  it('is told, and does not stop the others', async () => {
    await writeFile(join(cwd, 'assets/bad.glb'), 'glTF nothing\u001b[31m')
    const { code, out, err } = await cli('inspect assets/bad.glb assets/props/box.glb')
    expect(code).toBe(1)
    expect(out).toMatch(/^assets\/bad\.glb: failed model-\w+: /)
    expect(out).toContain('assets/props/box.glb')
    expect(err).toBe('2 files, 1 failed\n')
  })
})

describe('a wrong command line', () => {
  it.each([
    ['', 'Usage: tripo-studio VERB'],
    ['paint x.glb', 'There is no verb paint. There are inspect, check, convert, simplify, optimise, repair,'],
    ['chek x.glb', 'There is no verb chek. Did you mean check?\ntripo-studio --help'],
    ['toString x.glb', 'There is no verb toString.'],
    ['inspect', 'Name one or more model files'],
    ['inspect nothing.glb', 'No model is found for nothing.glb: there is no such file.\ntripo-studio inspect --help'],
    ['inspect empty', 'No model is found for empty: the folder holds none (glb, gltf, '],
    ['convert assets --too glb', 'There is no option --too. Did you mean --to?\n'],
    ['inspect src/**/*.glb', 'No model is found for src/**/*.glb.'],
    ['convert assets', 'convert needs --to FORMAT'],
    ['convert assets --to doc', '--to takes glb'],
    ['convert assets --to stl --preset blender', '--preset blender is for --to fbx.'],
    ['simplify assets --ratio 2', '--ratio needs a number from 0.0001 to 1.'],
    ['simplify assets --triangles 1.5', '--triangles needs a whole number'],
    ['simplify assets --triangles -5', '--triangles needs a whole number from 1 to 100000000.\n'],
    ['transform assets --height -.5', '--height needs a number from 0.000001'],
    ['simplify assets --triangles 5 --ratio 0.5', 'not both'],
    ['transform assets', 'transform needs what to change, such as --height 1.8'],
    ['transform assets --height 1 --factor 2', 'One of --height, --longest and --factor.'],
    ['transform assets --pivot bottom --pivot-part arm', 'not both'],
    ['collider assets --shape cone', '--shape takes box'],
    ['lod assets --ratios 2', '--ratios takes shares'],
    ['lod assets --ratios 0.5,1e-300', '--ratios takes shares from 0.0001'],
    ['lod assets --ratios 0.5,Infinity', '--ratios takes shares'],
    [`lod assets --ratios ${Array(17).fill('0.5').join(',')}`, '--ratios takes 16 shares at most.'],
    ['transform assets --height 99999999999', '--height needs a number from 0.000001 to 1000000.'],
    ['transform assets --factor NaN', '--factor needs a number'],
    ['collider assets --corners 4.5', '--corners needs a whole number from 4 to 255.'],
    ['simplify assets --triangles 999999999', '--triangles needs a whole number from 1 to 100000000.'],
    ['merge assets/hero.glb', 'merge needs two models or more.'],
    ['merge assets --name ../x', '--out names the folder'],
    ['merge assets --name CON', '--name CON: Windows keeps this name for a device.'],
    ['merge assets --name nul.glb', '--name nul.glb: Windows keeps this name for a device.'],
    ['merge assets --name both.', '--name both.: a name cannot end with a dot or a space everywhere.'],
    ['merge assets --name a:b', '--name a:b: leave out : * ? " < > |'],
    ['merge assets --name .glb', '--name .glb: a name has letters, such as both.'],
    ['optimise assets --force', '--force replaces files in the folder of --out'],
    ['inspect assets --yes', 'There is no option --yes. There are --json.\n'],
    ['check assets --budgets none.json', 'There is no none.json. Name the file of the budgets after --budgets.'],
    ['check assets --budgets', 'There is no .vscode/settings.json. Name the file of the budgets'],
  ])('%s', async (args, words) => {
    const { code, err, out } = await cli(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(words)
  })

  it('tells budgets that are none', async () => {
    await writeFile(join(cwd, 'b.json'), '{ "*.glb": { "triangle": 5 } }')
    expect((await cli('check assets --budgets b.json')).err).toContain('b.json has no budgets in it')
  })
})

describe('--version', () => {
  it('is that of the package, also by its short name', async () => {
    for (const option of ['--version', '-v']) {
      const { code, out } = await cli(option)
      expect({ code, out }).toEqual({ code: 0, out: `${version}\n` })
    }
  })
})

describe('help', () => {
  it('lists verbs, and the options of each', async () => {
    expect((await cli('--help')).out).toContain('optimise')
    for (const [verb, { options }] of Object.entries(VERBS)) {
      const { code, out } = await cli(`${verb} --help`)
      expect(code).toBe(0)
      for (const name of Object.keys(options)) expect(out).toContain(`--${name}`)
    }
  })
})
