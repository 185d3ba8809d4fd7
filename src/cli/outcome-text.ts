// The outcome for each file, as text for people and as data for scripts.

import type { ModelReport } from '../mesh/tools/inspect-model.ts'
import type { ToolResult } from '../mesh/tools/job.ts'
import { unpackedPhrases } from '../mesh/tools/packed.ts'
import { changeText, reportText, type Speaker } from '../mesh/tools/report-text.ts'
import { english, englishFigure } from '../text/index.ts'
import type { Outcome } from './models.ts'

const SPEAKER: Speaker = { say: english, number: englishFigure }

/** A name from a file, in one line and without codes that a terminal would obey. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')
const indented = (text: string) => text.replace(/^(?=.)/gm, '  ')

/** The lines of one file. @param all with findings that are no more than information */
export function outcomeText(
  name: string,
  { path, result, written, isUnchanged, problem }: Outcome,
  all: boolean,
): string {
  const at = plain(path)
  if (!result) return `${at}: failed ${problem?.code ?? ''}: ${plain(problem?.message ?? '')}\n`
  const lines = name === 'inspect' && result.before ? [lined(reportText(path, result.before, SPEAKER)), ''] : []
  for (const { severity, code, message } of result.findings ?? [])
    if (all || severity !== 'info') lines.push(`${at}: ${severity} ${code}: ${plain(english(message))}`)
  if (written !== undefined) lines.push(`${at} -> ${plain(written)}`)
  if (written !== undefined && !isUnchanged && result.before && result.after)
    lines.push(indented(lined(changeText(result.before, result.after, SPEAKER))))
  if (isUnchanged) lines.push(written === undefined ? `${at}: needs no change` : '  needs no change')
  for (const step of result.steps ?? []) lines.push(indented(plain(english(step))))
  for (const { path: level, triangles, error, distance } of result.levels ?? [])
    lines.push(indented(plain(`${level}: ${levelText(triangles, error, distance)}`)))
  // Below a line that names the file; else it is named here.
  const isNamed = written !== undefined || isUnchanged || name === 'inspect'
  for (const note of notesOf(result)) lines.push(isNamed ? indented(plain(note)) : `${at}: ${plain(note)}`)
  return lines.map((line) => `${line}\n`).join('')
}

/** What was left out or noticed, a sentence each. */
const notesOf = ({ losses, before, after, warnings }: ToolResult): string[] => [
  ...losses.map((loss) => english(loss)),
  ...unpackedIn(before, after),
  ...warnings,
]

const unpackedIn = (before?: ModelReport, after?: ModelReport): string[] =>
  before && after ? unpackedPhrases(before.extensions, after.extensions).map((one) => english(one)) : []

const short = (value: number) => englishFigure(Number(value.toPrecision(3)))
const levelText = (triangles: number, error: number, distance: number) =>
  `${englishFigure(triangles)} triangles, off by ${short(error * 1000)} mm at most, from ${short(distance)} m away`

const lined = (text: string) => text.split('\n').map(plain).join('\n')

/** One file of the JSON document. */
export function outcomeJson({ path, result, written, isUnchanged, problem }: Outcome) {
  const { before, after, findings, losses = [], warnings = [], steps = [], levels, collider, error } = result ?? {}
  const notes = [...unpackedIn(before, after), ...warnings]
  return {
    path,
    ...(problem ? { problem } : {}),
    ...(written === undefined ? {} : { written }),
    ...(before && after ? { before, after } : before ? { report: before } : {}),
    ...(findings ? { findings: findings.map((one) => ({ ...one, message: english(one.message) })) } : {}),
    ...(isUnchanged ? { unchanged: true } : {}),
    ...(steps.length > 0 ? { steps: steps.map((step) => english(step)) } : {}),
    ...(error === undefined ? {} : { error }),
    ...(levels ? { levels } : {}),
    ...(collider ? { collider } : {}),
    ...(losses.length > 0 ? { losses: losses.map((loss) => english(loss)) } : {}),
    ...(notes.length > 0 ? { warnings: notes } : {}),
  }
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

/** The last line. */
export function summaryText(outcomes: readonly Outcome[], isCheck: boolean): string {
  const failed = outcomes.filter(({ problem }) => problem).length
  const findings = outcomes.flatMap(({ result }) => result?.findings ?? [])
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length
  const parts = [
    counted(outcomes.length, 'file'),
    ...(isCheck ? [counted(count('error'), 'error'), counted(count('warning'), 'warning')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return `${parts.join(', ')}\n`
}
