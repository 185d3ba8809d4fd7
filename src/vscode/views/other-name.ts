// A model of the model editor under another name: its format follows the name's ending, and files that lie there already keep
// their content, since another model may need them.
import * as vscode from 'vscode'
import { MeshError } from '../../mesh/errors.ts'
import { addressOf, decodedName } from '../../mesh/formats/folder-names.ts'
import { formatFacts, formatOfPath, MODEL_FORMAT_IDS, type ModelFormat } from '../../mesh/formats/names.ts'
import type { ToolFile } from '../../mesh/tools/job.ts'
import type { ModelTools } from '../../platform/model-tools.ts'
import { phrase } from '../../text/index.ts'
import { nameOf, stemOf } from '../uris.ts'

/** What `Save As` writes: files of a folder (OBJ) are made by converting. */
const ENDINGS = MODEL_FORMAT_IDS.map(formatFacts)
  .filter(({ id, isSeveral = false }) => id === 'gltf' || !isSeveral)
  .map(({ extension }) => extension)

/**
 * The format that a name asks for: what has no model's ending is opened by no program as one, this editor among them.
 * @throws MeshError model-unknown for a format that cannot be written to one file of this name
 */
export function formatToSave(target: vscode.Uri, own: ModelFormat): ModelFormat {
  const format = formatOfPath(target.path)
  if (format !== undefined && (format === own || ENDINGS.some((ending) => target.path.toLowerCase().endsWith(ending))))
    return format
  throw new MeshError(
    'model-unknown',
    phrase('A model cannot be saved as {0}.', nameOf(target)),
    phrase('End the name with one of {0}.', ENDINGS.join(', ')),
  )
}

/** The model's files in another format, itself first. @throws MeshError */
export async function converted(
  [main, ...others]: readonly ToolFile[],
  { own, format, target }: { own: ModelFormat; format: ModelFormat; target: vscode.Uri },
  tools: Pick<ModelTools, 'run'>,
): Promise<readonly ToolFile[]> {
  if (!main) return []
  const files = new Map(others.map(({ path, bytes }) => [path, bytes]))
  const job = { tool: 'convert', options: { format }, bytes: main.bytes, files, hint: own } as const
  return (await tools.run({ ...job, name: stemOf(target) })).files
}

/**
 * A .gltf's files, itself first, with other names for those whose place has other content.
 * @param target where it goes
 * @param mayReplace whether that content may be replaced, by its path from the folder of `target`
 */
export async function withFreeNames(
  files: readonly ToolFile[],
  target: vscode.Uri,
  mayReplace: (path: string) => boolean = () => false,
): Promise<readonly ToolFile[]> {
  const [main, ...others] = files
  if (!main) return files
  const names = new Map<string, string>()
  for (const { path, bytes } of others) names.set(path, await freeName(path, bytes, target, mayReplace))
  if (others.every(({ path }) => names.get(path) === path)) return files
  const json: unknown = JSON.parse(new TextDecoder().decode(main.bytes))
  for (const list of ['buffers', 'images'])
    for (const thing of listIn(json, list)) {
      const uri: unknown = Reflect.get(thing, 'uri')
      const name = typeof uri === 'string' ? names.get(decodedName(uri)) : undefined
      if (name !== undefined) Reflect.set(thing, 'uri', addressOf(name))
    }
  const text = new TextEncoder().encode(JSON.stringify(json, undefined, 2))
  return [
    { path: main.path, bytes: text },
    ...others.map(({ path, bytes }) => ({ path: names.get(path) ?? path, bytes })),
  ]
}

/**
 * The files of a model that is saved as it is, where they have their names: others name them as text.
 * @throws MeshError where another file has one of the names, which may be another model's
 */
export async function withTheirNames(files: readonly ToolFile[], target: vscode.Uri): Promise<readonly ToolFile[]> {
  for (const { path, bytes } of files.slice(1)) {
    const there = await contentAt(vscode.Uri.joinPath(target, '..', path))
    if (there && Buffer.compare(there, bytes) !== 0)
      throw new MeshError(
        'model-changed',
        phrase('The folder has another file of the name {0}, which the model needs.', path),
        phrase('Save into another folder, or with the ending .glb.'),
      )
  }
  return files
}

/** A file's content, if it is there. */
const contentAt = (file: vscode.Uri): Promise<Uint8Array | undefined> =>
  Promise.resolve(vscode.workspace.fs.readFile(file)).catch(() => undefined)

/** The path itself, or after the new model's name with a number, where nothing or the same content is. */
async function freeName(
  path: string,
  bytes: Uint8Array,
  target: vscode.Uri,
  mayReplace: (path: string) => boolean,
): Promise<string> {
  const slash = path.lastIndexOf('/') + 1
  for (let number = 0; ; number++) {
    const before = number === 0 ? '' : number === 1 ? `${stemOf(target)}-` : `${stemOf(target)}-${number}-`
    const name = `${path.slice(0, slash)}${before}${path.slice(slash)}`
    if (mayReplace(name)) return name
    const there = await contentAt(vscode.Uri.joinPath(target, '..', name))
    if (!there || Buffer.compare(there, bytes) === 0) return name
  }
}

/** Files that name others, and bytes of one up to which it is looked into. */
const NAMING = /\.(gltf|mtl)$/i
const MOST_BYTES = 50_000_000

/** What the other models in a model's folder name, as text: whose name stands in it is not the model's alone. */
async function namedByOthers(model: vscode.Uri): Promise<string> {
  const folder = vscode.Uri.joinPath(model, '..')
  const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => [])
  const texts: string[] = []
  for (const [name] of entries) {
    const file = vscode.Uri.joinPath(folder, name)
    if (!NAMING.test(name) || name === nameOf(model) || (await vscode.workspace.fs.stat(file)).size > MOST_BYTES)
      continue
    texts.push(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)))
  }
  return texts.join('\n')
}

/** The paths of the files that a .gltf on disk names; none of one that cannot be read. */
async function namedBy(model: vscode.Uri): Promise<ReadonlySet<string>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(await contentAt(model)))
    const things = ['buffers', 'images'].flatMap((list) => listIn(json, list))
    const uris = things.map((thing): unknown => Reflect.get(thing, 'uri'))
    return new Set(uris.flatMap((uri) => (typeof uri === 'string' ? decodedName(uri) : [])))
  } catch {
    return new Set()
  }
}

/**
 * The files of a .gltf that is saved in its place. Only what it has named so far, and no other model of its folder names, is replaced:
 * a new file of it, such as a texture's, gets another name where one has its own already.
 */
export async function withOwnFiles(files: readonly ToolFile[], model: vscode.Uri): Promise<readonly ToolFile[]> {
  if (files.length < 2) return files
  const [own, others] = [await namedBy(model), await namedByOthers(model)]
  const isNamed = (path: string) => {
    const last = path.slice(path.lastIndexOf('/') + 1)
    return [last, encodeURI(last), encodeURIComponent(last)].some((name) => others.includes(name))
  }
  return withFreeNames(files, model, (path) => own.has(path) && !isNamed(path))
}

function listIn(json: unknown, name: string): object[] {
  const list: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : []
}
