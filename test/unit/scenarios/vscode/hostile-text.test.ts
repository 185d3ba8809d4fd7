// Text that somebody else wrote, sent through every way a sentence can reach the workbench: nothing of it may become a
// link, a command or an icon. Layer rules (test/unit/scenarios/layers.test.ts) keep all of our code on these paths.
import { beforeEach, describe, expect, it } from 'vitest'
import * as assetProblems from '../../../../src/assets/errors.ts'
import { problemOf } from '../../../../src/jobs/index.ts'
import * as jobProblems from '../../../../src/jobs/problems.ts'
import { JOB_PHASES, type JobView, type Problem } from '../../../../src/protocol/index.ts'
import * as failures from '../../../../src/tripo/failures.ts'
import { showProblem, withProblemShown } from '../../../../src/vscode/show-problem.ts'
import { Steps } from '../../../../src/vscode/steps.ts'
import { ask, notify, pick, pickMany, showProgress, typeIn } from '../../../../src/vscode/ui.ts'
import { Notifications } from '../../../../src/vscode/views/notify.ts'
import { StatusBar } from '../../../../src/vscode/views/status-bar.ts'
import { TaskTree } from '../../../../src/vscode/views/task-tree.ts'
import { dangersIn, HOSTILE } from '../../../support/hostile.ts'
import { answers, shown } from '../../../support/vscode.ts'

const texts = Object.entries(HOSTILE)
const settle = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  shown.length = 0
  answers.length = 0
})

/** Icons of our own, which stand before a list's label and in the status bar. */
const withoutOwnIcon = (text: string) => text.replace(/^\$\([a-z0-9-]+\) /, '')

/** Everything that the workbench was given, at least `atLeast` texts, and none of it dangerous. */
function expectPlain(atLeast = 1): void {
  expect(shown.length).toBeGreaterThanOrEqual(atLeast)
  const bad = shown.flatMap(({ place, text }) =>
    dangersIn(withoutOwnIcon(text)).map((danger) => `${place}: ${danger} in ${text.slice(0, 200)}`),
  )
  expect(bad).toEqual([])
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'sentence' in value &&
  'nextStep' in value &&
  typeof value.sentence === 'string' &&
  typeof value.nextStep === 'string'

/** A value for any argument of a factory: a text, an error, an answer, a task, a list of findings. */
const argumentsWith = (text: string): readonly unknown[] => [
  text,
  Object.assign(new Error(text), {
    code: 'EACCES',
    status: 'failed',
    taskId: text,
    errorMsg: text,
    suggestion: text,
    traceId: text,
    type: text,
  }),
  { status: 400, code: 1004, message: text, suggestion: text, traceId: text, taskId: text },
  { status: 'failed', taskId: text, errorMsg: text, type: text, output: {}, input: {}, progress: 0 },
  [{ severity: 'error', field: text, message: text }],
]

/** All problems that a factory makes with a text in every argument that takes one. */
function problemsOf(factory: (...args: unknown[]) => unknown, text: string): Problem[] {
  return argumentsWith(text).flatMap((argument) => {
    try {
      const made = factory(argument, argument, argument, argument)
      return [made instanceof Error ? problemOf(made) : made].filter(isProblem)
    } catch {
      return []
    }
  })
}

const factoriesOf = (module: object) =>
  Object.entries(module).filter(
    (entry): entry is [string, (...args: unknown[]) => unknown] =>
      typeof entry[1] === 'function' && !/^(is[A-Z]|problemOf$|[A-Z])/.test(entry[0]),
  )
const factories = [failures, jobProblems, assetProblems].flatMap(factoriesOf)

describe('a problem with text from outside', () => {
  it('is looked for in all modules that make problems', () => expect(factories.length).toBeGreaterThan(50))

  it.each(factories)('is plain in a notification: %s', async (_, factory) => {
    for (const [, text] of texts) {
      const problems = problemsOf(factory, text)
      expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems) await showProblem(problem, text, { title: text, run: async () => {} })
    }
    expectPlain(texts.length)
  })

  it('keeps its next step, however long the sentence is', async () => {
    const sentence = 'a very long name '.repeat(10_000)
    await showProblem({ code: 'x', sentence, nextStep: 'Choose another folder.', billed: 'no' })
    expect(shown[0]?.text).toMatch(/Choose another folder\.$/)
    expectPlain()
  })

  it('is plain when a command throws it', async () => {
    for (const [, text] of texts) {
      await withProblemShown(
        async () => {
          throw failures.invalid(`image.${text}`, text, text)
        },
        { error: () => {} },
      )
    }
    await settle()
    expectPlain(texts.length)
  })
})

/** A job of which everything is text from outside. */
function jobWith(text: string, part: Partial<JobView>): JobView {
  return {
    id: 'j',
    capability: text,
    title: text,
    phase: 'delivered',
    startedAt: 0,
    service: 'service',
    estimate: 20,
    taskId: text,
    params: { prompt: text },
    files: [{ kind: text, path: text, uri: 'file:///w/a.glb', bytes: 1 }],
    problem: { code: 'task.failed', sentence: text, nextStep: text, billed: 'no', detail: text, taskId: text },
    ...part,
  }
}

describe('a job with text from outside', () => {
  it.each(texts)('is plain in the tree: %s', (_, text) => {
    const chain = { id: 'c', kind: 'chain', index: 0, of: 2 } as const
    const jobs = JOB_PHASES.flatMap((phase) => [
      jobWith(text, { id: phase, phase, resumeCost: 5 }),
      jobWith(text, { id: `${phase} step`, phase, group: { ...chain, id: phase } }),
    ])
    const tree = new TaskTree({ list: () => jobs, onDidChange: () => ({ dispose() {} }) })
    const visit = (nodes: ReturnType<TaskTree['getChildren']>): void => {
      for (const node of nodes) {
        const { label, description, tooltip, accessibilityInformation } = tree.resolveTreeItem(
          tree.getTreeItem(node),
          node,
        )
        const all = [label, description, tooltip?.toString().replace(/\n/g, ' '), accessibilityInformation?.label]
        for (const words of all) if (typeof words === 'string') shown.push({ place: 'tree', text: words.slice(0, 990) })
        expect(typeof tooltip).toBe('string')
        visit(tree.getChildren(node))
      }
    }
    visit(tree.getChildren())
    expectPlain(JOB_PHASES.length * 4)
  })

  it.each(texts)('is plain in notifications and progress: %s', async (_, text) => {
    for (const phase of ['delivered', 'failed', 'unconfirmed'] as const) {
      let job = jobWith(text, { phase: 'generating', progress: 0.5 })
      let changed = (_ids: readonly string[]) => {}
      const notifications = new Notifications({
        jobs: {
          list: () => [job],
          get: () => job,
          onDidChange: (listener) => {
            const before = changed
            changed = (ids) => {
              before(ids)
              listener(ids)
            }
            return { dispose() {} }
          },
        },
        runAction: async () => {},
      })
      changed(['j'])
      job = jobWith(text, { phase })
      changed(['j'])
      await settle()
      notifications.dispose()
    }
    expect(new Set(shown.map(({ place }) => place))).toEqual(new Set(['progress', 'notification']))
    expectPlain(9)
  })

  it.each(texts)('is plain where a step is chosen and resumed: %s', async (_, text) => {
    const job = jobWith(text, { capability: 'text_to_model', taskId: 't' })
    const summary = {
      kind: 'chain',
      of: 2,
      delivered: 1,
      failed: 1,
      underway: 0,
      left: 1,
      leftCost: 5,
      spent: 20,
    } as const
    const steps = new Steps({
      account: { state: { mode: 'service', region: text }, dialect: 'v3' },
      jobs: {
        get: () => job,
        groups: { summary: () => summary, leftOf: () => [] },
        resumeGroup: async () => {},
        continueWith: async () => ['x'],
      },
      runLocal: async () => undefined,
    })
    await steps.resume('j')
    expectPlain(3)
  })

  it.each(texts)('is plain in the status bar: %s', (_, text) => {
    new StatusBar().show({ mode: 'service', balance: 5, region: text })
    expectPlain(3)
  })
})

describe('each way to the workbench', () => {
  it.each(texts)('shows plain text: %s', async (_, text) => {
    const row = { icon: text, label: text, description: text, detail: text }
    await notify('info', text, { title: text })
    await notify('warning', text)
    await notify('error', text)
    await ask('info', text, text, text)
    await pick([row], { title: text, placeHolder: text })
    await pickMany([row], { title: text, placeHolder: text })
    answers.push(() => 'typed')
    await typeIn({ title: text, prompt: text, placeHolder: text, validate: () => text })
    answers.push(() => 'typed')
    await typeIn({ title: text, validate: () => ({ warning: text }) })
    await showProgress(text, { cancellable: false }, async (tell) => tell(text))
    expect(new Set(shown.map(({ place }) => place))).toEqual(
      new Set(['notification', 'list', 'input box', 'validation', 'progress']),
    )
    expectPlain(20)
  })

  it('gives back what was chosen, not what was shown', async () => {
    const row = { label: HOSTILE.command ?? '', value: 7 }
    answers.push(([first]) => first)
    expect(await pick([row], { title: 'List' })).toBe(row)
    answers.push((all) => all)
    expect(await pickMany([row], { title: 'List' })).toEqual([row])
    const button = { title: HOSTILE.icon ?? '', run: 1 }
    answers.push(([first]) => first)
    expect(await notify('info', 'Question', button)).toBe(button)
    answers.push(([, second]) => second)
    expect(await ask('info', 'Question', '', 'Yes', 'No')).toBe('No')
    answers.push(() => 'a chair')
    expect(await typeIn({ title: 'Prompt', validate: () => ({ warning: 'short' }) })).toBe('a chair')
  })
})
