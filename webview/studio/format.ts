// Formats durations, sizes, credits and parameter values for people.
import type { Capability } from '../../src/tripo/catalogue/index.ts'
import { fieldsOf, presetLabel } from '../../src/tripo/catalogue/index.ts'
import { language, t } from './l10n.ts'

/** `0:07`, `1:02`, `1:00:05`. @param seconds below zero counts as zero */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const padded = (value: number) => String(value).padStart(2, '0')
  const rest = padded(whole % 60)
  return hours > 0 ? `${hours}:${padded(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** `820 B`, `12 KB`, `2.1 MB`; 1 KB is 1024 bytes, as file managers and the catalogue's limits count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  if (kilobytes < 1000) return `${Math.round(kilobytes)} KB`
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return `${(kilobytes / 1024).toLocaleString(language(), digits)} MB`
}

/** `1,234` or `0.5`: balances may be fractional. */
export const formatNumber = (value: number): string => value.toLocaleString(language(), { maximumFractionDigits: 2 })

export const formatCredits = (credits: number): string =>
  credits === 1 ? t('1 credit') : t('{0} credits', formatNumber(credits))

/** The last part of a path or address. */
export const baseName = (path: string): string =>
  path
    .replace(/[?#].*$/, '')
    .split(/[\\/]/)
    .at(-1) ?? path

/** One parameter of a request as words: `{ title: 'Face limit', value: '5,000 faces' }`. */
export interface ParameterWords {
  title: string
  value: string
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? t('on') : t('off')
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) {
    return value.map((entry) => (entry.startsWith('preset:') ? t(presetLabel(entry)) : entry)).join(', ')
  }
  if (typeof value === 'object' && value !== null) {
    const source = Object.entries(value).find(([name]) => name === 'upload' || name === 'url')?.[1]
    if (typeof source === 'string') return decodeLoosely(baseName(source))
  }
  return JSON.stringify(value) ?? ''
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The parameters of a job in the order of the form, each with the catalogue's title; unknown ones last, by wire name. */
export function parameterWords(
  capability: Capability | undefined,
  params: Readonly<Record<string, unknown>>,
): readonly ParameterWords[] {
  const fields = capability ? fieldsOf(capability) : []
  const known = fields.flatMap(({ name, ui }) => {
    const value = params[name]
    if (value === undefined) return []
    const words = typeof value === 'string' ? ui.values?.[value]?.title : undefined
    const unit = typeof value === 'number' && ui.unit ? ` ${t(ui.unit)}` : ''
    return [{ title: t(ui.title), value: words ? t(words) : valueWords(value) + unit }]
  })
  const names = new Set(fields.map((field) => field.name))
  const unknown = Object.entries(params).filter(([name, value]) => !names.has(name) && value !== undefined)
  return [...known, ...unknown.map(([title, value]) => ({ title, value: valueWords(value) }))]
}
