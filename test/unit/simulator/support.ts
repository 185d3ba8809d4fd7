// What the simulator's tests share: a service with a fake builder on a virtual clock, and short ways to ask it.
import { createVirtualClock } from '../../../src/simulator/clock.ts'
import type { SimulatorOptions } from '../../../src/simulator/options.ts'
import { createRandom } from '../../../src/simulator/random.ts'
import { createSimulator } from '../../../src/simulator/simulator.ts'
import type { WorkFile, WorkJob, WorkResult } from '../../../src/simulator/work.ts'
import { findCapability } from '../../../src/tripo/catalogue/index.ts'

export const ORIGIN = 'https://simulator.test'
export const V2 = `${ORIGIN}/v2/openapi`
export const V3 = `${ORIGIN}/v3`
export const KEY = 'tsk_test'

/** The first bytes of a PNG of a size: all that the service looks at. */
export function png(width = 64, height = 64, salt = 0): Uint8Array {
  const bytes = new Uint8Array(64)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  const view = new DataView(bytes.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  view.setUint32(40, salt)
  return bytes
}

const stable = (value: unknown) => JSON.stringify(value)

const outputsOf = (capability: string) => findCapability(capability)?.outputs ?? []
const picture = (kind: WorkFile['kind'], salt: number): WorkFile => ({
  ...{ kind, extension: 'png', mediaType: 'image/png', bytes: png(512, 512, salt) },
})

/** Builds "files" that tell what they were built from, of the kinds that the capability has. */
export async function fakeBuild(job: WorkJob): Promise<WorkResult> {
  const outputs = outputsOf(job.capability)
  if (outputs.includes('riggable')) return { files: [], facts: { riggable: true, rig_type: 'biped' } }
  if (outputs.includes('generated_image')) return { files: [picture('generated_image', 1)] }
  if (outputs.includes('multiview_images')) {
    const views = ['front_view', 'left_view', 'back_view', 'right_view'] as const
    return { files: views.map((kind, index) => picture(kind, index)) }
  }
  const inputs = Object.fromEntries(Object.entries(job.inputs).map(([name, bytes]) => [name, [...bytes]]))
  const source = job.source && { ...job.source, bytes: [...job.source.bytes].length, views: undefined }
  const bytes = new TextEncoder().encode(`glTF${stable({ ...job, inputs, source })}`)
  const textured = job.params.texture === false ? 'base_model' : job.params.pbr === false ? 'model' : 'pbr_model'
  const kind = outputs.includes('base_model') ? textured : 'model'
  const schematic = job.params.style === 'minecraft'
  const format = { extension: schematic ? 'schem' : 'glb', mediaType: 'model/gltf-binary' }
  return { files: [{ kind, ...format, bytes }, picture('rendered_image', 0)] }
}

/** What a JSON object may hold, for tests that look into answers of many shapes. */
export interface Data {
  [name: string]: Data
}
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null

export interface Answer {
  status: number
  headers: Headers
  code: unknown
  data: Data
  body: Data
}

export async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = await response.json()
  if (!isData(body)) throw new TypeError('The answer is no JSON object')
  return { status: response.status, headers: response.headers, code: body.code, data: body.data ?? {}, body }
}

/** The values of one member in a list of objects. */
export const pluck = (list: unknown, name: string): unknown[] =>
  Array.isArray(list) ? list.map((item: unknown) => (isData(item) ? item[name] : undefined)) : []

export function startService(options: Partial<SimulatorOptions> = {}) {
  const clock = createVirtualClock()
  const simulator = createSimulator({ build: fakeBuild, clock, random: createRandom(1), ...options })
  const send = (url: string, init: RequestInit = {}, key: string | undefined = KEY) => {
    const headers = new Headers(init.headers)
    if (key !== undefined && key !== '') headers.set('authorization', `Bearer ${key}`)
    return simulator.fetch(new Request(url, { ...init, headers }))
  }
  const get = async (url: string, key?: string) => readAnswer(await send(url, {}, key))
  const post = async (url: string, body: unknown, key?: string) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return readAnswer(
      await send(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } }, key),
    )
  }
  const upload = async (url: string, bytes: Uint8Array, name = 'picture.png', key?: string) => {
    const form = new FormData()
    form.append('file', new Blob([bytes]), name)
    return readAnswer(await send(url, { method: 'POST', body: form }, key))
  }
  return {
    simulator,
    clock,
    send,
    get,
    post,
    upload,
    download: (url: string, init?: RequestInit) => send(url, init, ''),
  }
}
export type Service = ReturnType<typeof startService>

export const text = (more: Record<string, unknown> = {}) => ({
  type: 'text_to_model',
  prompt: 'a wooden chair',
  ...more,
})
export const text3 = (more: Record<string, unknown> = {}) => ({
  model: 'v3.1-20260211',
  prompt: 'a wooden chair',
  ...more,
})
export const TEXT_V3 = `${V3}/generation/text-to-model`
export const IMAGE_V3 = `${V3}/generation/image-to-model`

/** Creates a task, lets its time pass, and gives its id. */
export async function finished(service: Service, body: Record<string, unknown> = text()): Promise<string> {
  const { data, body: answer } = await service.post(`${V2}/task`, body)
  if (typeof data.task_id !== 'string') throw new Error(`No task was made: ${JSON.stringify(answer)}`)
  await service.clock.advance(40_000)
  return data.task_id
}
