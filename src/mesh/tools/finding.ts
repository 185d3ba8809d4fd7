// A finding of a check: its text, its place, and the repair step that fixes it.
import type { Phrase } from '../../text/index.ts'
import type { RepairStep } from './repair-steps.ts'

/** From the worst on. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
export type CheckSeverity = (typeof SEVERITIES)[number]

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

/** The worst first; of the same severity in their order. */
export const bySeverity = (findings: readonly CheckFinding[]): CheckFinding[] =>
  findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))

export const finding = (
  code: string,
  severity: CheckSeverity,
  message: Phrase,
  more: Pick<CheckFinding, 'places' | 'repair'> = {},
): CheckFinding => ({ code, severity, message, ...more })
