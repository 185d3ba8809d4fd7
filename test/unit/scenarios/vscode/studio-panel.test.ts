// What the panel's page may ask the host for, and that nothing meant for it is lost while it is hidden.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as vscode from 'vscode'
import type { JobView } from '../../../../src/protocol/index.ts'
import { ask } from '../../../../src/vscode/ui.ts'
import { InputFiles } from '../../../../src/vscode/views/input-files.ts'
import { StudioPanels } from '../../../../src/vscode/views/studio-panels.ts'
import { answers, disk, Panel, panels, storeOnDisk, Uri, workspace } from '../../../support/vscode.ts'
import { png } from '../../vscode/png.ts'

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

let changed = (_: readonly string[]) => {}
let jobs: JobView[] = []
const shared: [string, string][] = []

/** Opens a panel; `ask` speaks as its page does. */
function open() {
  const studio = new StudioPanels({
    extensionUri: vscode.Uri.file('/ext'),
    storage: vscode.Uri.file('/storage'),
    memory: { get: () => undefined, update: async () => {}, keys: () => [] },
    inputs: new InputFiles(vscode.Uri.file('/storage'), storeOnDisk),
    share: async (from, to) => {
      if (from.includes('gone')) throw new Error('gone')
      shared.push([from, to])
    },
    sweep: async () => {},
    jobs: {
      list: () => jobs,
      get: (id) => jobs.find((job) => job.id === id),
      thumbnail: () => undefined,
      onDidChange: (listener) => {
        changed = listener
        return { dispose() {} }
      },
    },
    account: {
      state: { mode: 'sandbox' },
      dialect: 'v3',
      onDidChange: () => ({ dispose() {} }),
    },
    generate: async () => [],
    generateMany: async () => [],
    continueWith: async () => [],
    checkRig: async () => ({ riggable: true, rigType: 'biped' }),
    runAction: async () => undefined,
    saveRecipe: async () => 'Mine',
    saving: async () => ({ assetsFolder: 'public/assets', asciiNames: false }),
  })
  const show = () => studio.show()
  show()
  const panel = panels.at(-1) ?? new Panel()
  let id = 0
  const ask = async (name: string, params: unknown): Promise<unknown> => {
    const own = ++id
    panel.messages.fire({ kind: 'request', id: own, name, params })
    for (;;) {
      const answer = panel.posted.find((message) => field(message, 'id') === own)
      if (answer) return answer
      await settle()
    }
  }
  const image = async (name: string, params: unknown) => field(field(await ask(name, params), 'result'), 'image')
  const roots = () => (panel.webview.options.localResourceRoots ?? []).map((root) => root.path)
  const told = (event: string) => panel.posted.filter((message) => field(message, 'name') === event)
  return { panel, show, ask, image, roots, told }
}

beforeEach(() => {
  panels.length = 0
  disk.clear()
  shared.length = 0
  jobs = []
  workspace.workspaceFolders = [{ uri: Uri.file('/game'), name: 'game', index: 0 }]
  for (const [path, bytes] of [
    ['/etc/passwd', new TextEncoder().encode('root:x:0:0')],
    ['/proc/self/environ', new TextEncoder().encode('TRIPO_API_KEY=tsk_x')],
    ['/home/me/.ssh/id_rsa.png', new TextEncoder().encode('-----BEGIN KEY-----')],
    ['/home/me/photo.png', png(300)],
    ['/game/props/lamp.png', png(301)],
    ['/game/props/notes.png', new TextEncoder().encode('notes')],
    ['/game/props/tiny.png', png(4)],
    ['/storage/jobs/a.json', new TextEncoder().encode('{}')],
  ] as const) {
    disk.set(Uri.file(path).toString(), bytes)
  }
})

const ROOTS = [
  '/ext/dist/webview',
  '/storage/inputs',
  '/storage/previews',
  '/storage/thumbnails',
  '/storage/shown',
  '/game',
]

describe('what a page may read', () => {
  it.each(['/etc/passwd', '/proc/self/environ', '/home/me/.ssh/id_rsa.png', '/storage/jobs/a.json'])(
    'is no %s: only a problem comes back',
    async (path) => {
      const { image, roots } = open()
      const found = await image('resolveImage', { uri: `file://${path}` })
      expect(found).toEqual({
        upload: '',
        name: path.split('/').pop(),
        bytes: 0,
        problem: expect.stringContaining('not a PNG, JPEG or WebP image'),
      })
      expect(roots()).toEqual(ROOTS)
    },
  )

  it('is a copy of a picture under its hash, wherever it lies', async () => {
    const { image, roots } = open()
    for (const [path, folder] of [
      ['/home/me/photo.png', 'inputs'],
      ['/game/props/lamp.png', 'previews'],
    ] as const) {
      const found = await image('resolveImage', { uri: `file://${path}` })
      expect(field(found, 'webUri')).toMatch(new RegExp(`^https://panel.test/storage/${folder}/[0-9a-f]{64}\\.png$`))
      expect(field(found, 'problem')).toBeUndefined()
    }
    expect(roots()).toEqual(ROOTS)
  })

  it('keeps the workspace’s own file as what is sent', async () => {
    const found = await open().image('resolveImage', { uri: 'file:///game/props/lamp.png' })
    expect(field(found, 'upload')).toBe('file:///game/props/lamp.png')
  })

  it.each(['/game/props/notes.png', '/game/props/tiny.png'])('is no %s with a problem', async (path) => {
    const found = await open().image('resolveImage', { uri: `file://${path}` })
    expect(field(found, 'problem')).toEqual(expect.any(String))
    expect(field(found, 'webUri')).toBeUndefined()
  })

  it('is no dropped file that is no image', async () => {
    const { image } = open()
    const bytes = new TextEncoder().encode('<script>').buffer
    const found = await image('stageImage', { name: 'x.png', bytes })
    expect(found).toMatchObject({ upload: '', problem: expect.any(String) })
    expect(field(found, 'webUri')).toBeUndefined()
    expect([...disk.keys()].filter((path) => path.startsWith('file:///storage/inputs'))).toEqual([])
  })

  it('is answered with a problem where there is nothing', async () => {
    const { ask } = open()
    for (const uri of ['file:///game/none.png', 'http://x.test/a.png', 'nonsense', '']) {
      expect(field(await ask('resolveImage', { uri }), 'kind')).toBe('error')
    }
  })
})

const delivered = (id: string, path: string): JobView => ({
  id,
  capability: 'text_to_model',
  title: 'a lamp',
  phase: 'delivered',
  startedAt: 0,
  service: 'sandbox',
  estimate: 20,
  params: {},
  files: [{ kind: 'model', path, uri: Uri.file(path).toString(), bytes: 5 }],
})

describe('a model', () => {
  const addresses = (message: unknown) => {
    const found = field(field(message, 'result') ?? field(message, 'body'), 'jobs')
    return Array.isArray(found) ? found.map((job) => field(job.files[0], 'webUri')) : []
  }

  it('of the workspace is read where it lies, one elsewhere by a second name in our storage', async () => {
    jobs = [delivered('a', '/game/lamp.glb'), delivered('b', '/home/me/lamp.glb'), delivered('c', '/home/me/gone.glb')]
    const { ask, roots } = open()
    expect(addresses(await ask('ready', {}))).toEqual([
      'https://panel.test/game/lamp.glb',
      'https://panel.test/storage/shown/b/lamp.glb',
      undefined,
    ])
    expect(shared).toEqual([['/home/me/lamp.glb', '/storage/shown/b/lamp.glb']])
    expect(roots()).toEqual(ROOTS)
  })

  it('elsewhere is told of as soon as it can be read', async () => {
    const { ask, told } = open()
    await ask('ready', {})
    jobs = [delivered('b', '/home/me/lamp.glb')]
    changed(['b'])
    await vi.waitFor(() => expect(told('jobs')).not.toEqual([]))
    expect(told('jobs').map(addresses)).toEqual([['https://panel.test/storage/shown/b/lamp.glb']])
  })
})

describe('a studio that is hidden behind another editor', () => {
  it('hears what VS Code asks, and that it was answered', async () => {
    const { told, ask: request } = open()
    await request('ready', {})
    answers.push((offered) => offered[0])
    await ask('info', 'Resume from [here](command:x) for 25 credits?', '', 'Resume')
    const heard = told('question').map((message) => field(field(message, 'body'), 'text'))
    expect(heard).toEqual([expect.stringContaining('for 25 credits?'), undefined])
    expect(heard[0]).not.toContain('](')
  })

  it('shows what it was asked to, once its page is there again', async () => {
    const { panel, show, ask, told } = open()
    await ask('ready', {})
    panel.turn(false)
    const picture = await new InputFiles(vscode.Uri.file('/storage'), storeOnDisk).admit(
      vscode.Uri.file('/game/props/lamp.png'),
    )
    const studio = show()
    studio.showJob('a')
    studio.showTab({ tab: 'image_to_model', image: picture, awaitPaste: true })
    studio.showJob('b')
    await settle()
    // It is in front, and its page has not started yet: nothing may be said into the void.
    expect(panel.visible).toBe(true)
    expect([...told('showJob'), ...told('showTab')]).toEqual([])
    await ask('ready', {})
    await settle()
    await settle()
    expect(told('showJob').map((message) => field(field(message, 'body'), 'jobId'))).toEqual(['a', 'b'])
    await vi.waitFor(() => expect(told('showTab')).toHaveLength(1))
    expect(field(field(told('showTab')[0], 'body'), 'awaitPaste')).toBe(true)
    expect(field(field(field(told('showTab')[0], 'body'), 'image'), 'webUri')).toMatch(/previews/)
  })

  it('says each of it once', async () => {
    const { panel, show, ask, told } = open()
    show().showJob('a')
    await ask('ready', {})
    await settle()
    panel.turn(false)
    panel.turn(true)
    await ask('ready', {})
    await settle()
    expect(told('showJob')).toHaveLength(1)
  })
})
