// The fault matrix: each fault of the line, of the service and of the disk × each step of the way × both dialects.
// Every cell must end delivered, or in a clear failure with nothing lost: what the service accepted can be had
// afterwards, without a second task.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import type { OpenSocket } from '../../../src/tripo/resources.ts'
import { audit, type Findings, noFindings, taskOf } from './audit.ts'
import { CLOCK_FAULTS, DISK_FAULTS, DISK_PLACES, type DiskPlace, faultyDisk, jumpingClock } from './disk.ts'
import { FAULTS, type FaultKind, faulty, planOf, type Step } from './faults.ts'
import { tinyBuilder } from './tiny.ts'
import { restAfter } from './wait.ts'
import { openWorld, prepareWorld, requestOf, type World, type Wraps } from './world.ts'

export interface Cell {
  dialect: World['dialect']
  step: Step | DiskPlace | 'clock'
  fault: string
  /** Only the first request suffers, or all until the fault is healed. */
  isOnce: boolean
  /** What a person saw, and what it took. */
  outcome: string
}

const LEASE = { beat: 4000, gone: 15_000, look: 1000, reconcile: [] }
/** How long a fault goes on, in milliseconds; faster than real time by 400 this is a quarter of an hour. */
const ENDURED = 2500
const SPEED = 400
const AT_ONCE = 16
/** How much faster than real the service works; slow enough to be asked a few times while the clock jumps. */
const SCALE = { usual: 3000, clock: 60 }

interface Suffering {
  wraps: Wraps
  heal(): void
  hits(): number
  /** The service acts, but late. */
  isLate?: boolean
}

type Plan = Pick<Cell, 'dialect' | 'step' | 'fault' | 'isOnce'> & {
  suffer(folder: string, server: SimulatorServer): Suffering
}

function plans(): Plan[] {
  const all: Plan[] = []
  for (const dialect of ['v2', 'v3'] as const) {
    for (const isOnce of [true, false]) {
      for (const fault of FAULTS) {
        for (const step of fault.steps.filter((name) => name !== 'watch' || dialect === 'v2')) {
          const suffer: Plan['suffer'] = (_, server) => lineSuffers(server, { step, fault, dialect, isOnce })
          all.push({ dialect, step, fault: fault.name, isOnce, suffer })
        }
      }
      for (const place of DISK_PLACES) {
        for (const fault of DISK_FAULTS) {
          const suffer: Plan['suffer'] = (folder) => faultyDisk(folder, place, fault, isOnce)
          all.push({ dialect, step: place, fault, isOnce, suffer })
        }
      }
      for (const [fault, ms] of Object.entries(CLOCK_FAULTS)) {
        const suffer: Plan['suffer'] = () => jumpingClock(ms, isOnce)
        all.push({ dialect, step: 'clock', fault, isOnce, suffer })
      }
    }
  }
  return all
}

interface Trouble {
  step: Step
  fault: FaultKind
  dialect: World['dialect']
  isOnce: boolean
}

function lineSuffers({ simulator }: SimulatorServer, { step, fault, dialect, isOnce }: Trouble): Suffering {
  const { action, patience } = fault
  if (action) simulator.setFaults(planOf(action(step), step, dialect, isOnce))
  let state = { hits: 0, isHealed: false }
  return {
    isLate: patience !== undefined,
    wraps: {
      ...{ patience, isPolling: step !== 'watch' },
      resources: (resources) => {
        const line = faulty(resources.fetch, step, fault, isOnce)
        state = line.state
        const { openSocket } = resources
        const opened: OpenSocket = (...asked) => {
          if (!state.isHealed) state.hits += 1
          if (!openSocket) throw new Error('no sockets')
          return openSocket(...asked)
        }
        return { ...resources, fetch: line.fetch, openSocket: openSocket && opened }
      },
    },
    heal: () => {
      state.isHealed = true
      simulator.setFaults([])
    },
    hits: () => (isOnce ? Math.min(1, state.hits) : state.hits),
  }
}

/** Milliseconds in which a job ends once nothing is in its way, on the busiest machine. */
const AT_MOST = 60_000
/** Milliseconds that the service may take for what it was asked, by fault: it acts late, or the machine is busy. */
const LATE = { usual: 1000, late: 20_000 }

/** The only task of a world's account, also one that is created a little later; undefined when there is none. */
async function taskWithin(world: World, v3: string, ms: number): Promise<string | undefined> {
  for (const until = Date.now() + ms; ; ) {
    const task = await taskOf(world, v3)
    if (task !== undefined || Date.now() >= until) return task
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/**
 * One cell of each row, which is a fault at a step: the next row takes the next dialect or duration, and after four, which
 * are most faults' steps, one is left out, so that no step has always the same.
 */
function sampled(all: readonly Plan[]): Plan[] {
  return [...new Set(all.map(rowOf))].flatMap((name, row) => {
    const plans = all.filter((plan) => rowOf(plan) === name)
    return plans[(row + (row >> 2)) % plans.length] ?? []
  })
}

const rowOf = ({ step, fault }: Pick<Plan, 'step' | 'fault'>) => `${step} ${fault}`

/**
 * Runs every cell, or one of each row. The findings count what was lost or doubled in any of them.
 * @param isShort whether one dialect, once or lasting, will do for each fault at each step
 */
export async function matrix(isShort = false): Promise<{ cells: Cell[]; findings: Findings }> {
  const folder = await mkdtemp(join(tmpdir(), 'tripo-matrix-'))
  const findings = noFindings()
  const cells: Cell[] = []
  try {
    const todo = (isShort ? sampled(plans()) : plans()).entries()
    const worker = async () => {
      for (const [index, plan] of todo) cells[index] = await runPlan(join(folder, `${index}`), plan, findings)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return { cells, findings }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** One cell, in a world and with a service of its own. */
async function runPlan(folder: string, { suffer, ...cell }: Plan, findings: Findings): Promise<Cell> {
  const timeScale = cell.step === 'clock' ? SCALE.clock : SCALE.usual
  const server = await startServer({ build: tinyBuilder, timeScale, credits: 1_000_000_000 })
  try {
    const { dialect } = cell
    const world: World = { folder, dialect, lease: LEASE, url: server[dialect], key: `tsk_${basename(folder)}` }
    await prepareWorld(world)
    const outcome = await runCell(world, server.v3, suffer(folder, server), findings)
    await audit(world, server.v3, findings)
    return { ...cell, outcome }
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function runCell(world: World, v3: string, suffering: Suffering, findings: Findings): Promise<string> {
  const { jobs, submit, close } = openWorld(world, { speed: SPEED, isPolling: true, ...suffering.wraps })
  try {
    // An image goes all the way: upload, creation, reading, download.
    const id = await submit(requestOf(world, 3)).catch((error: unknown) => {
      if (error instanceof Error) return `refused: ${error.message}`
      throw error
    })
    if (id.startsWith('refused')) return id
    await restAfter(jobs, ENDURED)
    // A busy machine may not have come that far.
    for (let wait = 0; suffering.hits() === 0 && wait < 10; wait++) await restAfter(jobs, 1000)
    const seen = jobs.get(id)
    suffering.heal()
    findings.faults += suffering.hits()
    if (suffering.hits() === 0 && seen?.phase === 'delivered') return 'not met'
    if (seen?.phase === 'delivered') return 'delivered'
    await restAfter(jobs, AT_MOST)
    const job = jobs.get(id)
    if (job?.phase === 'delivered') return 'delivered once it was over'
    const told = `${job?.phase} ${job?.problem?.code}`
    if (job?.phase === 'unconfirmed') {
      const task = await taskWithin(world, v3, suffering.isLate ? LATE.late : LATE.usual)
      if (task === undefined) return `${told}, nothing was created`
      await jobs.adopt(id, task)
      await restAfter(jobs, AT_MOST)
      return `${told}, adopted: ${jobs.get(id)?.phase}`
    }
    if (job?.taskId === undefined) return `${told}, nothing was created`
    // The service itself has said that there is no result.
    if (job.problem?.code.startsWith('task.')) return `${told}, no result`
    await jobs.fetch(id)
    await restAfter(jobs, AT_MOST)
    return `${told}, fetched: ${jobs.get(id)?.phase}`
  } finally {
    await close()
  }
}

/** The table: a line for each step and fault, a column for each dialect and duration. */
export function tableOf(cells: readonly Cell[]): string {
  const columns = [...new Set(cells.map(({ dialect, isOnce }) => `${dialect} ${isOnce ? 'once' : 'lasting'}`))]
  const rows = new Map<string, string[]>()
  for (const cell of cells) {
    const name = `${cell.step.padEnd(9)} ${cell.fault}`
    const row = rows.get(name) ?? []
    row[columns.indexOf(`${cell.dialect} ${cell.isOnce ? 'once' : 'lasting'}`)] = cell.outcome
    rows.set(name, row)
  }
  const width = Math.max(...[...rows.keys()].map((name) => name.length))
  const lines = [...rows].map(([name, outcomes]) => {
    // Most rows are alike in all columns: said once then.
    // A short run leaves columns out: the list has holes there, which flatMap passes over.
    const told = outcomes.flatMap((outcome, at) => [[columns[at], outcome] as const])
    const isSame = new Set(told.map(([, outcome]) => outcome)).size === 1
    const text = isSame ? told[0]?.[1] : told.map(([column, outcome]) => `${column}: ${outcome}`).join(' | ')
    return `${name.padEnd(width)}  ${text}`
  })
  return lines.join('\n')
}
