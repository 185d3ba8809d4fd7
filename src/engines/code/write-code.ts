// Code that loads a model, ready for a file: combines the engine's generator with the file's imports, names and style.
import { phrase, type Words } from '../../text/index.ts'
import { type CodeStyle, styleOfCode } from '../code-style.ts'
import { typeNameOf, urlOf, variableOf } from '../game-url.ts'
import type { Project } from '../project.ts'
import { folderOf, joinPath, relativePath } from '../project-files.ts'
import { tokensOf } from '../tokens.ts'
import { namedInDecorator } from './angular-template.ts'
import { babylonCode } from './babylon.ts'
import { angularCode, threlteCode, tresCode } from './components.ts'
import type { Decoder, ModelFacts } from './facts.ts'
import { fiberCode } from './fiber.ts'
import { mergeImports, type Need, type TextChange } from './imports.ts'
import { type CodeRequest, type CodeVariant, type ModelCode, needsOfUrl } from './model-code.ts'
import { aframeCode, modelViewerCode, playcanvasCode } from './others.ts'
import { fileKindOf, placeAt, type Region, scriptsOf, variableMadeBy } from './place.ts'
import { indentedBy, renamed, restyle } from './style.ts'
import { threeCode } from './three.ts'

/** Where code is wanted. */
export interface Target {
  /** The file, below the workspace folder. */
  path: string
  text: string
  /** The cursor, in UTF-16 units. */
  offset: number
}

export interface WrittenCode {
  /** Changes of the file at hand, in order, which do not touch each other. */
  changes: readonly TextChange[]
  /** A file to make beside it; its path is below the workspace folder. */
  file?: { path: string; text: string }
  notes: readonly Words[]
  /** Decoders whose files the project has to serve, and the folder below the workspace folder that they go to. */
  decoders: readonly { decoder: Decoder; folder: string }[]
}

/** Which variants make sense for a model in a project. */
export function variantsOf({ engine }: Project, facts: ModelFacts): CodeVariant[] {
  const isScene = engine === 'three' || engine === 'react-three-fiber' || engine === 'expo' || engine === 'babylonjs'
  if (engine === 'phaser') return []
  const variants: CodeVariant[] = ['load']
  if (engine !== 'model-viewer' && engine !== 'angular-three') variants.push('copies')
  if (isScene && facts.collider !== undefined) variants.push('collider')
  if (isScene && facts.levels.length > 0) variants.push('levels')
  if (isScene) variants.push('progress')
  if (engine === 'react-three-fiber' || engine === 'expo') variants.push('component')
  return variants
}

const GENERATORS: Partial<Record<Project['engine'], (request: CodeRequest) => ModelCode>> = {
  three: threeCode,
  'react-three-fiber': fiberCode,
  expo: fiberCode,
  threlte: threlteCode,
  tresjs: tresCode,
  'angular-three': angularCode,
  babylonjs: babylonCode,
  playcanvas: playcanvasCode,
  aframe: aframeCode,
  'model-viewer': modelViewerCode,
}

/** The folder that a decoder's files go to, below the static folder, and their address there. */
const DECODER_FOLDERS: Readonly<Record<Decoder, string>> = { draco: 'draco', ktx2: 'basis', meshopt: 'meshopt' }
/** Engines that load meshopt's decoder as a file; the others import it. */
const MESHOPT_FILE = new Set(['babylonjs', 'aframe', 'model-viewer'])

const decoderFolder = (project: Project, decoder: Decoder): string =>
  joinPath(project.staticFolder ?? project.pageFolder, DECODER_FOLDERS[decoder]) ?? DECODER_FOLDERS[decoder]

/** `'/draco/'`, as code asks for it. */
function decoderAddress(project: Project, decoder: Decoder, from: string): string {
  const file = `${decoderFolder(project, decoder)}/x`
  const { expression } = urlOf(project, project.staticFolder === undefined ? file : file, from)
  return expression.replace(/x(?=['`]\)?$)/, '')
}

function freeName(file: string, code: string): string {
  const words = new Set(tokensOf(code).map(({ text }) => text))
  const base = variableOf(file)
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${number}`
    if (!words.has(name) && !words.has(typeNameOf(name))) return name
  }
}

const SCENES: Partial<Record<Project['engine'], readonly [types: readonly string[], usual: string]>> = {
  babylonjs: [['Scene'], 'scene'],
  playcanvas: [['Application', 'AppBase', 'createApplication'], 'app'],
}

/** The global that holds an engine's names where nothing is imported. */
const GLOBALS: Partial<Record<Project['engine'], string>> = { three: 'THREE', babylonjs: 'BABYLON', playcanvas: 'pc' }

const ADDONS = 'three/addons/'
const EXAMPLES = 'three/examples/jsm/'

/** The same code for bundlers that do not find `three/addons`, and for files that ask for the files already. */
const withoutAddons = (model: ModelCode): ModelCode => ({
  ...model,
  imports: model.imports.map((need) => ({ ...need, from: need.from.replace(ADDONS, EXAMPLES) })),
  ...(model.component && {
    component: { ...model.component, text: model.component.text.replaceAll(ADDONS, EXAMPLES) },
  }),
})

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1

/** Code at the cursor: on its line when that is empty, else on a line of its own below. */
function atCursor(text: string, offset: number, code: string): TextChange {
  const start = lineStart(text, offset)
  const end = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
  const line = text.slice(start, end)
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  if (line.trim() === '') return { start, end, text: indent + indentedBy(code, indent) }
  return { start: end, end, text: `\n${indent}${indentedBy(code, indent)}` }
}

/** Code behind everything of a script. */
function atEnd(text: string, { start, end }: Region, code: string, indent: string): TextChange {
  const body = text.slice(start, end)
  const at = start + body.trimEnd().length
  return { start: at, end: at, text: `\n\n${indent}${indentedBy(code, indent)}` }
}

/** Puts changes of one script into its file. */
const moved = (changes: readonly TextChange[], by: number): TextChange[] =>
  changes.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }))

/** The script that code goes to: the one around the cursor, else the last that is a module. */
function regionFor(regions: readonly Region[], offset: number): Region | undefined {
  return (
    regions.find(({ start, end }) => offset >= start && offset <= end) ??
    regions.findLast(({ isModule }) => isModule) ??
    regions.at(-1)
  )
}

/**
 * Writes code that loads a model into a file.
 * @param project that the file belongs to
 * @returns undefined where the engine has no way to show a glTF
 */
export function writeCode(
  project: Project,
  target: Target,
  facts: ModelFacts,
  variant: CodeVariant,
): WrittenCode | undefined {
  const generate = GENERATORS[project.engine]
  if (!generate) return undefined
  const { path, text, offset } = target
  const kind = fileKindOf(path)
  const region = regionFor(scriptsOf(text, path), offset)
  const isInScript = region !== undefined && offset >= region.start && offset <= region.end
  const code = region ? text.slice(region.start, region.end) : ''
  const place = isInScript ? placeAt(code, offset - region.start) : { depth: 0, canAwait: true, isInTags: false }
  const isScriptOnly = project.isGlobal || (region !== undefined && !region.isModule)
  const canAwait = place.canAwait && !(place.depth === 0 && (isScriptOnly || project.moduleKind === 'commonjs'))
  const [types, usual] = SCENES[project.engine] ?? [['Scene'], 'scene']
  const url = urlOf(project, facts.file, path)
  const request: CodeRequest = {
    project,
    facts,
    url,
    levelUrls: facts.levels.map((level) => urlOf(project, level, path)),
    decoders: {
      draco: decoderAddress(project, 'draco', path),
      basis: decoderAddress(project, 'ktx2', path),
      meshopt: decoderAddress(project, 'meshopt', path),
    },
    variant,
    name: freeName(facts.file, text),
    isTypeScript: region?.isTypeScript ?? project.language === 'typescript',
    canAwait,
    scene: variableMadeBy(code, types) ?? usual,
    renderer: variableMadeBy(code, ['WebGLRenderer', 'WebGPURenderer']) ?? 'renderer',
  }
  const usesFiles = !project.hasAddons || code.includes(EXAMPLES)
  const model = usesFiles ? withoutAddons(generate(request)) : generate(request)
  const style: CodeStyle = { ...project.style, ...styleOfCode(code) }
  const isInTag = kind !== 'script' && kind !== 'jsx' && region !== undefined
  const indent = isInTag ? (/^\n([ \t]*)/.exec(code)?.[1] ?? '') : ''
  const decoders = facts.needs
    .filter((decoder) => decoder !== 'meshopt' || MESHOPT_FILE.has(project.engine))
    .map((decoder) => ({ decoder, folder: decoderFolder(project, decoder) }))
  const notes = [...(model.notes ?? []), ...(url.note === undefined ? [] : [url.note])]
  const result = { notes, decoders }

  if (model.component) {
    const { component } = model
    const folder = project.engine === 'angular-three' || kind !== 'other' ? folderOf(path) : project.folder
    const file = joinPath(folder, component.name) ?? component.name
    const specifier = relativePath(folderOf(path), file).replace(/\.ts$/, '')
    const need = { ...component.need, from: specifier.startsWith('../') ? specifier : `./${specifier}` }
    const isMarkup = fileKindOf(file) !== 'script'
    const changes = region
      ? moved(mergeImports(code, [need], { ...style, isCommonJs: false, indent }).changes, region.start)
      : []
    const inDecorator =
      project.engine === 'angular-three' && kind === 'script' ? namedInDecorator(text, offset, need.name) : undefined
    const tags =
      kind === 'html' || inDecorator !== undefined || (!isInScript && kind !== 'script')
        ? [atCursor(text, offset, restyle(model.text, style, true))]
        : []
    const moreNotes =
      tags.length > 0 ? [] : [phrase('Where the model is to stand, write {0}.', model.text.split('\n')[0] ?? '')]
    return {
      ...result,
      changes: sorted([...changes, ...tags, ...(inDecorator ?? [])]),
      file: { path: file, text: isMarkup ? restyledParts(component.text, style) : restyle(component.text, style) },
      notes: inDecorator === undefined ? [...notes, ...moreNotes] : [],
    }
  }

  const global = isScriptOnly ? GLOBALS[project.engine] : undefined
  const needs = global === undefined ? model.imports : model.imports.filter(({ from }) => !isEngines(from))
  const globals = new Map(
    global === undefined
      ? []
      : model.imports.flatMap(({ name, from }) =>
          name && isEngines(from) ? [[name, `${global}.${name}`] as const] : [],
        ),
  )
  const isCommonJs = kind === 'script' && project.moduleKind === 'commonjs' && !/^\s*import\b/m.test(code)
  const isTagsOnly = model.isMarkup && model.declarations === undefined
  const merged =
    isTagsOnly || !region
      ? { changes: [], locals: new Map<string, string>() }
      : mergeImports(code, needs, { ...style, isCommonJs, indent })
  const locals = new Map([...merged.locals, ...globals])
  const written = (part: string, isMarkup = false) => restyle(isMarkup ? part : renamed(part, locals), style, isMarkup)
  const changes: TextChange[] = region ? moved(merged.changes, region.start) : []
  if (isTagsOnly) changes.push(atCursor(text, offset, written(model.text, true)))
  else if (model.declarations !== undefined && region) {
    const declarations = written(model.declarations)
    if (variant === 'component') {
      return { ...result, changes: [], file: componentFile(project, target, request, needs, declarations, style) }
    }
    if (place.isInTags)
      changes.push(atCursor(text, offset, written(model.text)), atEnd(text, region, declarations, indent))
    else {
      changes.push(place.depth === 0 ? atCursor(text, offset, declarations) : atEnd(text, region, declarations, indent))
      notes.push(
        phrase(
          'Where the model is to stand, inside <Canvas>, write {0}.',
          model.text.split('\n').find((line) => line.includes('<')) ?? '',
        ),
      )
    }
  } else if (model.text !== '') changes.push(atCursor(text, offset, written(model.text)))
  return { ...result, changes: separate(sorted(changes)) }
}

/** A component in a file of its own, beside the file at hand. */
function componentFile(
  project: Project,
  target: Target,
  request: CodeRequest,
  needs: readonly Need[],
  code: string,
  style: CodeStyle,
) {
  const ending = request.isTypeScript ? 'tsx' : 'jsx'
  const path = joinPath(folderOf(target.path), `${typeNameOf(request.name)}.${ending}`) ?? ''
  const url = needsOfUrl(urlOf(project, request.facts.file, path))
  const all = [...needs.filter(({ from }) => !request.url.imports.some((each) => each.from === from)), ...url]
  const head = mergeImports('', all, style)
    .changes.map(({ text }) => text)
    .join('')
  return { path, text: `${head}\n${code}\n` }
}

/** A component's script in the project's way of writing, its markup as it is. */
function restyledParts(text: string, style: CodeStyle): string {
  const at = text.indexOf('</script>')
  const start = text.indexOf('\n') + 1
  return text.slice(0, start) + restyle(text.slice(start, at), style) + restyle(text.slice(at), style, true)
}

const isEngines = (from: string) => /^(three|@babylonjs|babylonjs|playcanvas)/.test(from)

const sorted = (changes: readonly TextChange[]) => changes.toSorted((a, b) => a.start - b.start || a.end - b.end)

/** Two changes at one place become one, in their order. */
function separate(changes: readonly TextChange[]): TextChange[] {
  const result: TextChange[] = []
  for (const change of changes) {
    const before = result.at(-1)
    if (before && change.start < before.end + (before.start === before.end && change.start === before.start ? 1 : 0))
      result[result.length - 1] = {
        start: before.start,
        end: Math.max(before.end, change.end),
        text: `${before.text}${change.text}`,
      }
    else result.push(change)
  }
  return result
}

/** A text with changes made. */
export function changed(text: string, changes: readonly TextChange[]): string {
  let result = text
  for (const { start, end, text: part } of changes.toReversed())
    result = result.slice(0, start) + part + result.slice(end)
  return result
}
