// The order of the strip: newest first, and the steps of a chain together in their own order.
import { expect, it } from 'vitest'
import type { JobView } from '../../../../src/protocol/job.ts'
import { JobStore } from '../../../../webview/studio/job-store.ts'

const job = (id: string, startedAt: number, index?: number): JobView => ({
  ...{ id, startedAt, capability: 'text_to_model', title: id, phase: 'delivered', service: 'sandbox', estimate: 20 },
  ...{ params: {}, files: [], group: index === undefined ? undefined : { id: 'c', kind: 'chain', index, of: 3 } },
})

const order = (jobs: readonly JobView[]) => {
  const store = new JobStore()
  store.apply({ jobs: [...jobs], removed: [] }, 0)
  return store.list().map(({ view }) => view.id)
}

it('keeps a chain together where its newest step would stand', () => {
  const chain = [job('model', 10, 0), job('rig', 10, 1), job('walk', 50, 2)]
  expect(order([...chain, job('old', 5), job('between', 20), job('new', 60)])).toEqual([
    'new',
    'model',
    'rig',
    'walk',
    'between',
    'old',
  ])
})

it('does not depend on the order in which they were told', () => {
  const chain = [job('walk', 10, 2), job('model', 10, 0), job('rig', 10, 1)]
  expect(order(chain)).toEqual(['model', 'rig', 'walk'])
  expect(order(chain.toReversed())).toEqual(['model', 'rig', 'walk'])
})
