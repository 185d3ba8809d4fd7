// Reads a package.json without trusting it: fields may be missing or of another type, or the file may not be JSON at all.
import { type JsonObject, objectOf, readJson } from './plain-config.ts'

export interface PackageJson {
  /** Its folder, below the workspace folder. */
  folder: string
  /** Names and version ranges of all dependencies, of development and of peers too. */
  dependencies: ReadonlyMap<string, string>
  isModule: boolean
  /** Whether it says which packages belong to it. */
  isWorkspaceRoot: boolean
  /** Not an object of JSON: then everything else is empty. */
  isDamaged: boolean
  json: JsonObject
}

const LISTS = ['peerDependencies', 'devDependencies', 'dependencies']
/** Entries of one list: a package of ours has dozens. */
const MOST = 5000

/** @param folder where the file lies, below the workspace folder */
export function readPackage(folder: string, text: string): PackageJson {
  const read = readJson(text)
  const json = read ?? {}
  const entries = LISTS.flatMap((list) => Object.entries(objectOf(json[list]) ?? {}).slice(0, MOST))
  return {
    folder,
    dependencies: new Map(entries.map(([name, range]) => [name, typeof range === 'string' ? range : ''])),
    isModule: json['type'] === 'module',
    isWorkspaceRoot: json['workspaces'] !== undefined,
    isDamaged: read === undefined,
    json,
  }
}

/** The first number of a version range: 18 of `^18.2.0`; undefined where none is written, as in `latest`. */
export function majorOf(range: string | undefined): number | undefined {
  const found = /^(?:npm:(?:@?[^@]+)@|workspace:)?[\^~>=v\s]*(\d{1,6})(?:\.|$|\s|-)/.exec(range ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}
