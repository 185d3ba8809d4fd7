// The built program as scripts run it: its thread, its exit codes, and its name in package.json.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, watch as watcher, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../../package.json'
import { commandLineBuild, hostWorkersBuild } from '../../../workbench/host-files.mjs'
import { smallModel } from '../../../workbench/scripts.mjs'

const root = resolve(__dirname, '../../..')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-cli-built-'))
  // As the build makes it, with the thread that it starts for several models.
  const common = { absWorkingDir: root, logLevel: 'silent' } as const
  await Promise.all([build(hostWorkersBuild(common, folder)), build(commandLineBuild(common, folder))])
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs the built program as a shell does. */
const shell = (...args: string[]) => shellWith({}, ...args)

const shellWith = (options: { env?: NodeJS.ProcessEnv }, ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const cwd = join(root, 'test/fixtures')
    const program = [join(folder, 'tripo-studio.cjs'), ...args]
    const child = execFile(process.execPath, program, { cwd, ...options }, (_, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    )
  })

describe('the built program', () => {
  it('works on one model, with the validator, and ends by itself', async () => {
    const { code, out, err } = await shell('check', '--json', 'models/webp.glb')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const codes: string[] = JSON.parse(out).files[0].findings.map(({ code }: { code: string }) => code)
    expect(codes).toContain('BUFFER_VIEW_TARGET_MISSING')
    expect(codes.some((code) => /^(mesh|scene|texture|names)\./.test(code))).toBe(true)
  })

  it('works on several in a thread, of which none keeps the others from their turn', async () => {
    const { code, out, err } = await shell('inspect', '--json', 'models/webp.glb', 'models/draco.glb')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(
      JSON.parse(out).files.map(({ report }: { report?: { triangles: number } }) => (report?.triangles ?? 0) > 0),
    ).toEqual([true, true])
  })

  it('brings the libraries that tools load on demand, for one model and in the thread', async () => {
    const plain = join(folder, 'plain.obj')
    await writeFile(plain, 'v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n')
    const several = [plain, 'models/draco.glb', 'models/meshopt.glb', 'models/webp.glb']
    const works: readonly (readonly [string, ...string[]])[] = [
      ['1 primitive without texture coordinates gets some.', 'repair', '--uvs'],
      ['', 'optimise', '--texture-format', 'webp'],
      ['', 'collider', '--shape', 'pieces'],
    ]
    for (const [step, ...work] of works)
      for (const models of step === '' ? [several] : [[plain], several]) {
        const made = ['--json', '--force', '--out', join(folder, 'made')]
        const { code, out, err } = await shell(...work, ...made, ...models)
        expect({ work, code, err }).toEqual({ work, code: 0, err: '' })
        const steps: string[] = JSON.parse(out).files[0].steps ?? []
        if (step !== '') expect(steps).toContain(step)
      }
  })

  it('takes the machine code that the build kept of its WebAssembly, and compiles where that is of no use', async () => {
    const watch = join(folder, 'watch-wasm.cjs')
    await writeFile(
      watch,
      `const { instantiate } = WebAssembly
       WebAssembly.instantiate = (bytes, imports) => {
         console.error('compiled ' + bytes.length)
         return instantiate(bytes, imports)
       }`,
    )
    const model = join(folder, 'small.glb')
    await writeFile(model, smallModel())
    const run = async (verb: string) => {
      const env = { ...process.env, NODE_OPTIONS: `--require "${watch}"` }
      const made = join(folder, `made of ${verb}`)
      const { code, err } = await shellWith({ env }, verb, '--force', '--out', made, model)
      const compiled = err.split('\n').filter((line) => line.startsWith('compiled ')).length
      return { code, compiled, bytes: await readFile(join(made, 'small.glb'), 'base64') }
    }
    const verbs = ['simplify', 'optimise']
    const kept = []
    for (const verb of verbs) kept.push(await run(verb))
    expect(kept).toMatchObject(verbs.map(() => ({ code: 0, compiled: 0 })))
    const chunks = join(folder, 'chunks')
    const code = (await readdir(chunks)).filter((name) => name.includes(process.versions.v8))
    expect(code).toHaveLength(2)
    // Of another engine, a file without an end, none at all.
    const spoil = [
      (path: string) => readFile(path).then((bytes) => writeFile(path, bytes.fill(0, 0, 16))),
      (path: string) => writeFile(path, ''),
      (path: string) => rm(path),
    ]
    for (const change of spoil) {
      for (const name of code) await change(join(chunks, name))
      for (const [i, verb] of verbs.entries()) expect(await run(verb)).toEqual({ ...kept[i], compiled: 1 })
    }
  })

  it('takes the code that the build compiled of its scripts, and does without', async () => {
    // Names each script whose compiled code V8 does not take.
    const watch = join(folder, 'watch.cjs')
    await writeFile(
      watch,
      `const vm = require('node:vm')
       vm.Script = class extends vm.Script {
         constructor(text, options) {
           super(text, options)
           if (this.cachedDataRejected !== false) console.error(options.filename)
         }
       }`,
    )
    const env = { ...process.env, NODE_OPTIONS: `--require "${watch}"` }
    const model = join(folder, 'small.glb')
    await writeFile(model, smallModel())
    const run = async (verb: string) => {
      const { code, err } = await shellWith({ env }, verb, '--force', '--out', join(folder, 'made'), model)
      return { code, refused: err.split('\n').filter((line) => line.endsWith('.cjs')).length }
    }
    for (const verb of ['simplify', 'optimise']) expect(await run(verb)).toEqual({ code: 0, refused: 0 })
    const compiled = (await readdir(join(folder, 'chunks'))).filter((name) => name.endsWith('.compiled'))
    for (const [i, name] of compiled.entries()) {
      const path = join(folder, 'chunks', name)
      if (i % 2 === 0) await rm(path)
      else await writeFile(path, (await readFile(path)).reverse())
    }
    const { code, refused } = await run('simplify')
    expect({ code, isRefused: refused > 0 }).toEqual({ code: 0, isRefused: true })
  })

  it('ends with a code for scripts', async () => {
    expect(await shell('inspect', 'models/none.glb')).toMatchObject({ code: 2, out: '' })
    expect((await shell('check', 'models/webp.glb', '--fail-on', 'warning')).code).toBe(1)
  })

  it('says all it has to say to a reader who is slow, and is content with one who reads only the first lines', async () => {
    const program = join(folder, 'tripo-studio.cjs')
    const models = join(folder, 'many')
    await mkdir(models)
    for (let i = 0; i < 80; i++) await copyFile(join(root, 'test/fixtures/models/webp.glb'), join(models, `${i}.glb`))
    const piped = (reader: string) =>
      new Promise<{ code: number; out: string }>((done) => {
        const command = `"${process.execPath}" "${program}" inspect --json "${models}" | ${reader}; exit \${PIPESTATUS[0]}`
        const child = execFile('bash', ['-c', command], { cwd: join(root, 'test/fixtures') }, (_, out) =>
          done({ code: child.exitCode ?? -1, out }),
        )
      })
    const slow = await piped('(sleep 1; cat)')
    expect(slow.code).toBe(0)
    expect(JSON.parse(slow.out).files).toHaveLength(80)
    // More than a pipe of the system holds.
    expect(slow.out.length).toBeGreaterThan(65_536)
    expect(await piped('head -c 1')).toEqual({ code: 0, out: '{' })
  })

  it('does all that was asked for where its reader leaves, and says how that went', async () => {
    const made = join(folder, 'heard by nobody')
    const broken = join(folder, 'broken.glb')
    await writeFile(broken, 'glTF')
    const words = [process.execPath, join(folder, 'tripo-studio.cjs'), 'simplify', broken]
    words.push('models/webp.glb', 'models/draco.glb', '--out', made)
    const command = `${words.map((word) => `"${word}"`).join(' ')} | true; exit \${PIPESTATUS[0]}`
    const code = await new Promise((done) => {
      const child = execFile('bash', ['-c', command], { cwd: join(root, 'test/fixtures') }, () => done(child.exitCode))
    })
    const files = (await readdir(made, { recursive: true })).filter((name) => name.endsWith('.glb'))
    expect({ code, files: files.map((name) => basename(name)).sort() }).toEqual({
      code: 1,
      files: ['draco.glb', 'webp.glb'],
    })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing half-made at a %s', async (signal) => {
    const made = join(folder, `ended by ${signal}`)
    await mkdir(made)
    const program = [join(folder, 'tripo-studio.cjs'), 'convert', '--to', 'gltf', 'models/webp.glb', '--out', made]
    const child = spawn(process.execPath, program, { cwd: join(root, 'test/fixtures'), stdio: 'ignore' })
    const ended = once(child, 'close')
    // As soon as anything is written.
    const watch = new AbortController()
    const written = (async () => {
      for await (const _ of watcher(made, { signal: watch.signal })) return
    })().catch(() => undefined)
    await Promise.race([written, ended])
    child.kill(signal)
    await ended
    watch.abort()
    await written
    // Ended before, or once all of it was there.
    const names = await readdir(made, { recursive: true })
    expect(names.filter((name) => name.includes('.tripo'))).toEqual([])
    expect([0, 3]).toContain(names.filter((name) => !name.endsWith('-gltf')).length)
  })

  it('is what package.json names, where the build puts it', async () => {
    expect(manifest.bin).toEqual({ 'tripo-studio': 'out/tripo-studio.cjs' })
    const script = await readFile(join(root, 'esbuild.mjs'), 'utf8')
    expect(script).toContain("commandLineBuild(common, 'out')")
    expect(await readFile(join(root, '.vscodeignore'), 'utf8')).not.toContain('!out')
  })
})
