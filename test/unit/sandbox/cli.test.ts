// The program itself, bundled as `npm run simulator` runs it, with the real builder in its worker.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import esbuild from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hostWorkersBuild } from '../../../workbench/host-files.mjs'
import { readAnswer, text3 } from '../simulator/support.ts'

let directory: string
const children: ChildProcess[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tripo-cli-'))
  const common = { logLevel: 'silent' } as const
  await esbuild.build({
    ...{ ...common, entryPoints: [{ in: 'src/sandbox/cli.ts', out: 'simulator' }], bundle: true, platform: 'node' },
    ...{ format: 'cjs', target: 'node20', outdir: directory, outExtension: { '.js': '.cjs' } },
  })
  await esbuild.build(hostWorkersBuild(common, directory))
})
afterAll(() => rm(directory, { recursive: true }))
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function run(...args: string[]) {
  const child = spawn(process.execPath, [join(directory, 'simulator.cjs'), ...args])
  children.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    output.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    output.err += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const listening = async (): Promise<Record<string, string>> => {
    await expect.poll(() => output.out, { timeout: 90_000 }).toContain('\n')
    return JSON.parse(output.out)
  }
  return { child, output, ended, listening }
}

/** A request whose body never comes: a server that waits for its connections to end waits for five minutes. */
async function halfRequest(url = ''): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // The server ends it.
  socket.on('error', () => undefined)
  const start = 'POST /v2/openapi/task HTTP/1.1\r\nhost: simulator\r\ncontent-length: 1000\r\n\r\n'
  await new Promise<void>((sent) => void socket.write(start, () => sent()))
  return socket
}

describe('npm run simulator', () => {
  it('prints one line, makes a model once its clock is moved on, and ends on SIGTERM at once', async () => {
    const { child, output, ended, listening } = run(
      '--port',
      '0',
      '--time-scale=0.01',
      '--credits',
      '50',
      '--seed',
      '1',
      '--picture-side',
      '128',
    )
    const { url, v2, v3 } = await listening()
    expect({ url, v2, v3 }).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      v2: `${url}/v2/openapi`,
      v3: `${url}/v3`,
    })
    const headers = { authorization: 'Bearer tsk_cli', 'content-type': 'application/json' }
    const body = JSON.stringify(text3({ texture: false, pbr: false }))
    const created = await readAnswer(await fetch(`${v3}/generation/text-to-model`, { method: 'POST', headers, body }))
    const read = async () => (await readAnswer(await fetch(`${v3}/tasks/${created.data.task_id}`, { headers }))).data
    expect((await read()).status).not.toBe('success')
    child.stdin.write('advance 1000000\n')
    await expect.poll(async () => (await read()).status, { timeout: 90_000, interval: 100 }).toBe('success')
    const glb = new Uint8Array(await (await fetch(String((await read()).output?.model_url))).arrayBuffer())
    expect(new TextDecoder().decode(glb.subarray(0, 4))).toBe('glTF')
    expect(new DataView(glb.buffer).getUint32(8, true)).toBe(glb.length)
    expect((await readAnswer(await fetch(`${v3}/account/balance`, { headers }))).data.balance).toBe(40)
    const half = await halfRequest(url)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    half.destroy()
    expect(output.out.trim().split('\n')).toHaveLength(1)
    expect(output.err).toBe('')
  })

  it('makes a model of a picture of each kind', async () => {
    const { v3 } = await run('--time-scale', '60', '--picture-side', '128').listening()
    const headers = { authorization: 'Bearer tsk_cli' }
    for (const name of ['mug.webp', 'key.png', 'mushroom.jpg']) {
      const form = new FormData()
      form.append('file', new Blob([await readFile(new URL(`../../fixtures/images/${name}`, import.meta.url))]), name)
      const upload = await readAnswer(await fetch(`${v3}/files`, { method: 'POST', headers, body: form }))
      const body = JSON.stringify({ model: 'v3.1-20260211', input: upload.data.file_token })
      const json = { ...headers, 'content-type': 'application/json' }
      const created = await readAnswer(
        await fetch(`${v3}/generation/image-to-model`, { method: 'POST', headers: json, body }),
      )
      const read = async () => (await readAnswer(await fetch(`${v3}/tasks/${created.data.task_id}`, { headers }))).data
      await expect.poll(async () => (await read()).status, { timeout: 90_000, interval: 100 }).toMatch(/success|failed/)
      expect((await read()).status, name).toBe('success')
      const model = await fetch(String((await read()).output?.model_url))
      expect(model.headers.get('content-type'), name).toBe('model/gltf-binary')
    }
  })

  it('ends on SIGINT while it builds and a connection is open', async () => {
    const { child, ended, listening } = run('--time-scale', '60')
    const { url, v2 } = await listening()
    const headers = { authorization: 'Bearer tsk_cli', 'content-type': 'application/json' }
    const body = JSON.stringify({ type: 'text_to_model', prompt: 'a castle', texture_quality: 'extreme' })
    await fetch(`${v2}/task`, { method: 'POST', headers, body })
    const half = await halfRequest(url)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    half.destroy()
  })

  it.each([
    [['--speed', '3'], /unknown option --speed/],
    [['8080'], /unknown option 8080/],
    [['--port'], /--port needs a whole number/],
    [['--port', '70000'], /--port needs/],
    [['--time-scale', '0'], /--time-scale needs/],
    [['--credits', 'many'], /--credits needs/],
    [['--seed', '1.5'], /--seed needs a whole number/],
    [['--rate', '0'], /--rate needs a whole number/],
    [['--pools', 'generation'], /--pools needs NAME=N/],
    [['--pools', 'kitchen=3'], /--pools needs .*generation_p1/],
    [['--faults'], /--faults needs FILE.json/],
    [['--faults', 'nowhere.json'], /--faults nowhere.json: .*no such file/],
  ])('refuses %j with code 2 and a sentence', async (args, says) => {
    const { output, ended } = run(...args)
    expect(await ended).toBe(2)
    expect(output.err).toMatch(says)
    expect(output.out).toBe('')
  })

  it('takes limits and faults, and says what is wrong with a list of faults', async () => {
    const file = join(directory, 'faults.json')
    await writeFile(file, '[{ "match": { "route": "/user/balance" }, "action": { "type": "html", "status": 503 } }]')
    const { v2 } = await run('--faults', file, '--pools', 'generation=1', '--rate', '3', '--no-moderation').listening()
    const headers = { authorization: 'Bearer tsk_cli', 'content-type': 'application/json' }
    expect((await fetch(`${v2}/user/balance`, { headers })).status).toBe(503)
    const create = async () => {
      const body = JSON.stringify({ type: 'text_to_model', prompt: 'a crate' })
      return (await readAnswer(await fetch(`${v2}/task`, { method: 'POST', headers, body }))).code
    }
    expect([await create(), await create(), await create(), await create()]).toEqual([2014, 2014, 2014, 1007])
    await writeFile(file, '[{ "action": { "type": "explode" } }]')
    const { output, ended } = run('--faults', file)
    expect(await ended).toBe(2)
    expect(output.err).toMatch(/faults\[0\]\.action\.type must be one of/)
  })

  it('says so when the port is taken', async () => {
    const { url } = await run().listening()
    const second = run('--port', String(new URL(String(url)).port))
    expect(await second.ended).toBe(1)
    expect(second.output.err).toMatch(/in use/)
  })
})
