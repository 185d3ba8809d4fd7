// One table of a job's actions: what each place offers follows from it, and the manifest says the same.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  actionsFor,
  actionWords,
  actionWordsForAll,
  historyActionsFor,
  JOB_ACTIONS,
  type JobAction,
  jobAction,
  jobsFor,
  LOCAL_TOOLS_MENU,
  taskCommand,
  toolModels,
} from '../../../src/protocol/actions.ts'
import type { JobView } from '../../../src/protocol/job.ts'
import type { Problem } from '../../../src/protocol/request.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'))
const field = (value: unknown, ...path: string[]): unknown =>
  path.reduce((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value)
const manifest = read('package.json')
const words = read('package.nls.json')

interface Entry {
  command: string
  title?: string
  icon?: string
  when?: string
  group?: string
}
const isEntry = (value: unknown): value is Entry => typeof field(value, 'command') === 'string'
const entriesAt = (...path: string[]): Entry[] => {
  const found = field(manifest, 'contributes', ...path)
  return Array.isArray(found) ? found.filter(isEntry) : []
}
const ofTasks = (entries: Entry[]) => entries.filter(({ command }) => command.startsWith('tripo.task.'))

const job = (part: Partial<JobView> = {}): JobView => ({
  id: '1',
  capability: 'text_to_model',
  title: 'a chair',
  phase: 'delivered',
  startedAt: 0,
  service: 'service',
  estimate: 20,
  taskId: 't',
  params: { prompt: 'a chair' },
  files: [{ kind: 'model', path: 'public/assets/chair.glb', uri: 'file:///w/public/assets/chair.glb', bytes: 1 }],
  ...part,
})
const problem = (code: string): Problem => ({ code, sentence: '', nextStep: '', billed: 'no' })

/** What a `when` clause asks of an item: the word, and whether of one item only. */
const inTree = (action: JobAction) =>
  `view == tripo.tasks && viewItem =~ /\\b${action}\\b/${jobAction(action).isForMany ? '' : ' && !listMultiSelection'}`
const onCard = (action: JobAction) => `webviewId == 'tripo.studio' && tripoActions =~ /\\b${action}\\b/`

describe('the manifest says what the table says', () => {
  it('has a command for each action, with its words and icon', () => {
    const declared = ofTasks(entriesAt('commands')).map(({ command, title = '', icon }) => {
      return { command, title: field(words, title.slice(1, -1)), icon }
    })
    const expected = JOB_ACTIONS.map((action) => {
      const { title, icon } = jobAction(action)
      return { command: taskCommand(action), title, icon: `$(${icon})` }
    })
    expect(declared).toEqual(expected)
  })

  it('keeps them out of the palette, where there is no task to act on', () => {
    const hidden = ofTasks(entriesAt('menus', 'commandPalette'))
    expect(hidden).toEqual(JOB_ACTIONS.map((action) => ({ command: taskCommand(action), when: 'false' })))
  })

  it('offers each in the tree where its word stands, some as icons on the row', () => {
    const expected = JOB_ACTIONS.flatMap((action) => {
      const { inline, group } = jobAction(action)
      const own = { command: taskCommand(action), when: inTree(action) }
      return [...(inline === undefined ? [] : [{ ...own, group: `inline@${inline}` }]), { ...own, group }]
    })
    expect(entriesAt('menus', 'view/item/context')).toEqual(expected)
  })

  it('offers the same on the cards of the page', () => {
    const expected = JOB_ACTIONS.map((action) => {
      return { command: taskCommand(action), when: onCard(action), group: jobAction(action).group }
    })
    expect(ofTasks(entriesAt('menus', 'webview/context'))).toEqual(expected)
  })

  it('offers the local tools beside them in both, as one submenu', () => {
    const { submenu, word, group } = LOCAL_TOOLS_MENU
    const menuAt = (...path: string[]) => {
      const found = field(manifest, 'contributes', 'menus', ...path)
      return Array.isArray(found) ? found.filter((entry) => field(entry, 'submenu') !== undefined) : []
    }
    expect(menuAt('view/item/context')).toEqual([
      { submenu, when: `view == tripo.tasks && viewItem =~ /\\b${word}\\b/`, group },
    ])
    expect(menuAt('webview/context')).toEqual([
      { submenu, when: `webviewId == 'tripo.studio' && tripoActions =~ /\\b${word}\\b/`, group },
    ])
    expect(JOB_ACTIONS.map((action) => jobAction(action).group)).not.toContain(group)
    expect(JOB_ACTIONS.filter((action) => new RegExp(`\\b${word}\\b`).test(` ${action} `))).toEqual([])
  })

  it('gives no action two places in a section, and no word stands in another', () => {
    const places = JOB_ACTIONS.map((action) => jobAction(action).group)
    expect(new Set(places).size).toBe(places.length)
    for (const action of JOB_ACTIONS) {
      const asked = new RegExp(`\\b${action}\\b`)
      expect(JOB_ACTIONS.filter((other) => asked.test(` ${other} `))).toEqual([action])
    }
  })
})

describe('what is offered', () => {
  it.each<[string, Partial<JobView>, JobAction[]]>([
    ['under way', { phase: 'generating' }, ['checkNow', 'cancel', 'useSettings', 'copyDetails', 'copyTaskId']],
    [
      'delivered',
      {},
      [
        ...([
          'open',
          'insertCode',
          'reveal',
          'copyPath',
          'copyDiskPath',
          'continue',
          'useSettings',
          'generateAgain',
          'addToAssets',
          'copyDetails',
          'copyTaskId',
        ] as const),
        ...(['dismiss', 'delete'] as const),
      ],
    ],
    [
      'without a place',
      { phase: 'failed', problem: problem('assets.read-only') },
      ['retryDelivery', 'useSettings', 'copyDetails', 'copyTaskId', 'dismiss'],
    ],
    [
      'failed at the service',
      { phase: 'failed', problem: problem('task.failed') },
      ['submitAgain', 'useSettings', 'copyDetails', 'copyTaskId', 'dismiss'],
    ],
    [
      'failed in a batch, as any other',
      { phase: 'failed', problem: problem('task.failed'), group: { id: 'g', kind: 'batch', index: 1, of: 3 } },
      ['submitAgain', 'useSettings', 'copyDetails', 'copyTaskId', 'dismiss'],
    ],
    [
      'stopped',
      { phase: 'stopped' },
      ['fetch', 'useSettings', 'generateAgain', 'copyDetails', 'copyTaskId', 'dismiss'],
    ],
    [
      'that is a variation, which is nowhere yet',
      { variation: { set: 's', index: 0, of: 2 } },
      ['open', 'keep', 'useSettings', 'generateAgain', 'copyDetails', 'copyTaskId', 'dismiss'],
    ],
    ['taken out of the list', { phase: 'dismissed' }, []],
  ])('of a task %s', (_, part, expected) => {
    expect(actionsFor(job(part))).toEqual(expected)
    const words = actionWords([job(part)])
      .trim()
      .split(' ')
      .filter((word) => word !== '' && word !== LOCAL_TOOLS_MENU.word)
    expect(words).toEqual(expected)
  })

  it('the local tools, for models that lie in the folder; of a chain, for its result', () => {
    const uriOf = (name: string) => `file:///w/public/assets/${name}`
    const made = (name: string, part: Partial<JobView> = {}) =>
      job({ id: name, files: [{ kind: 'model', path: `public/assets/${name}`, uri: uriOf(name), bytes: 1 }], ...part })
    expect(toolModels([made('a.glb'), made('b.fbx')])).toEqual([uriOf('a.glb'), uriOf('b.fbx')])
    const chain = (index: number) => ({ group: { id: 'g', kind: 'chain', index, of: 2 } }) as const
    expect(toolModels([made('a.glb', chain(0)), made('b.glb', chain(1))])).toEqual([uriOf('b.glb')])
    for (const part of [{ phase: 'generating' }, { variation: { set: 's', index: 0, of: 2 } }] as const)
      expect(toolModels([made('a.glb', part)])).toEqual([])
    expect(toolModels([made('a.png')])).toEqual([])
    expect(actionWords([made('a.png')])).not.toContain(LOCAL_TOOLS_MENU.word)
    expect(actionWordsForAll([made('a.glb'), made('b.glb')])).toContain(` ${LOCAL_TOOLS_MENU.word} `)
  })

  it('after the list, what makes it once more', () => {
    expect(historyActionsFor(job({ phase: 'dismissed' }))).toEqual([
      'deliverAgain',
      'useSettings',
      'generateAgain',
      'copyTaskId',
    ])
    const running = job({ phase: 'generating' })
    expect(historyActionsFor(running, running)).toEqual(actionsFor(running))
    expect(historyActionsFor(job(), job())).toEqual(expect.arrayContaining(['open', 'deliverAgain', 'delete']))
    expect(historyActionsFor(job({ phase: 'dismissed', taskId: undefined }))).not.toContain('deliverAgain')
  })

  it('of a chain: what some of its steps can, done to the steps that it is meant for', () => {
    const of = (index: number, part: Partial<JobView>) =>
      job({ id: String(index), group: { id: 'g', kind: 'chain', index, of: 3 }, ...part })
    const steps = [of(0, {}), of(1, { capability: 'rig_model' }), of(2, { phase: 'generating', taskId: undefined })]
    const idsFor = (action: JobAction) => jobsFor(action, steps).map(({ id }) => id)
    expect(idsFor('open')).toEqual(['1'])
    expect(idsFor('reveal')).toEqual(['0', '1'])
    expect(idsFor('cancel')).toEqual(['2'])
    expect(idsFor('useSettings')).toEqual(['0', '1', '2'])
    expect(idsFor('resume')).toEqual([])
    expect(actionWords(steps)).toMatch(/ open .* dismiss /)
  })
})
