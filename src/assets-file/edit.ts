// Edits the assets file: creates an empty one, and adds the request of a result. Text that a person wrote is left as it is
// wherever possible; only the list of models grows.

import type { JobView } from '../protocol/index.ts'
import { type Phrase, phrase } from '../text/index.ts'
import { isDeviceName } from '../text/portable-name.ts'
import { withoutSource } from '../tripo/catalogue/chain.ts'
import { isDefault } from '../tripo/catalogue/fields.ts'
import { fieldsOf, fileInput, findCapability, type Params } from '../tripo/catalogue/index.ts'
import { JsonSyntaxError, parseJson } from './json-tree.ts'
import { projectPath } from './paths.ts'
import { ASSETS_VERSION } from './schema.ts'

/** A new assets file, with an empty list. */
export const emptyFile = (): string => `${JSON.stringify({ version: ASSETS_VERSION, models: [] }, undefined, 2)}\n`

/** A name as the file has them: of letters, digits, - and _. */
export function modelName(text: string, taken: ReadonlySet<string>): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 70)
  const base = isDeviceName(plain) ? `${plain}-model` : plain || 'model'
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** Parameters that say more than leaving them out. */
function told(id: string, params: Params, without: readonly string[]): Record<string, unknown> {
  const capability = findCapability(id)
  const fields = new Map((capability ? fieldsOf(capability) : []).map((field) => [field.name, field]))
  const kept = Object.entries(params).filter(([name, value]) => {
    const field = fields.get(name)
    return !without.includes(name) && value !== undefined && !(field && isDefault(field, value))
  })
  return Object.fromEntries(kept)
}

/**
 * The text with a model more.
 * @param jobs of one request, in their order: the generation, then its steps
 * @param pathOf a picture's path relative to the file
 */
export function addModel(
  text: string,
  [first, ...steps]: readonly JobView[],
  pathOf: (address: string) => string | undefined,
): { text: string; name: string } | { problem: Phrase } {
  const isText = first?.capability === 'text_to_model'
  if (!first || !(isText || first.capability === 'image_to_model'))
    return { problem: phrase('Only models from a prompt or from one picture can be in the assets file.') }
  let root: ReturnType<typeof parseJson>
  try {
    root = parseJson(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    return { problem: phrase('The assets file is no JSON.') }
  }
  const list = root.parts.get('models')
  if (!list || !Array.isArray(list.value)) return { problem: phrase('The assets file has no list of models.') }
  const upload = fileInput(first.params.file)?.upload
  const image = upload === undefined ? undefined : pathOf(upload)
  if (!isText && (image === undefined || projectPath(image) === undefined))
    return { problem: phrase('The picture of this model lies outside the project of the assets file.') }
  const names = [...list.parts.values()].map((node) => String(node.parts.get('name')?.value ?? '').toLowerCase())
  const file = /([^/\\]+?)\.[^./\\]+$/.exec(first.files[0]?.path ?? '')?.[1]
  const name = modelName(file ?? first.title, new Set(names))
  const params = told(first.capability, first.params, ['prompt', 'file'])
  const model = {
    name,
    ...(isText ? { prompt: first.style?.prompt ?? String(first.params.prompt ?? '') } : { image }),
    ...(first.style ? { style: first.style.name } : {}),
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(steps.length > 0
      ? {
          steps: steps.map(({ capability, params: own }) => {
            const more = told(capability, withoutSource({ capability, params: own }), [])
            return { capability, ...(Object.keys(more).length > 0 ? { params: more } : {}) }
          }),
        }
      : {}),
  }
  const last = [...list.parts.values()].at(-1)
  const entry = JSON.stringify(model, undefined, 2).replaceAll('\n', '\n    ')
  const at = last ? last.end : list.start + 1
  const before = text.slice(0, at)
  const after = last ? text.slice(at) : `\n  ${text.slice(at).trimStart()}`
  return { text: `${before}${last ? ',' : ''}\n    ${entry}${after}`, name }
}
