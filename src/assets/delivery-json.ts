// The JSON of one delivery: where it is or will be, how it is found again, and how it gets its name. It reserves the name for the
// delivery, so that a second window or a second attempt continues under the same one.
import type { AssetFiles } from './files.ts'
import type { Named, Placed, Placement } from './place.ts'
import { type Published, publish } from './publish.ts'
import { MOST_JSON, SIDECAR, sidecarName } from './sidecar.ts'
import { temporaryName } from './temporary.ts'

/** JSONs that are read side by side. */
const AT_ONCE = 16

export class DeliveryJson {
  readonly #files: AssetFiles
  readonly #wish: Placement

  constructor(files: AssetFiles, wish: Placement) {
    this.#files = files
    this.#wish = wish
  }

  /** Where the JSON goes. */
  get folder(): string {
    return this.#wish.sidecar?.folder ?? this.#wish.folder
  }

  /** Where a JSON of this delivery may be: that of an earlier version, or under another setting, is beside the files. */
  get folders(): readonly string[] {
    return [...new Set([this.folder, this.#wish.folder])]
  }

  /** The JSON's path under a name of the delivery. */
  path(name: string, folder = this.folder): string {
    return this.#files.join(folder, sidecarName(`${name}.${this.#wish.files[0]?.extension ?? 'glb'}`))
  }

  /** The files that a JSON of this delivery names; undefined when there is none at the path, or it is another's. */
  async read(path: string): Promise<readonly Named[] | undefined> {
    const files = this.#files
    const wish = this.#wish
    try {
      const found = wish.sidecar && (await files.identify(path))
      if (!found || found.bytes > MOST_JSON) return undefined
      return wish.sidecar?.filesOf(await files.readText(path))
    } catch {
      // A folder, or something that this person may not read.
      return undefined
    }
  }

  /** The path of the JSON that is this delivery's. */
  async find(): Promise<string | undefined> {
    const files = this.#files
    const wish = this.#wish
    if (!wish.sidecar) return undefined
    for (const folder of this.folders) {
      const names = (await files.names(folder)).filter((name) => name.endsWith(SIDECAR) && !name.startsWith('.'))
      for (let start = 0; start < names.length; start += AT_ONCE) {
        const some = names.slice(start, start + AT_ONCE).map((name) => files.join(folder, name))
        const own = await Promise.all(some.map(async (path) => (await this.read(path)) !== undefined))
        const found = some[own.indexOf(true)]
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  /** Writes the JSON and gives it its name; undefined when the delivery has none. @param placed the files as they will lie */
  async publish(name: string, placed: readonly Placed[]): Promise<Published | undefined> {
    const files = this.#files
    const wish = this.#wish
    if (!wish.sidecar) return undefined
    const temporary = this.#temporary
    // Never written through: it may be a second name of a JSON that is in its place.
    await files.remove(temporary)
    try {
      await files.write(temporary, wish.sidecar.text(name, placed))
      return await publish(files, {
        ...{ temporary, final: this.path(name), placeholder: `tripo ${wish.jobId} json` },
        isThere: async () => (await this.read(this.path(name))) !== undefined,
      })
    } finally {
      await this.removeTemporary()
    }
  }

  get #temporary(): string {
    return this.#files.join(this.folder, temporaryName(this.#wish, 'provenance'))
  }

  /** Removes what an attempt has left; never fails. */
  removeTemporary(): Promise<void> {
    return this.#files.remove(this.#temporary).catch(() => undefined)
  }
}
