// The budgets of a check: from a separate file, or from the project's settings, which may contain comments.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Budgets, readBudgets } from '../mesh/tools/budget-schema.ts'
import { diskFaultOf } from '../text/system-errors.ts'
import { diskSentence } from './disk-sentence.ts'
import { UsageError } from './options.ts'

/** Where a project's settings lie, below its folder. */
export const PROJECT_SETTINGS = '.vscode/settings.json'
const SETTING = 'tripo.budgets'
const SHAPE = '{ "assets/**/*.glb": { "triangles": 20000, "bytes": 2000000, "textureSize": 2048 } }'

/**
 * Reads budgets: the setting's value, or settings that have it.
 * @param file from the command line; empty: the project's settings
 * @throws UsageError when there are none in it
 */
export async function budgetsFile(cwd: string, file: string): Promise<Budgets> {
  const name = file || PROJECT_SETTINGS
  const text = await readFile(resolve(cwd, name), 'utf8').catch((error: unknown) => {
    if (diskFaultOf(error) !== 'missing')
      throw new UsageError('usage.budgets', `${name} cannot be read. ${diskSentence(error)}`)
    throw new UsageError('usage.budgets', `There is no ${name}. Name the file of the budgets after --budgets.`)
  })
  let value: unknown
  try {
    value = JSON.parse(plainJson(text))
  } catch (error) {
    throw new UsageError(
      'usage.budgets',
      `${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const own = typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(SETTING) : undefined
  const budgets = readBudgets(own ?? value)
  if (!budgets) throw new UsageError('usage.budgets', `${name} has no budgets in it; they look like ${SHAPE}.`)
  return budgets
}

/** JSON without the comments and last commas that settings may have; texts stay as they are. */
export function plainJson(text: string): string {
  const strip = (source: string, pattern: RegExp) =>
    source.replace(pattern, (token) => (token.startsWith('"') ? token : token.startsWith(',') ? '' : ' '))
  const bare = strip(text.replace(/^\uFEFF/, ''), /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g)
  return strip(bare, /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g)
}
