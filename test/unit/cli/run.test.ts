// The command line itself: which verbs and options it takes, what it says of others, its help and its version.
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { VERBS } from '../../../src/cli/verbs.ts'
import { useModelFolder } from './command-line.ts'

const folder = useModelFolder()
const { cli } = folder

describe('a wrong command line', () => {
  it.each([
    ['', 'Usage: tripo-studio VERB'],
    ['paint x.glb', 'There is no verb paint. There are inspect, check, convert, simplify, optimise, repair,'],
    ['chek x.glb', 'There is no verb chek. Did you mean check?\ntripo-studio --help'],
    ['toString x.glb', 'There is no verb toString.'],
    ['--all check x.glb', 'There is no verb --all. Options go after the verb.'],
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
    ['inspect -rock.glb', 'There is no option -rock.glb. A file of this name is ./-rock.glb.\n'],
    ['inspect --rock*.glb', 'There is no option --rock*.glb. A file of this name is ./--rock*.glb.\n'],
    ['convert assets -to glb', 'There is no option -to. Did you mean --to?\n'],
    ['convert assets --to', '--to needs FORMAT.\n'],
    ['convert assets --to glb --out -x', '--out needs FOLDER; one that begins with a dash is --out=-x.\n'],
    ['convert assets --to glb --out -- a', '--out needs FOLDER.\n'],
    ['convert assets --to glb --force=yes', '--force takes no value.\n'],
    ['check assets --budgets none.json', 'There is no none.json. Name the file of the budgets after --budgets.'],
    ['check assets --budgets', 'There is no .vscode/settings.json. Name the file of the budgets'],
  ])('%s', async (args, words) => {
    const { code, err, out } = await cli(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(words)
    if (args === '') return
    const [verb = '', ...others] = args.split(' ')
    const script = await cli([verb, '--json', ...others].join(' '))
    expect({ code: script.code, err: script.err }).toEqual({ code: 2, err })
    const { ok, problem } = JSON.parse(script.out)
    expect({ ok, code: problem.code }).toEqual({ ok: false, code: expect.stringMatching(/^usage\.[a-z]+$/) })
    expect(problem.message).toBe(err.trim().replaceAll('\n', ' '))
  })

  it('has a code for each kind of mistake', async () => {
    const codeOf = async (args: string) => JSON.parse((await cli(args)).out).problem.code
    for (const [args, code] of [
      ['paint --json x.glb', 'usage.verb'],
      ['--json inspect x.glb', 'usage.verb'],
      ['inspect --json --yes x.glb', 'usage.option'],
      ['inspect --json=yes assets', 'usage.value'],
      ['convert assets --json --to', 'usage.value'],
      ['simplify --json assets --ratio 2', 'usage.value'],
      ['convert --json assets', 'usage.missing'],
      ['simplify --json assets --triangles 5 --ratio 0.5', 'usage.combination'],
      ['inspect --json none.glb', 'usage.files'],
      ['check --json assets --budgets none.json', 'usage.budgets'],
    ])
      expect([args, await codeOf(args ?? '')]).toEqual([args, code])
  })

  it('asks for text where --json is the name of a file', async () => {
    expect(await cli('inspect -- --json')).toMatchObject({ code: 2, out: '' })
  })

  it('tells budgets that are none', async () => {
    await writeFile(join(folder.cwd, 'b.json'), '{ "*.glb": { "triangle": 5 } }')
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

describe('optimize', () => {
  it('is optimise', async () => {
    expect(await cli('optimize --texture-format keep assets/props/box.glb --out dist')).toMatchObject({ code: 0 })
    expect(await readdir(join(folder.cwd, 'dist'))).toEqual(['box.glb'])
  })
})
