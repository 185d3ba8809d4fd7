// Where facts come from can be looked up by a stranger: every document, heading and path that comments and documents
// name is in the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(__dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const below = (folder: string, endings: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1), entry.name))
    .filter((name) => !name.includes('node_modules'))

const CODE = ['src', 'webview', 'test', 'workbench'].flatMap((folder) => below(folder, /\.(ts|mjs|css)$/))
const PAGES = [
  ...below('docs', /\.md$/),
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
]

/** The comments of a file: lines that begin with a comment's signs, and what follows `//` after code. Runs of lines are one. */
function commentsOf(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(?:\/\/|\/\*+|\*+)(.*)$/.exec(line)?.[1] ?? /\s\/\/ (.*)$/.exec(line)?.[1])
  const runs: string[] = []
  let run: string | undefined
  for (const line of [...lines, undefined]) {
    if (line !== undefined) run = `${run ?? ''} ${line.trim()}`
    else if (run !== undefined) {
      runs.push(run)
      run = undefined
    }
  }
  return runs
}

/** A heading's anchor as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (page: string) => {
  const prose = page.replace(/^```[\s\S]*?^```/gm, '')
  return new Set([...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)))
}

/** What is wrong with naming `page#anchor`, or nothing. */
function faultOf(page: string, anchor?: string): string | undefined {
  if (!existsSync(join(root, page))) return `${page} does not exist`
  if (anchor && page.endsWith('.md') && !anchorsOf(read(page)).has(anchor)) return `${page} has no heading #${anchor}`
  return undefined
}

/** Faults of all `docs/x.md#y` in a text, and of `X.md` in the root. */
const faultsOfCitations = (text: string): string[] =>
  [...text.matchAll(/(?<![\w/.-])((?:docs\/[\w-]+|[A-Z]+)\.md)(?:#([\w-]+))?/g)].flatMap(
    ([, page = '', anchor]) => faultOf(page, anchor) ?? [],
  )

/** Documents that only who wrote this could read. */
const ELSEWHERE = [
  /\bprotocol sheet\b/i,
  /\bsheets?,? (sections?|\d)/i,
  /\bthe sheet\b/i,
  /\bSEED ?\d/i,
  /\bissue (#?\d|["“'])/i,
  /\/work\/(shared|wt|main)\b/,
  /\b(design|tripo-protocol|vscode-host)\.md\b/,
]
/** Published documents whose sections may be cited. */
const PUBLISHED = /glTF 2\.0|specification|https:\/\/|\bRFC \d/

/** What of a comment a stranger cannot look up. */
const unknownSources = (comment: string): string[] => [
  ...ELSEWHERE.flatMap((pattern) => pattern.exec(comment)?.[0] ?? []),
  ...(PUBLISHED.test(comment) ? [] : (comment.match(/\bsections? \d+/i)?.slice(0, 1) ?? [])),
]

const SELF = 'test/unit/scenarios/sources.test.ts'
const everyFault = (files: readonly string[], faults: (text: string, file: string) => readonly string[]) =>
  files.filter((file) => file !== SELF).flatMap((file) => faults(read(file), file).map((fault) => `${file}: ${fault}`))

describe('sources that comments cite', () => {
  it('are cited at all', () => {
    const cited = CODE.filter((file) => commentsOf(read(file)).some((comment) => comment.includes('docs/protocol.md#')))
    expect(cited.length).toBeGreaterThan(50)
  })
  it('are pages and headings of the repository', () => {
    expect(everyFault(CODE, (text) => commentsOf(text).flatMap(faultsOfCitations))).toEqual([])
  })
  it('are no documents that are somewhere else', () => {
    expect(everyFault(CODE, (text) => commentsOf(text).flatMap(unknownSources))).toEqual([])
  })
  it('are headings of the repository in the examples of the wire, too', () => {
    expect(
      everyFault(['docs/wire-examples.json'], (text) => [...faultsOfCitations(text), ...unknownSources(text)]),
    ).toEqual([])
  })
  it('would be missed', () => {
    expect(faultsOfCitations('Source: docs/protocol.md#no-such, docs/none.md.')).toEqual([
      'docs/protocol.md has no heading #no-such',
      'docs/none.md does not exist',
    ])
    const [comment = ''] = commentsOf('/** Ten. Source: protocol\n * sheet, section 5. */')
    expect(unknownSources(comment)).toEqual(['protocol sheet', 'sheet, section', 'section 5'])
    expect(unknownSources('The container (glTF 2.0, section 4.4).')).toEqual([])
  })
})

describe('links of the documents', () => {
  it('lead to files and headings of the repository', () => {
    const faults = everyFault(PAGES, (text, file) =>
      [...text.matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
        ([, path = '', anchor]) => faultOf(path ? posix.join(dirname(file), path) : file, anchor) ?? [],
      ),
    )
    expect(faults).toEqual([])
  })
  it('the page of the service has each heading once', () => {
    const headings = [...read('docs/protocol.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    expect(new Set(headings).size).toBe(headings.length)
  })
})

describe('the map of the code', () => {
  // Written as from src: `jobs/api.ts`; `{a,b}` stands for several.
  const spread = (path: string): string[] => {
    const [, start = '', middle, end = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? []
    return middle === undefined ? [path] : middle.split(',').map((one) => `${start}${one}${end}`)
  }
  it('names only files that exist', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/`([\w./{},-]+\/[\w./{},-]+\.(?:ts|mjs|md))`/g)]
    const paths = named.flatMap(([, path = '']) => spread(path)).filter((path) => !/^(dist|out)\//.test(path))
    expect(paths.length).toBeGreaterThan(50)
    const places = ['', 'src/', 'webview/']
    expect(paths.filter((path) => !places.some((place) => existsSync(join(root, place + path))))).toEqual([])
  })
})

describe('the table of where to change what', () => {
  const table = /^## Where to change what\n([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md'))?.[1] ?? ''
  const rows = table.split('\n').filter((line) => /^\| (?!To change)\S/.test(line))
  const pathsOf = (row: string) =>
    [...row.matchAll(/`([\w./-]+)`/g)].map(([, path = '']) => path).filter((path) => /[/.]/.test(path))

  it.each([
    ...['a parameter', 'a price', 'a capability', 'a command', 'a job action', 'a shading mode', 'a file format'],
    ...['a mesh tool', 'a language', 'file names', 'retries'],
  ])('has a path for %s', (what) => {
    const row = rows.find((line) => line.startsWith(`| ${what} |`)) ?? ''
    expect(pathsOf(row).length).toBeGreaterThan(0)
  })
  it('names only what exists', () => {
    const gone = rows.flatMap(pathsOf).filter((path) => path !== 'vscode.l10n' && !existsSync(join(root, path)))
    expect(gone).toEqual([])
  })
})
