// Whose credits are spent: the account of the key, the sandbox, or nobody's yet. Holds the connection, detects once which region
// and API version a key belongs to, and knows the balance.
import * as vscode from 'vscode'
import { type Account, type Problem, remedyFor } from '../protocol/index.ts'
import type { ServiceBase } from '../tripo/bases.ts'
import { TripoClient } from '../tripo/client.ts'
import { sha256 } from '../tripo/digest.ts'
import { TripoApiError } from '../tripo/errors.ts'
import { invalid } from '../tripo/failures.ts'
import { type ProbeResult, probe } from '../tripo/probe.ts'
import { toProblem } from '../tripo/problem.ts'
import type { SharedRecord } from '../tripo/rate-limiter.ts'
import { fillResources, type Logger, type Resources } from '../tripo/resources.ts'
import type { UsageRow } from '../tripo/task.ts'
import { askForAccount, setApiKey } from './commands/account.ts'
import { DisposableStore } from './disposable-store.ts'
import { KnownBases } from './known-bases.ts'
import { CONTEXT } from './names.ts'
import { RateLimiters } from './rate-limiters.ts'
import type { KeySource, KeyStore, StoreResult } from './secrets.ts'
import { onServiceSettingsChanged, type ServiceSettings, serviceSettings } from './settings.ts'
import { showProblem } from './show-problem.ts'
import { usageThisMonth } from './usage-rows.ts'

/** A way to the service or the sandbox. */
export interface Connection {
  client: TripoClient
  service: 'sandbox' | 'service'
  base: ServiceBase
  /** What identifies the account without giving it away: the start of the key's SHA-256. */
  account: string
}

export interface AccountServices {
  keys: KeyStore
  /** Resources for the service's client. */
  resources: Resources
  /** The sandbox's client, loaded on first use. */
  sandbox(): Promise<{ base: ServiceBase; apiKey: string; resources: Resources }>
  memory: vscode.Memento
  /** Opens the record of an account's request budget, which all windows share. */
  budgetRecord(name: string): SharedRecord
  log: Logger
}

const SANDBOX = 'tripo.sandbox'
/** Milliseconds after activation before the first request: starting the editor comes first. */
const STARTUP_REST = 1500
/** Milliseconds between two balances that ended tasks ask for: a hundred that end together need one. */
const BALANCE_REST = 10_000
/** Times that a balance is read again for credits that are still held although nothing runs any more. */
const MOST_SETTLING = 3

/** The first 8 bytes of the key's SHA-256, in hex. */
const fingerprint = async (key: string): Promise<string> => (await sha256(new TextEncoder().encode(key))).slice(0, 16)

/** What the panel shows as the account's region. */
const regionName = (base: ServiceBase) => (base.region === 'custom' ? new URL(base.url).host : base.region)

export class AccountService implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<Account>())
  readonly onDidChange = this.#changed.event
  #current: Account = { mode: 'none' }
  /** What menus and views go by: nothing before key and sandbox were read. */
  #toldMode: string | undefined
  readonly #limiters: RateLimiters
  readonly #bases: KnownBases
  #resting: NodeJS.Timeout | undefined
  #isBalanceDue = false
  #isRunning = false
  /** Credits that the service holds, as far as is known. */
  #held: number | undefined
  #settling = 0
  /** The refusal that was told: of each key once, unless the person asks. */
  #toldRefusal = ''
  #connecting: { id: string; connection: Promise<Connection> } | undefined

  readonly #services: AccountServices

  constructor(services: AccountServices) {
    this.#services = services
    const { resources, budgetRecord: record, memory, log } = services
    this.#bases = new KnownBases(memory)
    this.#limiters = new RateLimiters({ clock: fillResources(resources).clock, record, memory, log })
    const again = () => void this.update()
    this.#disposables.add(services.keys.onDidChange(again))
    this.#disposables.add(onServiceSettingsChanged(again))
  }

  get state(): Account {
    return this.#current
  }

  /** The dialect requests go out in, as far as it is known before the first one. */
  get dialect(): 'v2' | 'v3' {
    if (this.#current.dialect) return this.#current.dialect
    return serviceSettings().apiVersion === 'v2' && this.#current.mode !== 'sandbox' ? 'v2' : 'v3'
  }

  keySource = async (): Promise<KeySource | undefined> => (await this.#services.keys.find())?.source

  /** Looks again at key, sandbox and settings. No network; the balance follows with `refresh`. */
  async update(): Promise<void> {
    const isSandbox = this.#services.memory.get<unknown>(SANDBOX) === true
    const found = isSandbox ? undefined : await this.#services.keys.find()
    const mode = isSandbox ? 'sandbox' : found ? 'service' : 'none'
    const base = found && this.#bases.of(await fingerprint(found.key), serviceSettings())
    const next = accountOf(mode, base)
    const isSame = mode === this.#current.mode && (!base || next.region === this.#current.region)
    this.#set(isSame ? { ...this.#current } : next)
  }

  /** Reads key and sandbox, and the balance once the editor has come to rest. */
  async begin(): Promise<void> {
    await this.update()
    const timer = setTimeout(() => void this.refresh(), STARTUP_REST)
    this.#disposables.add({ dispose: () => clearTimeout(timer) })
  }

  /** Makes sure that somebody's credits can be spent; asks when there is neither key nor sandbox. */
  async choose(): Promise<boolean> {
    await this.update()
    if (this.#current.mode !== 'none') return true
    const answer = await askForAccount()
    if (answer === 'key') return setApiKey(this)
    if (answer !== 'sandbox') return false
    await this.useSandbox(true)
    return true
  }

  async useSandbox(on: boolean): Promise<void> {
    await this.#services.memory.update(SANDBOX, on)
    await this.update()
    await this.refresh()
  }

  /** Checks a key against the service without storing it. */
  async tryKey(key: string): Promise<{ ok: true; balance: number } | { ok: false; error: unknown }> {
    try {
      const found = await this.#locate(key, await fingerprint(key), serviceSettings())
      return { ok: true, balance: found.balance.balance }
    } catch (error) {
      return { ok: false, error }
    }
  }

  /** Stores a key and switches to it. */
  async useKey(key: string): Promise<StoreResult> {
    const stored = await this.#services.keys.store(key)
    await this.#services.memory.update(SANDBOX, false)
    await this.update()
    await this.refresh()
    return stored
  }

  async removeKey(): Promise<void> {
    await this.#services.keys.remove()
    await this.update()
  }

  /** The connection that new requests use. Throws when there is neither key nor sandbox, or the key fits nowhere. */
  async connect(
    service: 'sandbox' | 'service' = this.#current.mode === 'sandbox' ? 'sandbox' : 'service',
  ): Promise<Connection> {
    const settings = serviceSettings()
    const found = service === 'service' ? await this.#services.keys.find() : undefined
    if (service === 'service' && !found) {
      throw invalid('key.missing', 'There is no API key.', 'Set an API key, or use the sandbox.')
    }
    const id = JSON.stringify([service, found && (await fingerprint(found.key)), settings])
    if (this.#connecting?.id !== id) {
      const connection = found ? this.#toService(found.key, settings) : this.#toSandbox()
      this.#connecting = { id, connection }
      // A failed attempt must not be remembered.
      connection.catch(() => {
        if (this.#connecting?.connection === connection) this.#connecting = undefined
      })
    }
    return this.#connecting.connection
  }

  /**
   * Reads the balance. A failure keeps the last one, and says why in the account's state; a key that the service refuses is
   * told at once, anything else when the person has asked.
   */
  async refresh({ isAsked = false } = {}): Promise<void> {
    if (this.#current.mode === 'none') return
    try {
      const { client, base, service } = await this.connect()
      const { balance, frozen } = await client.getBalance()
      if (this.#current.mode !== service) return
      this.#held = frozen
      this.#toldRefusal = ''
      this.#set({ ...accountOf(service, base), balance })
      if (!this.#isRunning && frozen > 0 && this.#settling-- > 0) this.#isBalanceDue = true
    } catch (error) {
      await this.#complain(toProblem(error), isAsked)
      if (error instanceof TripoApiError && error.httpStatus === 401) await this.#bases.forget()
      this.#services.log.warn(`Balance: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async #complain(problem: Problem, isAsked: boolean): Promise<void> {
    this.#set({ ...this.#current, problem })
    const isRefused = remedyFor(problem) === 'tripo.setApiKey' || remedyFor(problem) === 'tripo.openApiKeyPage'
    const found = await this.#services.keys.find()
    const refusal = isRefused && found ? `${problem.code} ${await fingerprint(found.key)}` : ''
    const isNews = refusal !== '' && refusal !== this.#toldRefusal
    if (refusal !== '') this.#toldRefusal = refusal
    if (!isAsked && !isNews) return
    const again = { title: vscode.l10n.t('Try Again'), run: () => this.refresh({ isAsked: true }) }
    void showProblem(problem, vscode.l10n.t('The balance could not be read.'), isRefused ? undefined : again)
  }

  /** Whether tasks are at work: without any, credits that are said to be held are news that came too late. */
  setRunning(isRunning: boolean): void {
    if (isRunning === this.#isRunning) return
    this.#isRunning = isRunning
    this.#settling = MOST_SETTLING
    this.#set({ ...this.#current })
    this.refreshSoon()
  }

  /** The same after a task has begun or ended. */
  refreshSoon(): void {
    this.#isBalanceDue = true
    if (this.#resting) return
    this.#isBalanceDue = false
    void this.refresh()
    this.#resting = setTimeout(() => {
      this.#resting = undefined
      if (this.#isBalanceDue) this.refreshSoon()
    }, BALANCE_REST)
  }

  /** This month's rows as the service has them; undefined where it has none (v2) or cannot be reached. */
  async serviceUsage(): Promise<readonly UsageRow[] | undefined> {
    if (this.#current.mode !== 'service' || this.dialect !== 'v3') return undefined
    try {
      return await usageThisMonth((await this.connect()).client)
    } catch (error) {
      this.#services.log.warn(`Usage: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }

  dispose(): void {
    clearTimeout(this.#resting)
    this.#disposables.dispose()
  }

  async #toSandbox(): Promise<Connection> {
    const { base, apiKey, resources } = await this.#services.sandbox()
    const client = new TripoClient({ apiKey, base, resources, ...this.#limiters.sandbox(base) })
    return { client, service: 'sandbox', base, account: 'sandbox' }
  }

  async #toService(apiKey: string, settings: ServiceSettings): Promise<Connection> {
    const account = await fingerprint(apiKey)
    const base = this.#bases.of(account, settings) ?? (await this.#locate(apiKey, account, settings))
    const { dialect, region, url } = base
    const client = new TripoClient({
      apiKey,
      base: { dialect, region, url },
      resources: this.#services.resources,
      ...this.#limiters.of(account, base),
    })
    return { client, service: 'service', base, account }
  }

  /** Finds out where a key belongs, and remembers it. The requests for it are within the budget as any other. */
  async #locate(apiKey: string, account: string, settings: ServiceSettings): Promise<ProbeResult> {
    const { resources } = this.#services
    const rateLimiter = (base: ServiceBase) => this.#limiters.limiterOf(account, base)
    const found = await probe({ ...settings, apiKey, resources, rateLimiter })
    await this.#bases.keep(account, settings, found)
    return found
  }

  #set(next: Account): void {
    const before = JSON.stringify(this.#current)
    const account = { ...next, frozen: this.#isRunning && next.balance !== undefined ? this.#held : undefined }
    this.#current = account
    const { mode } = account
    if (mode !== this.#toldMode) void vscode.commands.executeCommand('setContext', CONTEXT.mode, mode)
    this.#toldMode = mode
    if (JSON.stringify(account) === before) return
    this.#changed.fire(account)
  }
}

function accountOf(mode: Account['mode'], base: ServiceBase | undefined): Account {
  return { mode, dialect: base?.dialect, region: base && regionName(base) }
}
