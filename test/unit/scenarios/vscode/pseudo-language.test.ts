// The host in a language in which every text differs from English: notifications, the tree, the status bar and whatever
// checks find are shown without plain English. Text from outside (prompts, names of files) is digits here.

import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as assetProblems from '../../../../src/assets/errors.ts'
import { problemOf } from '../../../../src/jobs/index.ts'
import * as jobProblems from '../../../../src/jobs/problems.ts'
import { JOB_PHASES, type JobView, type Problem, WAITING_FOR } from '../../../../src/protocol/index.ts'
import { Problem as ProblemSchema } from '../../../../src/protocol/request.ts'
import { CATALOGUE, checkRequest, type Finding, fieldsOf } from '../../../../src/tripo/catalogue/index.ts'
import * as failures from '../../../../src/tripo/failures.ts'
import { SERVICE_CODES } from '../../../../src/tripo/service-codes.ts'
import { showProblem } from '../../../../src/vscode/show-problem.ts'
import { StatusBar } from '../../../../src/vscode/views/status-bar.ts'
import { TaskTree } from '../../../../src/vscode/views/task-tree.ts'
import { saidFinding } from '../../../../src/vscode/words.ts'
import { englishIn, PSEUDO } from '../../../support/pseudo.ts'
import { answers, env, shown, translations } from '../../../support/vscode.ts'
import { invalidParams, seeded, validParams } from '../../tripo/catalogue/random-params.ts'

beforeAll(() => {
  for (const [text, words] of Object.entries(PSEUDO)) translations.set(text, words)
  env.language = 'de'
})
afterAll(() => {
  translations.clear()
  env.language = 'en'
})
beforeEach(() => {
  shown.length = 0
  answers.length = 0
})

/** States of tasks, and values by the service's own names. */
const DATA = [
  ...['failed', 'success'],
  ...CATALOGUE.flatMap((capability) =>
    fieldsOf(capability).flatMap(({ schema }) => (schema.enum ? [schema.enum.join(', ')] : [])),
  ),
]
/** What was shown that is English, a line each; icons have names. */
const left = () => [
  ...new Set(
    shown.map(({ text }) => text).filter((text) => englishIn(text.replace(/^\$\([a-z-]+\)/, ''), DATA).length > 0),
  ),
]

const OUTSIDE = '1234'
/** A value for any argument of a factory. */
const ARGUMENTS: readonly unknown[] = [
  OUTSIDE,
  Object.assign(new Error(OUTSIDE), {
    code: 'EACCES',
    status: 'failed',
    taskId: OUTSIDE,
    errorMsg: OUTSIDE,
    type: OUTSIDE,
  }),
  { status: 400, code: 1004, message: OUTSIDE, taskId: OUTSIDE },
  { status: 'failed', taskId: OUTSIDE, errorMsg: OUTSIDE, type: OUTSIDE, output: {}, input: {}, progress: 0 },
  { status: 'success', taskId: OUTSIDE, consumedCredit: 20, type: OUTSIDE, output: {}, input: {}, progress: 1 },
  [{ severity: 'error', field: OUTSIDE, message: OUTSIDE }],
  17,
]
const factories = [failures, jobProblems, assetProblems].flatMap((module) =>
  Object.entries(module).filter(
    (entry): entry is [string, (...args: unknown[]) => unknown] =>
      typeof entry[1] === 'function' && !/^(is[A-Z]|problemOf$|[A-Z])/.test(entry[0]),
  ),
)

/** What is shown of a problem. */
const Shown = Type.Pick(ProblemSchema, ['sentence', 'nextStep', 'phrases'])

/** All problems that a factory makes. */
const problemsOf = (factory: (...args: unknown[]) => unknown): Problem[] =>
  ARGUMENTS.flatMap((argument) => {
    try {
      const made = factory(argument, argument, argument, argument)
      const problem = made instanceof Error ? problemOf(made) : made
      return Check(Shown, problem) ? [{ ...problem, code: OUTSIDE, billed: 'no' as const }] : []
    } catch {
      return []
    }
  })

describe('the host in another language', () => {
  it.each(factories)('shows a problem of %s without English', async (_, factory) => {
    for (const problem of problemsOf(factory)) await showProblem(problem)
    expect(shown.length).toBeGreaterThan(0)
    expect(left()).toEqual([])
  })

  it('has words of its own for each code of the service', async () => {
    for (const code of Object.keys(SERVICE_CODES))
      await showProblem(problemOf(failures.refused({ status: 400, code: Number(code) })))
    expect(left()).toEqual([])
  })

  it('says what checks find without English, for requests good and bad', () => {
    const random = seeded(20261129)
    const found: Finding[] = []
    for (const capability of CATALOGUE)
      for (const dialect of ['v2', 'v3'] as const)
        for (let round = 0; round < 25; round++) {
          const context = { dialect, now: Date.UTC(2026, 10, round) }
          const source = { capability: round % 2 ? 'rig_model' : 'text_to_image', params: {}, status: 'success' }
          const params =
            round % 3 ? invalidParams(capability, dialect, random).params : validParams(capability, dialect, random)
          found.push(...checkRequest(capability, params, { ...context, source }).findings)
        }
    const said = [...new Set(found.map(saidFinding))]
    expect(said.length).toBeGreaterThan(100)
    expect(said.filter((text) => englishIn(text, DATA).length > 0)).toEqual([])
  })

  it('draws the tree and the status bar without English', () => {
    const job = (own: Partial<JobView>): JobView => ({
      ...{ id: '1', capability: 'text_to_model', title: OUTSIDE, phase: 'queued', startedAt: 0, service: 'service' },
      ...{ estimate: 20, params: {}, files: [], secondsLeft: 65, lastCheckedAt: 0, ...own },
    })
    const chain = (id: string, index: number) => ({ id, kind: 'chain', index, of: 2 }) as const
    const jobs = JOB_PHASES.flatMap((phase) => [
      job({ id: phase, phase, resumeCost: 5, taskId: OUTSIDE, problem: problemOf(failures.offline('https://1.2')) }),
      job({ id: `${phase} 1`, capability: 'rig_model', phase, group: chain(phase, 0), service: 'sandbox' }),
      job({ id: `${phase} 2`, capability: 'convert_model', phase, group: chain(phase, 1), waitsForStep: true }),
      ...WAITING_FOR.map((waitingFor) => job({ id: `${phase} ${waitingFor}`, phase: 'waiting', waitingFor })),
    ])
    const tree = new TaskTree({ list: () => jobs, onDidChange: () => ({ dispose() {} }) })
    const visit = (nodes: ReturnType<TaskTree['getChildren']>): void => {
      for (const node of nodes) {
        const { label, description, tooltip, accessibilityInformation } = tree.resolveTreeItem(
          tree.getTreeItem(node),
          node,
        )
        for (const text of [label, description, tooltip, accessibilityInformation?.label])
          if (typeof text === 'string') shown.push({ place: 'tree', text })
        visit(tree.getChildren(node))
      }
    }
    visit(tree.getChildren())
    tree.dispose()
    const bar = new StatusBar()
    bar.show({ mode: 'sandbox', balance: 5 })
    bar.show({ mode: 'service', balance: 5, frozen: 3, region: 'global' })
    bar.show({ mode: 'service', problem: problemOf(failures.keyRefused(OUTSIDE)) })
    expect(shown.length).toBeGreaterThan(100)
    expect(left()).toEqual([])
  })
})
