// The layers: which way imports point, who may touch node and vscode, how long a file may be, and that
// code and manifest name the same things. The table is ARCHITECTURE.md's; change it there first, with a reason.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../../package.json'
import strings from '../../../package.nls.json'
import { ENGINES } from '../../../src/engines/index.ts'
import { JOB_ACTIONS, taskCommand } from '../../../src/protocol/actions.ts'
import { COMMANDS, SETTINGS, SETTINGS_SECTION, VIEWS } from '../../../src/vscode/names.ts'
import { KEY_SCHEMES } from '../../../webview/viewport/bindings.ts'
import { circlesOf, valueImports } from '../../support/circles.ts'

const root = resolve(__dirname, '../../..')

/** What every layer may import: sentences as data, which know nothing of anybody. */
const EVERYWHERE = 'text'
/** Layers (folders of src) and what each may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  tripo: [],
  mesh: [],
  protocol: ['tripo', 'mesh'],
  engines: ['protocol'],
  assets: ['protocol'],
  'assets-file': ['protocol', 'tripo', 'mesh'],
  simulator: ['tripo'],
  sandbox: ['simulator', 'tripo', 'mesh', 'platform'],
  jobs: ['tripo', 'assets', 'protocol'],
  platform: [],
  cli: ['mesh', 'platform', 'protocol', 'tripo', 'jobs', 'assets', 'assets-file', 'engines'],
  vscode: ['protocol', 'tripo', 'sandbox', 'simulator', 'mesh', 'jobs', 'assets', 'assets-file', 'engines', 'platform'],
  webview: ['protocol', 'tripo/catalogue', 'mesh'],
}

/** Layers that are for Node only: its resources, and a program that runs on it. */
const NODE_LAYERS: readonly string[] = ['platform', 'cli']

/** Files that may import more, with the reason. */
const EXCEPTIONS: Record<string, { layers: readonly string[]; node: boolean; why: string }> = {
  'src/extension.ts': {
    layers: ['vscode', 'platform', 'sandbox'],
    node: true,
    why: 'the entry point builds the services',
  },
  'src/simulator/server.ts': { layers: ['platform'], node: true, why: 'the handler behind node:http' },
  'src/sandbox/cli.ts': { layers: ['platform'], node: true, why: 'bundled entry point of npm run simulator' },
  'src/sandbox/worker.ts': { layers: ['platform'], node: true, why: 'bundled entry point: the worker thread' },
  'src/platform/model-job.ts': { layers: ['mesh'], node: false, why: 'what the thread that reads models is sent' },
  'src/platform/model-reader.ts': { layers: ['mesh'], node: true, why: 'reads models in a thread with limits' },
  'src/platform/model-worker.ts': { layers: ['mesh'], node: true, why: 'bundled entry point: the thread of that' },
  'src/platform/model-tools.ts': { layers: ['mesh'], node: true, why: 'runs the local tools in that thread' },
  'src/platform/picture-wasm.ts': { layers: ['mesh'], node: false, why: 'decoders inside the bundles of threads' },
  'src/platform/picture-worker.ts': { layers: ['mesh'], node: true, why: 'bundled entry point: prepares pictures' },
  'src/platform/bundled-wasm.ts': { layers: ['mesh'], node: false, why: 'part of both bundles of threads' },
  'src/sandbox/sandbox.ts': { layers: [], node: true, why: 'bundled entry point: the lazily loaded sandbox' },
}

/** Files longer than this are split; the aim is 300. */
const MOST_LINES = 350

const list = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split('\\').join('/'))

const files = [...list('src'), ...list('webview')]

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8').replace(/^\s*(\/\/|\*).*$/gm, '')
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  return [...new Set(found)]
}

const layerOf = (file: string) => (file.startsWith('webview/') ? 'webview' : (file.split('/')[1] ?? ''))

describe('imports go down only', () => {
  it('finds the tree', () => expect(files.length).toBeGreaterThan(50))

  it('lets each layer import only what the table allows', () => {
    const wrong = files.flatMap((file) => wrongImports(file).map((name) => `${file} imports ${name}`))
    expect(wrong).toEqual([])
  })
})

describe('folders', () => {
  it('are created by src/platform/create-folder.ts alone, which knows what a disk says that cannot be written', () => {
    const makes = /\bmkdir(Sync)?\([^;]*recursive: true/
    const makers = files.filter((file) => makes.test(readFileSync(join(root, file), 'utf8')))
    expect(makers).toEqual([])
  })
})

describe('imports in a circle', () => {
  it('are told from imports of types and from lazy ones', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type { b } from './b.ts'",
      "import { type c, type d } from './c.ts'",
      "import {\n  type e,\n  f,\n} from './e.ts'",
      "import './g.ts'",
      "export * from './h.ts'",
      "export type { i } from './i.ts'",
      "// import { j } from './j.ts'",
      "const k = await import('./k.ts')",
    ].join('\n')
    expect(valueImports(text).sort()).toEqual(['./a.ts', './e.ts', './g.ts', './h.ts'])
  })

  it('are found, however long the way round', () => {
    const around = { a: ['b', 'x'], b: ['c'], c: ['a'], x: ['c', 'y'], y: ['y'] }
    expect(circlesOf(new Map(Object.entries(around)))).toEqual([
      ['a', 'b', 'c', 'a'],
      ['y', 'y'],
    ])
    expect(circlesOf(new Map(Object.entries({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })))).toEqual([])
  })

  it('do not exist in src and webview', () => {
    const imports = new Map(
      files.map((file) => [
        file,
        valueImports(readFileSync(join(root, file), 'utf8')).flatMap((name) =>
          name.startsWith('.') ? [pathOf(file, name)] : [],
        ),
      ]),
    )
    expect([...imports.values()].flat().filter((target) => target.endsWith('.ts')).length).toBeGreaterThan(500)
    expect(circlesOf(imports).map((circle) => circle.join(' > '))).toEqual([])
  })
})

/** The file that an import names, from the root. */
const pathOf = (file: string, name: string): string =>
  relative(root, resolve(root, dirname(file), name))
    .split('\\')
    .join('/')

/** What a file imports against the rules. */
function wrongImports(file: string): string[] {
  const layer = layerOf(file)
  const exception = EXCEPTIONS[file]
  const allowed = [EVERYWHERE, ...(MAY_IMPORT[layer] ?? []), ...(exception?.layers ?? [])]
  return importsOf(file).filter((name) => {
    if (name.startsWith('node:')) return !NODE_LAYERS.includes(layer) && !exception?.node
    if (name === 'vscode') return layer !== 'vscode' && file !== 'src/extension.ts'
    if (name.startsWith('@vscode/webview-ui-toolkit')) return !file.startsWith('webview/controls/')
    if (!name.startsWith('.')) return false
    const target = pathOf(file, name)
    const isOwn = target.startsWith('src/') ? layerOf(target) === layer : layer === 'webview'
    return !isOwn && !allowed.some((other) => target.replace(/^src\//, '').startsWith(`${other}/`))
  })
}

/** What of the workbench shows text, by any way to name it; what is let through makes an empty view or a document. */
const SHOWS_TEXT = [
  /\bvscode\.window\b(?!\.(createOutputChannel|createTreeView|createWebviewPanel|registerWebviewPanelSerializer|registerWebviewViewProvider|registerCustomEditorProvider|tabGroups|activeTextEditor|visibleTextEditors|onDidChangeActiveTextEditor|showTextDocument)\b)/,
  /\{[^{}]*\b(window|TreeItem|MarkdownString)\b[^{}]*\} = vscode\b/,
  /\bimport \{[^}]*\} from 'vscode'/,
  /\bnew vscode\.(TreeItem|MarkdownString)\b/,
]

/** Hovers are markdown: that file escapes all text, and its links run commands of a list only. */
const MAY_SHOW_TEXT = ['src/vscode/ui.ts', 'src/vscode/game/markdown.ts']

describe('text that the workbench shows', () => {
  it('goes through src/vscode/ui.ts, which makes it plain', () => {
    const direct = files.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return !MAY_SHOW_TEXT.includes(file) && SHOWS_TEXT.some((pattern) => pattern.test(text))
    })
    expect(direct).toEqual([])
  })
  it('is never markdown, which makes links of bare addresses', () => {
    expect(readFileSync(join(root, 'src/vscode/ui.ts'), 'utf8')).not.toContain('MarkdownString')
  })
})

describe('tests', () => {
  it('lie where the module they test lies, or among the scenarios', () => {
    const isModule = (path: string) =>
      ['.ts', '.mjs', '/index.ts'].some(
        (end) => existsSync(join(root, path + end)) || existsSync(join(root, 'src', path + end)),
      )
    const astray = list('test/unit')
      .filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/unit/scenarios/'))
      .filter((file) => !isModule(file.replace(/^test\/unit\//, '').replace(/\.test\.ts$/, '')))
    expect(astray).toEqual([])
  })
  it('start with what they own and why', () => {
    const tests = list('test').filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/fixtures/'))
    const silent = tests.filter((file) => !readFileSync(join(root, file), 'utf8').startsWith('//'))
    expect(silent).toEqual([])
  })
})

/** What other layers use of src/jobs: one interface, from one file. */
it('src/jobs is used through its index alone', () => {
  const inside = files
    .filter((file) => !file.startsWith('src/jobs/'))
    .filter((file) => /from '(\.\.?\/)+jobs\/(?!index\.ts')/.test(readFileSync(join(root, file), 'utf8')))
  expect(inside).toEqual([])
})

/** Files that write where a person said, through VS Code, which may be on another machine. */
const WRITE_OUTSIDE: Record<string, string> = {
  'src/vscode/commands/assets-file.ts': 'an empty tripo.assets.json in the project',
  'src/vscode/views/model-saving.ts': 'the model that is saved, and the backup that VS Code names',
  'src/vscode/views/save-capture.ts': 'a picture or film of a model',
}

it('what the extension keeps in its storage is written whole or not at all', () => {
  const plain = list('src').filter((file) => readFileSync(join(root, file), 'utf8').includes('fs.writeFile('))
  expect(plain.sort()).toEqual(Object.keys(WRITE_OUTSIDE))
})

/** A comparison with a problem's code, for which there are predicates; codes of findings are others. */
const COMPARED =
  /\bcode(Of\([^)]*\))? [!=]== '((image|glb|model)-[a-z-]+|not-on-disk|stopped|internal|(jobs|assets|network|answer|service|task|upload|check|wait|disk|download|key|image|model|client|panel|settings|steps|code|folder|recipe|rig-check|viewport)\.[^']+)'/

it('a code is compared where it is defined alone', () => {
  for (const text of ["error.code !== 'model-broken'", "codeOf(error) === 'service.2010'", "code === 'task.failed'"])
    expect(text).toMatch(COMPARED)
  const elsewhere = files.filter((file) => COMPARED.test(readFileSync(join(root, file), 'utf8')))
  expect(elsewhere).toEqual([])
})

describe('files', () => {
  it('start with what they own and why', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?(\/\/|\/\*\*)/.test(readFileSync(join(root, file), 'utf8')))
    expect(silent).toEqual([])
  })
  it(`have at most ${MOST_LINES} lines`, () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > MOST_LINES)
    expect(long).toEqual([])
  })
})

const settings: Record<string, { scope?: string; enum?: readonly string[] }> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((section) => section.properties),
)

describe('manifest', () => {
  it('declares the commands that the code names', () => {
    const declared = manifest.contributes.commands.map((entry) => entry.command).sort()
    expect(declared).toEqual([...Object.values(COMMANDS), ...JOB_ACTIONS.map(taskCommand)].sort())
  })
  it('declares the settings that the code names', () => {
    const declared = Object.keys(settings).sort()
    expect(declared).toEqual(
      Object.values(SETTINGS)
        .map((name) => `${SETTINGS_SECTION}.${name}`)
        .sort(),
    )
  })
  it('declares the views that the code names', () => {
    expect(manifest.contributes.views.tripo.map((view) => view.id)).toEqual([VIEWS.compact, VIEWS.tasks])
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${VIEWS.studio}`)
  })
  it('offers the values that the code knows', () => {
    expect(settings['tripo.engine']?.enum).toEqual(['auto', ...ENGINES])
    expect(settings['tripo.keys']?.enum).toEqual(KEY_SCHEMES)
  })
  it('gives every setting that decides where the key goes machine scope', () => {
    for (const name of ['tripo.baseUrl', 'tripo.apiVersion', 'tripo.region']) {
      expect(settings[name]?.scope).toBe('machine')
    }
  })
  it('lets no workspace raise or remove what a person is willing to spend', () => {
    for (const name of ['tripo.spending.dailyLimit', 'tripo.spending.confirmAbove']) {
      expect(settings[name]?.scope).toBe('application')
    }
  })
  it('groups the settings, in an order of their own', () => {
    const orders = manifest.contributes.configuration.map(({ order }) => order)
    expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b))
  })
  it('has a text for each placeholder and no text without one', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '')
    expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort())
  })
})
