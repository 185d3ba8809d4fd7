// A disk and a journal in memory, for runs on a virtual clock: nothing on it takes time, and what a run leaves there can
// be looked at. Several windows may share one.
import { createHash } from 'node:crypto'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { RecordStore } from '../../../src/jobs/index.ts'
import type { Clock, FileSink } from '../../../src/tripo/resources.ts'

/** A file; two names of one file have the same node. */
interface Node {
  id: string
  bytes: Uint8Array
}

const failure = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code })
const above = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

export class MemoryDisk {
  readonly #nodes = new Map<string, Node>()
  readonly #folders = new Set<string>([''])
  #count = 0

  /** Paths of all files. */
  paths(): string[] {
    return [...this.#nodes.keys()]
  }

  bytes(path: string): Uint8Array {
    return this.#find(path).bytes
  }

  #find(path: string): Node {
    const node = this.#nodes.get(path)
    if (!node) throw failure('ENOENT', path)
    return node
  }

  #put(path: string, bytes: Uint8Array): void {
    if (!this.#folders.has(above(path))) throw failure('ENOENT', path)
    this.#count += 1
    this.#nodes.set(path, { id: `${this.#count}`, bytes })
  }

  #checkFree(path: string): void {
    if (this.#nodes.has(path) || this.#folders.has(path)) throw failure('EEXIST', path)
  }

  #makeFolder(path: string): void {
    for (let folder = path; !this.#folders.has(folder); folder = above(folder)) this.#folders.add(folder)
  }

  readonly files: AssetFiles = {
    separator: '/',
    join: (...parts) => parts.join('/'),
    kindOf: async (path) => (this.#folders.has(path) ? 'folder' : this.#nodes.has(path) ? 'file' : undefined),
    names: async (folder) => {
      const all = [...this.#nodes.keys(), ...this.#folders].filter((path) => above(path) === folder && path !== folder)
      return all.map((path) => path.slice(folder.length + 1))
    },
    isLink: async () => false,
    realPath: async (path) => {
      if (!this.#folders.has(path)) this.#find(path)
      return path
    },
    createFolder: async (path) => this.#makeFolder(path),
    identify: async (path) => {
      const node = this.#nodes.get(path)
      return node && { id: node.id, bytes: node.bytes.length }
    },
    link: async (existing, path) => {
      this.#checkFree(path)
      const node = this.#find(existing)
      this.#put(path, node.bytes)
      this.#nodes.set(path, node)
    },
    create: async (path, text) => {
      this.#checkFree(path)
      this.#put(path, new TextEncoder().encode(text))
    },
    rename: async (from, to) => {
      const node = this.#find(from)
      this.#put(to, node.bytes)
      this.#nodes.set(to, node)
      this.#nodes.delete(from)
    },
    copy: async (from, to) => this.#put(to, this.bytes(from)),
    write: async (path, text) => this.#put(path, new TextEncoder().encode(text)),
    replace: async (path, text) => this.#put(path, new TextEncoder().encode(text)),
    readText: async (path) => new TextDecoder().decode(this.bytes(path)),
    hash: async (path) => ({ bytes: this.bytes(path).length, sha256: digest(this.bytes(path)) }),
    remove: async (path) => void this.#nodes.delete(path),
    removeFolder: async (path) => {
      for (const folder of this.#folders)
        if (folder === path || folder.startsWith(`${path}/`)) this.#folders.delete(folder)
      for (const name of this.#nodes.keys()) if (name.startsWith(`${path}/`)) this.#nodes.delete(name)
    },
    flushFolder: async () => undefined,
  }

  readonly sink: FileSink = {
    open: async (folder) => {
      this.#count += 1
      const path = `${folder}/.download-${this.#count}`
      let chunks: Uint8Array[] = []
      this.#put(path, new Uint8Array())
      return {
        write: async (chunk) => void chunks.push(chunk.slice()),
        restart: async () => {
          chunks = []
        },
        close: async () => {
          const bytes = joined(chunks)
          this.#put(path, bytes)
          return { path, bytes: bytes.length, sha256: digest(bytes) }
        },
        discard: async () => void this.#nodes.delete(path),
      }
    },
    publish: async () => {
      throw failure('ENOSYS', 'jobs place their files themselves')
    },
    remove: async (path) => void this.#nodes.delete(path),
  }
}

const Stamp = Type.Object({ revision: Type.Integer() })

/** The revision that a record says it is, 0 for none. */
export const revisionIn = (record: unknown): number => (Check(Stamp, record) ? record.revision : 0)

/** A journal that windows share, with notes and marks. */
export class MemoryJournal implements RecordStore {
  readonly #records = new Map<string, string>()
  readonly #notes = new Map<string, string>()
  /** Marks, with the moment each was set. */
  readonly #marks = new Map<string, number>()

  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  list = async () => [...this.#records.keys()]
  read = async (id: string): Promise<unknown> => {
    const text = this.#records.get(id)
    return text === undefined ? undefined : JSON.parse(text)
  }
  write = async (id: string, record: unknown, revision?: number) => {
    const written = this.#records.get(id)
    if (revision !== undefined && written !== undefined && revisionIn(JSON.parse(written)) >= revision) return false
    this.#records.set(id, JSON.stringify(record))
    return true
  }
  createNote = async (id: string, name: string, value: unknown) => {
    if (this.#notes.has(`${id}/${name}`)) return false
    this.#notes.set(`${id}/${name}`, JSON.stringify(value))
    return true
  }
  readNote = async (id: string, name: string): Promise<unknown> => {
    const text = this.#notes.get(`${id}/${name}`)
    return text === undefined ? undefined : JSON.parse(text)
  }
  remove = async (id: string) => void this.#records.delete(id)
  claim = async (id: string, stale = Number.POSITIVE_INFINITY) => {
    const since = this.#marks.get(id)
    if (since !== undefined && this.#clock.now() - since < stale) return false
    this.#marks.set(id, this.#clock.now())
    return true
  }
  isClaimed = async (id: string) => this.#marks.has(id)
  release = async (id: string) => void this.#marks.delete(id)
  /** Marks that are set: none when nothing is under way. */
  get marked(): number {
    return this.#marks.size
  }
}
