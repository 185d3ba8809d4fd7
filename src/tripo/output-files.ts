// The files of a task's response: which fields contain URLs of models and pictures, and what each file is called. Fields vary by
// dialect, deployment and capability, so every file with a model's name is treated as one.
import { type OutputKind, VIEWS } from './catalogue/index.ts'
import { isModelEnding, urlExtension } from './file-type.ts'
import type { Task } from './task.ts'
import { text } from './values.ts'

/** Results. Addresses are signed and short-lived: download at once, read the task again for fresh ones. */
export interface TaskOutput {
  model?: string
  baseModel?: string
  pbrModel?: string
  renderedImage?: string
  generatedImage?: string
  /** A picture of what a segmentation found. */
  maskImage?: string
  /** v3 only, when the result has several files. */
  modelUrls?: readonly string[]
  /** Models under other names, such as `seg_model` and `splat`. */
  otherModels?: readonly OutputFile[]
  multiviewImages?: Readonly<Partial<Record<(typeof VIEWS)[number], string>>>
  riggable?: boolean
  rigType?: string
  topology?: string
}

/** The catalogue's output kinds with their place in a TaskOutput, the best model first. */
const FILE_KINDS = [
  ['pbr_model', 'pbrModel'],
  ['model', 'model'],
  ['base_model', 'baseModel'],
  ['rendered_image', 'renderedImage'],
  ['generated_image', 'generatedImage'],
  ['mask_image', 'maskImage'],
] as const satisfies readonly (readonly [OutputKind, keyof TaskOutput])[]

/**
 * Results by kind: models; `clip_walk` and more, or `model_2` and more, where a task made several; models under names
 * of their own; pictures, and views by their side. Kinds become part of file names.
 */
export type FileKind =
  | (typeof FILE_KINDS)[number][0]
  | `model_${number}`
  | `clip_${string}`
  | `${string}_model`
  | 'splat'
  | `${(typeof VIEWS)[number]}_view`
export interface OutputFile {
  kind: FileKind
  url: string
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function decodeViews(value: unknown): TaskOutput['multiviewImages'] {
  if (!isFields(value)) return undefined
  const { front_view_url: front, left_view_url: left, back_view_url: back, right_view_url: right } = value
  return { front: text(front), left: text(left), back: text(back), right: text(right) }
}

/** `result {model {type, url}, ...}`, seen on v2 beside or instead of `output`. */
function resultUrl(result: unknown, kind: string): string | undefined {
  if (!isFields(result)) return undefined
  const entry = result[kind]
  return isFields(entry) ? text(entry.url) : undefined
}

/** Letters and digits with single underscores, in lower case: safe in file names. */
const slug = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
    .replace(/^_+|_+$/g, '')

const KNOWN: ReadonlySet<string> = new Set(FILE_KINDS.map(([kind]) => kind))
/** Fields about something to look at, whatever their address ends in. */
const PICTURE = /image|view|thumb|mask|picture|video|depth/

/** The kind of a field that holds the address of a model under a name of its own. */
function otherKind(field: string, value: unknown): OutputFile | undefined {
  const url = text(value)
  const name = slug(field.replace(/_url$/, ''))
  if (url === undefined || !/^https?:/i.test(url) || KNOWN.has(name) || PICTURE.test(name)) return undefined
  if (name === 'splat') return { kind: 'splat', url }
  if (name.endsWith('_model')) return { kind: `${name.slice(0, -'_model'.length)}_model`, url }
  return name !== '' && isModelEnding(urlExtension(url)) ? { kind: `${name}_model`, url } : undefined
}

/** Reads the addresses and findings of an answer. @param result v2's second place for them */
export function decodeOutput(output: unknown, result: unknown): TaskOutput {
  const fields = isFields(output) ? output : {}
  const urls: string[] = Array.isArray(fields.model_urls)
    ? fields.model_urls.flatMap((url: unknown) => text(url) ?? [])
    : []
  const others = Object.entries(fields).flatMap(([field, value]) => otherKind(field, value) ?? [])
  const pick = (kind: string) => text(fields[kind]) ?? text(fields[`${kind}_url`]) ?? resultUrl(result, kind)
  return {
    model: pick('model') ?? urls[0],
    baseModel: pick('base_model'),
    pbrModel: pick('pbr_model'),
    renderedImage: pick('rendered_image'),
    generatedImage: pick('generated_image'),
    maskImage: pick('mask_image'),
    modelUrls: urls.length > 0 ? urls : undefined,
    otherModels: others.length > 0 ? others : undefined,
    multiviewImages: decodeViews(fields.generate_multiview_image),
    riggable: typeof fields.riggable === 'boolean' ? fields.riggable : undefined,
    rigType: text(fields.rig_type),
    topology: text(fields.topology),
  }
}

/** The clips a task was asked for, by the last word of each preset: `preset:biped:walk` is `walk`. */
function clipNames({ animations, animation }: Task['input']): string[] {
  const asked: unknown[] = Array.isArray(animations) ? animations : [animation]
  const seen = new Map<string, number>()
  return asked.flatMap((preset) => {
    if (typeof preset !== 'string') return []
    const name = slug(preset.split(':').at(-1) ?? '') || 'clip'
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return [count === 1 ? name : `${name}_${count}`]
  })
}

/** Addresses are signed anew for each list, so that the same file has several. */
const withoutQuery = (url: string) => url.replace(/[?#].*$/s, '')

/** Several files of one task: one for each clip, by its name, else numbered after the first. */
function severalFiles({ input, output }: Pick<Task, 'input' | 'output'>): readonly OutputFile[] {
  const { model, modelUrls = [] } = output
  const clips = clipNames(input)
  if (modelUrls.length > 1 && clips.length === modelUrls.length) {
    return modelUrls.map((url, index) => ({ kind: `clip_${clips[index]}`, url }))
  }
  const first = model === undefined ? undefined : withoutQuery(model)
  const others = modelUrls.filter((url) => withoutQuery(url) !== first)
  return others.map((url, index) => ({ kind: `model_${index + 2}`, url }))
}

/** The files a task offers, the best model first, then pictures. */
export function outputFiles(task: Pick<Task, 'input' | 'output'>): readonly OutputFile[] {
  const { output } = task
  const offer = (kind: FileKind, url: string | undefined): OutputFile[] => (url === undefined ? [] : [{ kind, url }])
  const several = severalFiles(task)
  const isListed = (url: string) => several.some((file) => withoutQuery(file.url) === withoutQuery(url))
  const fixed = FILE_KINDS.flatMap(([kind, key]) => offer(kind, output[key])).filter(
    ({ kind, url }) => kind !== 'model' || !isListed(url),
  )
  const others = output.otherModels ?? []
  const isSame = ({ url }: OutputFile) => others.some((other) => withoutQuery(other.url) === withoutQuery(url))
  return [
    ...others,
    ...fixed.filter(({ kind }) => isModelKind(kind)).filter((file) => !isSame(file)),
    ...several,
    ...fixed.filter(({ kind }) => !isModelKind(kind)),
    ...VIEWS.flatMap((view) => offer(`${view}_view`, output.multiviewImages?.[view])),
  ]
}

/** Whether a kind is a model (or a splat), not a picture. */
export const isModelKind = (kind: FileKind): boolean =>
  kind === 'splat' || kind.startsWith('clip_') || /(?:^|_)model(?:_\d+)?$/.test(kind)

/** Stages of one model, the last one first: of these only the best is a result of its own. */
const STAGES: ReadonlySet<string> = new Set(['pbr_model', 'model', 'base_model'])

/** What a person asked for: every model, of whose stages the best; else all pictures but the rendered one. */
export function resultFiles(task: Task): readonly OutputFile[] {
  const offered = outputFiles(task)
  const models = offered.filter(({ kind }) => isModelKind(kind))
  if (models.length === 0) return offered.filter(({ kind }) => kind !== 'rendered_image')
  const best = models.find(({ kind }) => STAGES.has(kind))
  return models.filter((file) => file === best || !STAGES.has(file.kind))
}

/** A picture of the result: the rendered one, else the picture that a model was made from on the way. */
export function thumbnailFile(task: Task): OutputFile | undefined {
  const offered = outputFiles(task)
  const rendered = offered.find(({ kind }) => kind === 'rendered_image')
  const hasModel = offered.some(({ kind }) => isModelKind(kind))
  return rendered ?? (hasModel ? offered.find(({ kind }) => kind === 'generated_image') : undefined)
}
