// The kill run in short (its long form is `npm run soak`): at least 12 real processes with real src/jobs and the real client, killed at random
// moments against a real server, in both dialects, over good and bad lines, one and two windows.
import { expect, test } from 'vitest'
import { lastLine } from '../../../bench/soak/audit.ts'
import { soak } from '../../../bench/soak/harness.ts'
import { tell } from '../../../support/figures.ts'

test('12 kills lose nothing, pay nothing twice and leave nothing behind', async (context) => {
  const findings = await soak({ kills: 12, seed: 20_261_101 })
  tell(context, lastLine(findings))
  expect(findings.lost.join('\n')).toBe('')
  expect(findings.duplicated.join('\n')).toBe('')
  expect(findings.leftovers.join('\n')).toBe('')
  expect(findings.kills).toBeGreaterThanOrEqual(12)
  expect(findings.delivered).toBe(findings.accepted)
  expect(findings.delivered).toBeGreaterThan(10)
}, 1_500_000)
