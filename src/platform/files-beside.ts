// The files beside a model on disk: files that it refers to are read with it, and results are placed there under free names.
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, sep } from 'node:path'
import { phrase } from '../text/index.ts'
import { ProblemError } from '../text/problem-error.ts'
import { isTaken } from '../text/system-errors.ts'
import { linkNew, replaceFile, takeFreeName, writeNew } from './atomic.ts'
import { createFolder, inFolder } from './create-folder.ts'

/** Files that a model may need beside it. */
const NEEDED = /\.(bin|mtl|png|jpe?g|webp|avif|ktx2|tga|bmp|usd[acz]?)$/i
/** Models that stand in one file name nothing beside them. */
const ALONE = /\.(glb|stl|ply|3mf|usdz)$/i
/** Of a binary layer of USD the names are packed; all that could be meant is read. */
const PACKED = /\.(usdc|usd)$/i
/** Bytes of files beside a model that are read at most, and how many entries of folders are looked at. */
const MOST_BYTES = 1_000_000_000
const MOST_ENTRIES = 5_000

/** A model with the files beside it that it names, by their path relative to it, with `/`. */
export interface ModelOnDisk {
  readonly bytes: Uint8Array
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** A model's folder, wherever it is. Names are relative to it, with `/`. */
export interface ModelFolder {
  /** What lies in it, or in a folder of it; nothing where that cannot be read. */
  list(below: string): Promise<readonly { name: string; isFile: boolean; isFolder: boolean }[]>
  /** Bytes of a file. */
  size(name: string): Promise<number>
  /** @throws when it cannot be read */
  read(name: string): Promise<Uint8Array>
}

const folderOnDisk = (folder: string): ModelFolder => ({
  list: async (below) => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
    return entries.map((entry) => ({ name: entry.name, isFile: entry.isFile(), isFolder: entry.isDirectory() }))
  },
  size: async (name) => (await stat(join(folder, name))).size,
  read: async (name) => {
    const bytes = await readFile(join(folder, name))
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  },
})

/** Reads a model, and what it names in its folder or one below. @throws Node's error when the model cannot be read */
export const readWithCompanions = (path: string): Promise<ModelOnDisk> =>
  readModelIn(folderOnDisk(dirname(path)), basename(path))

/** The same of a folder that may be anywhere. @throws the folder's error when the model cannot be read */
export async function readModelIn(folder: ModelFolder, model: string): Promise<ModelOnDisk> {
  const bytes = await folder.read(model)
  const files = new Map<string, Uint8Array>()
  if (ALONE.test(model)) return { bytes, files }
  const waiting = (await candidates(folder)).filter((name) => name !== model)
  const texts = [bytes]
  let left = MOST_BYTES
  // A material file names pictures in turn, so each file that was taken is looked through, too.
  for (let text = texts.shift(); text; text = texts.shift()) {
    const isNamed = namesIn(text, model)
    for (const name of [...waiting]) {
      if (!(PACKED.test(model) || isNamed(name))) continue
      waiting.splice(waiting.indexOf(name), 1)
      const size = await folder.size(name)
      if (size > left) continue
      left -= size
      const body = await folder.read(name)
      files.set(name, body)
      if (/\.(mtl|usda)$/i.test(name)) texts.push(body)
    }
  }
  return { bytes, files }
}

/** Names of files in the folder and in those right below. */
async function candidates(folder: ModelFolder): Promise<string[]> {
  const found: string[] = []
  for (const { name, isFile, isFolder } of (await folder.list('')).slice(0, MOST_ENTRIES)) {
    if (isFile && NEEDED.test(name)) found.push(name)
    if (!isFolder || name.startsWith('.') || name === 'node_modules') continue
    for (const file of (await folder.list(name)).slice(0, MOST_ENTRIES))
      if (file.isFile && NEEDED.test(file.name)) found.push(`${name}/${file.name}`)
  }
  return found.slice(0, MOST_ENTRIES)
}

/** Bytes of a file up to which a name in another case is looked for. */
const MOST_FOLDED = 50_000_000

/** Whether a file names one of this name: as it is, in another case, as an address writes it, or as JSON does. */
function namesIn(bytes: Uint8Array, model: string): (name: string) => boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const addresses = /\.gltf$/i.test(model) ? addressesIn(text.toString()) : new Set<string>()
  const folded = text.length <= MOST_FOLDED ? fold(text) : undefined
  return (name) => {
    const last = basename(name)
    const ways = [last, encodeURI(last), encodeURIComponent(last)]
    return addresses.has(sameName(last)) || ways.some((way) => text.includes(way) || folded?.includes(fold(way)))
  }
}

/** Bytes by which texts of any encoding are compared without their case. */
const fold = (text: string | Buffer): string => Buffer.from(text).toString('latin1').toLowerCase()

/** By which two spellings of a name are one: programs differ in case and in how they compose accents. */
const sameName = (name: string): string => name.normalize().toLowerCase()

/** The last parts of all addresses that a description names. */
function addressesIn(json: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, quoted = '""'] of json.matchAll(/"uri"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    try {
      const address: unknown = JSON.parse(quoted)
      if (typeof address === 'string' && !/^data:/i.test(address))
        names.add(sameName(basename(decodeURIComponent(address).replaceAll('\\', '/'))))
    } catch {
      // No address that could be decoded: as it is it is found in the text.
    }
  }
  return names
}

/** A file of a result, by its path relative to the first. */
export interface ResultFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Puts a result into a folder under a name that is free, whole or not at all: one file as `name.fbx`, `name-2.fbx` ...;
 * several as a folder `name-obj`, `name-obj-2` ... of their own, since their names are fixed inside them.
 * @param own what that folder is called instead, which a single file gets, too
 * @returns the absolute path of the first file
 */
export async function putBeside(folder: string, files: readonly ResultFile[], own?: string): Promise<string> {
  const [main] = files
  if (!main) throw new Error('a result has a file')
  return inFolder(folder, () => putInto(folder, files, main, own))
}

async function putInto(folder: string, files: readonly ResultFile[], main: ResultFile, own: string | undefined) {
  const work = await mkdtemp(join(folder, '.tripo-tool-'))
  try {
    for (const { path, bytes } of files) {
      const target = join(work, path)
      if (!target.startsWith(work + sep)) throw leavesFolder(path)
      await createFolder(dirname(target))
      await writeNew(target, bytes)
    }
    const ending = extname(main.path)
    const stem = main.path.slice(0, main.path.length - ending.length)
    // A name in other letters is the same one on other systems, and where a repository is checked out there.
    const names = await readdir(folder)
    const taken = new Set(names.map((name) => name.toLowerCase()))
    await sweep(folder, names)
    const isFree = (target: string) => !taken.has(basename(target).toLowerCase())
    if (files.length === 1 && own === undefined) {
      const link = async (target: string) => isFree(target) && (await linkNew(join(work, main.path), target))
      return await takeFreeName(folder, main.path, link)
    }
    const wanted = own ?? `${stem}-${ending.slice(1)}`
    const place = async (target: string) => isFree(target) && (await placeFolder(work, target))
    return join(await takeFreeName(folder, wanted, place, ''), main.path)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Hours after which a folder of results is one that a process could not remove, since it was killed. */
const LEFT_OVER = 24

async function sweep(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter((one) => /^\.tripo-tool-\w{6}$/.test(one))) {
    const path = join(folder, name)
    const { mtimeMs } = await lstat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs < LEFT_OVER * 3_600_000) continue
    await rm(path, { recursive: true, force: true }).catch(nothing)
  }
}

/** Which files a run must leave as they are. */
export interface Protected {
  /** Identities of the sources: see `identitiesOf`. */
  readonly sources: ReadonlySet<string>
  /** Paths that the run itself has written to, in lower case; added to by `replaceIn`. */
  readonly written: Set<string>
}

/**
 * What is the same for all paths that lead to a file: through linked folders, or in other letters where case does not count.
 * @returns of a link, both its own and that of the file it leads to; none of a path that leads nowhere
 */
export async function identitiesOf(path: string): Promise<readonly string[]> {
  const found = await Promise.all(
    [lstat, stat].map((look) => look(path, { bigint: true }).then(({ dev, ino }) => `${dev} ${ino}`, nothing)),
  )
  return found.filter((one) => one !== undefined)
}

/**
 * Puts a result into a folder under its own name, in place of what an earlier run has put there: each file whole or not at
 * all; several as a folder `name-obj`. What this run has put there stays, and the next of the same name gets a number.
 * @param own what that folder is called instead, which a single file gets, too
 * @returns the absolute path of the first file
 */
export async function replaceIn(
  folder: string,
  files: readonly ResultFile[],
  { sources, written }: Protected,
  own?: string,
): Promise<string> {
  const [main] = files
  if (!main) throw new Error('a result has a file')
  const ending = extname(main.path)
  const isAlone = files.length === 1 && own === undefined
  const several = own ?? `${main.path.slice(0, -ending.length)}-${ending.slice(1)}`
  const isNew = async (path: string) => !written.has(path.toLowerCase())
  const top = await takeFreeName(folder, isAlone ? main.path : several, isNew, isAlone ? ending : '')
  const targets = files.map(({ path, bytes }) => ({ target: isAlone ? top : join(top, path), bytes }))
  for (const { target } of targets) {
    if (!target.startsWith((isAlone ? folder : top) + sep)) throw leavesFolder(target)
    if ((await identitiesOf(target)).some((one) => sources.has(one)))
      throw new ProblemError(
        'files.source',
        phrase('{0} is a source, and stays as it is.', basename(target)),
        'Choose another folder for the results.',
      )
  }
  written.add(top.toLowerCase())
  for (const { target, bytes } of targets) await inFolder(dirname(target), () => replaceFile(target, bytes))
  return isAlone ? top : join(top, main.path)
}

const nothing = () => undefined

const leavesFolder = (path: string) =>
  new ProblemError(
    'files.outside',
    phrase('The result would write {0}, which is outside of its folder.', path),
    'Rename what the model calls so, and retry.',
  )

/** Claims the name by an empty folder, then moves everything into it. */
async function placeFolder(from: string, target: string): Promise<boolean> {
  try {
    await mkdir(target)
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
  for (const name of await readdir(from)) await rename(join(from, name), join(target, name))
  return true
}
