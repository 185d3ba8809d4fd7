// Every failure a person sees has a code, a sentence and a next step, and none of them holds a secret.

import { describe, expect, it } from 'vitest'
import { english } from '../../../src/text/index.ts'
import * as failures from '../../../src/tripo/failures.ts'
import { toProblem } from '../../../src/tripo/problem.ts'
import { describeCause, redact } from '../../../src/tripo/redact.ts'
import { SERVICE_CODES, serviceWords } from '../../../src/tripo/service-codes.ts'
import { decodeTask } from '../../../src/tripo/task.ts'
import { Transport } from '../../../src/tripo/transport.ts'
import { FakeClock, json, KEY, networkError, script, wireTask } from './fakes.ts'

/** docs/protocol.md#error-codes, code by code. */
const CODES = [
  1000, 1001, 1002, 1003, 1004, 1005, 1007, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011,
  2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022,
]

describe('service codes', () => {
  it.each(CODES)('%i has words of its own', (code) => {
    const words = SERVICE_CODES[code]
    expect(words?.sentence).toMatch(/^[A-Z].{10,}\.$/)
    expect(words?.nextStep).toMatch(/^[A-Z].{10,}\.$/)
    const same = CODES.filter((other) => SERVICE_CODES[other]?.sentence === words?.sentence)
    expect(same).toEqual([code])
  })
  it('unknown codes fall back to the HTTP status, unknown routes to the address', () => {
    expect(english(serviceWords(400, 7777).sentence)).toContain('400')
    expect(serviceWords(500, 7777).retryable).toBe(true)
    expect(serviceWords(404, 9404).nextStep).toContain('tripo.baseUrl')
    expect(serviceWords(404, 4001).nextStep).toContain('tripo.baseUrl')
  })
  it('only HTTP 401 means a refused key', () => {
    expect(serviceWords(401, 2).sentence).toBe(SERVICE_CODES[1002]?.sentence)
    expect(serviceWords(500, 1002).sentence).not.toBe(SERVICE_CODES[1002]?.sentence)
  })
})

const failed = (fields: Record<string, unknown>) => {
  const task = decodeTask(wireTask('t-1', fields))
  if (!task) throw new Error('no task')
  return failures.taskFailed(task)
}

describe('a failed task', () => {
  it('speaks by its code, and names itself', () => {
    expect(failed({ status: 'failed', error_code: 2008, consumed_credit: 0 })).toMatchObject({
      code: 'task.failed',
      sentence: SERVICE_CODES[2008]?.sentence,
      taskId: 't-1',
      billed: 'no',
    })
  })
  it('without a code it speaks by its status', () => {
    const sentences = ['failed', 'cancelled', 'expired'].map((status) => failed({ status }).sentence)
    expect(new Set(sentences).size).toBe(3)
    expect(failed({ status: 'failed', error_code: 54321 }).sentence).toBe(failed({ status: 'failed' }).sentence)
  })
  it('says when it was charged all the same', () => {
    expect(failed({ status: 'failed', consumed_credit: 5 }).billed).toBe('yes')
  })
  it.each(['queued', 'running', 'unknown', 'thinking'])('%s is no end: nobody is told to pay again', (status) => {
    const error = failed({ status })
    expect(error).toMatchObject({
      code: `task.${status}`,
      sentence: 'The task has not finished yet.',
      billed: 'unknown',
    })
    expect(error.nextStep).not.toMatch(/generate/i)
  })
})

describe('secrets', () => {
  const dirty = `Bearer ${KEY} key=${KEY} https://cdn.test/a.glb?X-Amz-Signature=${KEY}#${KEY}`
  const everyError = () => [
    failures.offline(`https://host/${KEY}`, new Error(dirty)),
    failures.interrupted('https://host', new Error(dirty, { cause: new Error(dirty) })),
    failures.unconfirmed(new Error(dirty), 'trace'),
    failures.notJson('https://host', 200, dirty),
    failures.refused({ status: 400, code: 1004, message: dirty, suggestion: dirty }),
    failed({ status: 'failed', error_code: 1001, error_msg: dirty }),
    failures.unknownStatus('t', dirty),
    failures.diskFailed(Object.assign(new Error(dirty), { code: 'ENOSPC' })),
    failures.downloadFailed(new Error(dirty)),
    failures.downloadNotTheFile(dirty),
    failures.downloadIncomplete(1, 2, new Error(dirty)),
    new Error(dirty),
    dirty,
  ]
  it('never reach a problem', () => {
    for (const error of everyError()) {
      const problem = toProblem(error)
      expect(JSON.stringify(problem)).not.toContain(KEY)
      expect(problem.code).not.toBe('')
      expect(problem.sentence).toMatch(/\.$/)
      expect(problem.nextStep).toMatch(/\.$/)
    }
  })
  it('a key of any form is kept out of what the service echoes and what fetch throws', async () => {
    const odd = 'my-private-deployment-secret'
    const clock = new FakeClock()
    const echo = json({ code: 1004, message: `key ${odd} is odd`, suggestion: odd }, 400)
    for (const reply of [
      echo,
      new Error(`bad header Bearer ${odd}`),
      new Response(`<p>${odd}</p>`),
      networkError('X'),
    ]) {
      const resources = { fetch: script(reply).fetch, clock, random: () => 0 }
      const base = { dialect: 'v3', region: 'custom', url: 'https://x.test/v3' } as const
      const transport = new Transport({ apiKey: odd, base, resources })
      for (const kind of ['creation', 'read'] as const) {
        const error = await clock.run(transport.post('/x', {}, { kind }).catch((thrown: unknown) => thrown))
        expect(JSON.stringify(toProblem(error))).not.toContain(odd)
        expect(error instanceof Error && `${error.stack}${describeCause(error.cause)}`).not.toContain(odd)
      }
    }
  })
  it('addresses keep their path and lose their signature', () => {
    expect(redact('see https://cdn.test/a/b.glb?sig=abc now')).toBe('see https://cdn.test/a/b.glb?… now')
  })
})

describe('problems', () => {
  it('carry what a report needs, a fact a line', () => {
    const error = failures.refused({
      status: 400,
      code: 1004,
      message: 'bad',
      suggestion: 'fix',
      traceId: 'tr',
      taskId: 'id',
    })
    expect(toProblem(error)).toMatchObject({
      code: 'service.1004',
      sentence: 'The service refused the request with “bad”.',
      nextStep: SERVICE_CODES[1004]?.nextStep,
      billed: 'no',
      traceId: 'tr',
      taskId: 'id',
      detail:
        'Error: service.1004\nHTTP status: 400\nService code: 1004\nMessage: bad\nSuggestion: fix\nTask: id\nTrace id: tr',
    })
  })
  it('stopping on purpose is no failure', () => {
    expect(toProblem(new DOMException('x', 'AbortError')).code).toBe('stopped')
  })
  it.each([
    ['ENOSPC', 'disk.full'],
    ['EROFS', 'disk.read-only'],
    ['EACCES', 'disk.read-only'],
    ['ENOENT', 'disk.missing'],
    ['EIO', 'disk.failed'],
  ])('%s is %s', (code, expected) => {
    expect(failures.diskFailed(Object.assign(new Error('x'), { code })).code).toBe(expected)
  })
})
