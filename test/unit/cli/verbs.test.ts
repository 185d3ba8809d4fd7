// The verbs of the tools: each does what its options say, and tells what it did.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VERBS } from '../../../src/cli/verbs.ts'
import { writeGlb } from '../../../src/mesh/formats/index.ts'
import { LOCAL_TOOLS } from '../../../src/mesh/tools/local-tools.ts'
import { cube, documentOf } from '../mesh/tools/shapes.ts'
import { useModelFolder } from './command-line.ts'

const folder = useModelFolder()
const { cli } = folder

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
    await copyFile('test/fixtures/models/meshopt.glb', join(folder.cwd, 'packed.glb'))
    const { out } = await cli('simplify packed.glb --ratio 0.9')
    expect(out).toMatch(/\n {2}Geometry is saved unpacked, so that the file grows: \w+_meshopt_compression\.\n/)
    expect((await cli('simplify packed.glb --ratio 0.9 --json')).out).toContain('saved unpacked')
    await writeFile(join(folder.cwd, 'bare.obj'), 'mtllib gone.mtl\nusemtl red\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')
    expect((await cli('check bare.obj')).out).toContain('bare.obj: The material file gone.mtl is missing')
  })

  it('repair, and tell what was done', async () => {
    await writeFile(join(folder.cwd, 'open.glb'), await writeGlb(documentOf(cube(5)).document))
    expect((await cli('repair --holes open.glb')).out).toContain('open.glb -> open-2.glb\n')
    const { code, files } = await json('repair --holes --json open.glb')
    expect({ code, steps: files[0].steps }).toEqual({ code: 0, steps: expect.arrayContaining(['1 hole is filled.']) })
    const left = await json('repair --json --no-weld --no-normals open.glb')
    expect(left.files[0]).toMatchObject({ unchanged: true })
    expect(left.files[0]).not.toHaveProperty('written')
  })

  it('put what needs no change into the folder of the others, as it is', async () => {
    await writeFile(join(folder.cwd, 'whole.glb'), await writeGlb(documentOf(cube()).document))
    const { out } = await cli('repair --no-weld --no-normals whole.glb --out dist')
    expect(out).toBe('whole.glb -> dist/whole.glb\n  needs no change\n')
    expect(await readFile(join(folder.cwd, 'dist/whole.glb'))).toEqual(await readFile(join(folder.cwd, 'whole.glb')))
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
    expect((await readdir(join(folder.cwd, 'dist/box-parts'))).length).toBeGreaterThan(1)
    const inside = await json('lod assets/props/box.glb --as inside --json')
    expect(inside.files[0].written).toBe('assets/props/box-lod.glb')
  })

  it('keep parts of one name of two models apart', async () => {
    for (const name of ['one', 'two'])
      await writeFile(join(folder.cwd, `${name}.glb`), await writeGlb(documentOf(cube()).document))
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
    await writeFile(join(folder.cwd, 'unused.glb'), await writeGlb(document))
    const { files } = await json('tidy unused.glb --join --no-dedup --json')
    expect(files[0].steps[0]).toMatch(/^Materials: \d instead of \d\.$/)
    const [same] = (await json('tidy assets/props/box.glb --join --no-dedup --json')).files
    expect(same.steps).toBeUndefined()
  })
})
