// The life of a task at the simulator in both dialects: its states, progress, credits and failures.
import { describe, expect, it } from 'vitest'
import { fakeBuild, pluck, startService, TEXT_V3, text, text3, V2, V3 } from '../../simulator/support.ts'

describe('the life of a task', () => {
  it('goes from queued over running to success, in v2 words', async () => {
    const { clock, get, post } = startService()
    const created = await post(`${V2}/task`, text())
    expect(created.status).toBe(200)
    const url = `${V2}/task/${created.data.task_id}`
    const queued = (await get(url)).data
    expect(queued).toMatchObject({ type: 'text_to_model', status: 'queued', progress: 0, output: {}, queuing_num: 1 })
    expect(queued.create_time).toBe(Math.floor(clock.now() / 1000))
    await clock.advance(16_000)
    const running = (await get(url)).data
    expect(running).toMatchObject({
      status: 'running',
      progress: 50,
      queuing_num: -1,
      running_left_time: 15,
      output: {},
    })
    await clock.advance(15_000)
    const done = (await get(url)).data
    expect(done).toMatchObject({ status: 'success', progress: 100, consumed_credit: 20, running_left_time: -1 })
    expect(Object.keys(done.output ?? {})).toEqual(['pbr_model', 'rendered_image'])
    expect(done.output?.pbr_model).toMatch(/\/tcli_\w+\/20261101\/[\w-]+\/tripo_pbr_model_[\w-]+\.glb\?/)
    expect(done.result?.pbr_model).toEqual({ type: 'glb', url: done.output?.pbr_model })
    expect(done.error_code).toBeUndefined()
  })

  it('tells the same task in v3 words', async () => {
    const { clock, get, post } = startService()
    const created = await post(`${V2}/task`, text({ texture: false, pbr: false }))
    const url = `${V3}/tasks/${created.data.task_id}`
    expect((await get(url)).body).toMatchObject({ code: 0, status: 'success', data: { status: 'queued', output: {} } })
    await clock.advance(31_000)
    const { data } = await get(url)
    expect(data).toMatchObject({ status: 'success', credits_consumed: 10, progress: 100, type: 'text_to_model' })
    expect(Object.keys(data.output ?? {})).toEqual(['model_url', 'rendered_image_url', 'generated_image_url'])
    expect(data.output?.model_url).toContain('/tripo_base_model_')
    expect(data.created_at).toBe('2026-11-01T00:00:00.000Z')
    expect(data.completed_at).toBe('2026-11-01T00:00:31.000Z')
    expect(data.error_code).toBeUndefined()
  })

  it('answers a v3 creation with id, type and state', async () => {
    const { post } = startService()
    expect((await post(TEXT_V3, text3())).body).toEqual({
      code: 0,
      status: 'success',
      data: { task_id: expect.stringMatching(/^[\da-f-]{36}$/), type: 'text_to_model', status: 'queued' },
    })
  })

  it('stays running at 99 until its files are built', async () => {
    let finish = () => {}
    const built = new Promise<void>((resolve) => {
      finish = resolve
    })
    const { clock, get, post } = startService({ build: (job) => built.then(() => fakeBuild(job)) })
    const { data } = await post(`${V2}/task`, text())
    await clock.advance(60_000)
    const url = `${V2}/task/${data.task_id}`
    expect((await get(url)).data).toMatchObject({ status: 'running', progress: 99, running_left_time: 0 })
    finish()
    await clock.advance(0)
    expect((await get(url)).data.status).toBe('success')
  })

  it('begins to build when it leaves the queue, not before', async () => {
    const jobs: string[] = []
    const { clock, post } = startService({
      build: (job) => {
        jobs.push(String(job.params.prompt))
        return fakeBuild(job)
      },
    })
    await post(`${V2}/task`, text())
    await clock.advance(900)
    expect(jobs).toEqual([])
    await clock.advance(200)
    expect(jobs).toEqual(['a wooden chair'])
    await clock.advance(60_000)
    expect(jobs).toHaveLength(1)
  })

  it('fails with code 1001 and gives the credits back when building fails, whose reason only the log tells', async () => {
    const lines: string[] = []
    const build = () => Promise.reject(new Error('secret inner words'))
    const { clock, get, post } = startService({ build, log: (line) => lines.push(line) })
    const { data } = await post(`${V2}/task`, text())
    await clock.advance(2_000)
    const v2 = await get(`${V2}/task/${data.task_id}`)
    expect(v2.status).toBe(200)
    expect(v2.data).toMatchObject({ status: 'failed', error_code: 1001, consumed_credit: 0, output: {} })
    expect(JSON.stringify(v2.body)).not.toContain('secret')
    const v3 = (await get(`${V3}/tasks/${data.task_id}`)).data
    expect(v3).toMatchObject({ status: 'failed', error_code: 1001, credits_consumed: 0 })
    expect(v3.error_message).toBe(v2.data.error_msg)
    expect((await get(`${V3}/account/balance`)).data).toEqual({ balance: 10_000, frozen: 0 })
    expect(lines).toEqual([`Task ${data.task_id} (text_to_model) could not be carried out: secret inner words`])
  })

  it('divides durations by the time scale, and by nothing else', async () => {
    const { clock, get, post } = startService({ timeScale: 10 })
    const { data } = await post(`${V2}/task`, text())
    await clock.advance(3_000)
    expect((await get(`${V2}/task/${data.task_id}`)).data).toMatchObject({ status: 'running', running_left_time: 1 })
    await clock.advance(100)
    expect((await get(`${V2}/task/${data.task_id}`)).data.status).toBe('success')
  })

  it('is not there for another key', async () => {
    const { get, post } = startService()
    const { data } = await post(`${V2}/task`, text())
    expect(await get(`${V2}/task/${data.task_id}`, 'tsk_other')).toMatchObject({ status: 404, code: 2001 })
    expect(await get(`${V3}/tasks/${data.task_id}`, 'tsk_other')).toMatchObject({ status: 404, code: 2001 })
  })
})

describe('credits', () => {
  it('freezes the price, spends it on success, to the credit', async () => {
    const { clock, get, post } = startService({ credits: 100 })
    const price = 20 + 10 + 20
    await post(
      `${V2}/task`,
      text({ model_version: 'v3.1-20260211', texture_quality: 'detailed', geometry_quality: 'detailed' }),
    )
    expect((await get(`${V2}/user/balance`)).data).toEqual({ balance: 100 - price, frozen: price })
    await clock.advance(31_000)
    expect((await get(`${V2}/user/balance`)).data).toEqual({ balance: 100 - price, frozen: 0 })
    expect((await get(`${V3}/account/balance`)).data).toEqual({ balance: 100 - price, frozen: 0 })
    expect((await get(`${V3}/account/balance`, 'tsk_other')).data).toEqual({ balance: 100, frozen: 0 })
  })

  it('refuses with 403/2010 what the account cannot pay, frozen credits counted', async () => {
    const { get, post } = startService({ credits: 39 })
    expect((await post(`${V2}/task`, text())).code).toBe(0)
    expect(await post(`${V2}/task`, text())).toMatchObject({ status: 403, code: 2010 })
    expect(await post(TEXT_V3, text3({ model: 'v2.5-20250123' }))).toMatchObject({ status: 403, code: 2010 })
    expect((await get(`${V2}/user/balance`)).data).toEqual({ balance: 19, frozen: 20 })
  })

  it('lists usage newest first, in pages', async () => {
    const { clock, get, post } = startService()
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) {
      ids.push(String((await post(`${V2}/task`, text())).data.task_id))
      await clock.advance(40_000)
    }
    const { data } = await get(`${V3}/account/usage?limit=2&offset=1`)
    expect(data.total).toBe(5)
    expect(pluck(data.items, 'task_id')).toEqual([ids[3], ids[2]])
    expect(data.items?.['0']).toEqual({
      ...{ task_id: ids[3], type: 'text_to_model', status: 'success', credits_consumed: 20 },
      created_at: '2026-11-01T00:02:00.000Z',
    })
    expect((await get(`${V3}/account/usage`)).data.items).toHaveLength(5)
    for (const query of ['limit=201', 'limit=0', 'limit=x', 'offset=-1']) {
      expect(await get(`${V3}/account/usage?${query}`)).toMatchObject({ status: 400, code: 1004 })
    }
  })
})

describe('concurrency', () => {
  it('takes ten generations, then answers 429/2000 with a true Retry-After, until one is done', async () => {
    const { clock, get, post } = startService()
    const all = await Promise.all(Array.from({ length: 12 }, () => post(`${V2}/task`, text())))
    expect(all.filter((answer) => answer.code === 0)).toHaveLength(10)
    const refused = all.find((answer) => answer.code !== 0)
    expect(refused).toMatchObject({ status: 429, code: 2000 })
    expect((await get(`${V2}/user/balance`)).data.frozen).toBe(200)
    const wait = Number(refused?.headers.get('retry-after'))
    expect(wait).toBe(31)
    expect((await post(TEXT_V3, text3())).headers.get('retry-after')).toBe('31')
    expect((await post(`${V2}/task`, text(), 'tsk_other')).code).toBe(0)
    await clock.advance(wait * 1000)
    expect((await post(`${V2}/task`, text())).code).toBe(0)
  })

  it('gives P1 a pool of its own, of five', async () => {
    const { post } = startService()
    const p1 = () => post(`${V2}/task`, text({ model_version: 'P1-20260311' }))
    for (let count = 0; count < 5; count += 1) expect((await p1()).code).toBe(0)
    expect((await p1()).code).toBe(2000)
    expect((await post(`${V2}/task`, text())).code).toBe(0)
  })

  it('queues behind a busy pool and tells the place', async () => {
    const { clock, get, post } = startService()
    const ids: string[] = []
    for (let count = 0; count < 7; count += 1) ids.push(String((await post(`${V2}/task`, text())).data.task_id))
    await clock.advance(1_000)
    const states = await Promise.all(ids.map(async (id) => (await get(`${V2}/task/${id}`)).data))
    expect(states.map((state) => state.status)).toEqual([...Array(5).fill('running'), 'queued', 'queued'])
    expect(states.slice(5).map((state) => state.queuing_num)).toEqual([1, 2])
    expect((await get(`${V3}/tasks/${ids[6]}`)).data.queuing_num).toBe(2)
    await clock.advance(30_000)
    expect((await get(`${V2}/task/${ids[6]}`)).data).toMatchObject({ status: 'running', queuing_num: -1 })
  })

  it('tells v2 clients how many more it takes', async () => {
    const { post } = startService({ pools: { generation: 3 } })
    expect((await post(`${V2}/task`, text())).headers.get('x-parallelismlimit-remain')).toBe('2')
    expect((await post(TEXT_V3, text3())).headers.get('x-parallelismlimit-remain')).toBeNull()
  })
})

describe('reading many', () => {
  it.each([
    ['v2', `${V2}/task/batch`],
    ['v3', `${V3}/tasks/list`],
  ])('answers what is there and what is missed (%s)', async (dialect, url) => {
    const { post } = startService()
    const one = String((await post(`${V2}/task`, text())).data.task_id)
    const two = String((await post(`${V2}/task`, text())).data.task_id)
    const foreign = (await post(`${V2}/task`, text(), 'tsk_other')).data.task_id
    const { data } = await post(url, { task_ids: [one, 'nowhere', two, foreign] })
    expect(Object.keys(data.tasks ?? {})).toEqual([one, two])
    expect(data.tasks?.[one]?.status).toBe('queued')
    expect(data.tasks?.[one]?.create_time === undefined).toBe(dialect === 'v3')
    expect(data.missed).toEqual(['nowhere', foreign])
    expect((await post(url, { task_ids: [] })).data).toEqual({ tasks: {}, missed: [] })
    expect((await post(url, { task_ids: Array(101).fill(one) })).code).toBe(1004)
    expect((await post(url, { task_ids: one })).code).toBe(1004)
    expect((await post(url, {})).code).toBe(1004)
  })
})
