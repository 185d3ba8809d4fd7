// Putting finished files into the assets folder. A file appears under its final name whole or not at all, and never
// replaces another: `link` fails where a name is taken, `rename` would not. All files of one job share one number.
// Placing can be cut off anywhere and called again: it goes on under the name it had announced.
import { lost, placementProblem } from './errors.ts'
import { type AssetFiles, codeOf } from './files.ts'
import { checkFolder } from './folder.ts'
import { numbered } from './names.ts'
import { type Publication, publish, stateOf, unpublish } from './publish.ts'

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

export interface Placement {
  /** Absolute path of the assets folder; created when missing. */
  folder: string
  /** Absolute path of the workspace that the folder must lie in; absent: the person chose the folder freely. */
  workspace?: string
  /** File name without number and ending. */
  name: string
  /** Unique for the job: part of hidden temporary names. */
  jobId: string
  /** The first is the main file: it gets the plain name. */
  files: readonly Incoming[]
  /** The name that an earlier, cut-off call announced. */
  claimed?: string
  /** Called before anything appears under a name, with number; a journal remembers it for `claimed`. */
  claim(name: string): Promise<void>
  /** The JSON to put beside the files, for the placed files under this name; absent: none. */
  sidecar?: { text(name: string, files: readonly Placed[]): string; isOurs(text: string): boolean }
}

export interface PlacementResult {
  /** With number, without ending. */
  name: string
  files: readonly Placed[]
  /** Absolute path of the JSON. */
  sidecar?: string
}

/** Ending of the JSON beside a model. */
export const SIDECAR = 'tripo.json'
const MOST_NUMBERS = 100_000

/** The hidden name of a job's unfinished file. */
export const temporaryName = (jobId: string, kind: string) => `.tripo-${jobId}-${kind}.part`

/** `chair.glb`; for further models of the same task `chair.base-model.glb`; for each of several clips `chair.walk.glb`. */
function fileName(name: string, { kind, extension }: Incoming, index: number): string {
  const isClip = kind.startsWith('clip_')
  const words = index === 0 && !isClip ? [] : [kind.replace(/^clip_/, '').replaceAll('_', '-')]
  return [name, ...words, extension].join('.')
}

/** Brings a file that waits elsewhere (storage, another disk) into the folder, under its hidden name. */
async function bring(files: AssetFiles, folder: string, jobId: string, file: Incoming): Promise<string> {
  if (file.path.startsWith(folder + files.separator)) return file.path
  const temporary = files.join(folder, temporaryName(jobId, file.kind))
  // Never written through: an older temporary file may be a second name of something.
  await files.remove(temporary)
  await files.copy(file.path, temporary).catch(async (error: unknown) => {
    await files.remove(temporary).catch(() => undefined)
    throw (await files.identify(file.path)) ? error : lost(file.path)
  })
  return temporary
}

/**
 * Places the files of one job. Throws an AssetsError; the downloaded files then still wait at their paths.
 * The temporary files are gone afterwards when they lay in the folder; a file that came from elsewhere stays there
 * for the caller to remove.
 */
export async function place(files: AssetFiles, placement: Placement): Promise<PlacementResult> {
  try {
    return await new Placing(files, placement).run()
  } catch (error) {
    throw placementProblem(error, placement.folder)
  }
}

class Placing {
  private readonly published: Publication[] = []
  private temporaries: readonly string[] = []

  constructor(
    private readonly files: AssetFiles,
    private readonly wish: Placement,
  ) {}

  async run(): Promise<PlacementResult> {
    const { files, wish } = this
    if (wish.workspace !== undefined) await checkFolder(files, wish.workspace, wish.folder)
    await files.createFolder(wish.folder)
    const resumed = await this.resume()
    if (resumed) return resumed
    this.temporaries = await this.bringAll()
    for (let number = 1; number < MOST_NUMBERS; number++) {
      const name = numbered(wish.name, number)
      if (!(await this.isFree(name))) continue
      await wish.claim(name)
      const result = await this.attempt(name)
      if (result) return result
    }
    throw new Error(`Every name up to ${numbered(wish.name, MOST_NUMBERS)} is taken`)
  }

  /** Goes on under the announced name, when something already stands there that is ours. */
  private async resume(): Promise<PlacementResult | undefined> {
    const { files, wish } = this
    if (wish.claimed === undefined) return undefined
    this.temporaries = wish.files.map((file) => this.hiddenPath(file))
    const todo: Publication[] = []
    const states = new Set<string>()
    for (const [index, publication] of this.publications(wish.claimed).entries()) {
      const file = wish.files[index]
      if (!file) continue
      const state = await stateOf(files, publication, file)
      states.add(state)
      if (state === 'published') this.published.push(publication)
      else todo.push(publication)
    }
    if (this.published.length === 0) return undefined
    if (!states.has('taken') && !states.has('lost')) return this.attempt(wish.claimed, todo)
    await this.rollBack(wish.claimed)
    return undefined
  }

  /** Where a file waits in the folder. */
  private hiddenPath(file: Incoming): string {
    const { files, wish } = this
    if (file.path.startsWith(wish.folder + files.separator)) return file.path
    return files.join(wish.folder, temporaryName(wish.jobId, file.kind))
  }

  private async bringAll(): Promise<string[]> {
    const paths: string[] = []
    for (const file of this.wish.files) {
      const path = await bring(this.files, this.wish.folder, this.wish.jobId, file)
      if (!(await this.files.identify(path))) throw lost(path)
      paths.push(path)
    }
    return paths
  }

  private placed(name: string): Placed[] {
    return this.wish.files.map((file, index) => {
      const own = fileName(name, file, index)
      const path = this.files.join(this.wish.folder, own)
      return { kind: file.kind, path, name: own, bytes: file.bytes, sha256: file.sha256 }
    })
  }

  private publications(name: string): Publication[] {
    return this.placed(name).map(({ path }, index) => ({ temporary: this.temporaries[index] ?? path, final: path }))
  }

  /** A model in another format may stand beside the GLB of its name, so its JSON says which one it is for. */
  private sidecarPath(name: string): string {
    const extension = this.wish.files[0]?.extension ?? 'glb'
    if (extension !== 'glb') return this.files.join(this.wish.folder, `${name}.${extension}.${SIDECAR}`)
    return this.files.join(this.wish.folder, `${name}.${SIDECAR}`)
  }

  private async isFree(name: string): Promise<boolean> {
    const paths = this.placed(name).map(({ path }) => path)
    if (this.wish.sidecar) paths.push(this.sidecarPath(name))
    for (const path of paths) {
      if ((await this.files.kindOf(path)) !== undefined) return false
    }
    return true
  }

  /** Publishes everything under one name; undefined when somebody else took a part of it meanwhile. */
  private async attempt(name: string, todo = this.publications(name)): Promise<PlacementResult | undefined> {
    const { files, wish } = this
    const placed = this.placed(name)
    try {
      // Written first: a full disk is met before anything is visible.
      const sidecar = await this.writeSidecar(name, placed)
      for (const publication of todo) {
        await publish(files, publication)
        this.published.push(publication)
      }
      if (sidecar) await this.publishSidecar(sidecar)
      await files.flushFolder(wish.folder)
      await this.clearUp(sidecar)
      return { name, files: placed, ...(sidecar ? { sidecar: sidecar.final } : {}) }
    } catch (error) {
      await this.rollBack(name)
      if (codeOf(error) === 'EEXIST') return undefined
      throw error
    }
  }

  private async writeSidecar(name: string, placed: readonly Placed[]): Promise<Publication | undefined> {
    const { files, wish } = this
    if (!wish.sidecar) return undefined
    const temporary = files.join(wish.folder, temporaryName(wish.jobId, 'provenance'))
    await files.write(temporary, wish.sidecar.text(name, placed))
    return { temporary, final: this.sidecarPath(name) }
  }

  private async publishSidecar(sidecar: Publication): Promise<void> {
    try {
      await publish(this.files, sidecar)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      const text = await this.files.readText(sidecar.final)
      if (!this.wish.sidecar?.isOurs(text)) throw error
    }
  }

  /** Everything is in its place: a temporary name that cannot be removed now is no failure any more. */
  private async clearUp(sidecar: Publication | undefined): Promise<void> {
    const paths = sidecar ? [...this.temporaries, sidecar.temporary] : this.temporaries
    for (const path of paths) await this.files.remove(path).catch(() => undefined)
  }

  private async rollBack(name: string): Promise<void> {
    const { files, wish } = this
    for (const publication of this.published.splice(0)) await unpublish(files, publication).catch(() => undefined)
    const temporary = files.join(wish.folder, temporaryName(wish.jobId, 'provenance'))
    const final = this.sidecarPath(name)
    const [waiting, there] = await Promise.all([
      files.identify(temporary).catch(() => undefined),
      files.identify(final).catch(() => undefined),
    ])
    if (waiting && waiting.id === there?.id) await files.remove(final).catch(() => undefined)
    await files.remove(temporary).catch(() => undefined)
  }
}
