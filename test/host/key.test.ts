// The API key in the real extension host: where it is kept, how it is set and removed, and that it stays a secret.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import * as vscode from 'vscode'
import { KeyStore } from '../../src/vscode/secrets.ts'
import { deadAddress, setEnvironmentKey, useNothing, useService, useServiceWithoutKey } from './account.ts'
import { extension, simulator } from './extension.ts'
import { Person } from './person.ts'
import { until } from './until.ts'

const KEY = 'tsk_abcdefghijklmnopqrstuvwxyz'

/** A SecretStorage in memory whose misbehaviour can be chosen. */
class FakeSecrets {
  readonly kept = new Map<string, string>()
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>()
  readonly onDidChange = this.#changed.event
  readonly #fault: 'none' | 'rejects' | 'forgets' | 'unreadable'

  constructor(fault: 'none' | 'rejects' | 'forgets' | 'unreadable' = 'none') {
    this.#fault = fault
  }

  async get(name: string): Promise<string | undefined> {
    if (this.#fault === 'unreadable') throw new Error('no keyring')
    return this.kept.get(name)
  }
  async store(name: string, value: string): Promise<void> {
    if (this.#fault === 'rejects') throw new Error('the keyring is locked')
    if (this.#fault !== 'forgets') this.kept.set(name, value)
    this.#changed.fire({ key: name })
  }
  async delete(name: string): Promise<void> {
    if (this.#fault === 'rejects') throw new Error('the keyring is locked')
    this.kept.delete(name)
    this.#changed.fire({ key: name })
  }
}

describe('key store', () => {
  it('stores a key where secrets belong and gives it back', async () => {
    const secrets = new FakeSecrets()
    const keys = new KeyStore(secrets, {})
    assert.deepEqual(await keys.store(KEY), { source: 'stored' })
    assert.deepEqual([...secrets.kept.values()], [KEY])
    assert.deepEqual(await keys.find(), { key: KEY, source: 'stored' })
  })

  it('keeps the key for the session and says why when the storage refuses', async () => {
    const keys = new KeyStore(new FakeSecrets('rejects'), {})
    const stored = await keys.store(KEY)
    assert.equal(stored.source, 'session')
    assert.match('reason' in stored ? stored.reason : '', /the keyring is locked/)
    assert.deepEqual(await keys.find(), { key: KEY, source: 'session' })
  })

  it('keeps the key for the session when the storage does not read back what was stored', async () => {
    for (const fault of ['forgets', 'unreadable'] as const) {
      const keys = new KeyStore(new FakeSecrets(fault), {})
      const stored = await keys.store(KEY)
      assert.equal(stored.source, 'session', fault)
      assert.match('reason' in stored ? stored.reason : '', /did not give it back/)
      assert.deepEqual(await keys.find(), { key: KEY, source: 'session' })
    }
  })

  it('prefers a stored key to the environment, and falls back to it after removal', async () => {
    const keys = new KeyStore(new FakeSecrets(), { TRIPO_API_KEY: '  tsk_environment \n' })
    assert.deepEqual(await keys.find(), { key: 'tsk_environment', source: 'environment' })
    await keys.store(KEY)
    assert.equal((await keys.find())?.source, 'stored')
    await keys.remove()
    assert.equal((await keys.find())?.source, 'environment')
  })

  it('forgets a session key on removal even when the storage refuses to delete', async () => {
    const keys = new KeyStore(new FakeSecrets('rejects'), {})
    await keys.store(KEY)
    await keys.remove().catch(() => undefined)
    assert.equal(await keys.find(), undefined)
  })

  it('tells of a change made here and in another window', async () => {
    const secrets = new FakeSecrets()
    const keys = new KeyStore(secrets, {})
    let told = 0
    keys.onDidChange(() => told++)
    await secrets.store('tripo.apiKey', KEY)
    assert.equal(told, 1)
    await keys.remove()
    assert.ok(told > 1)
  })
})

describe('key commands', () => {
  let person: Person
  beforeEach(async () => {
    await extension().activate()
    person = new Person()
  })
  afterEach(async () => {
    await vscode.commands.executeCommand('tripo.removeApiKey')
    await useNothing()
    person.leaves()
  })

  it('checks a key against the service, stores it trimmed, and removes it', async () => {
    await useServiceWithoutKey()
    person.types(/API key/, `  ${simulator().key}\n`)
    await vscode.commands.executeCommand('tripo.setApiKey')
    const stored = await person.reads(/The API key is stored|kept for this session/)
    assert.match(stored.text, /The balance is [\d,]+ credits/)
    assert.ok(
      person.seen.some((shown) => shown.kind === 'input' && shown.isPassword),
      'the input hides what is typed',
    )
    await vscode.commands.executeCommand('tripo.removeApiKey')
    await person.reads(/The API key is removed from this machine/)
    assert.doesNotMatch(person.everything(), new RegExp(simulator().key))
  })

  it('says that the environment’s key is used after removal', async () => {
    await useService()
    await vscode.commands.executeCommand('tripo.removeApiKey')
    await person.reads(/TRIPO_API_KEY of the environment is used now/)
  })

  it('explains a client id, a shortened and a foreign key before anything is sent', async () => {
    await useServiceWithoutKey(await deadAddress())
    person
      .types(/API key/, 'tcli_0123456789abcdef')
      .types(/API key/, 'tsk_ab…yz')
      .types(/API key/, 'sk-somebodyelses')
      .escapes('input', /API key/)
    await vscode.commands.executeCommand('tripo.setApiKey')
    const words = person.everything()
    assert.match(words, /client id \(tcli_…\), not a key/)
    assert.match(words, /shortened form of a key/)
    assert.match(words, /begin with tsk_/)
    assert.doesNotMatch(words, /could not be checked/)
  })

  it('takes one copy of a key that was pasted twice', async () => {
    await useServiceWithoutKey()
    person.types(/API key/, `${simulator().key}${simulator().key}`)
    await vscode.commands.executeCommand('tripo.setApiKey')
    await person.reads(/pasted twice; one copy of it is used/)
    await person.reads(/The API key is stored|kept for this session/)
  })

  it('offers to store a key that cannot be checked because nothing answers', async () => {
    await useServiceWithoutKey(await deadAddress())
    person.types(/API key/, KEY).presses(/could not be checked.*cannot be reached/, 'Store Anyway')
    await vscode.commands.executeCommand('tripo.setApiKey')
    await person.reads(/The API key is stored|kept for this session/)
  })

  it('does not store a key that the service refuses', async () => {
    await useService()
    // The simulator takes any tsk_ key, so a key of the environment plays the wrong one.
    setEnvironmentKey('not-a-key-0123456789abcdef')
    person.picks(/Make|chair/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a chair that nobody pays')
    const error = await person.reads(/refused|does not know|not accept/i)
    assert.equal(error.severity, 'error')
    assert.ok(error.buttons.includes('Set API Key'), `its next step is a button: ${error.buttons.join(', ')}`)
    assert.doesNotMatch(person.everything(), /not-a-key-0123456789abcdef/)
  })

  it('keeps the key out of the log', async () => {
    await useService('http://127.0.0.1:1')
    person.picks(/a lamp/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a lamp')
    const failed = await person.reads(/a lamp.*(broke off|cannot be reached)/)
    assert.equal(failed.severity, 'error')
    await vscode.commands.executeCommand('tripo.refreshBalance')
    await vscode.commands.executeCommand('tripo.showLog')
    const log = () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'output' && /tripo/i.test(uri.path))
    await until(() => /Balance: /.test(log()?.getText() ?? ''), 'the log tells that the balance could not be read')
    assert.doesNotMatch(log()?.getText() ?? '', new RegExp(simulator().key))
    assert.doesNotMatch(person.everything(), new RegExp(simulator().key))
    await vscode.commands.executeCommand('workbench.action.closePanel')
  })

  it('says so when an address answers with something else than the service’s JSON', async () => {
    const portal = createServer((_, response) => response.end('<html>Please sign in</html>'))
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
    const address = portal.address()
    try {
      await useService(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v3`)
      person.picks(/a lamp/, /Generate/)
      await vscode.commands.executeCommand('tripo.generateFromText', 'a lamp')
      const said = await person.reads(/not the service’s JSON/)
      assert.match(said.text, /Check tripo\.baseUrl, and whether a proxy or a login page/)
    } finally {
      portal.close()
    }
  })
})
