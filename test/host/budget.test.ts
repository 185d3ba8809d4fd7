// The account's request budget on disk: one record for each key and address, made with the first request and not before,
// shared by windows, and without the key.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { openSharedRecord } from '../../src/platform/rate-file.ts'
import { AccountService } from '../../src/vscode/account.ts'
import { KeyStore } from '../../src/vscode/secrets.ts'
import { useNothing, useServiceWithoutKey } from './account.ts'
import { namesIn } from './delivered.ts'
import { simulator } from './extension.ts'

/** A memento in memory. */
class Memory implements vscode.Memento {
  readonly #kept = new Map<string, unknown>()
  keys = () => [...this.#kept.keys()]
  get<T>(key: string): T | undefined
  get<T>(key: string, defaultValue: T): T
  get(key: string, defaultValue?: unknown): unknown {
    return this.#kept.get(key) ?? defaultValue
  }
  async update(key: string, value: unknown): Promise<void> {
    this.#kept.set(key, value)
  }
}

describe('request budget', () => {
  let folder: string
  const opened: vscode.Disposable[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tripo-host-budget-'))
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) one.dispose()
    await useNothing()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A window on this machine: the folder is its global storage. */
  function window(key: string, memory = new Memory()) {
    // Not the extension's own log: its channel would be closed with it.
    const log = { debug: () => {}, warn: () => {} }
    const secrets = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>()
    const keys = new KeyStore(
      {
        get: async () => undefined,
        store: async () => {},
        delete: async () => {},
        onDidChange: secrets.event,
      },
      { TRIPO_API_KEY: key },
    )
    const account = new AccountService({
      ...{ keys, memory, log, resources: { fetch, log } },
      sandbox: () => Promise.reject(new Error('no sandbox here')),
      budgetRecord: (name) => openSharedRecord(join(folder, `${name}.json`)),
    })
    opened.push(account, secrets)
    return account
  }

  /** Beside them there may be the lock of a change that is under way. */
  const records = () => namesIn(folder).filter((name) => name.endsWith('.json'))
  const record = (name: string) => readFileSync(join(folder, name), 'utf8')
  const requestsIn = (name: string): unknown[] => JSON.parse(record(name)).requests

  it('is written with the first request, the search for the region, and holds no key', async () => {
    await useServiceWithoutKey()
    const { key } = simulator()
    const account = window(key)
    await account.update()
    assert.deepEqual(namesIn(folder), [], 'nothing before a connection')
    const { client } = await account.connect()
    await client.getBalance()
    const names = records()
    assert.equal(names.length, 1)
    const [name = ''] = names
    assert.match(name, /^[0-9a-f]{16}-127\.0\.0\.1_\d+\.json$/)
    assert.equal(requestsIn(name).length, 2, 'the balance that found the region, and the one that was asked for')
    assert.ok(!record(name).includes(key) && !name.includes(key), 'no key')
  })

  it('is shared by two windows, and another one for another key', async () => {
    await useServiceWithoutKey()
    const { key } = simulator()
    for (const one of [window(key), window(key)]) await (await one.connect()).client.getBalance()
    const [name = ''] = records()
    assert.deepEqual(records(), [name])
    assert.equal(requestsIn(name).length, 4)
    await window(`${key}other`).connect()
    assert.equal(records().length, 2)
    assert.equal(requestsIn(name).length, 4)
  })

  it('is the same again when the settings change there and back, and another at another address', async () => {
    await useServiceWithoutKey()
    const account = window(simulator().key)
    const first = await account.connect()
    await useServiceWithoutKey(simulator().v2)
    const second = await account.connect()
    assert.notEqual(first.client, second.client)
    assert.equal(second.base.dialect, 'v2')
    assert.equal(records().length, 1, 'both API versions of a deployment count together')
    await useServiceWithoutKey(simulator().v3.replace('127.0.0.1', 'localhost'))
    await account.connect()
    assert.equal(records().length, 2)
  })
})
