// The limits of spending: what is asked at the boundary, and that no way in gets past it. The ways in run over the real
// jobs, the real client and the simulator.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { createFileSink } from '../../../src/platform/file-sink.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import { openJournal } from '../../../src/platform/journal-files.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import type { Fetch } from '../../../src/tripo/resources.ts'
import { type DayOfSpending, withinLimits } from '../../../src/vscode/spending.ts'
import { tinyBuilder } from '../../bench/soak/tiny.ts'
import { JobWindow } from '../../support/job-window.ts'
import { answers, executed, settings, shown, Uri, workspace } from '../../support/vscode.ts'

const press = (title: string) => (offered: readonly unknown[]) =>
  offered.find((item) => JSON.stringify(item).includes(title))
const words = () => shown.map(({ text }) => text).join('\n')
const limit = (dailyLimit: unknown, confirmAbove: unknown = 0) => {
  settings.set('tripo.spending.dailyLimit', dailyLimit)
  settings.set('tripo.spending.confirmAbove', confirmAbove)
}

beforeEach(() => {
  ;[shown.length, answers.length, executed.length] = [0, 0, 0]
  settings.clear()
})

describe('one click', () => {
  let spent = 0
  let turns = 0
  const sent: number[] = []
  const day: DayOfSpending = {
    today: async () => spent,
    inTurn: async (work) => {
      turns += 1
      return work()
    },
  }
  const spend = (credits: readonly number[], service: 'sandbox' | 'service' = 'service') =>
    withinLimits(day, service, credits, async (count) => sent.push(count) && count)
  beforeEach(() => {
    ;[spent, turns, sent.length] = [0, 0, 0]
  })

  it('is sent without a question below the limits, at them exactly, and when there are none', async () => {
    expect(await spend([1e6])).toBe(1)
    limit(100, 100)
    spent = 0
    expect(await spend([100])).toBe(1)
    spent = 80
    expect(await spend([20])).toBe(1)
    expect(shown).toEqual([])
  })

  it('is asked about one credit above the limit of a click, with the numbers, and sent after a yes', async () => {
    limit(0, 100)
    answers.push(press('Spend 101 credits'))
    expect(await spend([60, 41])).toBe(2)
    expect(words()).toContain('This costs 101 credits. Send it?')
    expect(words()).toContain('more than the 100 credits')
  })

  it('is asked about one credit above the limit of the day, with what the day took', async () => {
    limit(100)
    spent = 81
    answers.push(press('Spend 20 credits'))
    expect(await spend([20])).toBe(1)
    expect(words()).toContain('This exceeds your limit of 100 credits a day.')
    expect(words()).toContain('Today took 81 credits; with this it would be 101 credits.')
  })

  it('is not sent without that yes', async () => {
    limit(100, 10)
    spent = 100
    answers.push(() => undefined)
    expect(await spend([20])).toBeUndefined()
    answers.push(press('Change Limits'))
    expect(await spend([20])).toBeUndefined()
    expect(executed).toEqual([['tripo.openSettings', 'spending']])
    expect(sent).toEqual([])
  })

  it('of several requests can be sent in part, as far as the day reaches', async () => {
    limit(100)
    spent = 50
    answers.push(press('Send the First 2 (40 credits)'))
    expect(await spend([20, 20, 20])).toBe(2)
    spent = 90
    answers.push(() => undefined)
    shown.length = 0
    expect(await spend([20, 20])).toBeUndefined()
    expect(words()).not.toContain('Send the First')
  })

  it('is asked about again when another window was faster than the answer', async () => {
    limit(100)
    spent = 90
    answers.push((offered) => {
      spent = 300
      return press('Spend 20')(offered)
    }, press('Spend 20'))
    expect(await spend([20])).toBe(1)
    expect(words()).toContain('with this it would be 110 credits')
    expect(words()).toContain('with this it would be 320 credits')
    expect(turns).toBe(3)
  })

  it('is asked about in the sandbox, too, which says whose credits those are; nothing that is free is', async () => {
    limit(1, 1)
    spent = 50
    expect(await spend([0])).toBe(1)
    expect(shown).toEqual([])
    answers.push(() => undefined)
    expect(await spend([500], 'sandbox')).toBeUndefined()
    expect(words()).toContain('no real ones are spent')
  })

  it('has no limit that a setting does not hold in numbers', async () => {
    limit('100', -1)
    expect(await spend([500])).toBe(1)
  })

  it('goes by the user’s own setting, whatever the workspace says', async () => {
    limit(100)
    const { getConfiguration } = vscode.workspace
    const inWorkspace = (section: string) => ({ ...getConfiguration(section), get: () => 1e9 })
    Object.assign(vscode.workspace, { getConfiguration: inWorkspace })
    answers.push(() => undefined)
    expect(await spend([101])).toBeUndefined()
    Object.assign(vscode.workspace, { getConfiguration })
    expect(sent).toEqual([])
  })
})

describe('no way in gets past the limit', () => {
  let base = ''
  let server: SimulatorServer
  let client: TripoClient
  let host: JobWindow
  /** Another window on the same journal. */
  let openHost: () => JobWindow
  let created = 0
  let isPoor = false
  const logged: string[] = []
  const log = (message: string) => void logged.push(message)
  const place = () => ({ root: vscode.Uri.file(join(base, 'game')), isPicked: false, folder: 'assets' })
  const chair = { capability: 'text_to_model', params: { prompt: 'a chair' } }
  const rig = { capability: 'rig_model', params: {} }

  const overLine: Fetch = async (url, init) => {
    const isCreation = init?.method === 'POST' && !/upload|sts/.test(url)
    if (isCreation && isPoor) {
      const body = { code: 2010, message: 'not enough credits' }
      return new Response(JSON.stringify(body), { status: 403, headers: { 'content-type': 'application/json' } })
    }
    if (isCreation) created += 1
    return fetch(url, init)
  }
  const phaseOf = (id = '') => expect.poll(() => host.api.get(id)?.phase, { timeout: 60_000 })

  beforeEach(async () => {
    ;[created, isPoor, logged.length] = [0, false, 0]
    base = await mkdtemp(join(tmpdir(), 'tripo-spending-'))
    await mkdir(join(base, 'game'))
    workspace.workspaceFolders.push({ uri: Uri.file(join(base, 'game')), name: 'game', index: 0 })
    server = await startServer({ build: tinyBuilder, timeScale: 3000, credits: 1000 })
    const service = { dialect: 'v3', region: 'custom', url: server.v3 } as const
    client = new TripoClient({
      ...{ apiKey: 'tsk_spending', base: service },
      resources: { fetch: overLine, files: createFileSink() },
    })
    openHost = () =>
      new JobWindow({
        ...{ store: openJournal(join(base, 'storage', 'jobs')), files: nodeFiles },
        storage: vscode.Uri.file(join(base, 'storage')),
        account: {
          connect: async () => ({ client, service: 'service', base: service, account: 'account' }),
          ...{ state: { mode: 'service' }, dialect: 'v3', refreshSoon: () => undefined, setRunning: () => undefined },
        },
        generator: { name: 'tripo-studio', version: '0.0.0' },
        log: { info: log, warn: log },
      })
    host = openHost()
  })
  afterEach(async () => {
    await host.close()
    client.dispose()
    await server.close()
    workspace.workspaceFolders.length = 0
    await rm(base, { recursive: true, force: true, maxRetries: 5 })
  })

  it('whether a request is new, a chain, a list, a step, a second try or a chain that goes on', async () => {
    const [first = ''] = await host.submit([chair], place())
    await phaseOf(first).toBe('delivered')
    expect(logged.filter((line) => line.includes('cost 20 credits, as estimated'))).toHaveLength(1)
    isPoor = true
    const [failed = ''] = await host.submit([chair], place())
    await phaseOf(failed).toBe('failed')
    const [stuck = ''] = await host.submit([{ ...chair, steps: [rig] }], place())
    await phaseOf(stuck).toBe('failed')
    // Its step is held a moment later.
    const held = host.api.list().find(({ capability }) => capability === rig.capability)
    await expect.poll(() => host.api.get(held?.id ?? '')?.problem, { timeout: 60_000 }).toBeDefined()
    isPoor = false
    const [before, known] = [created, host.api.list().length]
    // The day has taken 20 of 25.
    limit(25)
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      submit: () => host.submit([chair], place()),
      chain: () => host.submit([{ ...chair, steps: [rig] }], place()),
      list: () => host.submit([chair, chair], place()),
      step: () => host.api.continueWith(first, [rig]),
      again: () => host.dialogs.submitAgain(failed),
      resume: () => host.api.resumeGroup(stuck),
    }
    for (const [name, way] of Object.entries(ways)) {
      shown.length = 0
      if (name === 'again') answers.push(press('Try Again'))
      answers.push(() => undefined)
      const result = await way()
      expect(result === undefined || (Array.isArray(result) && result.length === 0), name).toBe(true)
      expect(words(), name).toContain('This exceeds your limit of 25 credits a day.')
      expect(words(), name).toContain(name === 'chain' || name === 'resume' ? 'Spend 45' : 'Spend ')
    }
    expect([created, host.api.list().length]).toEqual([before, known])
    expect(host.api.get(failed)?.phase).toBe('failed')
    answers.push(press('Spend 45 credits'))
    await host.api.resumeGroup(stuck)
    await phaseOf(stuck).toBe('delivered')
  })

  it('and of two windows that click at once the second is asked', async () => {
    limit(25)
    const other = openHost()
    const sent = await Promise.all([host.submit([chair], place()), other.submit([chair], place())])
    expect(sent.flat()).toHaveLength(1)
    expect(words()).toContain('Today took 20 credits; with this it would be 40 credits.')
    await other.close()
  })
})
