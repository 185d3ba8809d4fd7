// The fault matrix: each fault of line, service and disk × each step × both dialects, with a table of what a person sees.
import { expect, test } from 'vitest'
import { matrix, tableOf } from '../../bench/soak/matrix.ts'

test('every fault ends delivered, or in a clear failure with nothing lost and nothing paid twice', async () => {
  const { cells, findings } = await matrix()
  console.log(tableOf(cells))
  expect(findings.lost).toEqual([])
  expect(findings.duplicated).toEqual([])
  expect(findings.leftovers).toEqual([])
  const unclear = cells.filter(({ outcome }) => /undefined|fetched: (?!delivered)|adopted: (?!delivered)/.test(outcome))
  expect(unclear).toEqual([])
}, 240_000)
