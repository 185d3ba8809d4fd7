// Models that lie on no disk: a file system of another extension, as virtual workspaces have it.
import * as vscode from 'vscode'
import { extension } from './extension.ts'
import { until } from './until.ts'

/** Files in memory; notes what was read. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>()
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>()
  readonly onDidChangeFile = this.#changed.event
  readonly read: string[] = []

  put(path: string, bytes: Uint8Array): void {
    const isNew = !this.#files.has(path)
    this.#files.set(path, bytes)
    const type = isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed
    this.#changed.fire([{ type, uri: vscode.Uri.from({ scheme: 'tripo-memory', path }) }])
  }

  watch(): vscode.Disposable {
    return { dispose: () => undefined }
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const bytes = this.#files.get(path)
    if (bytes) return { type: vscode.FileType.File, ctime: 0, mtime: bytes.length, size: bytes.length }
    if ([...this.#files.keys()].some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`)))
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    throw vscode.FileSystemError.FileNotFound(path)
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const inside = [...this.#files.keys()].filter((one) => one.startsWith(`${path.replace(/\/$/, '')}/`))
    return inside.map((one) => [one.slice(one.lastIndexOf('/') + 1), vscode.FileType.File])
  }

  readFile({ path, query }: vscode.Uri): Uint8Array {
    // As of file systems that take the whole address for a file's name.
    if (query !== '') throw vscode.FileSystemError.FileNotFound(`${path}?${query}`)
    this.read.push(path)
    const bytes = this.#files.get(path)
    if (!bytes) throw vscode.FileSystemError.FileNotFound(path)
    return bytes
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions()
  }
  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions()
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions()
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions()
  }
}

/** A triangle whose places lie in a file beside it. */
const GLTF = {
  ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0, name: 'Leaf' }] },
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }],
  ...{ bufferViews: [{ buffer: 0, byteLength: 36 }], buffers: [{ uri: 'leaf.bin', byteLength: 36 }] },
}
const TRIANGLE = new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer)
const text = (content: string) => new TextEncoder().encode(content)

const editors = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input] : []))

describe('a model that lies on no disk', () => {
  const files = new MemoryFiles()
  let registered: vscode.Disposable
  before(async () => {
    await extension().activate()
    registered = vscode.workspace.registerFileSystemProvider('tripo-memory', files)
    files.put('/models/leaf.gltf', text(JSON.stringify(GLTF)))
    files.put('/models/leaf.bin', TRIANGLE)
    files.put('/models/stone.obj', text('mtllib stone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'))
    files.put('/models/stone.mtl', text('newmtl grey\nKd 0.5 0.5 0.5\n'))
  })
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors')
    registered.dispose()
  })

  const open = async (path: string) => {
    const uri = vscode.Uri.from({ scheme: 'tripo-memory', path })
    await vscode.commands.executeCommand('vscode.openWith', uri, 'tripo.modelEditor')
    const isOpen = () => editors().some((tab) => tab.uri.path === path && tab.viewType === 'tripo.modelEditor')
    await until(isOpen, `${path} is open`)
  }

  it('opens in the model editor, whose page reads what lies beside it', async () => {
    await open('/models/leaf.gltf')
    // The page asks for the buffer only once it has read and understood the model itself.
    await until(() => files.read.includes('/models/leaf.bin'), 'the page reads the buffer')
    await open('/models/stone.obj')
    await until(() => files.read.includes('/models/stone.mtl'), 'the page reads the materials')
  })

  it('is read anew when it changes there', async () => {
    await open('/models/leaf.gltf')
    files.read.length = 0
    files.put('/models/leaf.gltf', text(JSON.stringify({ ...GLTF, extras: { changed: true } })))
    await until(() => files.read.includes('/models/leaf.gltf'), 'the page reads it again')
  })

  it('is compared with another, and again when one changes', async () => {
    // Of their own: what a page has read before it asks for only when it has changed.
    const [before, after] = ['/compared/before.gltf', '/compared/after.gltf']
    const gltf = (bin: string, extras: object) =>
      text(JSON.stringify({ ...GLTF, buffers: [{ uri: bin, byteLength: 36 }], extras }))
    for (const bin of ['before.bin', 'after.bin', 'later.bin']) files.put(`/compared/${bin}`, TRIANGLE)
    files.put(before, gltf('before.bin', {}))
    files.put(after, gltf('after.bin', {}))
    const uris = [before, after].map((path) => vscode.Uri.from({ scheme: 'tripo-memory', path }))
    await vscode.commands.executeCommand('tripo.compareModels', uris[0], uris)
    const isRead = () => ['before', 'after'].every((name) => files.read.includes(`/compared/${name}.bin`))
    await until(isRead, 'the page reads both')
    files.put(after, gltf('later.bin', { changed: true }))
    await until(() => files.read.includes('/compared/later.bin'), 'the page reads the changed one again')
  })
})
