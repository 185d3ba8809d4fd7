// The client against the simulator over real HTTP and websockets, on loopback: both sides were written from the same
// page (docs/protocol.md) by different hands, so what they disagree about is a mistake in one of them.
import { mkdtemp, readFile as read, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { createFileSink, readFile } from '../../../../src/platform/file-sink.ts'
import { openSocket } from '../../../../src/platform/sockets.ts'
import { putFile } from '../../../../src/platform/upload.ts'
import { createVirtualClock } from '../../../../src/simulator/clock.ts'
import { type ServerOptions, type SimulatorServer, startServer } from '../../../../src/simulator/server.ts'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { TripoCheckError } from '../../../../src/tripo/errors.ts'
import type { FollowHealth } from '../../../../src/tripo/follow.ts'
import { probe } from '../../../../src/tripo/probe.ts'
import type { FileSink, OpenSocket, Resources } from '../../../../src/tripo/resources.ts'
import { createSdk } from '../../../../src/tripo/sdk.ts'
import { LARGE_FILE } from '../../../../src/tripo/upload.ts'
import { glb } from '../../tripo/fakes.ts'

const MODEL = glb(70_000)
const RESOURCES: Resources & { files: FileSink; openSocket: OpenSocket } = {
  fetch: (url, init) => fetch(url, init),
  files: createFileSink(),
  readFile,
  openSocket,
  put: putFile,
}

/** What both servers are. */
const SERVICE: ServerOptions = {
  timeScale: 150,
  credits: 1000,
  build: async ({ params }) => [
    {
      kind: params.texture === false ? 'base_model' : 'pbr_model',
      extension: 'glb',
      mediaType: 'model/gltf-binary',
      bytes: MODEL,
    },
    { kind: 'rendered_image', extension: 'png', mediaType: 'image/png', bytes: picture },
  ],
}

let server: SimulatorServer
let folder: string
let picture: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-client-'))
  picture = new Uint8Array(await encodePng({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(200) }))
  server = await startServer(SERVICE)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(['v3', 'v2'] as const)('%s', (dialect) => {
  const apiKey = `tsk_client_${dialect}_0123456789abcdef`
  const connect = async (onHealth?: (health: FollowHealth) => void, resources: Resources = RESOURCES) => {
    const base = await probe({ apiKey, resources, baseUrl: server.url, apiVersion: dialect })
    expect(base).toMatchObject({ dialect, region: 'custom' })
    return new TripoClient({ apiKey, base, resources, onHealth })
  }

  it('prompt to file: progress, price, model and picture', async () => {
    const client = await connect()
    const before = await client.getBalance()
    const seen: number[] = []
    const id = await createSdk(client).textToModel({ prompt: 'a wooden chair' })
    // held or, on a busy machine, spent already: either way it is no longer there
    expect((await client.getBalance()).balance).toBe(before.balance - 20)
    const task = await client.waitForTask(id, {
      pollingInterval: 0.1,
      onProgress: (news) => seen.push(news.progress),
    })
    expect(task).toMatchObject({ taskId: id, type: 'text_to_model', status: 'success', consumedCredit: 20 })
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(await client.getBalance()).toEqual({ balance: before.balance - 20, frozen: 0 })
    const paths = await client.downloadTaskModels(task, folder)
    const [path = ''] = Object.values(paths)
    expect(new Uint8Array(await read(path))).toEqual(MODEL)
    const shown = (await client.downloadRenderedImage(task, folder)) ?? ''
    expect(new Uint8Array(await read(shown))).toEqual(picture)
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
    client.dispose()
  })

  it('image bytes to a bare model', async () => {
    const client = await connect()
    const id = await createSdk(client).imageToModel({ image: picture, texture: false, pbr: false })
    const task = await client.waitForTask(id, { pollingInterval: 0.1 })
    expect(task).toMatchObject({ status: 'success', type: 'image_to_model', consumedCredit: 20 })
    client.dispose()
  })

  it('a model into storage and imported, small and large, with progress', async () => {
    const client = await connect()
    for (const model of [MODEL, glb(LARGE_FILE + 1)]) {
      const seen: number[] = []
      const file = await client.uploadModel(model, { onProgress: (sent) => seen.push(sent) })
      expect(seen.at(-1)).toBe(model.length)
      const isStored = dialect === 'v2'
      expect([file.object !== undefined, file.file_token !== undefined]).toEqual([isStored, !isStored])
      const task = await client.waitForTask(await createSdk(client).importModel({ file }), {
        pollingInterval: 0.1,
      })
      expect(task).toMatchObject({ status: 'success', type: 'import_model', consumedCredit: 0 })
    }
    client.dispose()
  })

  it('a dead end is seen before it is paid for', async () => {
    const client = await connect()
    const rigged = await createSdk(client).importModel({ file: MODEL })
    await client.waitForTask(rigged, { pollingInterval: 0.1 })
    const { balance } = await client.getBalance()
    await expect(createSdk(client).textureModel({ originalModelTaskId: rigged })).rejects.toBeInstanceOf(
      TripoCheckError,
    )
    await expect(
      createSdk(client).retargetAnimation({ originalModelTaskId: rigged, animation: 'preset:walk' }),
    ).rejects.toThrow('Rig the model first')
    expect(await client.getBalance()).toEqual({ balance, frozen: 0 })
    client.dispose()
  })

  it('several tasks together', async () => {
    const health: FollowHealth[] = []
    const client = await connect((news) => health.push(news))
    const ids = await Promise.all(
      ['a cup', 'a key', 'a coin'].map((prompt) => createSdk(client).textToModel({ prompt })),
    )
    const tasks = await Promise.all(ids.map((id) => client.waitForTask(id, { pollingInterval: 0.1 })))
    expect(tasks.map((task) => [task.taskId, task.status])).toEqual(ids.map((id) => [id, 'success']))
    expect(health.at(-1)).toMatchObject({ trouble: undefined, push: dialect === 'v2' ? 'all' : 'none' })
    client.dispose()
  })

  it('the service’s refusals arrive as errors with words', async () => {
    const client = await connect()
    await expect(client.getTask('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'service.2001',
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    await expect(
      client.createTask({ type: 'image_to_model', file: { file_token: 'no-such-file' } }),
    ).rejects.toMatchObject({ billed: 'no', httpStatus: expect.any(Number) })
    client.dispose()
  })
})

it('v2 push alone is enough to see a task end', async () => {
  const apiKey = 'tsk_client_push_0123456789abcdef'
  // The service's time stands still until the socket is open: what was said before is not said again.
  const time = createVirtualClock(Date.now())
  const held = await startServer({ ...SERVICE, clock: time })
  const base = { dialect: 'v2', region: 'custom', url: held.v2 } as const
  let listen = () => {}
  const isListening = new Promise<void>((done) => {
    listen = done
  })
  const blind: Resources = {
    ...RESOURCES,
    fetch: async (url, init) => {
      if (init?.method === 'GET') throw new TypeError('fetch failed')
      return fetch(url, init)
    },
    openSocket: (url, headers, events) => {
      const open = () => {
        events.open()
        listen()
      }
      return openSocket(url, headers, { ...events, open })
    },
  }
  const client = new TripoClient({ apiKey, base, resources: blind })
  const seen: string[] = []
  const id = await createSdk(client).textToModel({ prompt: 'a lamp' })
  let isOver = false
  const waiting = client.waitForTask(id, { onProgress: (news) => seen.push(news.status) }).finally(() => {
    isOver = true
  })
  await isListening
  while (!isOver) await time.advance(100)
  expect((await waiting).status).toBe('success')
  expect(seen.length).toBeGreaterThan(1)
  client.dispose()
  await held.close()
})

it('the usage list knows what was charged', async () => {
  const apiKey = 'tsk_client_usage_0123456789abcdef'
  const base = { dialect: 'v3', region: 'custom', url: server.v3 } as const
  const client = new TripoClient({ apiKey, base, resources: RESOURCES })
  const id = await createSdk(client).textToModel({ prompt: 'a lamp' })
  await client.waitForTask(id, { pollingInterval: 0.1 })
  const usage = await client.getUsage()
  expect(usage.items).toMatchObject([{ taskId: id, type: 'text_to_model', status: 'success', credits: 20 }])
  client.dispose()
})

it('a wrong key is told from being offline', async () => {
  const resources = RESOURCES
  await expect(probe({ apiKey: 'tcli_wrong', resources, baseUrl: server.url })).rejects.toMatchObject({
    code: 'service.1002',
  })
  const gone = await startServer({ build: async () => [] })
  await gone.close()
  await expect(probe({ apiKey: 'tsk_any', resources, baseUrl: gone.v3 })).rejects.toMatchObject({
    code: 'network.offline',
  })
})

it('an empty account spends nothing', async () => {
  const poor = await startServer({ credits: 5, build: async () => [] })
  const base = { dialect: 'v3', region: 'custom', url: poor.v3 } as const
  const client = new TripoClient({ apiKey: 'tsk_poor', base, resources: RESOURCES })
  await expect(createSdk(client).textToModel({ prompt: 'a castle' })).rejects.toMatchObject({
    code: 'service.2010',
    billed: 'no',
  })
  client.dispose()
  await poor.close()
})
