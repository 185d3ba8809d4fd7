// A finding of a check: its text, its place, and the repair step that fixes it.
import { figure, type Phrase, phrase } from '../../text/index.ts'
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

/**
 * Those of the same words as one, which says how many they are and has the places of all: nobody could tell them apart, and VS
 * Code's Problems panel shows them once.
 */
export function countAlike(findings: readonly CheckFinding[]): CheckFinding[] {
  const alike = new Map<string, CheckFinding[]>()
  for (const one of findings) {
    const key = JSON.stringify([one.code, one.severity, one.message])
    alike.set(key, [...(alike.get(key) ?? []), one])
  }
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? []
    const places = [first, ...others].flatMap((one) => one.places ?? [])
    const message = phrase('{0} ({1} times)', first.message, figure(others.length + 1))
    return { ...first, message, ...(places.length > 0 && { places }) }
  })
}

/** Names that things are told by: with what else is known of them, else a number, where several have the same. */
export function distinctNames(things: readonly { readonly name: string; readonly also?: string }[]): string[] {
  const [plain, full] = [new Map<string, number>(), new Map<string, number>()]
  const count = (counts: Map<string, number>, name: string) => {
    const next = (counts.get(name) ?? 0) + 1
    counts.set(name, next)
    return next
  }
  const short = things.map(({ name }) => name.slice(0, 60))
  for (const name of short) count(plain, name)
  const longer = things.map(({ also = '' }, i) => {
    const name = short[i] ?? ''
    return (plain.get(name) ?? 0) > 1 && also !== '' && also !== name ? `${name} (${also.slice(0, 60)})` : name
  })
  const totals = new Map<string, number>()
  for (const name of longer) count(totals, name)
  return longer.map((name) => ((totals.get(name) ?? 0) > 1 ? `${name} #${count(full, name)}` : name))
}
