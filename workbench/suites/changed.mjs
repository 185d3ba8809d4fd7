// What a change can break: which files differ from a git ref, and which suites and unit tests that concerns.

import { root } from '../paths.mjs'
import { run } from '../processes.mjs'

/** Files that every unit test stands on, or that no import leads to: a change of one concerns all unit tests. */
const EVERYWHERE = /^(package(-lock)?\.json|tsconfig\.json|esbuild\.mjs|test\/vitest\.config\.ts)$/
/** Modules that vitest can follow imports from. */
const MODULE = /^(src|webview|test|workbench)\/.*\.(ts|tsx|mjs|js|json)$/
/** The test that reads every source as text. */
const LAYERS_TEST = 'test/unit/scenarios/layers.test.ts'
/** What the suites inside VS Code are built of. */
const PRODUCT = /^(src|webview|workbench)\/|^(package(\.nls)?|package-lock)\.json$|^esbuild\.mjs$/

/**
 * @typedef {{ unit: 'all' | 'none' | string[], alsoConcerned: ('host' | 'e2e')[] }} Choice `unit` names the changed
 * modules whose tests run; `alsoConcerned` are suites that can break as well and take minutes: they run when named
 */

/**
 * Chooses what a change concerns. Lint always runs: types reach everywhere.
 * @param {readonly string[]} files changed, from the root, with `/`
 * @returns {Choice}
 */
export function chooseFor(files) {
  const modules = files.filter((file) => MODULE.test(file))
  /** @type {Choice['unit']} */
  let unit = 'none'
  if (files.some((file) => EVERYWHERE.test(file))) unit = 'all'
  // Text that tests read without importing it (words, licences, fixtures) cannot be followed; layers.test.ts reads code so.
  else if (modules.length > 0) unit = [...new Set([...modules, LAYERS_TEST])]
  const product = files.some((file) => PRODUCT.test(file))
  /** @type {Choice['alsoConcerned']} */
  const alsoConcerned = []
  if (product || files.some((file) => file.startsWith('test/host/'))) alsoConcerned.push('host')
  if (product || files.some((file) => file.startsWith('test/e2e/'))) alsoConcerned.push('e2e')
  return { unit, alsoConcerned }
}

/**
 * The files that differ from a git ref, new ones that git does not know yet and removed ones included.
 * @param {string} ref
 * @returns {Promise<string[]>} from the root, with `/`
 * @throws Error in a folder without git, and for a ref that does not exist
 */
export async function changedSince(ref) {
  /** @param {string[]} args */
  const git = async (...args) => {
    const { code, stdout, stderr } = await run('git', args, { cwd: root, check: false })
    if (code !== 0)
      throw new Error(`--changed needs git and a ref it knows; "${ref}" could not be compared. ${stderr.trim()}`)
    return stdout.split('\0').filter(Boolean)
  }
  await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)
  const differing = await git('diff', '--name-only', '--no-renames', '-z', ref, '--')
  const unknown = await git('ls-files', '--others', '--exclude-standard', '-z')
  return [...new Set([...differing, ...unknown])].sort()
}
