// Reads the assets file and reports everything that is wrong with it, with positions, before anything is requested or paid for.
// An error in one model does not affect the others.
import { Check, Errors } from 'typebox/schema'
import type { LocalStep } from '../mesh/tools/local-step.ts'
import { formatAfter } from '../mesh/tools/local-tools.ts'
import type { Style } from '../protocol/index.ts'
import { phrase, type Words } from '../text/index.ts'
import { checkChain, type Step } from '../tripo/catalogue/chain.ts'
import { findCapability, type RuleContext, VIEWS } from '../tripo/catalogue/index.ts'
import { type JsonNode, JsonSyntaxError, nodeAt, type PathPart, parseJson } from './json-tree.ts'
import { endingOf, pathKey, projectPath } from './paths.ts'
import { ASSETS_VERSION, type AssetModel, type AssetStyle, AssetsFile, MOST_MODELS } from './schema.ts'

export interface FileFinding {
  /** Stable, for tests and scripts: `syntax`, `shape`, `duplicate`, `path`, `chain`, `version` ... */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: Words
  /** Where in the text. */
  readonly start: number
  readonly end: number
}

/** A model with what the file's defaults and its style add, as it will be asked for. */
export interface PlannedModel {
  readonly name: string
  /** Place of the entry in the text. */
  readonly start: number
  readonly end: number
  /** The request and its further steps; a local image as `{ upload: path }`, relative to the file. */
  readonly chain: readonly [Step, ...Step[]]
  /** The prompt without the style's words. */
  readonly prompt?: string
  readonly style?: string
  /** The pictures it is made from, relative to the file. */
  readonly pictures: readonly string[]
  readonly local: readonly LocalStep[]
  /** Relative to the file, with `/`. */
  readonly target: string
  readonly budgets: NonNullable<AssetModel['budgets']>
  /** Whether nothing is wrong with it. */
  readonly ok: boolean
}

export interface FileReading {
  readonly file?: AssetsFile
  readonly models: readonly PlannedModel[]
  readonly findings: readonly FileFinding[]
}

export interface ReadContext extends RuleContext {
  /** The folder of models that name no target, relative to the file, with `/`. */
  readonly folder: string
  /** Styles of the project, beside those of the file. */
  readonly styles?: ReadonlyMap<string, AssetStyle>
}

/** What the file calls the fields of pictures. */
const PICTURE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['file', 'image'],
  ['files', 'images'],
])
/** Findings that are told of one file. */
const MOST_FINDINGS = 100

/** Reads the text of an assets file; never throws for what is in it. */
export function readAssetsFile(text: string, context: ReadContext): FileReading {
  let root: JsonNode
  try {
    root = parseJson(text)
  } catch (error) {
    const offset = error instanceof JsonSyntaxError ? error.offset : 0
    const message = 'This is no JSON, or it is nested too deeply or too long.'
    return {
      models: [],
      findings: [{ code: 'syntax', severity: 'error', message, start: offset, end: offset + 1 }],
    }
  }
  const reader = new Reader(root, context)
  const { file, models } = reader.read()
  return { file, models, findings: reader.findings.slice(0, MOST_FINDINGS) }
}

class Reader {
  readonly findings: FileFinding[] = []
  readonly #root: JsonNode
  readonly #context: ReadContext

  constructor(root: JsonNode, context: ReadContext) {
    this.#root = root
    this.#context = context
  }

  read(): { file?: AssetsFile; models: readonly PlannedModel[] } {
    const { value } = this.#root
    const version = this.#root.parts.get('version')
    if (version && typeof version.value === 'number' && version.value > ASSETS_VERSION) {
      const words = phrase(
        'This file has version {0}; update Tripo Studio, which knows {1}.',
        version.value,
        ASSETS_VERSION,
      )
      this.#addFinding('version', ['version'], words)
      return { models: [] }
    }
    this.#twice(this.#root)
    if (!Check(AssetsFile, value)) {
      this.#shape(value)
      return { models: [] }
    }
    for (const key of ['folder', 'index'] as const) {
      const path = value[key]
      if (typeof path === 'string' && projectPath(path) === undefined) this.#badPath([key], path)
    }
    if (typeof value.index === 'string' && !/\.[mc]?[jt]s$/.test(value.index))
      this.#addFinding('path', ['index'], 'The list for code is a .ts or .js file.')
    const names = new Map<string, number>()
    const targets = new Map<string, string>()
    const models = value.models.map((model, at) => {
      const before = this.findings.length
      const planned = this.#model(value, model, at)
      const other = names.get(pathKey(model.name))
      if (other !== undefined)
        this.#addFinding('duplicate', ['models', at, 'name'], phrase('Another model is called “{0}”, too.', model.name))
      names.set(pathKey(model.name), at)
      const same = targets.get(pathKey(planned.target))
      if (same !== undefined && other === undefined)
        this.#addFinding('duplicate', ['models', at, 'target'], phrase('“{0}” has the same target.', same))
      targets.set(pathKey(planned.target), model.name)
      return { ...planned, ok: planned.ok && !this.findings.slice(before).some(({ severity }) => severity === 'error') }
    })
    return { file: value, models }
  }

  #addFinding(
    code: string,
    path: readonly PathPart[],
    message: Words,
    severity: FileFinding['severity'] = 'error',
  ): void {
    const { start, end } = nodeAt(this.#root, path)
    // A large part would be underlined as a whole: its first sign stands for it.
    const isPart = nodeAt(this.#root, path).parts.size > 0
    this.findings.push({ code, severity, message, start, end: isPart ? start + 1 : end })
  }

  #badPath(path: readonly PathPart[], text: string): void {
    const shown = text.slice(0, 80)
    this.#addFinding(
      'path',
      path,
      phrase('“{0}” is no path inside the project: relative, with /, nothing hidden.', shown),
    )
  }

  #twice(node: JsonNode): void {
    for (const { key, start, end } of node.twice)
      this.findings.push({
        ...{ code: 'duplicate', severity: 'error', start, end },
        message: phrase('“{0}” is listed twice.', key.slice(0, 60)),
      })
    for (const part of node.parts.values()) this.#twice(part)
  }

  /** What does not fit the description, at its place. */
  #shape(value: unknown): void {
    const [, errors] = Errors(AssetsFile, value)
    const seen = new Set<string>()
    for (const { instancePath, keyword, message } of errors) {
      // Of a choice every way is told; the place is what helps.
      if (seen.has(instancePath) || keyword === 'anyOf') continue
      seen.add(instancePath)
      this.#addFinding('shape', partsOf(instancePath), phrase('This does not fit here: {0}.', message))
    }
    if (seen.size === 0) this.#addFinding('shape', [], 'This is no list of models as it should be.')
    if (Array.isArray(nodeAt(this.#root, ['models']).value) && nodeAt(this.#root, ['models']).parts.size > MOST_MODELS)
      this.#addFinding('shape', ['models'], phrase('At most {0} models are read.', MOST_MODELS))
  }

  #style(file: AssetsFile, name: string | undefined, path: readonly PathPart[]): AssetStyle | undefined {
    if (name === undefined) return undefined
    const own = new Map(Object.entries(file.styles ?? {}))
    const style = own.get(name) ?? this.#context.styles?.get(name)
    if (!style)
      this.#addFinding('style', path, phrase('There is no style “{0}” in this file or in tripo.styles.', name))
    return style
  }

  #model(file: AssetsFile, model: AssetModel, at: number): PlannedModel {
    const place: readonly PathPart[] = ['models', at]
    const { name, prompt, image, images } = model
    const styleName = model.style ?? file.defaults?.style
    const style = this.#style(file, styleName, [...place, 'style'])
    if ([prompt, image, images].filter((source) => source !== undefined).length !== 1)
      this.#addFinding('source', place, phrase('“{0}” needs either a prompt, an image, or images of its sides.', name))
    const pathAt = (path: string | undefined, where: readonly PathPart[]) => {
      const own = path === undefined ? undefined : projectPath(path)
      if (path !== undefined && own === undefined) this.#badPath([...place, ...where], path)
      return own
    }
    const picture = pathAt(image, ['image'])
    const sides = images && VIEWS.map((view) => pathAt(images[view], ['images', view]))
    const params = {
      ...file.defaults?.params,
      ...styleParams(style),
      ...model.params,
      ...(prompt === undefined ? {} : { prompt: styledPrompt(prompt, style) }),
      ...(picture === undefined ? {} : { file: { upload: picture } }),
      ...(sides ? { files: sides.map((side) => (side === undefined ? {} : { upload: side })) } : {}),
    }
    const fromPictures = sides ? 'multiview_to_model' : 'image_to_model'
    const first = { capability: prompt !== undefined ? 'text_to_model' : fromPictures, params }
    const steps = model.steps ?? file.defaults?.steps ?? []
    const isLocal = steps.findIndex((step) => 'tool' in step)
    const service = steps.flatMap((step) => ('capability' in step ? [step] : []))
    const local = steps.flatMap((step) => ('tool' in step ? [step] : []))
    if (isLocal >= 0 && steps.slice(isLocal).some((step) => 'capability' in step))
      this.#addFinding('order', [...place, 'steps'], 'Steps at the service come before steps on this machine.')
    const chain: [Step, ...Step[]] = [first, ...service.map((step) => ({ params: {}, ...step }))]
    this.#chain(chain, place)
    const folder = projectPath(file.folder ?? this.#context.folder) ?? 'assets'
    const ending = endingAfter(chain, local)
    const target = model.target === undefined ? `${folder}/${name}.${ending}` : projectPath(model.target)
    if (target === undefined) this.#badPath([...place, 'target'], model.target ?? '')
    else if (endingOf(target) !== ending)
      this.#addFinding('target', [...place, 'target'], phrase('The last step makes a .{0} file.', ending))
    const { start, end } = nodeAt(this.#root, place)
    return {
      ...{ name, start, end, chain, local, target: target ?? `${folder}/${name}.${ending}`, ok: true },
      budgets: { ...file.defaults?.budgets, ...model.budgets },
      ...(prompt === undefined ? {} : { prompt }),
      ...(style && styleName ? { style: styleName } : {}),
      pictures: [picture, ...(sides ?? [])].filter((path) => path !== undefined),
    }
  }

  /** The rules of the service for the whole chain, before its first step is paid. */
  #chain(chain: readonly [Step, ...Step[]], place: readonly PathPart[]): void {
    const results = checkChain(chain, this.#context)
    for (const [index, { findings }] of results.entries())
      for (const finding of findings) {
        // The place of a picture that is a path here is another at the service.
        const field = PICTURE_FIELDS.get(finding.field) ?? finding.field
        const path = index === 0 ? this.#firstPath(place, field) : [...place, 'steps', index - 1]
        this.#addFinding(
          'chain',
          path,
          finding.phrase ?? finding.message,
          finding.severity === 'error' ? 'error' : 'warning',
        )
      }
  }

  #firstPath(place: readonly PathPart[], field: string): readonly PathPart[] {
    const node = nodeAt(this.#root, place)
    if (node.parts.has(field)) return [...place, field]
    return node.parts.get('params')?.parts.has(field) ? [...place, 'params', field] : [...place, 'name']
  }
}

/** Steps of a JSON pointer. */
const partsOf = (pointer: string): PathPart[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** A prompt with a style's words. */
export function styledPrompt(prompt: string, style: Pick<Style, 'prefix' | 'suffix'> | undefined): string {
  const words = [style?.prefix, prompt, style?.suffix].map((text) => text?.trim() ?? '')
  return words.filter((text) => text !== '').join(', ')
}

/** The parameters that a style gives a model. */
export function styleParams(style: Pick<Style, 'texture' | 'faceLimit'> | undefined): Record<string, unknown> {
  const { texture, faceLimit } = style ?? {}
  return {
    ...(texture === 'none' ? { texture: false, pbr: false } : {}),
    ...(texture === 'detailed' ? { texture_quality: 'detailed' } : {}),
    ...(faceLimit === undefined ? {} : { face_limit: faceLimit }),
  }
}

const FORMATS: ReadonlyMap<unknown, string> = new Map(
  Object.entries({ GLTF: 'glb', USDZ: 'usdz', FBX: 'fbx', STL: 'stl', '3MF': '3mf', OBJ: 'zip' }),
)

/** The ending of the finished file. */
function endingAfter(chain: readonly Step[], local: readonly LocalStep[]): string {
  const last = chain.at(-1)
  const isConversion = findCapability(last?.capability ?? '')?.id === 'convert_model'
  return formatAfter(local, isConversion ? (FORMATS.get(last?.params.format) ?? 'glb') : 'glb')
}

/** Sentences of a reading for people without an editor. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
