// The journal in a window: what cannot be read is kept aside and told, once.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { nodeFiles } from '../../src/platform/files.ts'
import { openJournal } from '../../src/platform/journal-files.ts'
import { AccountService } from '../../src/vscode/account.ts'
import { WindowJobs } from '../../src/vscode/jobs.ts'
import { KeyStore } from '../../src/vscode/secrets.ts'
import { Person } from './person.ts'

const nothing = new vscode.Disposable(() => {})

describe('journal', () => {
  it('keeps damaged records aside and says so once', async () => {
    const storage = mkdtempSync(join(tmpdir(), 'tripo-host-journal-'))
    const records = join(storage, 'jobs')
    mkdirSync(records)
    for (const name of ['a', 'b']) writeFileSync(join(records, `${name}.json`), '{"version":1,"id":"')
    const warnings: string[] = []
    const log = { debug: () => {}, info: () => {}, warn: (message: string) => warnings.push(message) }
    const secrets = { get: async () => undefined, store: async () => {}, delete: async () => {} }
    const account = new AccountService({
      keys: new KeyStore({ ...secrets, onDidChange: () => nothing }, {}),
      memory: { keys: () => [], get: () => undefined, update: async () => {} },
      resources: { fetch, log },
      sandbox: () => Promise.reject(new Error('no sandbox here')),
      budgetRecord: () => ({ update: async () => {} }),
      log,
    })
    const person = new Person()
    const generator = { name: 'test', version: '0' }
    const store = openJournal(records)
    const host = new WindowJobs({
      ...{ store, files: nodeFiles, storage: vscode.Uri.file(storage), account, generator, log },
    })
    try {
      await host.recover()
      const shown = await person.reads(/cannot be read; it was kept aside/)
      assert.deepEqual(shown.buttons, ['Copy Details'])
      assert.equal(person.seen.length, 1)
      assert.equal(warnings.filter((warning) => warning.startsWith('jobs.damaged')).length, 2)
      const kept = readdirSync(records).filter((name) => name.includes('.json.damaged-'))
      assert.equal(kept.length, 2)
    } finally {
      await host.close()
      account.dispose()
      person.leaves()
      rmSync(storage, { recursive: true, force: true })
    }
  })
})
