// `tripo-studio assets` over the real jobs, client and simulator: limits, what changed, another machine, and exits for scripts.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openJobs } from '../../../src/cli/service.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { tinyBuilder } from '../../bench/soak/tiny.ts'
import { printed } from './command-line.ts'

let server: SimulatorServer
let folder: string
let root: string
let account = 0
beforeAll(async () => {
  server = await startServer({ build: tinyBuilder, timeScale: 1000 })
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-cli-assets-'))
  root = join(folder, 'game')
  await mkdir(root)
  account += 1
})
afterEach(() => rm(folder, { recursive: true }))

/** @param state of another machine, or of one whose disk is empty */
async function cli(args: string, { state = 'state', cwd = root } = {}) {
  const env = {
    ...{ TRIPO_API_KEY: `tsk_test${account}0123456789abcdef`, TRIPO_BASE_URL: server.v3 },
    XDG_STATE_HOME: join(folder, state),
  }
  return printed(`assets ${args}`, { cwd, env, openJobs: async (project) => openJobs(project, { env, folder }) })
}

const write = (...models: unknown[]) =>
  writeFile(join(root, 'tripo.assets.json'), JSON.stringify({ version: 1, folder: 'models', models }))
const taskOf = async (name: string) =>
  JSON.parse(await readFile(join(root, 'tripo.assets.lock.json'), 'utf8')).models[name].made.tasks[0].taskId
const CUP = { name: 'cup', prompt: 'a cup' }
const POT = { name: 'pot', prompt: 'a pot' }

describe('tripo-studio assets', () => {
  it('builds within a limit, pays for nothing twice, and makes only what has changed', async () => {
    await write(CUP, POT)
    expect(await cli('status')).toMatchObject({
      code: 0,
      out: 'cup: new, 20 credits (models/cup.glb)\npot: new, 20 credits (models/pot.glb)\n',
    })
    expect(await cli('build')).toMatchObject({ code: 1 })
    const tooDear = await cli('build --yes --max-credits 39')
    expect(tooDear.code).toBe(1)
    expect(tooDear.err).toContain('This costs 40 credits, more than the 39 of --max-credits. Nothing was sent.')
    expect(await cli('build --yes --max-credits 40')).toMatchObject({
      code: 0,
      out: 'cup: current (models/cup.glb)\npot: current (models/pot.glb)\n',
    })
    const [cup, pot] = [await taskOf('cup'), await taskOf('pot')]
    expect((await cli('build --yes --max-credits 0')).code).toBe(0)
    await write(CUP, { ...POT, prompt: 'a red pot' })
    expect((await cli('build --yes --max-credits 20 --json')).code).toBe(0)
    expect(await taskOf('cup')).toBe(cup)
    expect(await taskOf('pot')).not.toBe(pot)
    expect(await readFile(join(root, 'assets.js'), 'utf8')).toContain("'cup': { url:")
  })

  it('restores on another machine what the service still has, and tells what was never built', async () => {
    await write(CUP)
    expect((await cli('build --yes --max-credits 20')).code).toBe(0)
    await rm(join(root, 'models'), { recursive: true })
    await rm(join(root, '.tripo'), { recursive: true })
    await write(CUP, POT)
    const restored = await cli('restore', { state: 'another' })
    expect(restored.out).toBe('cup: current (models/cup.glb)\npot: new, 20 credits (models/pot.glb)\n')
    expect(restored.code).toBe(1)
    expect(restored.err).toContain('20 credits are to be paid')
  })

  it('knows the styles of the project’s settings', async () => {
    const styled = { ...CUP, style: 'toy' }
    await write(styled)
    const missing = await cli('status')
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('There is no style “toy”')
    await mkdir(join(root, '.vscode'))
    const settings = '{ // the look\n  "tripo.styles": [{ "name": "toy", "suffix": "toy style" }, 7], }'
    await writeFile(join(root, '.vscode/settings.json'), settings)
    expect(await cli('status')).toMatchObject({ code: 0, out: 'cup: new, 20 credits (models/cup.glb)\n' })
    expect((await cli('build --yes --max-credits 20')).code).toBe(0)
    // The words of a style belong to what was asked for.
    await writeFile(join(root, '.vscode/settings.json'), settings.replace('toy style', 'clay style'))
    expect((await cli('status')).out).toContain('cup: changed, 20 credits')
  })

  it('fails for a broken budget, a mistake, and a lock that cannot be read', async () => {
    await write({ ...CUP, budgets: { bytes: 10 } })
    const built = await cli('build --yes --max-credits 20')
    expect(built.code).toBe(1)
    expect(built.out).toContain('cup: error budget: The file has')
    expect((await cli('status')).code).toBe(1)
    await write(CUP, CUP)
    const wrong = await cli('build --yes --max-credits 20')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('tripo.assets.json:1: error duplicate: Another model is called “cup”, too.')
    await write(CUP)
    await writeFile(join(root, 'tripo.assets.lock.json'), '{')
    expect(await cli('build --yes --max-credits 20')).toMatchObject({ code: 2 })
  })

  it.each([
    ['', 'assets needs one of'],
    ['fly', 'assets needs one of'],
    ['build --yes', '--yes needs --max-credits N'],
    ['build other', '--project names a folder'],
    ['status', 'There is no tripo.assets.json'],
  ])('says what is wrong with: %s', async (args, words) => {
    const { code, err } = await cli(args)
    expect(code).toBe(2)
    expect(err).toContain(words)
    const script = await cli(`${args} --json`.trim())
    expect(script.code).toBe(2)
    const { ok, problem } = JSON.parse(script.out)
    expect({ ok, problem }).toEqual({
      ok: false,
      problem: { code: expect.stringMatching(/^usage\./), message: expect.stringContaining(words) },
    })
  })

  it('has JSON for a script whatever stops it', async () => {
    await write(CUP)
    const tooDear = await cli('build --yes --max-credits 19 --json')
    expect(tooDear.code).toBe(1)
    expect(JSON.parse(tooDear.out)).toEqual({
      ok: false,
      problem: { code: 'credits.limit', message: expect.stringContaining('more than the 19 of --max-credits') },
    })
    await write(CUP, CUP)
    const wrong = await cli('status --json')
    expect(wrong.code).toBe(1)
    expect(JSON.parse(wrong.out)).toMatchObject({
      ok: false,
      problem: { code: 'assets.wrong' },
      findings: [{ code: 'duplicate', severity: 'error', line: 1 }],
    })
    const broken = await printed('assets status --json', {
      cwd: root,
      openJobs: async () => {
        throw Object.assign(new Error('open'), { code: 'EROFS' })
      },
    })
    expect({ code: broken.code, problem: JSON.parse(broken.out).problem }).toEqual({
      code: 1,
      problem: { code: 'EROFS', message: 'The disk cannot be written.' },
    })
    expect(broken.err).toBe('tripo-studio: The disk cannot be written.\n')
  })
})
