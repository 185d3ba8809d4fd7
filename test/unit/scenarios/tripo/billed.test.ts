// What failures say about money: each that the client can raise, with what is known of the credits behind it.
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { type Billed, TripoDownloadError, type TripoError } from '../../../../src/tripo/errors.ts'
import * as failures from '../../../../src/tripo/failures.ts'
import { toProblem } from '../../../../src/tripo/problem.ts'
import { SERVICE_CODES } from '../../../../src/tripo/service-codes.ts'
import { setup } from '../../tripo/client-setup.ts'
import { FakeClock, fault, json, KEY, networkError, ok, script, task, wireTask } from '../../tripo/fakes.ts'

const URL_1 = 'https://cdn.test/m.glb'
const cause = new Error('cause')

/** Failures before or beside a paid request: nothing was spent on them, whatever else the account pays for. */
const FREE: Partial<Record<keyof typeof failures, () => TripoError>> = {
  offline: () => failures.offline(URL_1, cause),
  interrupted: () => failures.interrupted(URL_1, cause),
  noAnswer: () => failures.noAnswer(URL_1, 60),
  notJson: () => failures.notJson(URL_1, 200, '<html>'),
  malformed: () => failures.malformed('task'),
  uploadAddress: () => failures.uploadAddress(URL_1, 'it is not https'),
  uploadRefused: () => failures.uploadRefused(URL_1, 400),
  uploadInterrupted: () => failures.uploadInterrupted(URL_1, cause),
  refused: () => failures.refused({ status: 400, code: 1004 }),
  checkFailed: () => failures.checkFailed([]),
  invalid: () => failures.invalid('check.parameters', 'It is not valid.', 'Mend it.'),
  imageRefused: () => failures.imageRefused({ code: 'not-an-image', message: 'This is no image.' }),
  modelRefused: () => failures.modelRefused({ code: 'broken', message: 'It is broken.' }),
  unsupported: () => failures.unsupported('Refining', 'v3'),
  badTaskId: () => failures.badTaskId(),
  keyRefused: () => failures.keyRefused('v3 global: 401'),
  serviceClosed: () => failures.serviceClosed('Use v3.', 'v2 is closed'),
  noResource: () => failures.noResource('Writing files'),
  diskFailed: () => failures.diskFailed(cause),
}

/** Failures whose task, or whose outcome, is not known: it may have been charged. */
const OPEN: Partial<Record<keyof typeof failures, () => TripoError>> = {
  unconfirmed: () => failures.unconfirmed(cause),
  waitedTooLong: () => failures.waitedTooLong('t', 30),
  unknownStatus: () => failures.unknownStatus('t', 'odd'),
}

/** Failures about a task that has ended, by what it says of its credits. */
const OF_TASKS: Partial<Record<keyof typeof failures, (credits: number | undefined, billed: Billed) => TripoError>> = {
  taskFailed: (credits) => failures.taskFailed(task('t', { status: 'failed', consumed_credit: credits })),
  noModel: (credits) => failures.noModel(task('t', { status: 'success', consumed_credit: credits }), 'model'),
  downloadsFailed: (_, billed) =>
    failures.downloadsFailed('t', { model: failures.downloadRefused(404, billed) }, {}, billed),
  downloadIncomplete: (_, billed) => failures.downloadIncomplete(1, 2, cause, billed),
  downloadBroken: (_, billed) => failures.downloadBroken('x', billed),
  downloadNotTheFile: (_, billed) => failures.downloadNotTheFile('x', billed),
  downloadExpired: (_, billed) => failures.downloadExpired(403, billed),
  downloadRefused: (_, billed) => failures.downloadRefused(404, billed),
  downloadFailed: (_, billed) => failures.downloadFailed(cause, billed),
  downloadAddress: (_, billed) => failures.downloadAddress(URL_1, 'it is not https', billed),
  downloadTooLarge: (_, billed) => failures.downloadTooLarge(1e6, billed),
  downloadTooMany: (_, billed) => failures.downloadTooMany(2000, 50, billed),
}

/** No words about money may say something else than `billed`. */
function expectHonest(error: TripoError, billed: Billed) {
  expect(error.billed).toBe(billed)
  expect(toProblem(error).billed).toBe(billed)
  const words = `${error.sentence} ${error.nextStep}`
  if (billed !== 'no')
    expect(words).not.toMatch(/nothing was (?:\w+ or )?(?:charged|spent)|this task cost nothing|at no cost,/i)
  if (billed !== 'yes') expect(words).not.toMatch(/cost \d|(?<!whether this task )was charged[.,;]|were spent/)
}

it('every failure is in one of the lists', () => {
  const factories = Object.entries(failures).filter(([, value]) => typeof value === 'function')
  const listed = [...Object.keys(FREE), ...Object.keys(OPEN), ...Object.keys(OF_TASKS)].sort()
  expect(factories.map(([name]) => name).sort()).toEqual(listed)
})

it.each(Object.entries(FREE))('%s: no credits', (_, make) => expectHonest(make(), 'no'))
it.each(Object.entries(OPEN))('%s: not known', (_, make) => expectHonest(make(), 'unknown'))
describe.each([
  [20, 'yes'],
  [0, 'no'],
  [undefined, 'unknown'],
] as const)('a task that says %s of its credits', (credits, billed) => {
  it.each(Object.entries(OF_TASKS))('%s', (_, make) => expectHonest(make(credits, billed), billed))
  it.each(Object.keys(SERVICE_CODES))('failed with %s', (code) => {
    const fields = { status: 'failed', error_code: Number(code), consumed_credit: credits }
    expectHonest(failures.taskFailed(task('t', fields)), billed)
  })
  it.each(['failed', 'banned', 'expired', 'cancelled'])('%s without a code', (status) => {
    expectHonest(failures.taskFailed(task('t', { status, consumed_credit: credits })), billed)
  })
  it('one that has not ended may be charged still', () => {
    const running = failures.taskFailed(task('t', { status: 'running', consumed_credit: credits }))
    expectHonest(running, credits ? 'yes' : 'unknown')
  })
  it('success without any output', async () => {
    const { client } = setup('v2', () => ok(wireTask('t', { status: 'success', output: {}, consumed_credit: credits })))
    const error = await client.downloadTaskModels(await client.getTask('t'), 'out').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'task.no-output', billed, retryable: true })
    expect(error).toHaveProperty('nextStep', expect.stringMatching(/^Fetch the result again/))
    if (credits) expect(error).toHaveProperty('message', expect.stringContaining('cost 20 credits'))
  })
  it('a download that fails in any way', async () => {
    const replies = [
      () => new Response('', { status: 404 }),
      () => new Response('', { status: 403 }),
      () => new Response('<html>'),
      () => new Response(''),
      () => {
        throw networkError('ECONNRESET')
      },
    ]
    for (const reply of replies) {
      const wire = wireTask('t', { status: 'success', output: { model: URL_1 }, consumed_credit: credits })
      const { client, clock } = setup('v2', (call) => (call.url === URL_1 ? reply() : ok(wire)))
      const work = client.downloadTaskModels(await client.getTask('t'), 'out').catch((thrown: unknown) => thrown)
      const error = await clock.run(work)
      if (!(error instanceof TripoDownloadError)) throw error
      expectHonest(error, billed)
      for (const failure of Object.values(error.failures)) if (failure) expectHonest(failure, billed)
    }
  })
})

describe('a creation', () => {
  const create = async (reply: Response | Error) => {
    const clock = new FakeClock()
    const client = new TripoClient({
      ...{ apiKey: KEY, dialect: 'v2' },
      resources: { fetch: script(reply).fetch, clock, random: () => 0 },
    })
    const work = client.createTask({ type: 'text_to_model', prompt: 'a cup' })
    return clock.run(work.catch((thrown: unknown) => thrown))
  }
  it.each([
    ['never connected', networkError('ECONNREFUSED'), 'no'],
    ['lost', networkError('ECONNRESET'), 'unknown'],
    ['400', fault(400, 1004), 'no'],
    ['401', fault(401, 1002), 'no'],
    ['403', fault(403, 2010), 'no'],
    ['429', fault(429, 2000), 'no'],
    ['503', fault(503, 1000), 'no'],
    ['408', fault(408, 1000), 'unknown'],
    ['500', fault(500, 1000), 'unknown'],
    ['a page', new Response('<html>'), 'unknown'],
    ['a redirect', new Response('', { status: 302 }), 'unknown'],
    ['success without an id', json({ code: 0, data: {} }), 'unknown'],
    ['success with an id that is none', json({ code: 0, data: { task_id: '../x' } }), 'unknown'],
    ['an unknown error under 200', json({ code: 1000, message: 'x' }), 'unknown'],
  ] as const)('%s', async (_, reply, billed) => {
    expect(await create(reply)).toMatchObject({ billed })
  })
})
