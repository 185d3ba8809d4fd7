// The one way from a request to a job: saved requests that name what the service has taken away since go on with what
// follows it, after the person was told.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Amend } from '../../../../src/jobs/index.ts'
import type { ChainRequest, JobView } from '../../../../src/protocol/index.ts'
import { Generation } from '../../../../src/vscode/generate.ts'
import { Steps } from '../../../../src/vscode/steps.ts'
import { answers, shown, Uri, workspace } from '../../../support/vscode.ts'

let sent: ChainRequest[] = []
const account = { dialect: 'v3', state: { mode: 'service', balance: 100 }, choose: async () => true } as const
const memory = { get: () => undefined, update: async () => {}, keys: () => [] }
const submit = async (requests: readonly ChainRequest[]) => {
  sent.push(...requests)
  return requests.map((_, index) => String(index))
}
const on = (day: string) =>
  new Generation(account, submit, memory, { check: async () => {} }, () => Date.parse(`${day}T00:00:00Z`))

const rig = { capability: 'rig_model', params: { model_version: 'v2.0-20250506' } }
const chain: ChainRequest = { capability: 'text_to_model', params: { prompt: 'a knight' }, steps: [rig] }
const picture = { capability: 'text_to_image', params: { prompt: 'a key', model_version: 'chat_image_1.5' } }

beforeEach(() => {
  ;[sent, shown.length, answers.length] = [[], 0, 0]
  workspace.workspaceFolders = [{ uri: Uri.file('/game'), name: 'game', index: 0 }]
})

describe('what the service has taken away', () => {
  it('is replaced in a saved chain, with a word where the price is asked', async () => {
    const generation = on('2026-06-01')
    answers.push((rows) => rows[0])
    expect(await generation.confirm(await generation.check([chain]), 'Start 2 steps')).toBe('go')
    expect(shown.map(({ text }) => text).join('\n')).toContain('v2.0 went on 1 June 2026; v2.5 is chosen instead.')
    await generation.startAll([chain])
    expect(sent[0]?.steps).toEqual([{ capability: 'rig_model', params: { model_version: 'v2.5-20260210' } }])
  })

  it('counts by the day of the clock that was given', async () => {
    await on('2026-11-30').startAll([picture])
    await on('2026-12-01').startAll([picture])
    expect(sent.map(({ params }) => params.model_version)).toEqual(['chat_image_1.5', 'chat_image_2'])
  })
})

describe('a stopped chain that names what the service has taken away', () => {
  const job: JobView = {
    ...{ id: 'j', capability: 'rig_model', params: rig.params, title: 'a knight', service: 'service' },
    ...{ phase: 'failed', files: [], startedAt: 0, estimate: 25 },
  }
  const summary = {
    kind: 'chain' as const,
    ...{ of: 2, delivered: 1, failed: 1, underway: 0 },
    left: 1,
    leftCost: 25,
    spent: 20,
  } as const
  let amended: unknown

  const resumeOn = async (day: string, leftCost: number = summary.leftCost) => {
    amended = undefined
    const steps = new Steps({
      account,
      now: () => Date.parse(`${day}T00:00:00Z`),
      jobs: {
        get: () => job,
        groups: { summary: () => ({ ...summary, leftCost }), leftOf: () => [rig] },
        resumeGroup: async (_: string, amend?: Amend) => {
          amended = amend?.(rig).params
        },
        continueWith: async () => [],
      },
      runLocal: async () => undefined,
    })
    answers.push((offered) => offered[0])
    await steps.resume('j')
    return shown.map(({ text }) => text).join('\n')
  }

  it('is resumed with what follows it, after a word', async () => {
    expect(await resumeOn('2026-06-01')).toContain('v2.0 went on 1 June 2026; v2.5 is chosen instead.')
    expect(amended).toEqual({ model_version: 'v2.5-20260210' })
  })

  it('is asked about at the price of today, not at that of the day on which it was noted', async () => {
    expect(await resumeOn('2026-05-31', 7)).toContain('for 25 credits?')
  })

  it('is resumed as it was noted before that day, without one', async () => {
    expect(await resumeOn('2026-05-31')).not.toContain('instead')
    expect(amended).toEqual(rig.params)
  })
})
