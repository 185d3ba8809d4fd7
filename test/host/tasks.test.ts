// The tree of tasks: what it holds, in which order, and which commands its items offer.
import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { JOB_PHASES, type JobView } from '../../src/protocol/index.ts'
import { type Node, TaskTree } from '../../src/vscode/views/task-tree.ts'
import { extension } from './extension.ts'

const DAY = 86_400_000

function job(part: Partial<JobView> & { id: string }): JobView {
  return {
    capability: 'text_to_model',
    title: `Job ${part.id}`,
    phase: 'delivered',
    startedAt: Date.now(),
    service: 'service',
    estimate: 20,
    params: {},
    files: [{ kind: 'model', path: `public/assets/${part.id}.glb`, uri: `file:///w/${part.id}.glb`, bytes: 1 }],
    ...part,
  }
}

const treeOf = (jobs: readonly JobView[]) =>
  new TaskTree({ list: () => jobs, onDidChange: () => new vscode.Disposable(() => {}) })

/** Rows as they are when the pointer rests on them. */
const itemsOf = (tree: TaskTree, node?: Node) =>
  tree.getChildren(node).map((child) => tree.resolveTreeItem(tree.getTreeItem(child), child))

describe('task tree', () => {
  it('shows what runs first, then what is finished, by day', () => {
    const noon = new Date().setHours(12, 0, 0, 0)
    const tree = treeOf([
      job({ id: 'old', startedAt: noon - 9 * DAY, finishedAt: noon - 9 * DAY }),
      job({ id: 'yesterday', startedAt: noon - DAY, finishedAt: noon - DAY }),
      job({ id: 'today', startedAt: noon, finishedAt: noon }),
      job({ id: 'running', phase: 'generating', progress: 0.63, startedAt: noon - 2 * DAY, files: [] }),
    ])
    const roots = tree.getChildren()
    assert.deepEqual(
      roots
        .map((node) => (node.kind === 'job' ? node.job.id : node.kind === 'day' ? node.label : node.kind))
        .slice(0, 3),
      ['running', 'Today', 'Yesterday'],
    )
    assert.equal(roots.length, 4)
    const last = roots.at(-1)
    assert.deepEqual(last && itemsOf(tree, last).map((item) => item.id), ['old'])
    tree.dispose()
  })

  it('tells progress, and when it was done and where the file is, with an icon for each phase', () => {
    const running = itemsOf(treeOf([job({ id: 'a', phase: 'generating', progress: 0.63 })]))[0]
    assert.equal(running?.description, 'Generating 63% · GLB')
    const tree = treeOf([job({ id: 'b' })])
    const [day] = tree.getChildren()
    const done = day && itemsOf(tree, day)[0]
    assert.match(String(done?.description), /^\d{1,2}:\d{2}/)
    assert.match(String(done?.tooltip), /b\.glb/)
    assert.equal(done?.command?.command, 'tripo.task.open')
    assert.match(String(done?.accessibilityInformation?.label), /Job b, Ready/)
    const icons = JOB_PHASES.map((phase) => {
      const nodes = treeOf([job({ id: phase, phase })])
      const [first] = nodes.getChildren()
      const [item] = first?.kind === 'day' ? itemsOf(nodes, first) : itemsOf(nodes)
      assert.equal(item?.command?.command, 'tripo.task.open', `a click shows what is ${phase}`)
      return item?.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : undefined
    })
    assert.ok(icons.every(Boolean), 'every phase has an icon')
    assert.ok(new Set(icons).size >= 6, `phases can be told apart: ${icons.join(' ')}`)
  })

  it('says what a waiting task waits for, and when a running one was last checked', () => {
    const tooltipOf = (part: Partial<JobView>) => {
      const [item] = itemsOf(treeOf([job({ id: 'w', files: [], ...part })]))
      assert.ok(typeof item?.tooltip === 'string')
      return { text: item.tooltip, description: String(item.description) }
    }
    const place = tooltipOf({ phase: 'waiting', waitingFor: 'place' })
    assert.equal(place.description, 'Waiting for a free place')
    assert.match(place.text, /starts as soon as a place is free/)
    assert.equal(tooltipOf({ phase: 'waiting', waitingFor: 'minute' }).description, 'Waiting for the request limit')
    const checked = tooltipOf({
      phase: 'generating',
      progress: 0.5,
      lastCheckedAt: new Date(2026, 1, 3, 4, 5, 6).getTime(),
    })
    assert.match(checked.text, /Last checked 0?4:05:06/)
  })

  it('never makes a link of a title in the tooltip', () => {
    const title = '[click](command:tripo.removeApiKey) **bold**'
    const [item] = itemsOf(treeOf([job({ id: 'm', title, phase: 'generating' })]))
    const { tooltip } = item ?? {}
    assert.ok(typeof tooltip === 'string', 'markdown would make links of addresses')
    assert.doesNotMatch(tooltip, /\[click\]\(/)
  })

  it('gives every phase the inline actions that the manifest declares for it', () => {
    interface Menu {
      command: string
      when: string
      group: string
    }
    const menus: Record<string, Menu[]> = extension().packageJSON.contributes.menus
    const actionsOf = (value: string | undefined, group = 'inline') =>
      (menus['view/item/context'] ?? [])
        .filter((entry) => entry.group.startsWith(group))
        .filter((entry) => new RegExp(/=~ \/(.*)\//.exec(entry.when)?.[1] ?? '(?!)').test(value ?? ''))
        .sort((a, b) => a.group.localeCompare(b.group))
        .map((entry) => entry.command.replace('tripo.task.', ''))
    const contextOf = (part: Partial<JobView>) => {
      const tree = treeOf([job({ id: 'x', ...part })])
      const [first] = tree.getChildren()
      return (first?.kind === 'day' ? itemsOf(tree, first) : itemsOf(tree))[0]?.contextValue
    }
    const problem = { code: 'assets.read-only', sentence: '', nextStep: '', billed: 'yes' as const }
    assert.deepEqual(actionsOf(contextOf({})), ['open', 'reveal', 'copyPath'])
    for (const phase of ['generating', 'queued', 'waiting', 'uploading'] as const) {
      assert.deepEqual(actionsOf(contextOf({ phase })), ['cancel'])
    }
    assert.deepEqual(actionsOf(contextOf({ phase: 'generating' }), '1_check'), ['checkNow'])
    assert.deepEqual(actionsOf(contextOf({ phase: 'waiting' }), '1_check'), [])
    assert.deepEqual(actionsOf(contextOf({ phase: 'stopped', taskId: 't' })), ['fetch'])
    assert.deepEqual(actionsOf(contextOf({ phase: 'failed', taskId: 't', problem })), ['retryDelivery'])
    assert.deepEqual(
      actionsOf(contextOf({ phase: 'failed', taskId: 't', problem: { ...problem, code: 'download.broken' } })),
      ['fetch'],
    )
    for (const taskId of [undefined, 't']) {
      const ended = { ...problem, code: 'task.failed', billed: 'no' as const }
      assert.deepEqual(actionsOf(contextOf({ phase: 'failed', taskId, problem: ended })), ['submitAgain'])
    }
  })
})
