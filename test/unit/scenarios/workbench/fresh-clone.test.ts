// What runs in a clone without node_modules must load without packages: it installs them itself, and then imports them.
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../../../workbench/paths.mjs'

/** Scripts of package.json that install what is missing. */
const SCRIPTS = ['test', 'demo', 'start', 'games', 'windows', 'bench', 'soak'] as const

const IMPORT = /^(?:import|export)\s[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm

/** Packages that a module needs before it can run, each with the file that imports it. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap(([, named, bare]) => {
    const wanted = named ?? bare ?? ''
    if (wanted.startsWith('.')) return packagesOf(join(dirname(file), wanted), seen)
    return wanted.startsWith('node:') ? [] : [`${relative(root, file)} imports ${wanted}`]
  })
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

describe('without node_modules', () => {
  it.each(SCRIPTS)('npm run %s loads', (name) => {
    const file = /^node (workbench\/[\w-]+\.mjs)/.exec(String(scripts[name]))?.[1]
    expect(packagesOf(join(root, file ?? 'missing'))).toEqual([])
  })

  it('an import of a package is found wherever it stands', () => {
    expect(packagesOf(join(root, 'workbench/l10n-collect.mjs'))).toEqual([
      'workbench/l10n-collect.mjs imports esbuild',
      'workbench/l10n-collect.mjs imports rollup/parseAst',
    ])
  })
})
