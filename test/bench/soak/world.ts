// One world of the soak run: a folder with a journal, a workspace and an account, and real src/jobs over the real
// client on it. Built alike in the process that is killed and in the one that looks at the end.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AssetFiles } from '../../../src/assets/files.ts'
import { type JobServices, jobConnection, type RecordStore } from '../../../src/jobs/index.ts'
import { Jobs } from '../../../src/jobs/jobs.ts'
import { encodePng } from '../../../src/mesh/images/png.ts'
import { createFileSink } from '../../../src/platform/file-sink.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import { openJournal } from '../../../src/platform/journal-files.ts'
import { openSocket } from '../../../src/platform/sockets.ts'
import type { GenerateRequest, RequestStep } from '../../../src/protocol/index.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { type Clock, type Resources, systemClock } from '../../../src/tripo/resources.ts'
import { NUMBER } from './tiny.ts'

export interface World {
  /** The folder that holds everything. */
  folder: string
  dialect: 'v2' | 'v3'
  /** Base address of the dialect. */
  url: string
  key: string
  lease: NonNullable<JobServices['lease']>
}

/** The client's time limits begin here, above all of its pauses; milliseconds. */
const LIMIT = 60_000
/**
 * What becomes of them: not sped up as pauses are, since a busy machine is no service that does not answer. Faults of one that does
 * not have their own.
 */
const PATIENCE = 120_000
/** Bytes between the marks of a download: some in a tiny model too. */
const MARK_EVERY = 6000
/** See `Wraps.speed`. */
const SPEED = 20

/** Stand-ins around what a job touches, for a process that dies at a step. */
export interface Wraps {
  store?(store: RecordStore): RecordStore
  files?(files: AssetFiles): AssetFiles
  resources?(resources: Resources): Resources
  onTrouble?: JobServices['onTrouble']
  /** How much faster than real time the client waits and polls. */
  speed?: number
  /** Milliseconds that the client waits for an answer. */
  patience?: number
  /** No websockets. */
  isPolling?: boolean
  /** Milliseconds by which the machine's clock is off. */
  clockIsOffBy?(): number
  clock?(clock: Clock): Clock
}

export const assetsOf = (world: World) => join(world.folder, 'game', 'assets')

/** @param stale see `openJournal` */
export function openWorld(
  world: World,
  {
    store,
    files,
    resources,
    onTrouble,
    speed = SPEED,
    patience = PATIENCE,
    isPolling,
    clockIsOffBy,
    clock = (own) => own,
  }: Wraps = {},
  stale?: number,
) {
  const journal = openJournal(join(world.folder, 'journal'), stale)
  const now = () => Date.now() + (clockIsOffBy?.() ?? 0)
  const quick: Resources = {
    fetch: (url, init) => fetch(url, init),
    openSocket: isPolling ? undefined : openSocket,
    files: createFileSink(MARK_EVERY),
    clock: clock({
      now,
      after: (ms, run) => {
        const timer = setTimeout(run, ms >= LIMIT ? patience : ms / speed)
        return () => clearTimeout(timer)
      },
    }),
  }
  const client = new TripoClient({
    apiKey: world.key,
    base: { dialect: world.dialect, region: 'custom', url: world.url },
    resources: resources?.(quick) ?? quick,
  })
  const jobs = new Jobs({
    store: store?.(journal) ?? journal,
    files: files?.(nodeFiles) ?? nodeFiles,
    storage: {
      downloads: join(world.folder, 'storage/downloads'),
      thumbnails: join(world.folder, 'storage/thumbnails'),
    },
    connect: async (service) => jobConnection(client, service, world.key),
    readInput: async (upload) => ({ bytes: await readFile(new URL(upload)), name: 'picture.png' }),
    toUri: (path) => pathToFileURL(path).href,
    generator: { name: 'Tripo Studio', version: 'soak' },
    lease: world.lease,
    clock: clock({ now, after: systemClock.after }),
    onTrouble,
  })
  const target = { workspace: join(world.folder, 'game'), folder: assetsOf(world), provenance: true }
  return {
    jobs,
    client,
    submit: (request: GenerateRequest) => jobs.submit(request, { target, service: 'service' }),
    submitChain: (request: GenerateRequest, steps: readonly RequestStep[]) =>
      jobs.groups.submitChain(request, steps, { target, service: 'service' }),
    submitMany: (requests: readonly GenerateRequest[]) =>
      jobs.groups.submitMany(requests, { target, service: 'service' }),
    addTask: (taskId: string) => jobs.addTask(taskId, { target, service: 'service' }),
    close: async () => {
      await jobs.dispose()
      client.dispose()
    },
  }
}

/** Makes the folders, and the picture that image requests send. */
export async function prepareWorld(world: World): Promise<void> {
  await mkdir(join(world.folder, 'game'), { recursive: true })
  const data = new Uint8Array(32 * 32 * 4).fill(200)
  await writeFile(join(world.folder, 'picture.png'), encodePng({ width: 32, height: 32, data }))
}

/** A request that can be told from all others at the service and in the delivered file. */
export function requestOf(world: World, number: number): GenerateRequest {
  const params = { [NUMBER]: number }
  if (number % 3 !== 0) return { capability: 'text_to_model', params: { ...params, prompt: `thing ${number}` } }
  const upload = pathToFileURL(join(world.folder, 'picture.png')).href
  return { capability: 'image_to_model', params: { ...params, file: { type: 'png', upload } } }
}

/** Numbers of second steps begin here. */
export const STEP = 100_000

/** A conversion of the request's result, for some of them. */
export const stepsOf = (number: number): RequestStep[] =>
  number % 4 === 1 ? [{ capability: 'convert_model', params: { format: 'GLTF', face_limit: STEP + number } }] : []
