// What of the task tree is drawn when jobs change: the rows of those that go on where they are, the whole tree when one moves.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { JobView } from '../../../../src/protocol/index.ts'
import { type Node, TaskTree } from '../../../../src/vscode/views/task-tree.ts'

const job = (id: string, more: Partial<JobView> = {}): JobView => ({
  ...{ id, capability: 'text_to_model', title: id, phase: 'generating', startedAt: 1, estimate: 20 },
  ...{ service: 'service', params: {}, files: [], ...more },
})

let jobs: JobView[]
let tree: TaskTree
let drawn: (Node[] | undefined)[]
let changed: (ids: readonly string[]) => void

beforeEach(() => {
  vi.useFakeTimers()
  jobs = Array.from({ length: 200 }, (_, index) => job(`job-${index}`))
  drawn = []
  tree = new TaskTree({
    list: () => jobs,
    onDidChange: (listener) => {
      changed = listener
      return { dispose() {} }
    },
  })
  tree.onDidChangeTreeData((nodes) => drawn.push(nodes))
  tree.getChildren()
})
afterEach(() => {
  tree.dispose()
  vi.useRealTimers()
})

/** Changes a job; what follows is drawn later. */
function change(id: string, more: Partial<JobView>): void {
  jobs = jobs.map((one) => (one.id === id ? { ...one, ...more } : one))
  changed([id])
}
const idsOf = (nodes: Node[] | undefined) => nodes?.map((node) => (node.kind === 'job' ? node.job.id : node.kind))

it('of 200 jobs under way the rows are drawn that have got on, once for many changes', () => {
  const rows = tree.getChildren()
  change('job-7', { progress: 0.2 })
  change('job-8', { progress: 0.1 })
  change('job-7', { progress: 0.5 })
  expect(drawn).toEqual([])
  vi.runAllTimers()
  expect(drawn.map(idsOf)).toEqual([['job-7', 'job-8']])
  // The same rows, which know their jobs as they are now.
  const [seven] = drawn[0] ?? []
  expect(seven).toBe(rows.find((row) => row.kind === 'job' && row.job.id === 'job-7'))
  expect(seven?.kind === 'job' && seven.job.progress).toBe(0.5)
})

it('the whole tree is drawn when a job ends, goes or comes', () => {
  change('job-7', { progress: 0.2 })
  change('job-8', { phase: 'delivered', finishedAt: 5 })
  vi.runAllTimers()
  tree.getChildren()
  jobs = jobs.slice(1)
  changed(['job-0'])
  vi.runAllTimers()
  jobs = [...jobs, job('new')]
  changed(['new'])
  vi.runAllTimers()
  expect(drawn).toEqual([undefined, undefined, undefined])
})

it('the whole tree is drawn while words or families decide where a row is', () => {
  tree.filter('job')
  tree.getChildren()
  change('job-7', { progress: 0.2 })
  vi.runAllTimers()
  tree.filter('')
  tree.showFamilies(true)
  tree.getChildren()
  change('job-7', { progress: 0.3 })
  vi.runAllTimers()
  expect(drawn).toEqual([undefined, undefined, undefined, undefined, undefined])
})
