// Reads the styles of a project's settings (`tripo.styles`) for the assets file, as the editor reads them from the setting.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Check } from 'typebox/schema'
import { type AssetStyle, assetStyle } from '../assets-file/schema.ts'
import { Style } from '../protocol/index.ts'
import { PROJECT_SETTINGS, plainJson } from './budgets-file.ts'

const SETTING = 'tripo.styles'

/** By name, the first of each; none where the settings are missing, are no JSON, or hold no styles. */
export async function projectStyles(root: string): Promise<ReadonlyMap<string, AssetStyle>> {
  const found = new Map<string, AssetStyle>()
  const text = await readFile(join(root, PROJECT_SETTINGS), 'utf8').catch(() => '{}')
  let value: unknown
  try {
    value = JSON.parse(plainJson(text))
  } catch {
    return found
  }
  const list = typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(SETTING) : undefined
  for (const each of Array.isArray(list) ? list : []) {
    if (Check(Style, each) && !found.has(each.name)) found.set(each.name, assetStyle(each))
  }
  return found
}
