// What the tab of history and usage tells its page, and what the page may ask for.
import { beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import type { JobAction, JobView } from '../../../../src/protocol/index.ts'
import type { UsageRow } from '../../../../src/tripo/task.ts'
import { HistoryPanels, linesOf } from '../../../../src/vscode/views/history-panel.ts'
import { executed, Panel, panels } from '../../../support/vscode.ts'

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const job = (part: Partial<JobView>): JobView => ({
  ...{ id: 'a', capability: 'text_to_model', title: 'a chair', params: {}, service: 'service', phase: 'delivered' },
  ...{ startedAt: 1, estimate: 20, files: [], taskId: 'task-1' },
  ...part,
})

let done: [string, JobAction][] = []
let listed: JobView[] = []
let everything: JobView[] = []
let rows: UsageRow[] | undefined
let changed = (_: readonly string[]) => {}

function open() {
  const history = new HistoryPanels({
    extensionUri: vscode.Uri.file('/ext'),
    jobs: {
      history: { search: async () => everything },
      get: (id) => listed.find((one) => one.id === id),
      onDidChange: (listener) => {
        changed = listener
        return { dispose() {} }
      },
    },
    account: { state: { mode: 'service' }, onDidChange: () => ({ dispose() {} }), serviceUsage: async () => rows },
    runAction: async (id, action) => {
      done.push([id, action])
      return action === 'copyTaskId' ? 'Copied task-1' : undefined
    },
  })
  history.show('usage')
  const panel = panels.at(-1) ?? new Panel()
  let id = 0
  const ask = async (name: string, params: unknown = {}): Promise<unknown> => {
    const own = ++id
    panel.messages.fire({ kind: 'request', id: own, name, params })
    const answer = () => panel.posted.find((message) => field(message, 'id') === own)
    await expect.poll(answer).toBeDefined()
    return field(answer(), 'result')
  }
  return { history, panel, ask }
}

beforeEach(() => {
  ;[panels.length, executed.length, done, rows] = [0, 0, [], undefined]
  listed = [job({})]
  everything = [job({ title: 'as it was noted' }), job({ id: 'b', phase: 'dismissed', taskId: 'task-2' })]
})

describe('the tab of history and usage', () => {
  it('tells everything that was done, as the list has it where it is listed, and what can be done with it', async () => {
    const { ask } = open()
    const snapshot = await ask('history')
    expect(snapshot).toMatchObject({
      view: 'usage',
      entries: [
        { job: { id: 'a', title: 'a chair' }, actions: expect.arrayContaining(['useSettings', 'copyTaskId']) },
        { job: { id: 'b' }, actions: expect.arrayContaining(['deliverAgain']) },
      ],
    })
  })

  it('does what its table offers, and nothing else', async () => {
    const { ask } = open()
    expect(await ask('runAction', { jobId: 'b', action: 'copyTaskId' })).toEqual({ words: 'Copied task-1' })
    expect(await ask('runAction', { jobId: 'b', action: 'open' })).toEqual({})
    expect(await ask('runAction', { jobId: 'nobody', action: 'copyTaskId' })).toEqual({})
    expect(done).toEqual([['b', 'copyTaskId']])
  })

  it('runs the commands of pages only', async () => {
    const { ask } = open()
    await ask('run', { command: 'tripo.openStudio' })
    await ask('run', { command: 'workbench.action.terminal.new' }).catch(() => undefined)
    expect(executed.map(([name]) => name)).toEqual(['tripo.openStudio'])
  })

  it('adds the service’s own rows up by capability, or says that there are none', async () => {
    const { ask } = open()
    expect(await ask('serviceUsage')).toEqual({})
    const row = (type: string, credits: number) => ({ type, credits, taskId: 't', status: 'success' })
    rows = [row('text_to_model', 20), row('of-tomorrow', 70), row('text_to_model', 30)]
    expect(await ask('serviceUsage')).toEqual({
      lines: [
        { capability: 'of-tomorrow', credits: 70, count: 1 },
        { capability: 'text_to_model', credits: 50, count: 2 },
      ],
    })
    expect(linesOf([])).toEqual([])
  })

  it('tells its open page of a change, and brings the part to the front that is asked for', async () => {
    const { history, panel } = open()
    const told = (name: string) => panel.posted.filter((message) => field(message, 'name') === name).length
    changed(['a'])
    changed(['a'])
    await expect.poll(() => told('historyChanged'), { timeout: 90_000 }).toBe(1)
    history.show('history')
    expect(told('showHistory')).toBe(1)
    expect(panels).toHaveLength(1)
    history.dispose()
  })
})
