// The options of a verb: one table from which usage, checks and values are derived.
import { nearest } from './nearest.ts'

// As an import it would be looked through for all that it exports, as in output.ts.
const { parseArgs } = process.getBuiltinModule('node:util')

export interface OptionRule {
  /** What its argument is called; absent for a switch. */
  readonly value?: string
  readonly help: string
  /** The arguments it takes, where they are words of a list. */
  readonly choices?: readonly string[]
  /** The numbers it takes. */
  readonly number?: { readonly least: number; readonly most: number; readonly whole?: boolean }
  /** Endings of an argument that may be left out: what ends otherwise is a file of the verb. */
  readonly optional?: RegExp
}

export type OptionRules = Readonly<Record<string, OptionRule>>

/** Kinds of mistakes on a command line. */
export type UsageCode =
  `usage.${'verb' | 'option' | 'value' | 'missing' | 'combination' | 'files' | 'budgets' | 'project' | 'key'}`

/** A mistake on the command line, as a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: UsageCode

  constructor(code: UsageCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

export interface Options {
  /** The argument of an option; empty where it may be left out and was. */
  text(name: string): string | undefined
  number(name: string): number | undefined
  on(name: string): boolean
  readonly rest: readonly string[]
}

/** Gives an option whose argument was left out an empty one, which the parser of Node does not know. */
function withOptional(args: readonly string[], rules: OptionRules): string[] {
  const end = args.indexOf('--')
  return args.map((arg, index) => {
    const optional = rules[arg.replace(/^--/, '')]?.optional
    if (!arg.startsWith('--') || !optional || (end >= 0 && index > end)) return arg
    return optional.test(args[index + 1] ?? '') ? arg : `${arg}=`
  })
}

/**
 * Joins an option with a choice or number that begins with a dash, which the parser of Node takes for another option: `--up -z`;
 * of a number that is too small it is told what it may be.
 */
function withDashes(args: readonly string[], rules: OptionRules): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const last = joined.at(-1) ?? ''
    const { choices = [], number } = (last.startsWith('--') && rules[last.slice(2)]) || {}
    const isValue = choices.includes(arg) || (number !== undefined && /^-[\d.]/.test(arg))
    if (arg.startsWith('-') && isValue) joined.splice(-1, 1, `${last}=${arg}`)
    else joined.push(arg)
  }
  return joined
}

function checkNumber(name: string, rule: OptionRule['number'], text: string): void {
  if (!rule) return
  const value = Number(text)
  const isGood = text.trim() !== '' && Number.isFinite(value) && value >= rule.least && value <= rule.most
  if (isGood && !(rule.whole && !Number.isInteger(value))) return
  const kind = rule.whole ? 'whole number' : 'number'
  throw new UsageError('usage.value', `--${name} needs a ${kind} from ${rule.least} to ${rule.most}.`)
}

/**
 * Reads `--name value`, `--name=value`, switches and everything else, in any order; after `--` all is something else.
 * @throws UsageError for an option that is unknown, or an argument that it does not take
 */
export function readOptions(args: readonly string[], rules: OptionRules): Options {
  const { values, positionals } = parse(withOptional(withDashes(args, rules), rules), rules)
  for (const [name, rule] of Object.entries(rules)) {
    const value = values[name]
    if (typeof value !== 'string') continue
    if (value === '' && !rule.optional)
      throw new UsageError('usage.value', `--${name} needs ${rule.value ?? 'a value'}.`)
    checkNumber(name, rule.number, value)
    if (rule.choices && !rule.choices.includes(value))
      throw new UsageError('usage.value', `--${name} takes ${rule.choices.join(', ')}; it was given ${value}.`)
  }
  const text = (name: string) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const number = (name: string) => {
    const value = text(name)
    return value === undefined ? undefined : Number(value)
  }
  return { text, number, on: (name) => values[name] === true, rest: positionals }
}

function parse(args: string[], rules: OptionRules) {
  const options = Object.fromEntries(
    Object.entries(rules).map(([name, { value }]) => {
      const type = value === undefined ? ('boolean' as const) : ('string' as const)
      return [name, { type }]
    }),
  )
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw mistakeIn(error instanceof Error ? error.message : String(error), args, rules)
  }
}

/** What is wrong with a command line, from Node's sentences, which are long, cut off and of several lines. */
function mistakeIn(said: string, args: readonly string[], rules: OptionRules): UsageError {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  const unknown = /^Unknown option '(-[^']*)'/.exec(said)?.[1]
  if (unknown !== undefined)
    return new UsageError('usage.option', noOption(before.find((arg) => arg.startsWith(unknown)) ?? unknown, rules))
  const name = /^Option '--([\w-]+)/.exec(said)?.[1]
  const rule = name === undefined ? undefined : rules[name]
  if (name === undefined || !rule) return new UsageError('usage.option', said)
  if (rule.value === undefined) return new UsageError('usage.value', `--${name} takes no value.`)
  const next = before[before.lastIndexOf(`--${name}`) + 1]
  const isOption = next === undefined || next.replace(/^--/, '') in rules
  const dashed = isOption ? '' : `; one that begins with a dash is --${name}=${next}`
  return new UsageError('usage.value', `--${name} needs ${rule.value}${dashed}.`)
}

/** @param arg what was taken for an option: one that is misspelled, or a file whose name begins with a dash */
function noOption(arg: string, rules: OptionRules): string {
  const [own = arg] = arg.split('=', 1)
  const known = Object.keys(rules).map((name) => `--${name}`)
  const near = nearest(own, known)
  const hint = /[./*?]/.test(own)
    ? `A file of this name is ./${arg}.`
    : near
      ? `Did you mean ${near}?`
      : `There are ${known.join(', ')}.`
  return `There is no option ${own}. ${hint}`
}

/** One line for each option. */
export function optionLines(rules: OptionRules): string[] {
  const rows = Object.entries(rules).map(([name, rule]) => {
    const value = rule.value === undefined ? '' : rule.optional ? ` [${rule.value}]` : ` ${rule.value}`
    return [`--${name}${value}`, rule.help] as const
  })
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`)
}

export const JSON_OPTION: OptionRule = { help: 'one JSON document on standard output instead of text' }
/** Of verbs that write. */
export const WRITING: OptionRules = {
  out: {
    value: 'FOLDER',
    help: 'where results go, below it as the sources lie to one another; beside them without it',
  },
  force: { help: 'with --out: replace results of an earlier run (never a source)' },
  json: JSON_OPTION,
}

/** The word of a list that an option was given. */
export const choiceOf = <Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
): Word | undefined => words.find((word) => word === options.text(name))

/** An object's fields without those that have no value. */
export const given = <Fields extends object>(fields: Fields): Fields =>
  Object.assign(
    {},
    ...Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [{ [key]: value }])),
  )
