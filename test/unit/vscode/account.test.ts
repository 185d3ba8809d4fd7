// The account's balance: a key that is refused is told at once and once, other failures are seen and told when asked for,
// and credits are said to be held only while something runs.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sharedInMemory } from '../../../src/tripo/rate-limiter.ts'
import { AccountService } from '../../../src/vscode/account.ts'
import { KeyStore } from '../../../src/vscode/secrets.ts'
import { StatusBar } from '../../../src/vscode/views/status-bar.ts'
import { answers, executed, opened, shown } from '../../support/vscode.ts'
import { fakeFetch, fault, KEY, memoryDisk, ok } from '../tripo/fakes.ts'

let answer = (): Response => ok({ balance: 100, frozen: 0 })
let account: AccountService
let hasKey = true
const told = () => shown.filter(({ place }) => place === 'notification').map(({ text }) => text)

function open(): AccountService {
  const kept = new Map<string, unknown>()
  const secrets = {
    get: async () => (hasKey ? KEY : undefined),
    store: async () => {
      hasKey = true
    },
    delete: async () => {},
    onDidChange: () => ({ dispose() {} }),
  }
  return new AccountService({
    keys: new KeyStore(secrets, {}),
    resources: { fetch: fakeFetch(() => answer()).fetch, files: memoryDisk() },
    sandbox: () => expect.fail('no sandbox'),
    memory: {
      get: (name: string) => kept.get(name),
      update: async (name: string, value: unknown) => void kept.set(name, value),
      keys: () => [...kept.keys()],
    },
    budgetRecord: () => sharedInMemory(),
    log: { debug: () => {}, warn: () => {} },
  })
}

beforeEach(async () => {
  ;[shown.length, answers.length, executed.length, opened.length] = [0, 0, 0, 0]
  hasKey = true
  answer = () => ok({ balance: 100, frozen: 0 })
  account = open()
  await account.update()
})
afterEach(() => {
  account.dispose()
  vi.useRealTimers()
})

it('tells the conditions of views whose account it is once it is known, nobody’s too, and only when that changes', async () => {
  const contexts = () => executed.filter(([name]) => name === 'setContext').length
  expect(contexts()).toBe(1)
  hasKey = false
  const nobody = open()
  expect(contexts()).toBe(1)
  await nobody.update()
  await nobody.update()
  expect(nobody.state.mode).toBe('none')
  expect(contexts()).toBe(2)
  nobody.dispose()
})

it('a refused key is told at once and once, with the way out', async () => {
  await account.refresh()
  expect(account.state).toMatchObject({ mode: 'service', balance: 100 })
  answer = () => fault(401, 1002)
  answers.push(([setKey]) => setKey)
  await account.refresh()
  await account.refresh()
  expect(told()[1]).toBe('Set API Key')
  expect(told().filter((text) => text === 'Set API Key')).toHaveLength(1)
  await expect.poll(() => executed.map(([name]) => name)).toContain('tripo.setApiKey')
  expect(account.state).toMatchObject({ balance: 100, problem: { code: 'service.1002' } })
})

it('another failure is seen in the status bar, and told when the person asks', async () => {
  await account.refresh()
  answer = () => new Response('<html>', { status: 200 })
  await account.refresh()
  expect(told()).toEqual([])
  expect(account.state.problem?.code).toBe('answer.not-json')
  new StatusBar().show(account.state)
  expect(shown.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^100 credits, as last known\. /))
  await account.refresh({ isAsked: true })
  expect(told()[0]).toMatch(/^The balance could not be read\. /)
  expect(told()).toContain('Try Again')
  answer = () => ok({ balance: 90, frozen: 0 })
  await account.refresh()
  expect(account.state.balance).toBe(90)
  expect(account.state.problem).toBeUndefined()
})

it('credits are held while something runs, and read again until they are not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  answer = () => ok({ balance: 60, frozen: 40 })
  account.setRunning(true)
  await vi.waitFor(() => expect(account.state).toMatchObject({ balance: 60, frozen: 40 }))
  account.setRunning(false)
  // At once, not when the service has noticed too.
  expect(account.state).toMatchObject({ balance: 60, frozen: undefined })
  answer = () => ok({ balance: 58, frozen: 0 })
  await vi.advanceTimersByTimeAsync(10_000)
  await vi.waitFor(() => expect(account.state.balance).toBe(58))
  expect(account.state.frozen).toBeUndefined()
})

it('who has no key is offered the sandbox, the key box and the page of keys, which the box has too', async () => {
  hasKey = false
  await account.update()
  answers.push(
    ([, , page]) => page,
    ([page]) => page,
    () => KEY,
  )
  expect(await account.choose()).toBe(true)
  expect(told().slice(2, 5)).toEqual(['Try the Sandbox', 'Set API Key', 'Get a Key'])
  expect(opened).toEqual(['https://developers.tripo3d.ai/', 'https://developers.tripo3d.ai/'])
  expect(shown).toContainEqual({ place: 'input box', text: 'Get a Key' })
  expect(account.state).toMatchObject({ mode: 'service', balance: 100 })
})

it('a key with a mistake stays in the box with what is wrong', async () => {
  hasKey = false
  await account.update()
  answers.push(
    ([, key]) => key,
    () => 'tcli_abc',
  )
  expect(await account.choose()).toBe(false)
  expect(shown.filter(({ place }) => place === 'validation')).toHaveLength(1)
  expect(account.state.mode).toBe('none')
})
