// Which unit tests a change of modules can break: the imports that stand in the modules' texts, followed backwards. Read
// here, since vitest takes as long to find its related files (it transforms all modules) as most of them to run.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from '../paths.mjs'

/** Whose modules import each other; games have modules of their own. */
const FOLDERS = ['src', 'webview', 'workbench', 'test']
const MODULE = /\.(ts|tsx|mjs)$/
const OTHERS = /^(test\/fixtures|workbench\/game)\//
const TEST = /^test\/unit\/.*\.test\.ts$/
/** `from '…'`, `import '…'`, `import('…')`. */
const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g
/** What is gone when the code runs; `npm run lint` knows what a type breaks. */
const TYPES_ONLY = /^\s*(?:import|export) type [^']*from '[^']+'/gm
/** What opens pages in Chromium. */
const BROWSER = /\bfrom '@playwright\/test'/
/** What the long runs are made of, `npm run soak` and `npm run bench -- load`: tests that import it are their short forms. */
const LONG = /^test\/bench\/(soak|load)\b/
/** Modules that are named by their path: what a page is bundled of. */
const NAMED = /'((?:src|webview|workbench|test)\/[\w./-]+\.(?:ts|mjs))'/g

/** @param {string} text @param {RegExp} pattern */
const found = (text, pattern) => [...text.matchAll(pattern)].flatMap(([, path]) => (path ? [path] : []))

/** @param {ReadonlyMap<string, Set<string>>} edges from a module to those that need it @param {readonly string[]} from */
function reach(edges, from) {
  const reached = new Set(from)
  const queue = [...from]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const user of edges.get(next) ?? []) {
      if (reached.has(user)) continue
      reached.add(user)
      queue.push(user)
    }
  }
  return [...reached].filter((path) => TEST.test(path) && existsSync(join(root, path))).sort()
}

/**
 * The unit tests that some modules lead to.
 * @param {readonly string[]} modules from the root, with `/`; tests among them lead to themselves
 * @returns {{ tests: string[], slow: string[] }} `slow` open a page in Chromium: it is bundled of one of them, which no
 * import says, or what is opened in it is made by one; or they are short forms of long runs. They take minutes, and are among
 * the tests only for a change of tests
 */
export function testsOf(modules) {
  /** @type {Map<string, Set<string>>} */
  const imported = new Map()
  /** @type {Map<string, Set<string>>} */
  const bundled = new Map()
  /** @type {string[]} */
  const slowModules = []
  /** @param {Map<string, Set<string>>} edges @param {string} to @param {string} from */
  const add = (edges, to, from) => {
    const users = edges.get(to) ?? new Set()
    edges.set(to, users.add(from))
  }
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${name.replaceAll('\\', '/')}`
      if (!MODULE.test(path) || OTHERS.test(path) || path.includes('/node_modules/')) continue
      const text = readFileSync(join(root, path), 'utf8')
      const code = text.replace(TYPES_ONLY, '')
      if (BROWSER.test(code) || LONG.test(path)) slowModules.push(path)
      for (const target of found(code, IMPORT)) {
        const module = posix.join(dirname(path), target)
        add(imported, module, path)
        add(bundled, module, path)
      }
      if (!TEST.test(path)) for (const module of found(text, NAMED)) add(bundled, module, path)
    }
  }
  const ofTests = reach(
    imported,
    modules.filter((path) => path.startsWith('test/')),
  )
  const left = reach(imported, slowModules).filter((path) => !ofTests.includes(path))
  const tests = reach(imported, modules).filter((path) => !left.includes(path))
  const all = new Set([...reach(imported, modules), ...reach(bundled, modules)])
  return { tests, slow: [...all].filter((path) => !tests.includes(path)).sort() }
}
