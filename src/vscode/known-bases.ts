// Remembers which region, API version and address each key belongs to, in the global state, so that they are detected once. Keys
// themselves are not stored, only what identifies them.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type * as vscode from 'vscode'
import { candidateBases, type ServiceBase } from '../tripo/bases.ts'
import type { ServiceSettings } from './settings.ts'

const BASES = 'tripo.bases'

const Bases = Type.Record(
  Type.String(),
  Type.Object({
    dialect: Type.Enum(['v2', 'v3']),
    region: Type.Enum(['global', 'china', 'custom']),
    url: Type.String(),
  }),
)

const keyOf = (account: string, settings: ServiceSettings) => `${account} ${JSON.stringify(settings)}`

export class KnownBases {
  readonly #memory: vscode.Memento

  constructor(memory: vscode.Memento) {
    this.#memory = memory
  }

  /** Where a key was found before, if the settings still allow it. @param account what identifies the key */
  of(account: string, settings: ServiceSettings): ServiceBase | undefined {
    const known = this.#memory.get<unknown>(BASES)
    const base = Check(Bases, known) ? known[keyOf(account, settings)] : undefined
    try {
      return candidateBases(settings).find((candidate) => candidate.url === base?.url)
    } catch {
      return undefined
    }
  }

  async keep(account: string, settings: ServiceSettings, { dialect, region, url }: ServiceBase): Promise<void> {
    const known = this.#memory.get<unknown>(BASES)
    const others = Check(Bases, known) ? known : {}
    await this.#memory.update(BASES, { ...others, [keyOf(account, settings)]: { dialect, region, url } })
  }

  /** Forgets all of them: the next request looks again. */
  async forget(): Promise<void> {
    await this.#memory.update(BASES, undefined)
  }
}
