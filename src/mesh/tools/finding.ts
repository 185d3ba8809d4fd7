// What a check has found: in words, and where, and what would mend it.
import type { Phrase } from '../../text/index.ts'
import type { RepairStep } from './repair-steps.ts'

export type CheckSeverity = 'error' | 'warning' | 'info'

export interface CheckFinding {
  /** Stable, for scripts: `mesh.holes`, `budget.triangles`, or a code of Khronos's validator. */
  readonly code: string
  readonly severity: CheckSeverity
  readonly message: Phrase
  /** A few points of the scene where it is, the worst first. */
  readonly places?: readonly (readonly number[])[]
  /** The step of the repair that mends it. */
  readonly repair?: RepairStep
}

export const finding = (
  code: string,
  severity: CheckSeverity,
  message: Phrase,
  more: Pick<CheckFinding, 'places' | 'repair'> = {},
): CheckFinding => ({ code, severity, message, ...more })
