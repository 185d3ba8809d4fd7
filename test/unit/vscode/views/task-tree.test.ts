// What of the task tree is drawn when jobs change: only rows that look otherwise, and the whole tree when one comes, goes or moves. A
// row that is drawn loses the press of a button that is under way on it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as vscode from 'vscode'
import type { JobView } from '../../../../src/protocol/index.ts'
import { type Node, TaskTree, TOOLTIP_MS } from '../../../../src/vscode/views/task-tree.ts'
import { formatTime } from '../../../../src/vscode/words.ts'

const job = (id: string, more: Partial<JobView> = {}): JobView => ({
  ...{ id, capability: 'text_to_model', title: id, phase: 'generating', startedAt: 1, estimate: 20 },
  ...{ service: 'service', params: {}, files: [], ...more },
})

let jobs: JobView[]
let pictures: Set<string>
let tree: TaskTree
let drawn: (Node[] | undefined)[]
/** The rows that were drawn, by their ids. */
const rows = new Map<string | undefined, Node>()
let changed: (ids: readonly string[]) => void
let isMade: (id: string) => void

beforeEach(() => {
  vi.useFakeTimers()
  jobs = Array.from({ length: 20 }, (_, index) => job(`job-${index}`))
  pictures = new Set()
  drawn = []
  const made = new vscode.EventEmitter<string>()
  isMade = (id) => {
    pictures.add(id)
    made.fire(id)
  }
  tree = new TaskTree(
    {
      list: () => jobs,
      onDidChange: (listener) => {
        changed = listener
        return { dispose() {} }
      },
    },
    {
      of: (id) => (pictures.has(id) ? vscode.Uri.file(`/icons/${id}.png`) : undefined),
      onDidMake: made.event,
    },
  )
  tree.onDidChangeTreeData((nodes) => drawn.push(nodes))
  draw()
})
afterEach(() => {
  tree.dispose()
  vi.useRealTimers()
})

/** Asks for rows as the workbench does that draws them, with all below them. */
function draw(nodes = tree.getChildren()): void {
  for (const node of nodes) {
    rows.set(tree.getTreeItem(node).id, node)
    draw(tree.getChildren(node))
  }
}
/** What is drawn until nothing more is to be. @returns the ids of single rows, or `all`, one after the other */
function settle(): unknown[] {
  vi.runAllTimers()
  const told = drawn.splice(0)
  for (const nodes of told) draw(nodes)
  return told.map((nodes) => nodes?.map((node) => tree.getTreeItem(node).id) ?? 'all')
}
/** The tooltip of a job's row, as the workbench asks for it where the pointer rests. */
function rest(id: string): string {
  const row = rows.get(id)
  if (!row) throw new Error(`no row of ${id}`)
  return String(tree.resolveTreeItem(new vscode.TreeItem(id), row).tooltip)
}
/** Changes a job; what follows is drawn later. */
function change(id: string, more: Partial<JobView>): void {
  jobs = jobs.map((one) => (one.id === id ? { ...one, ...more } : one))
  changed([id])
}

it('of many jobs under way the rows are drawn that have got on, once for many changes', () => {
  const before = tree.getChildren()
  draw(before)
  change('job-7', { progress: 0.2 })
  change('job-8', { progress: 0.1 })
  change('job-7', { progress: 0.5 })
  expect(drawn).toEqual([])
  vi.runAllTimers()
  // The same rows, which know their jobs as they are now.
  const [seven] = drawn[0] ?? []
  expect(seven).toBe(before.find((row) => row.kind === 'job' && row.job.id === 'job-7'))
  expect(seven?.kind === 'job' && seven.job.progress).toBe(0.5)
  expect(settle()).toEqual([['job-7', 'job-8']])
})

it('the whole tree is drawn when a job ends, goes or comes', () => {
  change('job-7', { progress: 0.2 })
  change('job-8', { phase: 'delivered', finishedAt: 5 })
  expect(settle()).toEqual(['all'])
  jobs = jobs.slice(1)
  changed(['job-0'])
  expect(settle()).toEqual(['all'])
  jobs = [...jobs, job('new')]
  changed(['new'])
  expect(settle()).toEqual(['all'])
})

it('nothing is drawn for what no row shows, before the rows were asked for, and twice', () => {
  // Where its thumbnail lies, say.
  change('job-7', { traceId: 'trace' })
  expect(settle()).toEqual([])
  change('job-7', { progress: 0.3 })
  expect(settle()).toEqual([['job-7']])
  changed(['job-7', 'job-8'])
  expect(settle()).toEqual([])
})

it('a row is not drawn for what its tooltip alone tells, such as when its task was checked last, until that was read', () => {
  change('job-7', { progress: 0.3 })
  expect(settle()).toEqual([['job-7']])
  change('job-7', { lastCheckedAt: 1_000, secondsLeft: 50 })
  expect(settle()).toEqual([])
  // The tooltip is made when the pointer rests on the row, of the task as it is then.
  vi.setSystemTime(10_000)
  const before = rest('job-7')
  expect(before).toContain(formatTime(1_000, 'medium'))
  // VS Code keeps what it was given until the row is drawn again: not at once, while the pointer is there to press a button.
  change('job-7', { lastCheckedAt: 11_000, secondsLeft: 40 })
  vi.advanceTimersByTime(TOOLTIP_MS - 1)
  expect(drawn).toEqual([])
  expect(settle()).toEqual([['job-7']])
  expect(rest('job-7')).toContain(formatTime(11_000, 'medium'))
  // What was read and is still true is left as it is.
  vi.advanceTimersByTime(2 * TOOLTIP_MS)
  changed(['job-7'])
  expect(settle()).toEqual([])
  // One that was read long ago is out of date with the next check, once.
  change('job-7', { lastCheckedAt: 20_000 })
  expect(settle()).toEqual([['job-7']])
  change('job-7', { lastCheckedAt: 30_000 })
  expect(settle()).toEqual([])
})

it('of what is done only the row is drawn whose picture comes or whose file goes', () => {
  jobs = jobs.map((one) => ({ ...one, phase: 'delivered', finishedAt: 5 }))
  changed(jobs.map(({ id }) => id))
  expect(settle()).toEqual(['all'])
  isMade('job-7')
  expect(settle()).toEqual([['job-7']])
  changed(['job-7'])
  expect(settle()).toEqual([])
  change('job-8', { files: [{ kind: 'model', path: 'a.glb', uri: 'file:///a.glb', bytes: 1, isMissing: true }] })
  expect(settle()).toEqual([['job-8']])
})

it('of a chain the step is drawn that gets on, and the chain with it only when it looks otherwise', () => {
  const group = (index: number) => ({ group: { kind: 'chain' as const, id: 'c', index, of: 2 } })
  jobs = [job('one', group(0)), job('two', { ...group(1), phase: 'waiting', waitsForStep: true })]
  changed(['one', 'two'])
  expect(settle()).toEqual(['all'])
  change('one', { progress: 0.3 })
  expect(settle()).toEqual([['one']])
  change('one', { phase: 'delivered', finishedAt: 5 })
  expect(settle()).toEqual([['chain c', 'one']])
})

it('the whole tree is drawn when words or families decide otherwise where a row is', () => {
  tree.filter('job')
  expect(settle()).toEqual(['all'])
  change('job-7', { progress: 0.2 })
  expect(settle()).toEqual([['job-7']])
  tree.filter('job 20%')
  expect(settle()).toEqual(['all'])
  change('job-7', { progress: 0.3 })
  expect(settle()).toEqual(['all'])
  tree.filter('')
  tree.showFamilies(true)
  expect(settle()).toEqual(['all', 'all'])
  change('job-7', { progress: 0.4 })
  expect(settle()).toEqual([['family job-7']])
  change('job-7', { taskId: 'task-7' })
  change('job-8', { params: { original_model_task_id: 'task-7' }, capability: 'rig_model' })
  expect(settle()).toEqual(['all'])
})
