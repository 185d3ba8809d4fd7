// Places finished files in the assets folder. A file appears under its final name completely or not at all, and never replaces
// another: `link` fails if a name is taken, `rename` would not. All files of one job share one number. The JSON beside the files
// is written first: it reserves the name for one delivery of one task. If the same delivery is placed again, after an
// interruption or at the same time in another window, that JSON is found, and the files that exist under its name are used. A
// file that has its final name is never renamed or removed by a failure.

import { numbered } from '../protocol/file-names.ts'
import { DeliveryJson } from './delivery-json.ts'
import { lost, placementProblem } from './errors.ts'
import type { AssetFiles } from './files.ts'
import { checkFolder } from './folder.ts'
import { isSameFile, type Publication, type Published, publish } from './publish.ts'
import { SIDECAR } from './sidecar.ts'
import { type Owner, temporaryName } from './temporary.ts'

/** A downloaded file on its way, at a temporary path. */
export interface Incoming {
  /** Output kind of the catalogue: model, pbr_model ... */
  kind: string
  path: string
  /** From the file's own header, without a dot: `glb`, `fbx`. */
  extension: string
  bytes: number
  sha256: string
}

/** A file in its place. */
export interface Placed {
  kind: string
  path: string
  /** File name within the folder. */
  name: string
  bytes: number
  sha256: string
}

/** A file as the JSON beside it names it. */
export type Named = Pick<Placed, 'kind' | 'bytes' | 'sha256'> & { path: string }

export interface Placement extends Owner {
  /** Absolute path of the assets folder; created when missing. */
  folder: string
  /** Absolute path of the workspace that the folder must lie in; absent: the person chose the folder freely. */
  workspace?: string
  /** File name without number and ending. */
  name: string
  /** The first is the main file: it gets the plain name. */
  files: readonly Incoming[]
  /** The name that an earlier, cut-off call announced. */
  reserved?: string
  /** Called before anything appears under a name, with number; a journal remembers it for `reserved`. */
  reserve(name: string): Promise<void>
  /** The JSON to put beside the files; absent: none. */
  sidecar?: {
    /** Absolute path of another folder for it; the JSONs of two folders of models never share one. */
    folder?: string
    /** For the placed files under this name. */
    text(name: string, files: readonly Placed[]): string
    /** The files that such a text names; undefined when it is not this delivery's. */
    filesOf(text: string): readonly Named[] | undefined
  }
}

export interface PlacementResult {
  /** With number, without ending. */
  name: string
  files: readonly Placed[]
  /** Absolute path of the JSON. */
  sidecar?: string
}

const MOST_NUMBERS = 100_000

/** `chair.glb`; for further models of the same task `chair.base-model.glb`; for each of several clips `chair.walk.glb`. */
export function fileName(
  name: string,
  { kind, extension }: Pick<Incoming, 'kind' | 'extension'>,
  index: number,
): string {
  const isClip = kind.startsWith('clip_')
  const words = index === 0 && !isClip ? [] : [kind.replace(/^clip_/, '').replaceAll('_', '-')]
  return [name, ...words, extension].join('.')
}

/**
 * Places the files of one job. Throws an AssetsError; the downloaded files then still wait at their paths, but for those
 * that are in their place already. A file that came from elsewhere stays there for the caller to remove.
 */
export async function place(files: AssetFiles, placement: Placement): Promise<PlacementResult> {
  try {
    return await new Placing(files, placement).run()
  } catch (error) {
    throw placementProblem(error, placement.folder)
  }
}

class Placing {
  readonly #files: AssetFiles
  readonly #wish: Placement
  readonly #json: DeliveryJson

  constructor(files: AssetFiles, wish: Placement) {
    this.#files = files
    this.#wish = wish
    this.#json = new DeliveryJson(files, wish)
  }

  async run(): Promise<PlacementResult> {
    const files = this.#files
    const wish = this.#wish
    if (wish.workspace !== undefined) await checkFolder(files, wish.workspace, wish.folder)
    await files.createFolder(wish.folder)
    if (this.#json.folder !== wish.folder) {
      if (wish.workspace !== undefined) await checkFolder(files, wish.workspace, this.#json.folder)
      await files.createFolder(this.#json.folder)
    }
    const json = await this.#json.find()
    try {
      const there = json === undefined ? undefined : await this.#findWhole(json)
      const result = there ?? (await this.#placeAnew())
      for (const folder of this.#json.folders) await files.flushFolder(folder)
      await this.#removeTemporaries(() => true)
      await this.#json.removeTemporary()
      return result
    } catch (error) {
      // What was brought here waits at its own path still.
      await this.#removeTemporaries((file) => this.#temporaryOf(file) !== file.path)
      throw error
    }
  }

  async #placeAnew(): Promise<PlacementResult> {
    const wish = this.#wish
    // Met before anything is visible: a full disk, a download that is gone.
    const temporaries: string[] = []
    for (const file of wish.files) temporaries.push(await this.#copyIn(file))
    if (wish.reserved !== undefined) {
      const result = await this.#attempt(wish.reserved, temporaries)
      if (result) return result
    }
    for (let number = 1; number < MOST_NUMBERS; number++) {
      const name = numbered(wish.name, number)
      if (!(await this.#isOpen(name))) continue
      if (name !== wish.reserved) await wish.reserve(name)
      const result = await this.#attempt(name, temporaries)
      if (result) return result
    }
    throw new Error(`Every name up to ${numbered(wish.name, MOST_NUMBERS)} is taken`)
  }

  /** Copies a file that waits elsewhere (storage, another disk) into the folder, under its hidden name. */
  async #copyIn(file: Incoming): Promise<string> {
    const files = this.#files
    const wish = this.#wish
    const temporary = this.#temporaryOf(file)
    if (temporary !== file.path) {
      // Never written through: an older temporary file may be a second name of something.
      await files.remove(temporary)
      await files.copy(file.path, temporary).catch(async (error: unknown) => {
        await files.remove(temporary).catch(() => undefined)
        throw (await files.identify(file.path)) ? error : lost(file.path)
      })
    }
    // One that is gone may be in its place already, which is seen when it is published.
    if (wish.reserved === undefined && !(await files.identify(temporary))) throw lost(file.path)
    return temporary
  }

  /** Where a file waits in the folder. */
  #temporaryOf(file: Incoming): string {
    const files = this.#files
    const wish = this.#wish
    if (file.path.startsWith(wish.folder + files.separator)) return file.path
    return files.join(wish.folder, temporaryName(wish, file.kind))
  }

  #placed(name: string): Placed[] {
    return this.#wish.files.map((file, index) => {
      const own = fileName(name, file, index)
      const path = this.#files.join(this.#wish.folder, own)
      return { kind: file.kind, path, name: own, bytes: file.bytes, sha256: file.sha256 }
    })
  }

  /** What stands under this delivery's JSON: whole, or made whole; undefined when another file has one of its names. */
  async #findWhole(json: string): Promise<PlacementResult | undefined> {
    const files = this.#files
    const wish = this.#wish
    const named = (await this.#json.read(json)) ?? []
    const name = (/[^/\\]*$/.exec(json)?.[0] ?? json).slice(0, -`.${SIDECAR}`.length)
    const result: Placed[] = []
    for (const { kind, path: told, bytes, sha256 } of named) {
      // From wherever the JSON is, its files are in this folder.
      const own = /[^/\\]*$/.exec(told)?.[0] ?? told
      const path = files.join(wish.folder, own)
      const file = wish.files.find((entry) => entry.kind === kind && entry.sha256 === sha256)
      const publication = this.#publicationOf(path, { bytes, sha256 }, file && this.#temporaryOf(file), true)
      if (!(await publication.isThere())) {
        if (!file || (await publish(files, { ...publication, temporary: await this.#copyIn(file) })) === 'taken')
          return undefined
      }
      result.push({ kind, path, name: own, bytes, sha256 })
    }
    if (result.length === 0) return undefined
    return { name, files: result, sidecar: json }
  }

  /** @param byContent whether a file of the same content is this one; else only another name of it */
  #publicationOf(
    final: string,
    { bytes, sha256 }: { bytes: number; sha256: string },
    temporary: string | undefined,
    byContent: boolean,
  ): Publication {
    const waiting = temporary ?? final
    const whole = { temporary: waiting, bytes, sha256 }
    return {
      ...{ temporary: waiting, final, placeholder: `tripo ${this.#wish.jobId}` },
      isThere: () => isSameFile(this.#files, final, whole, byContent),
    }
  }

  /** Whether nothing stands in the way of a name, as far as can be seen; or what does is this delivery's own. */
  async #isOpen(name: string): Promise<boolean> {
    const files = this.#files
    const wish = this.#wish
    for (const folder of wish.sidecar ? this.#json.folders : []) {
      const json = this.#json.path(name, folder)
      if ((await files.kindOf(json)) !== undefined) return (await this.#json.read(json)) !== undefined
    }
    for (const { path } of this.#placed(name)) {
      if ((await files.kindOf(path)) !== undefined) return false
    }
    return true
  }

  /** Publishes everything under one name; undefined when somebody else has a part of it. */
  async #attempt(name: string, temporaries: readonly string[]): Promise<PlacementResult | undefined> {
    const files = this.#files
    const wish = this.#wish
    const placed = this.#placed(name)
    // Without a JSON, the name that was announced earlier is all that tells whose a file is.
    const isTold = wish.sidecar === undefined && name === wish.reserved
    const publications = placed.map((file, index) =>
      this.#publicationOf(file.path, file, temporaries[index] ?? file.path, isTold),
    )
    if (name === wish.reserved) {
      // Whether the name is still to be had is seen before its JSON appears.
      for (const publication of publications) {
        const isFree = (await files.kindOf(publication.final)) === undefined || (await publication.isThere())
        if (!isFree && (await this.#json.read(this.#json.path(name))) === undefined) return undefined
      }
    }
    const json = await this.#json.publish(name, placed)
    if (json === 'taken') return undefined
    // What has appeared under a name of this delivery's JSON, and is the same, was put there for it.
    const isOurs = json !== undefined || isTold
    for (const [index, file] of placed.entries()) {
      const publication = this.#publicationOf(file.path, file, temporaries[index] ?? file.path, isOurs)
      if ((await this.#publishFile(publication, wish.files[index]?.path ?? file.path)) !== 'taken') continue
      // A stranger was faster: the JSON must not say that the stranger's file is this task's.
      if (json === 'published' && index === 0) await files.remove(this.#json.path(name))
      return undefined
    }
    return { name, files: placed, ...(wish.sidecar ? { sidecar: this.#json.path(name) } : {}) }
  }

  async #publishFile(publication: Publication, source: string): Promise<Published> {
    try {
      return await publish(this.#files, publication)
    } catch (error) {
      if (await this.#files.identify(publication.temporary)) throw error
      throw lost(source)
    }
  }

  /** Everything is in its place: a temporary name that cannot be removed now is no failure any more. */
  async #removeTemporaries(isDone: (file: Incoming) => boolean): Promise<void> {
    for (const file of this.#wish.files.filter(isDone)) {
      await this.#files.remove(this.#temporaryOf(file)).catch(() => undefined)
    }
  }
}
