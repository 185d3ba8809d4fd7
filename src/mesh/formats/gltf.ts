// Reads and writes GLB and glTF to and from the Document through which every other format is converted.

import { type Document, type Extension, Format, type GLTF, Logger, Verbosity, WebIO } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import { type ReaderContext, readerContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import type { Companions } from './companions.ts'
import { addressOf, isData } from './folder-names.ts'
import { type BinaryPart, joinGlb, putParts } from './glb-container.ts'
import { checkData } from './gltf-check.ts'
import { brokenGltf } from './gltf-error.ts'
import { type GltfSource, glbSource, gltfSource, PICTURE_EXTENSIONS } from './gltf-source.ts'
import { splitInterleaved } from './interleaved.ts'
import { shorten } from './short-json.ts'
import { writeWithVertices } from './vertex-write.ts'

const io = (kinds: (typeof Extension)[]): WebIO =>
  new WebIO().setLogger(new Logger(Verbosity.SILENT)).registerExtensions(kinds)

/** What a Document with extensions is written by; most have none, and the library of them takes time to load. */
const writerOf = async (document: Document): Promise<WebIO> =>
  io(document.getRoot().listExtensionsUsed().length > 0 ? (await import('./extensions.ts')).EXTENSIONS : [])

/**
 * The Document of a GLB, with files beside it where it names some. Compressed geometry (meshopt, Draco) is unpacked;
 * every other extension of `EXTENSIONS` is held.
 * @param context what the reading may take; its warnings name what is missing or not kept
 * @throws MeshError model-broken, model-too-large
 */
export async function readGlb(
  bytes: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = contextOf(bytes, files),
): Promise<Document> {
  return withMeshErrors(() => read(glbSource(bytes, files, context), context))
}

/**
 * The Document of a .gltf file with its buffers and pictures, given by their paths relative to it or as data: URIs.
 * @param context what the reading may take; its warnings name what is missing or not kept
 * @throws MeshError model-broken when the JSON is invalid or a buffer is missing; model-too-large
 */
export async function readGltf(
  json: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = contextOf(json, files),
): Promise<Document> {
  return withMeshErrors(() => read(gltfSource(json, files, context), context))
}

function contextOf(bytes: Uint8Array, files: Companions): ReaderContext {
  return readerContext([...files.values()].reduce((sum, { length }) => sum + length, bytes.length))
}

async function read(source: GltfSource, context: ReaderContext): Promise<Document> {
  const { json, pictureNames, bufferName } = source
  const used = usedExtensions(json)
  const arrays = splitInterleaved(json, source.resources)
  const document = await (used.length > 0 ? readExtended(source, used, context) : io([]).readJSON(source))
  const accessors = document.getRoot().listAccessors()
  // An accessor without data counts as sparse, and would be written so.
  for (const [i, array] of arrays) accessors[i]?.setArray(array).setSparse(false)
  checkData(document, context)
  if (bufferName !== undefined) document.getRoot().listBuffers()[0]?.setURI(bufferName)
  for (const [i, texture] of document.getRoot().listTextures().entries()) {
    texture.setURI(pictureNames.get(i) ?? '')
    if (texture.getImage()?.length === 0) texture.dispose()
  }
  gatherScene(document)
  return document
}

/** Reads a description that has extensions, with what knows them. */
async function readExtended(source: GltfSource, used: string[], context: ReaderContext): Promise<Document> {
  const { json, resources } = source
  const { EXTENSIONS, MESHOPT, MeshoptCompression, UNPACKED } = await import('./extensions.ts')
  checkExtensions(json, used, new Set(EXTENSIONS.map(({ EXTENSION_NAME }) => EXTENSION_NAME)), context)
  if (MESHOPT.some((kind) => used.includes(kind.EXTENSION_NAME))) await MeshoptCompression.load()
  const transform = io(EXTENSIONS)
  const { DRACO_DEPENDENCY, Draco, DracoCompression } = await import('./draco.ts')
  if (used.includes(DracoCompression.EXTENSION_NAME))
    transform.registerDependencies({ [DRACO_DEPENDENCY]: await Draco.load(context) })
  const document = await transform.readJSON({ json, resources })
  for (const extension of document.getRoot().listExtensionsUsed())
    if (UNPACKED.some((kind) => extension instanceof kind)) extension.dispose()
  return document
}

/**
 * A library of things (glTF 2.0, section 3.5.1) has no scene: what there is to draw becomes one, as the viewport shows it. All
 * nodes that no other holds, or all meshes where there are no nodes.
 */
function gatherScene(document: Document): void {
  const root = document.getRoot()
  if (root.listScenes().length > 0) return
  const nodes = root.listNodes().filter((node) => !node.getParentNode())
  const meshes = root.listNodes().length > 0 ? [] : root.listMeshes()
  if (nodes.length + meshes.length === 0) return
  const scene = document.createScene('')
  for (const node of nodes) scene.addChild(node)
  for (const mesh of meshes) scene.addChild(document.createNode(mesh.getName()).setMesh(mesh))
}

/** What is needed and unknown is refused by its name; what is only used is told to be left out. */
function checkExtensions(json: GLTF.IGLTF, used: string[], known: ReadonlySet<string>, context: ReaderContext): void {
  const required = (json.extensionsRequired ?? []).filter((name) => !known.has(name))
  if (required.length > 0)
    throw new MeshError(
      'model-broken',
      phrase('The model needs the glTF extension {0}, which cannot be read.', listed(required)),
      'Export the model without it and retry.',
    )
  const lost = used.filter((name) => !known.has(name))
  if (lost.length > 0) context.warn(phrase('What the glTF extension {0} says is not kept.', listed(lost)))
  // What stands in the file but is not declared is held too.
  json.extensionsUsed = used
}

/** Every extension that the description declares or has; nothing but objects by their names stands under `extensions`. */
function usedExtensions(json: GLTF.IGLTF): string[] {
  const names = new Set([...(json.extensionsUsed ?? []), ...(json.extensionsRequired ?? [])])
  const waiting: unknown[] = [{ ...json, extras: undefined }]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    for (const [key, value] of Object.entries(next)) {
      if (key === 'extras') continue
      if (key === 'extensions' && typeof value === 'object' && value !== null)
        for (const name of Object.keys(value)) names.add(name)
      waiting.push(value)
    }
  }
  return [...names]
}

/** `A`, `A and B`, `A, B and C`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => name.slice(0, 60))
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Damage that was not foreseen is told like the damage that was, and never in the words of a library. */
async function withMeshErrors(work: () => Promise<Document>): Promise<Document> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof MeshError ? error : brokenGltf('The glTF file is damaged.')
  }
}

/** The Document as one GLB file. */
export async function writeGlb(document: Document): Promise<Uint8Array> {
  await prepare(document)
  const writer = await writerOf(document)
  const { json, resources, parts } = await writeWithVertices(document, writer, { format: Format.GLB })
  return joinGlb(shorten(json), bufferOf(Object.values(resources)[0], parts))
}

/**
 * The GLB of a Document by a writer. The library's own way to it holds all that is written twice more (of a model of a million
 * triangles 56 MB) until it is one file.
 */
export async function glbOf(document: Document, writer: WebIO): Promise<Uint8Array> {
  const { json, resources } = await writer.writeJSON(document, { format: Format.GLB })
  return joinGlb(shorten(json), Object.values(resources).slice(0, 1))
}

/** A buffer's bytes so far, and what follows them on whole words. */
function bufferOf(bytes: Uint8Array | undefined, parts: readonly BinaryPart[]): readonly BinaryPart[] {
  return bytes ? [bytes, new Uint8Array(-bytes.length & 3), ...parts] : parts
}

/** A path below a folder, of names that mean the same in an address and on every disk. */
const PLAIN_PATH = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/
const PICTURE_ENDINGS: Readonly<Record<string, RegExp>> = {
  ...{
    'image/png': /\.png$/i,
    'image/jpeg': /\.jpe?g$/i,
    'image/webp': /\.webp$/i,
    'image/avif': /\.avif$/i,
    'image/ktx2': /\.ktx2$/i,
  },
}

/**
 * The Document as a ZIP of `<name>.gltf`, its binary buffer and its pictures.
 * @param options `keepsPaths`: buffer and pictures are called as they were when they were read, where that can be
 */
export async function writeGltf(
  document: Document,
  options: { name?: string; keepsPaths?: boolean } = {},
): Promise<Uint8Array> {
  const { name = 'model', keepsPaths = false } = options
  await prepare(document)
  const taken = new Set<string>()
  /** Whether a file is written where it was read from: below the model's folder, and nothing else is written there. */
  const keeps = (path: string, ending: RegExp) => {
    const isFree = keepsPaths && PLAIN_PATH.test(path) && ending.test(path) && !taken.has(path)
    taken.add(path)
    return isFree
  }
  for (const buffer of document.getRoot().listBuffers())
    if (!keeps(buffer.getURI(), /\.bin$/i)) buffer.setURI(`${name}.bin`)
  const { PictureFiles } = await import('./materials.ts')
  const pictures = new PictureFiles()
  for (const texture of document.getRoot().listTextures()) {
    if (keeps(texture.getURI(), PICTURE_ENDINGS[texture.getMimeType()] ?? /^$/)) continue
    const file = pictures.of(texture, 'texture')
    if (file) texture.setURI(file.name)
  }
  const writer = await writerOf(document)
  const { json, resources, parts } = await writeWithVertices(document, writer, { basename: name })
  const [buffer] = json.buffers ?? []
  if (buffer && parts.length > 0) {
    buffer.uri ??= document.getRoot().listBuffers()[0]?.getURI() ?? ''
    const bytes = new Uint8Array(buffer.byteLength)
    putParts(bufferOf(resources[buffer.uri], parts), bytes)
    resources[buffer.uri] = bytes
  }
  for (const thing of [...(json.buffers ?? []), ...(json.images ?? [])])
    if (thing.uri !== undefined && !isData(thing.uri)) thing.uri = addressOf(thing.uri)
  const text = new TextEncoder().encode(JSON.stringify(shorten(json), undefined, 2))
  const files = Object.entries(resources).flatMap(([path, bytes]) => (bytes.length > 0 ? [{ name: path, bytes }] : []))
  const { writeZip } = await import('./zip.ts')
  return writeZip([{ name: `${name}.gltf`, bytes: text }, ...files])
}

/** One buffer for everything (a GLB can hold no more), WebP pictures declared, a scene to show. */
export async function prepare(document: Document): Promise<void> {
  const root = document.getRoot()
  const [buffer = document.createBuffer(), ...others] = root.listBuffers()
  for (const accessor of root.listAccessors()) accessor.setBuffer(buffer)
  for (const other of others) other.dispose()
  // A buffer of no bytes is written without its length, which no reader takes.
  if (root.listAccessors().length === 0 && root.listTextures().length === 0) buffer.dispose()
  await declarePictures(document)
  const scene = root.getDefaultScene() ?? root.listScenes()[0]
  if (scene) root.setDefaultScene(scene)
}

/** Says which pictures the file has that need an extension, whatever it said before. */
async function declarePictures(document: Document): Promise<void> {
  const root = document.getRoot()
  const used = new Set(root.listTextures().map((texture) => texture.getMimeType()))
  for (const [type, name] of Object.entries(PICTURE_EXTENSIONS))
    if (used.has(type)) {
      const kind = (await import('./extensions.ts')).PICTURE_KINDS[name]
      if (kind) document.createExtension(kind).setRequired(true)
    } else for (const known of root.listExtensionsUsed()) if (known.extensionName === name) known.dispose()
}
