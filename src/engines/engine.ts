// Which 3D engine a project uses, determined by its dependencies, its import map or its script tags.

/** Values of `tripo.engine` beside `auto`. */
export const ENGINES = [
  'three',
  'react-three-fiber',
  'threlte',
  'tresjs',
  'angular-three',
  'babylonjs',
  'playcanvas',
  'aframe',
  'model-viewer',
  'expo',
  'phaser',
  'none',
] as const
export type EngineId = (typeof ENGINES)[number]

export const isEngine = (value: unknown): value is EngineId => ENGINES.some((id) => id === value)

/** Names as their makers write them, in every language. */
export const ENGINE_TITLES: Readonly<Record<EngineId, string>> = {
  three: 'three.js',
  'react-three-fiber': 'React Three Fiber',
  threlte: 'Threlte',
  tresjs: 'TresJS',
  'angular-three': 'Angular Three',
  babylonjs: 'Babylon.js',
  playcanvas: 'PlayCanvas',
  aframe: 'A-Frame',
  'model-viewer': '<model-viewer>',
  expo: 'React Three Fiber in Expo',
  phaser: 'Phaser',
  none: '',
}

/** In order: what is built on three.js depends on three, too. */
const BY_PACKAGE: readonly (readonly [name: string, engine: EngineId])[] = [
  ['@react-three/fiber', 'react-three-fiber'],
  ['@threlte/core', 'threlte'],
  ['@tresjs/core', 'tresjs'],
  ['@tresjs/nuxt', 'tresjs'],
  ['angular-three', 'angular-three'],
  ['@angular-three/core', 'angular-three'],
  ['@babylonjs/core', 'babylonjs'],
  ['babylonjs', 'babylonjs'],
  ['playcanvas', 'playcanvas'],
  ['aframe', 'aframe'],
  ['@google/model-viewer', 'model-viewer'],
  ['three', 'three'],
  ['phaser', 'phaser'],
]

/** Packages that make React Three Fiber draw by expo-gl. */
const NATIVE = ['expo', 'react-native']

/** The engine of a package's dependencies, and the one that tells it. */
export function engineOf(dependencies: ReadonlyMap<string, string>): { engine: EngineId; by: string } | undefined {
  const found = BY_PACKAGE.find(([name]) => dependencies.has(name))
  if (!found) return undefined
  const [by, engine] = found
  const isNative = engine === 'react-three-fiber' && NATIVE.some((name) => dependencies.has(name))
  return { engine: isNative ? 'expo' : engine, by }
}

/** File names and addresses by which pages load an engine without a package. */
const BY_ADDRESS: readonly (readonly [pattern: RegExp, engine: EngineId])[] = [
  [/\baframe(?:[-@./]|$)/i, 'aframe'],
  [/\bmodel-viewer(?:[-@./]|$)/i, 'model-viewer'],
  [/\bbabylon(?:js)?(?:[-@./]|$)/i, 'babylonjs'],
  [/\bplaycanvas(?:[-@./]|$)/i, 'playcanvas'],
  [/(?:^|[/@])three(?:[-@./]|$)/i, 'three'],
  [/\bphaser(?:[-@./]|$)/i, 'phaser'],
]

const engineOfAddress = (address: string) => BY_ADDRESS.find(([pattern]) => pattern.test(address))?.[1]

const IMPORT_MAP = /<script\b[^>]*\btype\s*=\s*["']?importmap["']?[^>]*>([\s\S]*?)<\/script/gi
const SCRIPT = /<script\b[^>]*\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>/gi
const MOST_SCRIPTS = 200

export interface PageEngine {
  engine: EngineId
  by: 'import map' | 'script'
  /** What it imports or loads. */
  name: string
}

/** The engine that a page of HTML loads by itself. */
export function engineOfPage(html: string, readMap: (text: string) => readonly string[]): PageEngine | undefined {
  const page = html.replace(/<!--[\s\S]*?-->/g, '')
  for (const [, text = ''] of page.matchAll(IMPORT_MAP)) {
    const names = new Map(readMap(text).map((name) => [name.replace(/\/$/, ''), '']))
    const found = engineOf(names)
    if (found) return { engine: found.engine, by: 'import map', name: found.by }
  }
  const sources = [...page.matchAll(SCRIPT)]
    .slice(0, MOST_SCRIPTS)
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  for (const name of sources) {
    const engine = engineOfAddress(name)
    if (engine) return { engine, by: 'script', name }
  }
  return undefined
}
