// The simulator over real connections: loopback only, clients that go away, and answers while it builds.
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { createRandom } from '../../../src/simulator/random.ts'
import { type ServerOptions, type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { fakeBuild, KEY, pluck, png, readAnswer, text } from './support.ts'

let server: SimulatorServer | undefined
afterEach(() => server?.close())

const start = async (options: Partial<ServerOptions> = {}) => {
  server = await startServer({ build: fakeBuild, timeScale: 200, random: createRandom(1), ...options })
  return server
}
const authorization = `Bearer ${KEY}`
const json = { authorization, 'content-type': 'application/json' }
const post = async (url: string, body: unknown) =>
  readAnswer(await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) }))
const get = async (url: string) => readAnswer(await fetch(url, { headers: json }))

describe('the server', () => {
  it('listens on loopback only and names its bases', async () => {
    const { url, v2, v3, port } = await start()
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect([v2, v3]).toEqual([`${url}/v2/openapi`, `${url}/v3`])
    expect((await get(`${v3}/account/balance`)).data.balance).toBe(10_000)
    expect((await get(`${url}/`)).code).toBe(9404)
  })

  it('carries an image to a model over real connections', async () => {
    const { url, v2 } = await start()
    const form = new FormData()
    form.append('file', new Blob([png()]), 'a.png')
    const upload = await readAnswer(
      await fetch(`${v2}/upload`, { method: 'POST', headers: { authorization }, body: form }),
    )
    const file = { type: 'png', file_token: upload.data.image_token }
    const { data } = await post(`${v2}/task`, { type: 'image_to_model', file })
    await expect
      .poll(async () => (await get(`${v2}/task/${data.task_id}`)).data.status, { timeout: 90_000 })
      .toBe('success')
    const address = String((await get(`${v2}/task/${data.task_id}`)).data.output?.pbr_model)
    expect(address.startsWith(`${url}/cdn/`)).toBe(true)
    const response = await fetch(address)
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes.length).toBe(Number(response.headers.get('content-length')))
    const head = await fetch(address, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(bytes.length))
    expect((await fetch(address, { headers: { range: 'bytes=0-3' } })).status).toBe(206)
  })

  it('answers a body that is far too large', async () => {
    const { v2, v3 } = await start()
    const body = new Uint8Array(24 * 1024 * 1024)
    const type = { authorization, 'content-type': 'multipart/form-data; boundary=b' }
    const answer = await readAnswer(await fetch(`${v2}/upload`, { method: 'POST', headers: type, body }))
    expect(answer).toMatchObject({ status: 400, code: 2021 })
    const json = await readAnswer(await fetch(`${v3}/files`, { method: 'POST', headers: { authorization }, body }))
    expect(json).toMatchObject({ status: 400, code: 1003 })
    const denied = await readAnswer(await fetch(`${v3}/files`, { method: 'POST', body }))
    expect(denied).toMatchObject({ status: 401, code: 1002 })
  })

  it('survives clients that go away', async () => {
    const { v2 } = await start()
    for (let count = 0; count < 5; count += 1) {
      const controller = new AbortController()
      const body = new ReadableStream({
        async pull(stream) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          stream.enqueue(new Uint8Array(1000))
        },
      })
      const init = { method: 'POST', headers: json, body, duplex: 'half', signal: controller.signal } as const
      const request = fetch(`${v2}/task`, init)
      setTimeout(() => controller.abort(), 20)
      await expect(request).rejects.toThrow()
    }
    expect((await get(`${v2}/user/balance`)).code).toBe(0)
  })

  it('answers a creation while models are built that are never finished', async () => {
    const { v2 } = await start({ build: () => new Promise(() => {}) })
    await post(`${v2}/task`, text())
    for (let count = 0; count < 5; count += 1) expect((await post(`${v2}/task`, text())).code).toBe(0)
  })

  it('fetches images by address from this machine', async () => {
    const { v2, v3 } = await start()
    const { data } = await post(`${v2}/task`, text())
    await expect
      .poll(async () => (await get(`${v2}/task/${data.task_id}`)).data.status, { timeout: 90_000 })
      .toBe('success')
    const input = (await get(`${v2}/task/${data.task_id}`)).data.output?.rendered_image
    expect((await post(`${v3}/generation/image-to-model`, { model: 'v3.1-20260211', input })).code).toBe(0)
    const page = await post(`${v3}/generation/image-to-model`, { model: 'v3.1-20260211', input: `${v3}/nothing` })
    expect(page).toMatchObject({ status: 400, code: 1004 })
  })
})

describe('websockets', () => {
  const watch = async (path: string, key = KEY, onFrame = () => {}) => {
    const { v2 } = server ?? (await start())
    const frames: unknown[] = []
    const socket = new WebSocket(`${v2.replace('http', 'ws')}/task/watch/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const outcome = await new Promise<number>((resolve) => {
      socket.on('message', (frame) => {
        frames.push(JSON.parse(String(frame)))
        onFrame()
      })
      socket.on('close', (code) => resolve(code))
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      })
      socket.on('error', () => undefined)
    })
    return { frames, outcome }
  }

  it('tell a task until it is final', async () => {
    // the task cannot be done before its first frame has come, however slow the machine is
    let finish = () => {}
    const seen = new Promise<void>((resolve) => {
      finish = resolve
    })
    const { v2, url } = await start({ build: (job) => seen.then(() => fakeBuild(job)) })
    const { data } = await post(`${v2}/task`, text())
    const { frames, outcome } = await watch(String(data.task_id), KEY, finish)
    expect(outcome).toBe(1000)
    const events = pluck(frames, 'event')
    expect(events.at(0)).toBe('update')
    expect(events.at(-1)).toBe('finalized')
    expect(JSON.stringify(frames.at(-1))).toContain(`${url}/cdn/`)
  })

  it('are refused as requests are', async () => {
    await start()
    expect((await watch('nowhere')).outcome).toBe(404)
    expect((await watch('all', 'wrong')).outcome).toBe(401)
  })

  it('end with the server', async () => {
    const { close } = await start()
    const ended = watch('all')
    await new Promise((resolve) => setTimeout(resolve, 100))
    await close()
    expect((await ended).outcome).toBe(1006)
  })
})
