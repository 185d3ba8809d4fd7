// An answer is about one moment: a task that ends while its addresses are being signed is not half ended in it.
import { describe, expect, it } from 'vitest'
import { createAnswers } from '../../../src/simulator/answers.ts'
import { createVirtualClock } from '../../../src/simulator/clock.ts'
import type { Ledger } from '../../../src/simulator/ledger.ts'
import type { TaskRecord } from '../../../src/simulator/store.ts'

const never = () => {
  throw new Error('not asked for')
}
const ledger: Ledger = {
  ...{ create: never, find: never, list: never, balance: never, onChange: never, dispose: () => {} },
  place: () => -1,
  remaining: () => 0,
}

describe('answers', () => {
  it.each(['v2', 'v3'] as const)('%s never says success without the files', async (dialect) => {
    const clock = createVirtualClock()
    const task: TaskRecord = {
      ...{ kind: 'task', id: 't', account: 'a', capability: 'text_to_model', params: {}, inputs: {}, price: 20 },
      ...{ createdAt: clock.now(), startAt: clock.now(), endAt: clock.now() },
    }
    const answers = createAnswers(ledger, clock, { sign: async () => 'https://x.test/f.glb', verify: never })
    const asking = answers.task(task, dialect, 'https://x.test')
    task.outcome = { status: 'success', at: clock.now(), files: [{ kind: 'model', name: 'f.glb', mediaType: 'x' }] }
    const answer = await asking
    expect(answer.status).toBe('running')
    expect(answer.progress).toBeLessThan(100)
    expect(await answers.task(task, dialect, 'https://x.test')).toMatchObject({ status: 'success' })
  })

  it.each([
    ['v3', true],
    ['v2', false],
  ] as const)('%s names the picture drawn from the words beside the model: %s', async (dialect, isNamed) => {
    const clock = createVirtualClock()
    const files = ['model', 'rendered_image'].map((kind) => ({ kind, name: `${kind}.bin`, mediaType: 'x' }))
    const task: TaskRecord = {
      ...{ kind: 'task', id: 't', account: 'a', capability: 'text_to_model', params: {}, inputs: {}, price: 20 },
      ...{ createdAt: clock.now(), startAt: clock.now(), endAt: clock.now() },
      outcome: { status: 'success', at: clock.now(), files },
    }
    const sign = async (origin: string, path: string) => `${origin}${path}`
    const { output } = await createAnswers(ledger, clock, { sign, verify: never }).task(task, dialect, 'https://x.test')
    expect(Object.keys(Object(output)).includes('generated_image_url')).toBe(isNamed)
  })
})
