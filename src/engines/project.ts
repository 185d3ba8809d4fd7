// The project that a file belongs to: engine, bundler, static files, language and code style, and how each was determined. Read
// statically, never executed; a damaged file is reported and skipped.
import { type Phrase, phrase } from '../text/index.ts'
import {
  BUNDLER_TITLES,
  type BundlerId,
  bundlerOf,
  bundlerOfFiles,
  findsExports,
  type Serving,
  servingOf,
} from './bundler.ts'
import { type CodeStyle, styleOfBiome, styleOfCode, styleOfPrettier, USUAL_STYLE } from './code-style.ts'
import { ENGINE_TITLES, type EngineId, engineOf, engineOfPage } from './engine.ts'
import { type ModelFolder, modelFolderOf } from './model-folder.ts'
import { type PackageJson, readPackage } from './package-json.ts'
import { objectOf, readJson } from './plain-config.ts'
import { type Entry, folderOf, foldersAbove, joinPath, type ProjectFiles } from './project-files.ts'

/** A project. All paths are below the workspace folder, with slashes. */
export interface Project {
  /** The folder of the nearest package above the file; `''`: the workspace folder. */
  folder: string
  engine: EngineId
  /** Loaded by a script tag, so that its names are global and nothing is imported. */
  isGlobal: boolean
  bundler: BundlerId
  /** Whether `three/addons/…` is found; else the files below `three/examples/jsm` are. */
  hasAddons: boolean
  /** Names and version ranges of what the project may import, those of packages above it too. */
  dependencies: ReadonlyMap<string, string>
  /** What is served unchanged; undefined: models lie beside the code. */
  staticFolder?: string
  serving: Serving
  /** The folder for new models. */
  modelFolder: string
  /** The folder of the page, which relative addresses begin at. */
  pageFolder: string
  language: 'typescript' | 'javascript'
  moduleKind: 'esm' | 'commonjs' | 'script'
  style: CodeStyle
  /** What told each of these, in the order of a table. */
  why: readonly Phrase[]
  /** What could not be read. */
  problems: readonly Phrase[]
}

export interface ProjectOptions {
  /** `tripo.engine`: an engine that a person named instead. */
  engine?: EngineId
  /** The text of the file at hand where it is not saved yet. */
  text?: string
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i
/** Files that show how a project is written when none is open. */
const SAMPLES = [
  'src/main.ts',
  'src/main.tsx',
  'src/index.ts',
  'src/index.tsx',
  'src/App.tsx',
  'src/main.js',
  'src/main.jsx',
]
const MORE_SAMPLES = [
  'src/index.js',
  'src/App.jsx',
  'app/page.tsx',
  'App.tsx',
  'App.js',
  'index.js',
  'main.js',
  'game.js',
]
/** Pages of a project, below its folder. */
const PAGES = ['index.html', 'public/index.html', 'src/index.html', 'src/app.html']

const namesOf = (entries: readonly Entry[]) => entries.map(({ name }) => name)

/** The package.json files above a folder, nearest first. */
async function packagesAbove(files: ProjectFiles, folder: string): Promise<PackageJson[]> {
  const found: PackageJson[] = []
  for (const at of foldersAbove(folder)) {
    const text = await files.read(joinPath(at, 'package.json') ?? '')
    if (text !== undefined) found.push(readPackage(at, text))
  }
  return found
}

const fileOf = (folder: string) => joinPath(folder, 'package.json') ?? 'package.json'

interface Found<Id> {
  id: Id
  why: Phrase
}

/** The engine by the packages, then by the pages of the nearest one. */
async function findEngine(files: ProjectFiles, packages: readonly PackageJson[], top: string) {
  for (const { folder, dependencies } of packages) {
    const found = engineOf(dependencies)
    if (!found) continue
    const why = phrase('Engine: {0}, because {1} names {2}', ENGINE_TITLES[found.engine], fileOf(folder), found.by)
    return { id: found.engine, why, isGlobal: false }
  }
  const keysOf = (text: string) => Object.keys(objectOf(readJson(text)?.['imports']) ?? {})
  for (const page of PAGES) {
    const path = joinPath(top, page) ?? page
    const html = await files.read(path)
    const found = html === undefined ? undefined : engineOfPage(html, keysOf)
    if (!found) continue
    const title = ENGINE_TITLES[found.engine]
    const why =
      found.by === 'script'
        ? phrase('Engine: {0}, because {1} loads {2}', title, path, found.name)
        : phrase('Engine: {0}, because the import map of {1} names {2}', title, path, found.name)
    return { id: found.engine, why, isGlobal: found.by === 'script' }
  }
  return { id: 'none' as const, why: phrase('Engine: none that Tripo Studio knows was found'), isGlobal: false }
}

function findBundler(packages: readonly PackageJson[], top: string, names: readonly string[]): Found<BundlerId> {
  const [nearest, ...above] = packages
  const own = nearest && bundlerOf(nearest.dependencies)
  if (own)
    return {
      id: own.bundler,
      why: phrase('Bundler: {0}, because {1} names {2}', BUNDLER_TITLES[own.bundler], fileOf(nearest.folder), own.by),
    }
  const byFile = bundlerOfFiles(names)
  if (byFile) {
    const path = joinPath(top, byFile.by) ?? byFile.by
    return {
      id: byFile.bundler,
      why: phrase('Bundler: {0}, because there is {1}', BUNDLER_TITLES[byFile.bundler], path),
    }
  }
  for (const { folder, dependencies } of above) {
    const found = bundlerOf(dependencies)
    if (found)
      return {
        id: found.bundler,
        why: phrase('Bundler: {0}, because {1} names {2}', BUNDLER_TITLES[found.bundler], fileOf(folder), found.by),
      }
  }
  return { id: 'none', why: phrase('Bundler: none, so the page loads files by their paths') }
}

function whyServed({ folder, config }: Serving, bundler: BundlerId): Phrase {
  if (folder === undefined) return phrase('Static files: none, so models lie beside the code')
  const shown = `${folder || '.'}/`
  if (config !== undefined) return phrase('Static files: {0}, because {1} says so', shown, config)
  return bundler === 'none'
    ? phrase('Static files: {0}, because there is such a folder', shown)
    : phrase('Static files: {0}, as is usual with {1}', shown, BUNDLER_TITLES[bundler])
}

const whyNamed = (engine: EngineId): Phrase =>
  engine === 'none'
    ? phrase('Engine: none, because the setting tripo.engine says so')
    : phrase('Engine: {0}, because the setting tripo.engine says so', ENGINE_TITLES[engine])

const whyModels = ({ folder, models }: ModelFolder): Phrase => {
  if (models === 0) return phrase('New models: {0}', `${folder}/`)
  return models === 1
    ? phrase('New models: {0}, where a model lies already', `${folder}/`)
    : phrase('New models: {0}, where {1} models lie already', `${folder}/`, models)
}

/** How the project's code is written: its formatter's settings, and where they are silent, its code. */
async function findStyle(files: ProjectFiles, packages: readonly PackageJson[], code: string | undefined) {
  const own = code === undefined ? {} : styleOfCode(code)
  for (const { folder, json } of packages) {
    const prettier = await files.read(joinPath(folder, '.prettierrc') ?? '')
    const prettierJson = prettier ?? (await files.read(joinPath(folder, '.prettierrc.json') ?? ''))
    const biome = await files.read(joinPath(folder, 'biome.json') ?? '')
    const config =
      prettierJson !== undefined
        ? styleOfPrettier(readJson(prettierJson))
        : json['prettier'] !== undefined
          ? styleOfPrettier(json['prettier'])
          : biome === undefined
            ? {}
            : styleOfBiome(biome)
    if (Object.keys(config).length > 0) return { ...USUAL_STYLE, ...config, ...own }
  }
  return { ...USUAL_STYLE, ...own }
}

async function sampleCode(files: ProjectFiles, top: string, path: string, text?: string): Promise<string | undefined> {
  if (text !== undefined) return text
  const candidates = [
    ...(CODE.test(path) ? [path] : []),
    ...[...SAMPLES, ...MORE_SAMPLES].map((name) => joinPath(top, name)),
  ]
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : await files.read(candidate)
    if (found !== undefined) return found
  }
  return undefined
}

async function findLanguage(
  files: ProjectFiles,
  top: string,
  names: readonly string[],
  packages: readonly PackageJson[],
) {
  if (names.some((name) => /^tsconfig(\..+)?\.json$/.test(name))) return 'typescript'
  if (packages[0]?.dependencies.has('typescript')) return 'typescript'
  const sources = namesOf(await files.list(joinPath(top, 'src') ?? ''))
  return sources.some((name) => /\.[cm]?tsx?$/.test(name)) ? 'typescript' : 'javascript'
}

/**
 * Describes the project that a file or a folder belongs to. Never fails, whatever the project's files hold.
 * @param path below the workspace folder; `''`: the workspace folder itself
 */
export async function describeProject(
  files: ProjectFiles,
  path: string,
  options: ProjectOptions = {},
): Promise<Project> {
  const start = CODE.test(path) || /\.[a-z0-9]+$/i.test(path) ? folderOf(path) : path
  const packages = await packagesAbove(files, joinPath(start) ?? '')
  const folder = packages[0]?.folder ?? ''
  const names = namesOf(await files.list(folder))
  const engine = await findEngine(files, packages, folder)
  const bundler = findBundler(packages, folder, names)
  const dependencies = new Map(packages.toReversed().flatMap((each) => [...each.dependencies]))
  const json = packages[0]?.json ?? {}
  const serving = await servingOf(files, { bundler: bundler.id, folder, names, near: start, dependencies, json })
  const models = await modelFolderOf(files, folder, names, bundler.id, serving)
  const code = await sampleCode(files, folder, path, options.text)
  const isScript = engine.isGlobal || (packages.length === 0 && bundler.id === 'none' && engine.id === 'none')
  const isModule = bundler.id !== 'none' || packages[0]?.isModule || !code || /^\s*(import|export)\b/m.test(code)
  const pageAt = names.includes('index.html') || !names.includes('src') ? folder : (joinPath(folder, 'src') ?? folder)
  const named = options.engine
  return {
    folder,
    engine: named ?? engine.id,
    isGlobal: (named === undefined || named === engine.id) && engine.isGlobal,
    bundler: bundler.id,
    hasAddons: findsExports(
      bundler.id,
      dependencies,
      packages.map((each) => each.json),
    ),
    dependencies,
    staticFolder: serving.folder,
    serving,
    modelFolder: models.folder,
    pageFolder: bundler.id === 'none' ? pageAt : folder,
    language: await findLanguage(files, folder, names, packages),
    moduleKind: isScript ? 'script' : isModule ? 'esm' : 'commonjs',
    style: await findStyle(files, packages, code),
    why: [
      named === undefined ? engine.why : whyNamed(named),
      bundler.why,
      whyServed(serving, bundler.id),
      whyModels(models),
    ],
    problems: packages
      .filter(({ isDamaged }) => isDamaged)
      .map((each) => phrase('{0} is not JSON, so what it says is left out', fileOf(each.folder))),
  }
}

/** Folders of a workspace that are looked through for packages, and how deep. */
const MOST_FOLDERS = 400
const PACKAGE_DEPTH = 3

/**
 * The project of a file or folder; where that has no engine, the only package below the workspace folder that has one.
 * @param path below the workspace folder
 */
export async function findProject(files: ProjectFiles, path: string, options: ProjectOptions = {}): Promise<Project> {
  const project = await describeProject(files, path, options)
  const entries = await files.list(project.folder)
  if (project.engine !== 'none' || project.folder !== '' || namesOf(entries).includes('public')) return project
  const found: Project[] = []
  let level = ['']
  let looks = 0
  for (let depth = 0; depth < PACKAGE_DEPTH; depth++) {
    const next: string[] = []
    for (const folder of level) {
      for (const { name, isFolder } of await files.list(folder)) {
        const below = joinPath(folder, name)
        if (!isFolder || below === undefined || /^(\.|node_modules$|dist$|build$)/.test(name) || looks++ > MOST_FOLDERS)
          continue
        next.push(below)
        if ((await files.read(`${below}/package.json`)) === undefined) continue
        const inner = await describeProject(files, below, options)
        if (inner.engine !== 'none') found.push(inner)
      }
    }
    level = next
  }
  return found.length === 1 && found[0] ? found[0] : project
}
