// The API key: in SecretStorage; where that fails, in memory for this session with a reason; else from the
// environment. Nothing else ever holds it.
import type { Event, SecretStorage } from 'vscode'
import * as vscode from 'vscode'
import { KEY_VARIABLE } from './names.ts'

const SECRET = 'tripo.apiKey'

export type KeySource = 'stored' | 'session' | 'environment'
export interface FoundKey {
  key: string
  source: KeySource
}

/** How storing went; with `session` comes a sentence why the key is not kept for longer. */
export type StoreResult = { source: 'stored' } | { source: 'session'; reason: string }

export class KeyStore implements vscode.Disposable {
  #session: string | undefined
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #watch: vscode.Disposable
  /** The key was set or removed, here or in another window. */
  readonly onDidChange: Event<void> = this.#changed.event

  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>
  readonly #environment: Readonly<Record<string, string | undefined>>

  constructor(
    secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.#secrets = secrets
    this.#environment = environment

    this.#watch = secrets.onDidChange((event) => {
      if (event.key === SECRET) this.#changed.fire()
    })
  }

  /** The key to use, or undefined. A broken storage counts as an empty one. */
  async find(): Promise<FoundKey | undefined> {
    if (this.#session) return { key: this.#session, source: 'session' }
    const stored = await this.#read()
    if (stored) return { key: stored, source: 'stored' }
    const fromEnvironment = this.#environment[KEY_VARIABLE]?.trim()
    return fromEnvironment ? { key: fromEnvironment, source: 'environment' } : undefined
  }

  /** Stores a key and reads it back; what cannot be stored is kept for the session. */
  async store(key: string): Promise<StoreResult> {
    this.#session = undefined
    try {
      await this.#secrets.store(SECRET, key)
    } catch (error) {
      return this.#keepForSession(key, vscode.l10n.t('the system’s secret storage refused it ({0})', reasonOf(error)))
    }
    if ((await this.#read()) !== key) {
      return this.#keepForSession(key, vscode.l10n.t('the system’s secret storage did not give it back'))
    }
    this.#changed.fire()
    return { source: 'stored' }
  }

  /** Removes the key everywhere but in the environment, which is not ours. */
  async remove(): Promise<void> {
    this.#session = undefined
    try {
      await this.#secrets.delete(SECRET)
    } finally {
      this.#changed.fire()
    }
  }

  dispose(): void {
    this.#watch.dispose()
    this.#changed.dispose()
  }

  #keepForSession(key: string, reason: string): StoreResult {
    this.#session = key
    this.#changed.fire()
    return { source: 'session', reason }
  }

  async #read(): Promise<string | undefined> {
    try {
      return (await this.#secrets.get(SECRET)) || undefined
    } catch {
      return undefined
    }
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
