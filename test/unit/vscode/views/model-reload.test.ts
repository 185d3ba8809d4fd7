// A page is told of models in the order of what happened, and never of one that is out of date.
import { expect, it } from 'vitest'
import { lastReload } from '../../../../src/vscode/views/model-reload.ts'

/** Descriptions that are answered by hand, in any order. */
function byHand() {
  const answers: ((model: string) => void)[] = []
  const told: (string | undefined)[] = []
  const state = { version: 1 }
  const reload = lastReload<string>({
    read: () => new Promise((done) => answers.push(done)),
    version: () => state.version,
    tell: (model) => void told.push(model),
  })
  return { answers, told, state, reload }
}

it('tells of the later one only, whichever is described first', async () => {
  const { answers, told, reload } = byHand()
  const both = [reload(), reload()]
  answers[1]?.('undone')
  answers[0]?.('reduced')
  await Promise.all(both)
  expect(told).toEqual(['undone'])
})

it('describes a model again that was changed meanwhile', async () => {
  const { answers, told, state, reload } = byHand()
  const done = reload()
  state.version = 2
  answers[0]?.('before')
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.('now')
  await done
  expect(told).toEqual(['now'])
})

it('tells each of two that follow one another', async () => {
  const { answers, told, reload } = byHand()
  const first = reload()
  answers[0]?.('one')
  await first
  const second = reload()
  answers[1]?.('two')
  await second
  expect(told).toEqual(['one', 'two'])
})
