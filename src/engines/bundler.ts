// Which bundler or framework builds a project, which folder it serves unchanged, and under which URL. Read from dependencies and
// config files; facts per bundler: docs/engines.md.
import { majorOf } from './package-json.ts'
import { type ConfigValue, configValue, type JsonObject, objectOf, readJson, textsOf } from './plain-config.ts'
import { isBelow, joinPath, type ProjectFiles } from './project-files.ts'

export type BundlerId =
  | 'next'
  | 'nuxt'
  | 'astro'
  | 'sveltekit'
  | 'angular'
  | 'expo'
  | 'create-react-app'
  | 'vite'
  | 'parcel'
  | 'webpack'
  | 'none'

/** Names as their makers write them, in every language. */
export const BUNDLER_TITLES: Readonly<Record<BundlerId, string>> = {
  next: 'Next.js',
  nuxt: 'Nuxt',
  astro: 'Astro',
  sveltekit: 'SvelteKit',
  angular: 'Angular',
  expo: 'Expo',
  'create-react-app': 'Create React App',
  vite: 'Vite',
  parcel: 'Parcel',
  webpack: 'webpack',
  none: '',
}

/** In order: what is built on Vite depends on Vite, too. */
const BY_PACKAGE: readonly (readonly [name: string, bundler: BundlerId])[] = [
  ['next', 'next'],
  ['nuxt', 'nuxt'],
  ['astro', 'astro'],
  ['@sveltejs/kit', 'sveltekit'],
  ['@angular/core', 'angular'],
  ['expo', 'expo'],
  ['react-scripts', 'create-react-app'],
  ['vite', 'vite'],
  ['rolldown-vite', 'vite'],
  ['parcel', 'parcel'],
  ['webpack', 'webpack'],
]

/** Config files, by the name before the ending. */
const BY_CONFIG: Readonly<Record<string, BundlerId>> = {
  'next.config': 'next',
  'nuxt.config': 'nuxt',
  'astro.config': 'astro',
  'vite.config': 'vite',
  'webpack.config': 'webpack',
}
const CONFIG_ENDING = /\.[cm]?[jt]s$/

export const bundlerOf = (
  dependencies: ReadonlyMap<string, string>,
): { bundler: BundlerId; by: string } | undefined => {
  const found = BY_PACKAGE.find(([name]) => dependencies.has(name))
  return found && { by: found[0], bundler: found[1] }
}

/** The bundler that a folder has a config of, and the config's name. */
export function bundlerOfFiles(names: readonly string[]): { bundler: BundlerId; by: string } | undefined {
  if (names.includes('angular.json')) return { bundler: 'angular', by: 'angular.json' }
  for (const name of names) {
    const bundler = CONFIG_ENDING.test(name) ? BY_CONFIG[name.replace(CONFIG_ENDING, '')] : undefined
    if (bundler) return { bundler, by: name }
  }
  return undefined
}

/** Where files are served from as they are. */
export interface Serving {
  /** Below the workspace folder; undefined: nowhere, models lie beside the code. */
  folder?: string
  /** Before a file's path in that folder, as the config says it plainly: `/`, `/docs/`, `''` for relative to the page. */
  base: string
  /** Whether the base is another than the default, or only running the config would tell it. */
  hasOwnBase: boolean
  /** The config that said something other than the default. */
  config?: string
}

/** The first of some config files that is there. */
async function readConfig(files: ProjectFiles, folder: string, names: readonly string[], start: string) {
  const name = names.find((each) => CONFIG_ENDING.test(each) && each.replace(CONFIG_ENDING, '') === start)
  const path = name && joinPath(folder, name)
  const text = path && (await files.read(path))
  return name && text ? { name, text } : undefined
}

const textOf = (value: ConfigValue | undefined) =>
  typeof value === 'object' && 'text' in value ? value.text : undefined

/** `/docs/` of `docs`, `/docs` and `https://cdn.example/docs/`; `''` of `./`. */
function asBase(text: string): string {
  const path = /^[a-z]+:\/\//i.test(text) ? (URL.canParse(text) ? new URL(text).pathname : '/') : text
  if (path === '' || path === './') return ''
  return `/${path.split('/').filter(Boolean).join('/')}/`.replace('//', '/')
}

/** What a config says of its folder and its base, by the paths of their keys. */
interface Keys {
  config: string
  folder?: readonly string[]
  root?: readonly string[]
  base: readonly string[]
  fallback: string
}

const KEYS: Partial<Record<BundlerId, Keys>> = {
  vite: { config: 'vite.config', folder: ['publicDir'], root: ['root'], base: ['base'], fallback: 'public' },
  astro: { config: 'astro.config', folder: ['publicDir'], base: ['base'], fallback: 'public' },
  nuxt: { config: 'nuxt.config', folder: ['dir', 'public'], base: ['app', 'baseURL'], fallback: 'public' },
  next: { config: 'next.config', base: ['basePath'], fallback: 'public' },
  sveltekit: {
    config: 'svelte.config',
    folder: ['kit', 'files', 'assets'],
    base: ['kit', 'paths', 'base'],
    fallback: 'static',
  },
}

async function servingBy(files: ProjectFiles, folder: string, names: readonly string[], keys: Keys): Promise<Serving> {
  const config = await readConfig(files, folder, names, keys.config)
  const said = (path: readonly string[] | undefined) => (config && path ? configValue(config.text, path) : undefined)
  const own = said(keys.folder)
  const base = said(keys.base)
  const root = textOf(said(keys.root)) ?? ''
  const isOff = typeof own === 'object' && 'isOn' in own && !own.isOn
  const named = textOf(own)
  const served = isOff || named === '' ? undefined : joinPath(folder, root, named ?? keys.fallback)
  const path = textOf(base)
  const asked = path === undefined ? '/' : asBase(path)
  const isOwn = own !== undefined || base !== undefined || root !== ''
  return {
    folder: served,
    base: asked,
    hasOwnBase: base !== undefined && (path === undefined || asked !== '/'),
    ...(isOwn && config ? { config: config.name } : {}),
  }
}

/** Angular: what `assets` of the build names, for the project that the file at hand belongs to. */
async function servingByAngular(files: ProjectFiles, folder: string, near: string, version?: string): Promise<Serving> {
  const major = majorOf(version)
  const path = joinPath(folder, 'angular.json') ?? ''
  const json = readJson((await files.read(path)) ?? '')
  const projects = Object.values(objectOf(json?.['projects']) ?? {})
    .map(objectOf)
    .filter((project) => project !== undefined)
  const rootOf = (project: JsonObject) => {
    const { root } = project
    return joinPath(folder, typeof root === 'string' ? root : '') ?? folder
  }
  const own = projects.filter((project) => isBelow(rootOf(project), near))
  const project = own.sort((a, b) => rootOf(b).length - rootOf(a).length)[0] ?? projects[0]
  const options = objectOf(objectOf(objectOf(project?.['architect'] ?? project?.['targets'])?.['build'])?.['options'])
  const list = options?.['assets']
  const inputs = (Array.isArray(list) ? list : []).flatMap((item) => {
    const { input, output } = objectOf(item) ?? {}
    return typeof input === 'string' ? [{ input, output: typeof output === 'string' ? output : '' }] : []
  })
  const [first] = inputs
  if (first) {
    const output = first.output.split('/').filter(Boolean).join('/')
    return {
      folder: joinPath(folder, first.input),
      base: output && `${output}/`,
      hasOwnBase: false,
      config: 'angular.json',
    }
  }
  const assets = textsOf(list).find((text) => text.split('/').filter(Boolean).at(-1) === 'assets')
  if (assets !== undefined)
    return { folder: joinPath(folder, assets), base: 'assets/', hasOwnBase: false, config: 'angular.json' }
  if (major !== undefined && major < 18)
    return { folder: joinPath(folder, 'src/assets'), base: 'assets/', hasOwnBase: false }
  return { folder: joinPath(folder, 'public'), base: '', hasOwnBase: false }
}

/**
 * Whether a package's `exports` are found, which `three/addons` is one of: older bundlers look for files only, Parcel does
 * unless its settings in package.json say otherwise, and three.js has had them since 0.148.
 */
export function findsExports(
  bundler: BundlerId,
  dependencies: ReadonlyMap<string, string>,
  jsons: readonly JsonObject[],
): boolean {
  const three = /^[\^~>=v\s]*0\.(\d{1,4})\b/.exec(dependencies.get('three') ?? '')?.[1]
  if (three !== undefined && Number(three) < 148) return false
  const isSince = (name: string, major: number) => (majorOf(dependencies.get(name)) ?? major) >= major
  if (bundler === 'parcel')
    return jsons.some((json) => objectOf(json['@parcel/resolver-default'])?.['packageExports'] === true)
  if (bundler === 'webpack') return isSince('webpack', 5)
  if (bundler === 'create-react-app') return isSince('react-scripts', 5)
  return bundler !== 'expo' || isSince('expo', 53)
}

/** What the serving of a project is found by. */
export interface ServingSearch {
  bundler: BundlerId
  /** The package's, below the workspace folder. */
  folder: string
  /** The names of the files in it. */
  names: readonly string[]
  /** The folder of the file at hand. */
  near: string
  dependencies: ReadonlyMap<string, string>
  /** The package.json's content. */
  json: JsonObject
}

/** Where a project's static files are, by its configs as they are written. */
export async function servingOf(files: ProjectFiles, search: ServingSearch): Promise<Serving> {
  const { bundler, folder, names, near, dependencies, json } = search
  const keys = KEYS[bundler]
  if (keys) return servingBy(files, folder, names, keys)
  const beside = { base: '', hasOwnBase: false }
  if (bundler === 'angular') return servingByAngular(files, folder, near, dependencies.get('@angular/core'))
  if (bundler === 'create-react-app') {
    const homepage = typeof json['homepage'] === 'string' ? json['homepage'] : undefined
    return {
      folder: joinPath(folder, 'public'),
      base: homepage === undefined ? '/' : asBase(homepage),
      hasOwnBase: homepage !== undefined,
    }
  }
  // webpack's development server serves `public`, and so do the usual copies of a build.
  if (bundler === 'webpack' && names.includes('public'))
    return { folder: joinPath(folder, 'public'), base: '/', hasOwnBase: false }
  if (bundler === 'none' && names.includes('public') && !names.includes('index.html'))
    return { folder: joinPath(folder, 'public'), base: '/', hasOwnBase: false }
  return beside
}
