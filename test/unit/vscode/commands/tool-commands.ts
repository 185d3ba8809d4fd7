// The commands of the local tools over real tools, without a thread or a disk: what was written and said is in these lists.
import * as vscode from 'vscode'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { ToolJob } from '../../../../src/mesh/tools/job.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import type { ResultFile } from '../../../../src/platform/files-beside.ts'
import type { JobView } from '../../../../src/protocol/job.ts'
import { modelEditCommands } from '../../../../src/vscode/commands/model-edits.ts'
import { modelToolCommands } from '../../../../src/vscode/commands/model-tools.ts'
import { LocalTools } from '../../../../src/vscode/local-tools.ts'
import { ModelReports } from '../../../../src/vscode/views/model-reports.ts'
import { answers, diagnostics, executed, progresses, settings, shown } from '../../../support/vscode.ts'
import { riggedModel } from '../../mesh/formats/sample.ts'
import { cube, documentOf, glued } from '../../mesh/tools/shapes.ts'

export const models = new Map<string, Uint8Array>()
export const written: { folder: string; files: readonly ResultFile[]; own?: string }[] = []
export const jobs: ToolJob[] = []
/** Those that menus of tasks know. */
export const tasks: JobView[] = []

export const compared: unknown[][] = []

function keep(path: string): string {
  const backup = `/kept${path}${models.size}`
  models.set(backup, models.get(path) ?? new Uint8Array())
  return backup
}

/** The commands over real tools, without a thread or a disk. */
export function setUp(run: (job: ToolJob, signal?: AbortSignal) => ReturnType<typeof runTool> = (job) => runTool(job)) {
  const localTools = new LocalTools({
    tools: {
      run: (job, signal) => {
        jobs.push(job)
        return run(job, signal)
      },
      dispose() {},
    },
    // A copy, as of a disk: a tool empties what it was given.
    read: async (path) => ({ bytes: models.get(path)?.slice() ?? new Uint8Array(), files: new Map() }),
    put: async (folder, files, own) => {
      written.push({ folder, files, ...(own !== undefined && { own }) })
      return `${folder}/${files[0]?.path}`
    },
    replace: async (path, bytes) => {
      const backup = keep(path)
      models.set(path, bytes)
      return backup
    },
    stamp: async (path) => Buffer.from(models.get(path) ?? []).toString('latin1'),
    restore: async (path, backup) => {
      const there = keep(path)
      models.set(path, models.get(backup) ?? new Uint8Array())
      return there
    },
    log: { error() {} },
  })
  const services = {
    jobs: { get: (id: string) => tasks.find((job) => job.id === id) },
    localTools,
    reports: new ModelReports(),
    comparisons: { show: (...sides: unknown[]) => compared.push(sides) },
  }
  return { ...modelToolCommands(services), ...modelEditCommands(services) }
}

export const label = (wanted: string) => (rows: readonly unknown[]) =>
  rows.find((row) => row instanceof Object && 'label' in row && row.label === wanted)
export const button = (title: string) => (rows: readonly unknown[]) =>
  rows.find((row) => row instanceof Object && 'title' in row && row.title === title)
/** What a problem is called, which is a link to its place. */
export const codeOf = ({ code }: { code?: unknown }) => (code instanceof Object && 'value' in code ? code.value : code)
export const said = () => shown.map(({ text }) => text)
export const file = (path: string) => vscode.Uri.file(path)

/** Models as every test finds them, and nothing asked, said or written yet. */
export async function startAnew(): Promise<void> {
  for (const list of [answers, shown, executed, written, jobs, progresses, compared, tasks]) list.length = 0
  models.clear()
  diagnostics.clear()
  settings.clear()
  models.set('/game/hero.glb', await writeGlb(riggedModel()))
  models.set('/game/ring.glb', await writeGlb(documentOf(glued(20, 20, 'plain')).document))
  models.set('/game/open.glb', await writeGlb(documentOf(cube(5)).document))
  models.set('/game/bad.glb', new TextEncoder().encode('glTF nothing'))
}
