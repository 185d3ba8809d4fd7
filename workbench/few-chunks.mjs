// A bundle of a few files instead of a hundred. esbuild makes a chunk of every set of modules that the same dynamic imports
// reach, and Node 20 takes about a millisecond for each module that it loads: a program that runs for a fifth of a second spent
// a third of it so. Here all that is loaded on demand comes in two parts: what nearly every run needs, and the rest.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const NAMESPACE = 'few-chunks'
const DEMAND = /\bimport\('(\.{1,2}\/[^']+\.ts)'\)/g
const EXPORTED = /^export (?:async )?(?:function|const|class|let) (\w+)|^export \{([^}]*)\}/gm

/** @param {string} folder @returns {string[]} its sources, however deep */
const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

/** The names that a module exports as values. @param {string} path */
function namesOf(path) {
  const found = readFileSync(path, 'utf8').matchAll(EXPORTED)
  return [...found].flatMap(
    ([, name, several = '']) => name ?? several.split(',').map((one) => one.trim().split(' ').at(-1)),
  )
}

/**
 * A dynamic import of one of our modules becomes one of the part that it lies in, which exports what all modules of it do.
 * @param {{ root: string, folders: readonly string[], often: readonly string[] }} options folders that are looked through, and
 * the modules that nearly every run needs, from the root
 * @returns {import('esbuild').Plugin}
 */
export function fewChunks({ root, folders, often }) {
  const first = new Set(often.map((path) => join(root, path)))
  const demanded = new Set(
    folders
      .flatMap((folder) => sourcesIn(join(root, folder)))
      .flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(DEMAND)].map(([, to = '']) => resolve(dirname(path), to)),
      ),
  )
  /** @type {Record<string, string[]>} */
  const parts = { often: [...first], rest: [...demanded].filter((path) => !first.has(path)) }
  for (const [part, paths] of Object.entries(parts)) {
    const names = paths.flatMap(namesOf)
    const twice = names.filter((name, at) => name !== undefined && name !== '' && names.indexOf(name) !== at)
    // Of two names that are the same, a bundle would silently have neither.
    if (twice.length > 0) throw new Error(`Loaded on demand in "${part}", two modules export ${twice.join(', ')}.`)
  }
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const whole = resolve(resolveDir, path)
        const part = Object.keys(parts).find((name) => parts[name]?.includes(whole))
        return part === undefined ? undefined : { path: part, namespace: NAMESPACE }
      })
      build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
        contents: (parts[path] ?? []).map((one) => `export * from ${JSON.stringify(one)}`).join('\n'),
        resolveDir: root,
        loader: 'js',
      }))
    },
  }
}
