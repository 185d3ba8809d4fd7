// What the machine can do wrong: its disk at each place where a job writes (full, forbidden, read-only, the folder taken
// away), and its clock.
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { RecordStore } from '../../../src/jobs/index.ts'
import type { FileSink } from '../../../src/tripo/resources.ts'
import type { Wraps } from './world.ts'

/** `journal`: records · `accepted`: those of jobs whose task exists · `sink`: downloads · `place`: final names. */
export const DISK_PLACES = ['journal', 'accepted', 'sink', 'place'] as const
export type DiskPlace = (typeof DISK_PLACES)[number]
export const DISK_FAULTS = ['ENOSPC', 'EACCES', 'EROFS', 'folder removed'] as const
type DiskFault = (typeof DISK_FAULTS)[number]

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

/** Wraps for a world whose disk fails at a place: at the first write there, or at every one until it is healed. */
export function faultyDisk(folder: string, place: DiskPlace, fault: DiskFault, isOnce: boolean) {
  const state = { hits: 0, isHealed: false }
  /** @param gone the folder that is taken away, inside the world's */
  const suffer = async (gone: string) => {
    if (state.isHealed || (isOnce && state.hits > 0)) return
    state.hits += 1
    if (fault !== 'folder removed') throw failure(fault)
    if (!gone.startsWith(`${folder}/`)) throw new Error(`${gone} is not ours to remove`)
    await rm(gone, { recursive: true, force: true })
  }
  const journal = join(folder, 'journal')
  const isSign = (id: string) => id.startsWith('window-')
  const wraps: Wraps = {}
  if (place === 'accepted') {
    wraps.store = (store: RecordStore): RecordStore => ({
      ...store,
      write: async (id, record, revision) => {
        const isAccepted = typeof record === 'object' && record !== null && 'taskId' in record
        if (isAccepted) await suffer(journal)
        return store.write(id, record, revision)
      },
    })
  }
  if (place === 'journal') {
    let writes = 0
    wraps.store = (store: RecordStore): RecordStore => ({
      ...store,
      write: async (id, record, revision) => {
        // The first record decides whether there is a job at all; trouble begins after it.
        if (!isSign(id) && writes++ > 0) await suffer(journal)
        return store.write(id, record, revision)
      },
    })
  }
  if (place === 'sink') {
    wraps.resources = (resources) => {
      const { files } = resources
      if (!files) return resources
      const sink: FileSink = {
        checkpointEvery: files.checkpointEvery,
        open: async (target, name) => {
          await suffer(target)
          return files.open(target, name)
        },
        publish: (temporary, folder, name) => files.publish(temporary, folder, name),
        remove: (path) => files.remove(path),
      }
      return { ...resources, files: sink }
    }
  }
  if (place === 'place') {
    wraps.files = (files: AssetFiles): AssetFiles => ({
      ...files,
      link: async (from, to) => {
        await suffer(dirname(to))
        return files.link(from, to)
      },
      create: async (path, text) => {
        await suffer(dirname(path))
        return files.create(path, text)
      },
    })
  }
  return {
    wraps,
    heal: () => {
      state.isHealed = true
    },
    hits: () => state.hits,
  }
}

const HOUR = 3_600_000
/** By how many milliseconds the clock jumps. */
export const CLOCK_FAULTS = { 'back an hour': -HOUR, 'back a year': -8760 * HOUR, 'ahead a year': 8760 * HOUR }

/** A clock that jumps at the fourth request, which asks about the task, or forth and back again and again. */
export function jumpingClock(ms: number, isOnce: boolean) {
  const state = { requests: 0, hits: 0, offset: 0, isHealed: false }
  const wraps: Wraps = {
    clockIsOffBy: () => state.offset,
    resources: (resources) => ({
      ...resources,
      fetch: (url, init) => {
        state.requests += 1
        if (!state.isHealed && (isOnce ? state.requests === 4 : state.requests % 2 === 0)) {
          state.hits += 1
          state.offset = state.offset === 0 ? ms : 0
        }
        return resources.fetch(url, init)
      },
    }),
  }
  return {
    wraps,
    heal: () => {
      state.isHealed = true
    },
    hits: () => state.hits,
  }
}
