// Amounts as people read them, in the editor's language: credits, tasks, durations.

import * as vscode from 'vscode'
import { joinSentences, type ProblemTexts, translate, type Words, wordsOf } from '../text/index.ts'

/** Words in the editor's language. */
export const said = (words: Words): string => translate(words, vscode.l10n.t, vscode.env.language)

/** What a problem says, in the editor's language. */
export function saidOf(problem: ProblemTexts): { sentence: string; nextStep: string } {
  const { sentence, nextStep } = wordsOf(problem)
  return { sentence: said(sentence), nextStep: said(nextStep) }
}

/** Translated sentences as one text. */
export const together = (...sentences: readonly (string | undefined | false)[]): string =>
  joinSentences(sentences, vscode.env.language)

/** What a finding says, in the editor's language. */
export const saidFinding = ({ message, phrase }: { message: string; phrase?: Words }): string => said(phrase ?? message)

/** `9,980`, in the editor's language. */
export const formatNumber = (value: number): string => value.toLocaleString(vscode.env.language)

/** `1 credit`, `9,980 credits`. */
export const formatCredits = (credits: number): string =>
  credits === 1 ? vscode.l10n.t('1 credit') : vscode.l10n.t('{0} credits', formatNumber(credits))

/** A balance: what is left of a credit buys nothing. */
export const formatBalance = (credits: number): string => formatCredits(Math.floor(credits))

/** `1 task`, `12 tasks`. */
export const formatTasks = (count: number): string =>
  count === 1 ? vscode.l10n.t('1 task') : vscode.l10n.t('{0} tasks', formatNumber(count))

/** Seconds as a person says them: `45 s`, `2 min 5 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return vscode.l10n.t('{0} s', whole)
  return vscode.l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60)
}

/** The time of day: `14:32`, `2:32 PM`; `medium` with seconds. */
export const formatTime = (milliseconds: number, timeStyle: 'short' | 'medium' = 'short'): string =>
  new Date(milliseconds).toLocaleTimeString(vscode.env.language, { timeStyle })
