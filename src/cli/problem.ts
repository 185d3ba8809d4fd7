// A failure as scripts read it: a code, and a sentence with the next step. Everything that goes wrong has one, whether it is a
// file, the command line, or the program itself.
import { english } from '../text/index.ts'
import { codeOf } from '../text/problem-codes.ts'
import { ProblemError } from '../text/problem-error.ts'
import { diskSentence } from './disk-sentence.ts'
import { UsageError } from './options.ts'

export interface CliProblem {
  /** One of a model's (`model-broken`), of a result's (`files.source`), of a command line's (`usage.option`), or the system's (`EACCES`). */
  readonly code: string
  /** What went wrong, and what to do about it. */
  readonly message: string
}

/** A failure with its code and words. */
export function problemOf(error: unknown): CliProblem {
  if (error instanceof ProblemError)
    return { code: error.code, message: `${english(error.sentence)} ${english(error.nextStep)}` }
  if (error instanceof UsageError) return { code: error.code, message: error.message }
  return { code: codeOf(error) ?? 'unforeseen', message: diskSentence(error) }
}

/** One document on standard output. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** The document of a run that a problem kept from doing anything. @param more what else there is to tell */
export const problemJson = (problem: CliProblem, more: Readonly<Record<string, unknown>> = {}): string =>
  jsonText({ ok: false, problem, ...more })

/** Whether a command line asks for JSON, which may be wrong otherwise. @param args all of its words */
export function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--json' || arg.startsWith('--json='))
}
