// Lists of requests from files: CSV with a header, JSON, or plain text with one prompt per line. Everything is checked, and
// errors name their line.
import { type GenerateRequest, isWithin, MAX_BATCH } from '../../protocol/index.ts'
import { english, literals, type Phrase, part, phrase, type Words } from '../../text/index.ts'
import { type Capability, fieldsOf, imageToModel, type Params, textToModel } from '../../tripo/catalogue/index.ts'
import { JobError } from '../problems.ts'

const bad = (sentence: Words) =>
  new JobError('jobs.batch-file', sentence, 'Correct the file, then choose it again. Nothing was sent or charged.')

/** The largest file that is read: far more than the most requests of one list need. */
export const MAX_LIST_BYTES = 4 * 1024 * 1024
/** More columns than all parameters together. */
const MOST_COLUMNS = 100
/** What one request may hold: its prompt and parameters. */
const ENTRY_BOUNDS = { bytes: 64 * 1024, depth: 8 }

const MEGABYTE = 1024 * 1024
/** @param size bytes */
export const listTooLarge = (size: number) =>
  bad(phrase('The list is {0} MB; at most {1} MB are read.', (size / MEGABYTE).toFixed(1), MAX_LIST_BYTES / MEGABYTE))
const tooMany = () =>
  bad(phrase('The list has more than {0} entries; at most that many are taken at once. Split it.', MAX_BATCH))

/**
 * Rows of a CSV (RFC 4180): quotes may hold commas, line breaks and doubled quotes.
 * @param most rows; reading stops after one more, so that a file far too long costs nothing
 */
export const readCsv = (text: string, most = Number.POSITIVE_INFINITY): string[][] =>
  readRows(text, most).map(({ cells }) => cells)

interface CsvRow {
  cells: string[]
  /** The line of the file that it begins on: quotes may hold line breaks. */
  line: number
}

function readRows(text: string, most: number): CsvRow[] {
  const rows: CsvRow[] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let begin = 1
  const endRow = () => {
    row.push(cell)
    if (row.some((value) => value.trim() !== '')) rows.push({ cells: row, line: begin })
    row = []
    cell = ''
    begin = line
  }
  for (let at = 0; at < text.length && rows.length <= most; at++) {
    const character = text.charAt(at)
    if (character === '\n') line++
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') cell += text.charAt(at++)
      else isQuoted = false
    } else if (character === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (character === ',') {
      row.push(cell)
      cell = ''
    } else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
  }
  if (rows.length > most) return rows
  if (isQuoted) throw bad(phrase('The quotation mark in the row that begins on line {0} is not closed.', begin))
  endRow()
  return rows
}

/** A cell as the parameter's kind: `true` is a switch, `5000` a number. */
function typed(capability: Capability, name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const type = fieldsOf(capability).find((field) => field.name === name)?.schema.type
  const text = value.trim()
  if (type === 'boolean' && /^(true|false|yes|no)$/i.test(text)) return /^(true|yes)$/i.test(text)
  if ((type === 'integer' || type === 'number') && text !== '' && Number.isFinite(Number(text))) return Number(text)
  return text
}

/**
 * One request of a list's entry: `prompt` or `image` (a path beside the list, or an address), an optional `name`, and any
 * parameters of the capability by wire name.
 */
function requestOf(
  entry: Readonly<Record<string, unknown>>,
  resolve: (path: string) => string,
  defaults: Params,
): GenerateRequest | { mistakes: readonly Wrong[] } {
  if (!isWithin(entry, ENTRY_BOUNDS)) return { mistakes: [isOf('{0} is too long.')] }
  const { prompt, image, name, ...rest } = entry
  const isText = typeof prompt === 'string' && prompt.trim() !== ''
  const isImage = typeof image === 'string' && image.trim() !== ''
  if (isText === isImage) return { mistakes: [after(phrase('give either a prompt or an image.'))] }
  const capability = isText ? textToModel : imageToModel
  const kind = isText ? literals('text to model') : literals('image to model')
  const known = new Set(fieldsOf(capability).map((field) => field.name))
  const strangers = Object.keys(rest).filter((key) => !known.has(key) && rest[key] !== '')
  if (strangers.length > 0) {
    return { mistakes: strangers.map((key) => after(phrase('“{0}” is not a parameter of {1}.', key, phrase(kind)))) }
  }
  const given = Object.entries(rest).filter(([, value]) => value !== '' && value !== null)
  const params: Record<string, unknown> = { ...defaults }
  for (const [key, value] of given) params[key] = typed(capability, key, value)
  if (isText) params.prompt = prompt.trim()
  if (isImage) params.file = /^https?:\/\//i.test(image) ? { url: image.trim() } : { upload: resolve(image.trim()) }
  const request: GenerateRequest = { capability: capability.id, params }
  return typeof name === 'string' && name.trim() !== '' ? { ...request, name: name.trim() } : request
}

const isEntry = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One prompt a line; empty lines are passed over. */
function promptsOf(text: string): Entry[] {
  const entries: Entry[] = []
  let number = 0
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start)
    const prompt = text.slice(start, end < 0 ? undefined : end).trim()
    number++
    if (prompt !== '') entries.push({ entry: { prompt }, where: phrase('Line {0}', number) })
    if (entries.length > MAX_BATCH) throw tooMany()
    start = end < 0 ? text.length + 1 : end + 1
  }
  return entries
}

interface Entry {
  /** Undefined: neither a prompt nor an object. */
  entry: Record<string, unknown> | undefined
  where: Phrase
}

function entriesOf(text: string, ending: string): Entry[] {
  if (ending === 'json') {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) throw bad('The JSON is not a list.')
    if (list.length > MAX_BATCH) throw tooMany()
    return list.map((value, index) => {
      const where = phrase('Entry {0}', index + 1)
      if (typeof value === 'string') return { entry: { prompt: value }, where }
      if (isEntry(value)) return { entry: value, where }
      return { entry: undefined, where }
    })
  }
  if (ending !== 'csv') {
    return promptsOf(text)
  }
  const [first, ...rows] = readRows(text, MAX_BATCH + 1)
  const header = first?.cells ?? []
  if (header.length > MOST_COLUMNS) throw bad(phrase('The first row names more than {0} columns.', MOST_COLUMNS))
  if (rows.length > MAX_BATCH) throw tooMany()
  const names = header.map((name) => name.trim().toLowerCase())
  if (!names.includes('prompt') && !names.includes('image')) {
    throw bad('The first row must name the columns, with “prompt” or “image” among them.')
  }
  return rows.map(({ cells, line }) => ({
    entry: Object.fromEntries(names.map((name, column) => [name, cells[column]?.trim() ?? ''])),
    where: phrase('Line {0}', line),
  }))
}

/** Something that is wrong with a list, and where. */
export interface Mistake {
  /** In English: `Line 3`, `Entry 3`. */
  destination: string
  /** The whole sentence, with the place. */
  words: Phrase
}
/** Makes a mistake's sentence of its place. */
type Wrong = (where: Phrase) => Phrase
const isOf =
  (text: string): Wrong =>
  (where) =>
    phrase(text, where)
const after =
  (words: Words): Wrong =>
  (where) =>
    phrase('{0}: {1}', where, part(words))

/** A mistake at a place. @param words a sentence that goes on after a colon */
export const mistakeAt = (where: Phrase, words: Words): Mistake => ({
  destination: english(where),
  words: after(words)(where),
})

export interface ListReading {
  entries: readonly { destination: string; place: Phrase; request: GenerateRequest }[]
  mistakes: readonly Mistake[]
}

/**
 * Reads a list to its end, whatever is wrong with single entries.
 * @param ending of the file's name: `csv`, `json`, else one prompt a line
 * @param resolve makes a local reference of an image's path
 * @param defaults parameters that every request starts with
 * @throws JobError `jobs.batch-file` for a file that holds no entries at all
 */
export function readList(
  text: string,
  ending: string,
  resolve: (path: string) => string,
  defaults: Params,
): ListReading {
  if (text.length > MAX_LIST_BYTES) throw listTooLarge(text.length)
  const clean = text.replace(/^\uFEFF/, '')
  let found: readonly Entry[]
  try {
    found = entriesOf(clean, ending.toLowerCase())
  } catch (error) {
    if (error instanceof JobError) throw error
    throw bad(phrase('The file is not valid {0}.', ending.toUpperCase()))
  }
  if (found.length === 0) throw bad('The file holds no prompt and no image.')
  const entries: { destination: string; place: Phrase; request: GenerateRequest }[] = []
  const mistakes: Mistake[] = []
  for (const { entry, where } of found) {
    const read = entry
      ? requestOf(entry, resolve, defaults)
      : { mistakes: [isOf('{0} is neither a prompt nor an object.')] }
    if ('mistakes' in read)
      mistakes.push(...read.mistakes.map((wrong) => ({ destination: english(where), words: wrong(where) })))
    else entries.push({ destination: english(where), place: where, request: read })
  }
  return { entries, mistakes }
}

/** Mistakes that are named; of the others only the number is told. */
const MOST_NAMED = 5

/**
 * `Line 3: give either a prompt or an image. Line 9: … And 4 more.`
 * @param say translates; English unless told
 */
export function mistakeWords(mistakes: readonly Mistake[], say: (words: Words) => string = english): string {
  const named = mistakes.slice(0, MOST_NAMED).map(({ words }) => say(words))
  const more = mistakes.length - named.length
  return [...named, ...(more > 0 ? [say(phrase('And {0} more.', more))] : [])].join(' ')
}
