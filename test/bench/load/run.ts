// One load: many requests at once through real src/jobs, client, budget and follower, in one window or several on
// one journal. Afterwards everything is compared: what the service accepted, what the journal says, what is on the disk.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type JobRecord, jobConnection, readRecord } from '../../../src/jobs/index.ts'
import { Jobs } from '../../../src/jobs/jobs.ts'
import { encodePng } from '../../../src/mesh/images/png.ts'
import type { GenerateRequest, JobView } from '../../../src/protocol/index.ts'
import { findCapability, POOLS } from '../../../src/tripo/catalogue/index.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import type { Limits } from '../../../src/tripo/rate-ledger.ts'
import { RateLimiter, type SharedRecord, sharedInMemory } from '../../../src/tripo/rate-limiter.ts'
import { mostPerMinute } from '../follow.ts'
import { type Findings, noFindings } from '../soak/audit.ts'
import { NUMBER } from '../soak/tiny.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { MemoryDisk, MemoryJournal } from './disk.ts'
import { type Arrival, type Line, numberOfRequest, numberOfResult, openLine, PER_MINUTE, promptOf } from './line.ts'

/** How many requests of each kind are made at once; pictures are all different, so each is uploaded. */
export type Mix = Readonly<Partial<Record<'text_to_model' | 'image_to_model' | 'text_to_image', number>>>

export interface Load {
  name: string
  dialect: 'v2' | 'v3'
  mix: Mix
  windows: 1 | 2
  /** Whether all windows have the same workspace open; else each has its own. */
  isShared?: boolean
  /** What the client believes the limits to be; default: what they are. */
  limits?: Partial<Limits>
}

export interface LoadResult {
  /** Answers with HTTP 429. */
  refused: number
  /** The most requests in any 60 s, and the most that were no reading. */
  most: number
  mostOthers: number
  /** Reads in a minute on average, while there was still something to create. */
  reads: number
  /** Virtual seconds, and what cannot be beaten. */
  seconds: number
  bound: number
  /** The largest that the budget's shared record was, in characters. */
  record: number
  /** Bytes in use when a fifth of the jobs was delivered, and at the end. */
  memory: { early: number; late: number }
  /** Jobs that were shown to wait, and that were shown to fail. */
  waited: number
  failed: number
  /** What was lost, doubled, left over; delays in virtual seconds. */
  findings: Findings
}

/** What of the minute reading keeps: creations and uploads cannot have more than the rest. */
const READS = 20
const UPLOADS_PER_MINUTE = { v2: 600, v3: 10 } as const
const BASE = { v2: 'https://api.tripo3d.ai/v2/openapi', v3: 'https://openapi.tripo3d.ai/v3' } as const

function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/**
 * Seconds that no client can do better in: all creations and uploads within their part of the minute, of which the
 * first minute's can go at once, and the tasks of each pool through the places that the service works on at a time,
 * which is half of the pool (simulator/schedule.ts).
 */
function boundOf({ mix, dialect }: Load): number {
  const work = new Map<string, number>()
  const uploads = mix.image_to_model ?? 0
  let others = uploads
  for (const [id, count] of Object.entries(mix)) {
    const capability = findCapability(id)
    if (!capability) throw new Error(`no capability ${id}`)
    const pool = capability.pool({})
    work.set(pool, (work.get(pool) ?? 0) + (count * capability.nominalSeconds) / Math.ceil(POOLS[pool] / 2))
    others += count
  }
  const minutes = Math.max(others / (PER_MINUTE - READS), uploads / UPLOADS_PER_MINUTE[dialect]) - 1
  return Math.max(60 * minutes, ...work.values())
}

const pictureOf = (number: number) => {
  const data = new Uint8Array(32 * 32 * 4).fill(255)
  new DataView(data.buffer).setUint32(0, number * 256 + 255)
  return encodePng({ width: 32, height: 32, data })
}

/** The requests dealt out one of each kind at a time, as a mixed batch comes. */
function deal(mix: Mix): GenerateRequest[] {
  const left = Object.entries(mix).map(([capability, count]) => ({ capability, count }))
  const dealt: GenerateRequest[] = []
  while (left.some(({ count }) => count > 0)) {
    for (const kind of left) {
      if (kind.count <= 0) continue
      kind.count -= 1
      const [number, { capability }] = [dealt.length + 1, kind]
      const file = { type: 'png', upload: `memory:${number}` }
      const params = capability === 'image_to_model' ? { file, [NUMBER]: number } : { prompt: promptOf(number) }
      dealt.push({ capability, params })
    }
  }
  return dealt
}

/** Runs a load to its end. */
export async function runLoad(load: Load, seed: number): Promise<LoadResult> {
  const { dialect, windows, isShared = false, limits } = load
  const clock = new VirtualClock()
  const line = openLine(clock, seed)
  const disk = new MemoryDisk()
  const journal = new MemoryJournal(clock)
  let record = 0
  const inner = sharedInMemory()
  const shared: SharedRecord = {
    update: (change) =>
      inner.update((before) => {
        const after = change(before)
        record = Math.max(record, JSON.stringify(after).length)
        return after
      }),
  }
  const requests = deal(load.mix)
  const workspaceOf = (window: number) => `/game-${isShared ? 0 : window}`
  const clients: TripoClient[] = []
  const ended = new Map<string, JobView>()
  const waited = new Set<string>()
  const failed = new Set<string>()
  const memory = { early: 0, late: 0 }
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const open = async (window: number): Promise<Jobs> => {
    const workspace = workspaceOf(window)
    await disk.files.createFolder(workspace)
    const rateLimiter = new RateLimiter({ clock, dialect, shared, limits })
    const base = { dialect, region: 'global', url: BASE[dialect] } as const
    const { fetch, openSocket } = line
    const client = new TripoClient({
      ...{ apiKey: line.key, base, rateLimiter },
      resources: { fetch, clock, random: () => 0.5, openSocket, files: disk.sink },
    })
    clients.push(client)
    const jobs = new Jobs({
      ...{ store: journal, files: disk.files, clock },
      storage: { downloads: '/storage/downloads', thumbnails: '/storage/thumbnails' },
      connect: async (service) => jobConnection(client, service, 'account'),
      readInput: async (upload) => ({ bytes: pictureOf(Number(upload.split(':')[1])), name: 'picture.png' }),
      toUri: (path) => `file://${path}`,
      generator: { name: 'Tripo Studio', version: 'load' },
      isMine: (job) => job.workspace === workspace,
    })
    jobs.onDidChange((ids) => {
      for (const id of ids) {
        const phase = jobs.get(id)?.phase
        if (phase === 'waiting') waited.add(id)
        if (phase === 'failed' || phase === 'unconfirmed' || phase === 'stopped') failed.add(id)
      }
    })
    jobs.onDidFinish((job) => {
      ended.set(job.id, job)
      if (ended.size === Math.ceil(requests.length / 5)) memory.early = bytesInUse()
      if (ended.size === requests.length) finish()
    })
    await jobs.recover()
    return jobs
  }
  const began = clock.now()
  const play = async () => {
    const opened = await Promise.all(Array.from({ length: windows }, (_, window) => open(window)))
    const submitting = opened.map(async (jobs, window) => {
      const own = requests.filter((_, index) => index % windows === window)
      const workspace = workspaceOf(window)
      const where = {
        target: { workspace, folder: `${workspace}/assets`, provenance: true },
        service: 'service',
      } as const
      // One window sends a batch, the other as many single requests.
      if (window === 0) await jobs.groups.submitMany(own, where)
      else await Promise.all(own.map((request) => jobs.submit(request, where)))
    })
    await Promise.all(submitting)
    await finished
    return opened
  }
  try {
    const opened = await clock.run(play())
    const seconds = (clock.now() - began) / 1000
    await clock.run(Promise.all(opened.map((jobs) => jobs.dispose())))
    memory.late = bytesInUse()
    return {
      ...{ refused: line.refused(), ...ratesOf(line.arrivals), seconds, bound: boundOf(load), record, memory },
      ...{ waited: waited.size, failed: failed.size },
      findings: await audit({ line, disk, journal, asked: requests.length }),
    }
  } finally {
    for (const client of clients) client.dispose()
    line.close()
  }
}

function ratesOf(arrivals: readonly Arrival[]) {
  const times = (isWanted: (arrival: Arrival) => boolean) => arrivals.filter(isWanted).map(({ at }) => at)
  const creations = times(({ step }) => step === 'create')
  const [first = 0, last = 0] = [creations[0], creations.at(-1)]
  const reads = times(({ at, step }) => step === 'read' && at >= first && at < last)
  return {
    most: mostPerMinute(times(() => true)),
    mostOthers: mostPerMinute(times(({ step }) => step !== 'read')),
    reads: reads.length / ((last - first) / 60_000),
  }
}

/** What became of every request, by the service's own list and by what is on the disk. */
async function audit({
  line,
  disk,
  journal,
  asked,
}: {
  line: Line
  disk: MemoryDisk
  journal: MemoryJournal
  asked: number
}) {
  const findings = noFindings()
  const records = new Map<string, JobRecord>()
  for (const id of await journal.list()) {
    const reading = readRecord(id, await journal.read(id))
    if (reading.kind !== 'record') findings.leftovers.push(`${id} is in the journal`)
    else if (reading.record.taskId !== undefined) records.set(reading.record.taskId, reading.record)
  }
  const delivered = new Map<number, string[]>()
  for (const path of disk.paths()) {
    if (/\/\.|downloads\//.test(path)) findings.leftovers.push(path)
    if (!/assets\/.*\.(glb|png)$/.test(path)) continue
    const number = numberOfResult(disk.bytes(path))
    if (number === undefined) findings.leftovers.push(`${path} is not whole`)
    else delivered.set(number, [...(delivered.get(number) ?? []), path])
  }
  const tasks = await line.tasks()
  findings.accepted = tasks.length
  if (tasks.length !== asked) findings.duplicated.push(`${asked} requests became ${tasks.length} tasks`)
  if (journal.marked > 0) findings.leftovers.push(`${journal.marked} marks in the journal`)
  for (const task of tasks) {
    const job = records.get(task.id)
    const number = job && numberOfRequest(job.request.params)
    const files = (number !== undefined && delivered.get(number)) || []
    if (job?.state !== 'delivered' || files.length === 0) findings.lost.push(`${task.id}: ${job?.state ?? 'no job'}`)
    else findings.delivered += 1
    if (files.length > 1) findings.duplicated.push(files.join(', '))
    const end = task.outcome?.at
    if (job?.deliveredAt !== undefined && end !== undefined) findings.delays.push((job.deliveredAt - end) / 1000)
  }
  return findings
}
