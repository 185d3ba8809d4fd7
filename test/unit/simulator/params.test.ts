// What real clients send beside what is documented, and what the service makes of it.
import { describe, expect, it } from 'vitest'
import type { BuildJob } from '../../../src/sandbox/build.ts'
import { readParams } from '../../../src/simulator/params.ts'
import { createRandom } from '../../../src/simulator/random.ts'
import { textToModel } from '../../../src/tripo/catalogue/index.ts'
import { fakeBuild, IMAGE_V3, png, startService, TEXT_V3, text, text3, V2, V3 } from './support.ts'

const read = (body: Record<string, unknown>, dialect: 'v2' | 'v3' = 'v2') =>
  readParams(textToModel, body, dialect, createRandom(7), 0).full

describe('leniency', () => {
  it('takes empty strings, -1 and null for "not set", and unknown fields', () => {
    const unset = { negative_prompt: '', model_version: '', texture_quality: '', style: '', compress: '', pbr: null }
    const noise = {
      face_limit: -1,
      image_seed: -1,
      model_seed: -1,
      priority: -1,
      client: 'mine',
      geometry_quality: 'standard',
    }
    const full = read(text({ ...unset, ...noise }))
    expect(full).toMatchObject({
      model_version: 'v2.5-20250123',
      texture_quality: 'standard',
      pbr: true,
      client: 'mine',
    })
    for (const name of ['negative_prompt', 'style', 'compress', 'face_limit', 'priority', 'type']) {
      expect(full).not.toHaveProperty(name)
    }
  })

  it('takes the boolean compress of older clients for the word of the wire', () => {
    expect(read(text({ compress: true })).compress).toBe('geometry')
    expect(read(text({ compress: false }))).not.toHaveProperty('compress')
  })

  it('takes unset fields on the P series too, where a set one is refused', () => {
    const body = { model: 'P1-20260311', quad: null, geometry_quality: '', prompt: 'a chair' }
    expect(read(body, 'v3')).not.toHaveProperty('quad')
    expect(() => read({ ...body, quad: false }, 'v3')).toThrow(/quad/)
  })

  it('takes model and model_version on v3, the newer name first', () => {
    expect(read({ prompt: 'x', model_version: 'v3.0-20250812' }, 'v3').model_version).toBe('v3.0-20250812')
    const both = { prompt: 'x', model: 'v3.1-20260211', model_version: 'v3.0-20250812' }
    expect(read(both, 'v3').model_version).toBe('v3.1-20260211')
  })

  it('clamps large face limits silently', () => {
    expect(read(text({ face_limit: 9_000_000 })).face_limit).toBe(500_000)
    expect(read(text({ face_limit: 9_000_000, model_version: 'v3.1-20260211' })).face_limit).toBe(1_500_000)
    expect(read(text({ face_limit: 9_000_000, smart_low_poly: true })).face_limit).toBe(20_000)
    const detailed = { geometry_quality: 'detailed', model_version: 'v3.1-20260211' }
    expect(read(text({ face_limit: 9_000_000, ...detailed })).face_limit).toBe(2_000_000)
  })

  it('accepts what means bare geometry, and lets pbr bring the texture back', () => {
    expect(read(text({ texture: false, pbr: false, texture_quality: 'standard' }))).toMatchObject({
      texture: false,
      pbr: false,
    })
    expect(read(text({ texture: false }))).toMatchObject({ texture: true, pbr: true })
  })

  it('draws seeds that are left out and keeps those that are given', () => {
    const first = read(text({ model_seed: 0 }))
    expect(first.model_seed).toBe(0)
    expect(first.texture_seed).toEqual(expect.any(Number))
    expect(read(text({ model_seed: 0 }))).toEqual(first)
    expect(readParams(textToModel, text(), 'v2', createRandom(8), 0).full.texture_seed).not.toBe(first.texture_seed)
  })
})

describe('the echo', () => {
  it('tells defaults, seeds and the file as a storage object that can be used again', async () => {
    const { get, post, upload } = startService()
    const token = (await upload(`${V2}/upload`, png())).data.image_token
    const { data } = await post(`${V2}/task`, { type: 'image_to_model', file: { type: 'jpg', file_token: token } })
    const { input } = (await get(`${V2}/task/${data.task_id}`)).data
    expect(input).toMatchObject({
      ...{ model_version: 'v2.5-20250123', texture: true, pbr: true, texture_quality: 'standard', quad: false },
      ...{ texture_alignment: 'original_image', orientation: 'default', auto_size: false, export_uv: true },
      ...{ enable_image_autofix: false, model_seed: expect.any(Number), texture_seed: expect.any(Number) },
      file: {
        type: 'png',
        object: { bucket: 'tripo-data', key: expect.stringMatching(/^tcli_\w+\/20261101\/.+\/file\.png$/) },
      },
    })
    expect(input?.file).not.toHaveProperty('file_token')
    const again = await post(`${V2}/task`, { type: 'image_to_model', file: input?.file })
    expect(again.code).toBe(0)
    const other = await post(`${V2}/task`, { type: 'image_to_model', file: input?.file }, 'tsk_other')
    expect(other.code).toBe(1005)
  })

  it('has v3 names on v3', async () => {
    const { get, post, upload } = startService()
    const token = (await upload(`${V3}/files`, png())).data.file_token
    const { data } = await post(IMAGE_V3, { model: 'v3.1-20260211', input: token })
    const { input } = (await get(`${V3}/tasks/${data.task_id}`)).data
    expect(input).toMatchObject({ model: 'v3.1-20260211', input: { object: { bucket: 'tripo-data' } } })
  })
})

describe('what is built', () => {
  it('gets complete parameters and the bytes, the same whichever way the image came', async () => {
    const jobs: BuildJob[] = []
    const { clock, post, upload } = startService({
      build: (job) => {
        jobs.push(job)
        return fakeBuild(job)
      },
    })
    const seeds = { model_seed: 1, texture_seed: 2 }
    const picture = png(100, 80)
    const v2 = (await upload(`${V2}/upload`, picture)).data.image_token
    const v3 = (await upload(`${V3}/files`, picture)).data.file_token
    const version = 'P1-20260311'
    await post(`${V2}/task`, { type: 'image_to_model', model_version: version, ...seeds, file: { file_token: v2 } })
    await post(`${V2}/task`, {
      type: 'image_to_model',
      model_version: version,
      ...seeds,
      file: { file_token: v3, url: '' },
    })
    await post(IMAGE_V3, { model: version, ...seeds, input: v3 })
    await post(IMAGE_V3, { model: version, ...seeds, file: { type: 'nonsense', file_token: v2 } })
    await clock.advance(60_000)
    expect(jobs).toHaveLength(4)
    for (const job of jobs) expect(job).toEqual(jobs[0])
    expect(jobs[0]?.inputs.file).toEqual(picture)
    expect(jobs[0]?.params).toMatchObject({ model_version: version, texture: true, pbr: true })
    expect(jobs[0]?.params).not.toHaveProperty('file')
  })

  it('is the same for the same request in either dialect', async () => {
    const jobs: BuildJob[] = []
    const build = (job: BuildJob) => {
      jobs.push(job)
      return fakeBuild(job)
    }
    const { clock, post } = startService({ build })
    const seeds = { model_seed: 1, texture_seed: 2, image_seed: 3 }
    await post(`${V2}/task`, text({ ...seeds, model_version: 'v3.1-20260211' }))
    await post(TEXT_V3, text3(seeds))
    await clock.advance(5_000)
    // v3 has the switch for UVs with P versions only.
    const [v2, v3] = jobs
    const { export_uv: _switch, ...params } = v2?.params ?? {}
    expect(v3).toEqual({ ...v2, params })
  })
})
