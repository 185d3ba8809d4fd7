// The fault matrix in short (the whole of it is in `npm run soak`): each fault of line, service and disk × each step, in turns
// once or lasting in either dialect, with a table of what a person sees.
import { expect, test } from 'vitest'
import { FAULT_TYPES } from '../../../../src/simulator/faults.ts'
import { lastLine } from '../../../bench/soak/audit.ts'
import { FAULTS } from '../../../bench/soak/faults.ts'
import { matrix, tableOf } from '../../../bench/soak/matrix.ts'
import { tell } from '../../../support/figures.ts'

test('every fault ends delivered, or in a clear failure with nothing lost and nothing paid twice', async (context) => {
  const { cells, findings } = await matrix(true)
  tell(context, `${tableOf(cells)}\n${lastLine(findings)}`)
  expect(findings.lost).toEqual([])
  expect(findings.duplicated).toEqual([])
  expect(findings.leftovers).toEqual([])
  const unclear = cells.filter(({ outcome }) =>
    /undefined|^not met|^refused:|fetched: (?!delivered)|adopted: (?!delivered)/.test(outcome),
  )
  expect(unclear).toEqual([])
}, 900_000)

test('the matrix has every kind of fault that the simulator knows', () => {
  const used = new Set<string | undefined>(
    FAULTS.flatMap(({ action, steps }) => steps.map((step) => action?.(step).type)),
  )
  expect([...FAULT_TYPES].filter((type) => !used.has(type))).toEqual([])
})
