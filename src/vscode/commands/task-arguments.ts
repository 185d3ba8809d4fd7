// What menus of tasks pass to a command: nodes of the tree, the context of a card of the page, or a job's id. Here it becomes ids
// of jobs, and for the local tools the files of their models.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { toolModels } from '../../protocol/index.ts'
import { jobsOf, type Node } from '../views/task-layout.ts'

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
const isNode = (value: unknown): value is Exclude<Node, { kind: 'day' }> =>
  ['job', 'chain', 'family'].includes(String(field(value, 'kind')))

/** The ids that a command was called for: an id, nodes of the tree, or the context of a card of the page. */
export function idsOf(argument: unknown): readonly string[] {
  if (typeof argument === 'string') return [argument]
  if (isNode(argument)) return jobsOf(argument).map(({ id }) => id)
  const told = field(argument, 'tripoJobs')
  return Array.isArray(told) ? told.filter((id) => typeof id === 'string') : []
}

/** The models that were clicked or selected in a menu of tasks; undefined when it was another menu. */
export function taskModels(args: readonly unknown[], api: Pick<JobsApi, 'get'>): vscode.Uri[] | undefined {
  const [clicked, selected] = args
  const all = Array.isArray(selected) && selected.length > 1 ? selected : [clicked]
  const ids = all.map((one) => (typeof one === 'string' ? [] : idsOf(one)))
  if (ids.flat().length === 0) return undefined
  // One row at a time: that of a chain stands for its result.
  const models = ids.flatMap((own) => toolModels(own.map((id) => api.get(id)).filter((job) => job !== undefined)))
  return [...new Set(models)].map((uri) => vscode.Uri.parse(uri))
}
