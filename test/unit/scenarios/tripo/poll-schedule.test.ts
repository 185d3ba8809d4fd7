// When to ask: the estimates of ends, what was learned of durations, and the spacing that the minute allows.
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { Durations, kindOf } from '../../../../src/tripo/durations.ts'
import { nextPoll, POLL_SCHEDULE, TaskPollSchedule } from '../../../../src/tripo/poll-schedule.ts'
import { RateLimiter } from '../../../../src/tripo/rate-limiter.ts'
import { decodeTask, type Task } from '../../../../src/tripo/task.ts'
import { METHODS } from '../../../bench/follow/methods.ts'
import { mostPerMinute } from '../../../bench/follow.ts'
import { VirtualClock } from '../../../bench/virtual-clock.ts'
import { KEY, ok, wireTask } from '../../tripo/fakes.ts'

function task(fields: Record<string, unknown> = {}): Task {
  const decoded = decodeTask(wireTask('a', fields))
  if (!decoded) throw new Error('no task')
  return decoded
}
const running = (progress: number, fields: Record<string, unknown> = {}) => task({ progress, ...fields })
const WHOLE = { free: 50, returns: [], perMinute: 50 }
/** What stays for the person's next requests is all that is left of this minute. */
const SCARCE = { free: 12, returns: [], perMinute: 50 }

/** A task that was seen at some moments, in seconds. */
function seen(...news: [number, Task][]) {
  const schedule = new TaskPollSchedule(0, new Durations())
  for (const [second, what] of news) schedule.observe(what, second * 1000)
  return schedule
}

describe('the chance that a task has ended', () => {
  it('is none before anything is known, and grows from the last news on', () => {
    expect(new TaskPollSchedule(0, new Durations()).chance(60_000)).toBe(0)
    const schedule = seen([0, running(0)], [30, running(50)])
    expect(schedule.chance(30_000)).toBe(0)
    const chances = [40, 50, 60, 70, 90].map((second) => schedule.chance(second * 1000))
    expect(chances).toEqual([...chances].sort((a, b) => a - b))
    expect(schedule.chance(45_000)).toBeLessThan(0.05)
    expect(schedule.chance(60_000)).toBeGreaterThan(0.4)
    expect(schedule.chance(90_000)).toBeGreaterThan(0.95)
  })
  it('follows the progress, not the nominal 30 s', () => {
    const schedule = seen([0, running(0)], [20, running(10)])
    expect(schedule.chance(35_000)).toBeLessThan(0.01)
  })
  it('heeds what the service says of the time left', () => {
    const schedule = seen([0, running(0, { running_left_time: 80 })])
    expect(schedule.chance(30_000)).toBeLessThan(0.05)
    expect(schedule.chance(120_000)).toBeGreaterThan(0.75)
  })
  it('never gives up a task that hangs', () => {
    const schedule = seen([0, running(0)], [50, running(99)], [300, running(99)])
    expect(schedule.chance(330_000)).toBeGreaterThan(0.5)
  })
})

describe('learned durations', () => {
  const model = (version: string) => task({ status: 'success', input: { model_version: version } })
  it('are kept by capability and version, and stand for the nominal time', () => {
    let stored: unknown
    const memory = {
      load: () => stored,
      save: (value: unknown) => {
        stored = JSON.parse(JSON.stringify(value))
      },
    }
    const first = new Durations(memory)
    expect(first.expect(model('v3'))).toMatchObject({ median: 30_000 })
    for (const seconds of [58, 60, 61, 59, 600]) first.learn(model('v3'), seconds * 1000)
    const later = new Durations(memory)
    expect(later.expect(model('v3')).median).toBe(60_000)
    expect(later.expect(model('v2'))).toMatchObject({ median: 30_000 })
    expect(kindOf(model('v3'))).toBe('text_to_model v3')
  })
  it('are sharper the closer together they lie', () => {
    const [sure, unsure] = [new Durations(), new Durations()]
    for (let index = 0; index < 20; index++) {
      sure.learn(model('v3'), 60_000 + 100 * index)
      unsure.learn(model('v3'), 20_000 + 4000 * index)
    }
    expect(sure.expect(model('v3')).shape).toBeGreaterThan(2 * unsure.expect(model('v3')).shape)
  })
  it('come from a run seen from its start to its success only', () => {
    const learned = (...news: [number, Task][]) => {
      const durations = new Durations()
      for (let time = 0; time < 3; time++) {
        const schedule = new TaskPollSchedule(0, durations)
        for (const [second, what] of news) schedule.observe(what, second * 1000)
      }
      return durations.expect(task()).median
    }
    const end = (status: string): [number, Task] => [70, task({ status })]
    expect(learned([0, task({ status: 'queued' })], [10, running(5)], end('success'))).toBe(60_000)
    expect(learned([10, running(0)], end('success'))).toBe(60_000)
    expect(learned([10, running(50)], end('success'))).toBe(30_000)
    expect(learned([10, running(0)], end('failed'))).toBe(30_000)
  })
  it.each([[undefined], ['junk'], [{ text_to_model: ['x'] }], [{ text_to_model: [-1] }]])('survive %j', (junk) => {
    expect(new Durations({ load: () => junk, save: () => {} }).expect(task()).median).toBe(30_000)
  })
})

describe('the next request', () => {
  const young = seen([0, running(0)])
  const early = seen([0, running(0)], [40, running(20)])
  const late = seen([0, running(0)], [50, running(97)])

  it('is at once about a task nobody has read', () => {
    const fresh = new TaskPollSchedule(0, new Durations())
    expect(nextPoll([fresh], { now: 0, asked: Number.NEGATIVE_INFINITY, forecast: WHOLE })).toBe(0)
  })
  it('is late while nothing can be ready, soon near the end', () => {
    expect(nextPoll([early], { now: 40_000, asked: 40_000, forecast: SCARCE })).toBe(40_000 + POLL_SCHEDULE.slow)
    expect(nextPoll([late], { now: 50_000, asked: 50_000, forecast: WHOLE })).toBeLessThanOrEqual(51_200)
    expect(nextPoll([young], { now: 0, asked: 0, forecast: WHOLE })).toBeLessThanOrEqual(1500)
  })
  it('shows progress as often as requests are to spare: once a second for a short task, slower for a long one', () => {
    const short = seen([0, running(0)], [1, running(30)])
    const rests = [short, young, early].map((schedule) => {
      const now = schedule.heardAt ?? 0
      return nextPoll([schedule], { now, asked: now, forecast: WHOLE }) - now
    })
    expect(rests[0]).toBeLessThanOrEqual(POLL_SCHEDULE.normal)
    expect(rests[1]).toBeLessThanOrEqual(POLL_SCHEDULE.normal)
    expect(rests[2]).toBeGreaterThan(1500)
    expect(rests[2]).toBeLessThanOrEqual(2500)
  })
  it('shows progress of many tasks rarely: their ends need the minute', () => {
    const crowd = Array.from({ length: 30 }, () => seen([0, running(0)], [11, running(20)]))
    expect(nextPoll(crowd, { now: 11_000, asked: 11_000, forecast: WHOLE })).toBeGreaterThan(11_000 + 3500)
  })
  it('looks at a new task soon after the last question', () => {
    const fresh = new TaskPollSchedule(10_000, new Durations())
    expect(nextPoll([fresh], { now: 10_000, asked: 9900, forecast: WHOLE })).toBeLessThanOrEqual(
      9900 + POLL_SCHEDULE.normal,
    )
    expect(nextPoll([fresh, early], { now: 10_000, asked: 9900, forecast: WHOLE })).toBeLessThanOrEqual(9900 + 1250)
  })
  it('is never nearer to the last one than allowed', () => {
    for (const schedule of [young, early, late]) {
      const now = schedule.heardAt ?? 0
      expect(nextPoll([schedule], { now, asked: now, forecast: WHOLE })).toBeGreaterThanOrEqual(
        now + POLL_SCHEDULE.quick,
      )
    }
  })
  it('comes later the less is left of the minute', () => {
    const now = 50_000
    const returns = Array.from({ length: 48 }, (_, index) => now + 30_000 + 500 * index)
    const paces = Array.from({ length: 30 }, (_, index) => seen([0, running(0)], [50, running(90 + (index % 10))]))
    const [plenty, scarce] = [WHOLE, { free: 2, returns, perMinute: 50 }].map((forecast) =>
      nextPoll(paces, { now, asked: now, forecast }),
    )
    expect(plenty).toBeLessThan(now + 1500)
    expect(scarce).toBeGreaterThan((plenty ?? 0) + 500)
  })
})

describe('progress of a lone task of 20-90 s', () => {
  it('is looked at every two seconds or so, and room is left for the next requests', async () => {
    const [method] = METHODS.filter(({ isOurs, dialects }) => isOurs && dialects.includes('v3'))
    const gaps: number[] = []
    for (let seed = 1; seed <= 5; seed++) {
      const run = await method?.run({ dialect: 'v3', tasks: 1, seed })
      const arrivals = [...(run?.arrivals ?? [])]
      gaps.push(...arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? 0)))
      expect(mostPerMinute(arrivals)).toBeLessThanOrEqual(43)
    }
    expect(gaps.length).toBeGreaterThan(100)
    expect(gaps.filter((gap) => gap > 2200).length).toBeLessThan(0.1 * gaps.length)
  })
})

describe('short tasks one after another', () => {
  it('are each seen on their way, though the minute fills up', async () => {
    const clock = new VirtualClock()
    const born = new Map<string, number>()
    const arrivals: number[] = []
    const fetch = async (url: string) => {
      await clock.wait(20)
      arrivals.push(clock.now())
      if (url.endsWith('/account/balance')) return ok({ balance: 1, frozen: 0 })
      const wire = [...born].map(([id, at]) => {
        const share = (clock.now() - at - 100) / 3000
        const status = share < 0 ? 'queued' : share < 1 ? 'running' : 'success'
        return [id, wireTask(id, { status, progress: Math.floor(100 * Math.max(0, Math.min(1, share))) })]
      })
      return ok({ tasks: Object.fromEntries(wire) })
    }
    const client = new TripoClient({
      apiKey: KEY,
      base: { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' },
      resources: { fetch, clock, random: () => 0 },
      rateLimiter: new RateLimiter({ clock, dialect: 'v3' }),
      durations: new Durations(),
    })
    const seenRunning: number[] = []
    const work = async () => {
      for (let count = 0; count < 20; count++) {
        const id = `task-${count}`
        born.set(id, clock.now())
        const percents = new Set<number>()
        const onProgress = (news: Task) => news.status === 'running' && percents.add(news.progress)
        await client.waitForTask(id, { onProgress })
        seenRunning.push(percents.size)
        for (let other = 0; other < 3; other++) await client.getBalance()
        await clock.wait(6000)
      }
    }
    await clock.run(work())
    client.dispose()
    expect(Math.min(...seenRunning), seenRunning.join(' ')).toBeGreaterThan(0)
    expect(mostPerMinute(arrivals)).toBeLessThanOrEqual(50)
    expect(mostPerMinute(arrivals)).toBeGreaterThan(35)
  })
})

describe('following modelled tasks of 20-90 s', () => {
  const ours = METHODS.filter(({ isOurs }) => isOurs).flatMap((method) =>
    method.dialects.map((dialect) => ({ method, dialect })),
  )
  it.each(ours)(
    '$method.name, $dialect: ends of 10 and 100 tasks are known soon, within the minute',
    async ({ method, dialect }) => {
      for (const tasks of [10, 100]) {
        const { delays, arrivals } = await method.run({ dialect, tasks, seed: 3 })
        const sorted = delays.sort((a, b) => a - b)
        expect(sorted[Math.floor(tasks / 2)]).toBeLessThan(750)
        expect(sorted[Math.floor(0.95 * tasks)]).toBeLessThan(2500)
        expect(mostPerMinute(arrivals)).toBeLessThanOrEqual(50)
      }
    },
  )
})
