// GLB and glTF files to and from the Document through which every other format is converted.
import { type Document, Logger, Verbosity, WebIO } from '@gltf-transform/core'
import { MeshoptDecoder } from 'meshoptimizer'
import { MeshError } from '../errors.ts'
import { EXTENSIONS, MeshoptCompression, TextureWebp } from './extensions.ts'
import { PictureFiles } from './materials.ts'
import { writeZip } from './zip.ts'

function io(): WebIO {
  return new WebIO().setLogger(new Logger(Verbosity.SILENT)).registerExtensions(EXTENSIONS)
}

/**
 * The Document of a GLB. Compressed geometry (EXT_meshopt_compression) is unpacked.
 * @throws MeshError model-broken
 */
export async function readGlb(bytes: Uint8Array): Promise<Document> {
  await MeshoptDecoder.ready
  try {
    return unpacked(await io().readBinary(new Uint8Array(bytes)))
  } catch (error) {
    throw broken(error)
  }
}

/**
 * The Document of a .gltf file with its buffers and pictures, given by their paths relative to it or as data: URIs.
 * @throws MeshError model-broken when the JSON is invalid or a file is missing
 */
export async function readGltf(
  json: Uint8Array,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Document> {
  await MeshoptDecoder.ready
  const resources: Record<string, Uint8Array<ArrayBuffer>> = {}
  for (const [name, bytes] of files) {
    resources[name] = new Uint8Array(bytes)
    resources[encodeURI(name)] = new Uint8Array(bytes)
  }
  try {
    const text = new TextDecoder().decode(json)
    return unpacked(await io().readJSON({ json: JSON.parse(text), resources: { ...dataUris(text), ...resources } }))
  } catch (error) {
    throw broken(error)
  }
}

/** Every base64 data: URI in a glTF text, by the URI itself. */
function dataUris(text: string): Record<string, Uint8Array<ArrayBuffer>> {
  const found: Record<string, Uint8Array<ArrayBuffer>> = {}
  for (const [uri, body] of text.matchAll(/data:[^"\\]*?;base64,([A-Za-z0-9+/=]*)/g))
    found[uri] = Uint8Array.from(atob(body ?? ''), (letter) => letter.charCodeAt(0))
  return found
}

function unpacked(document: Document): Document {
  for (const extension of document.getRoot().listExtensionsUsed())
    if (extension instanceof MeshoptCompression) extension.dispose()
  return document
}

/** The Document as one GLB file. */
export async function writeGlb(document: Document): Promise<Uint8Array> {
  prepare(document)
  return io().writeBinary(document)
}

/** The Document as a ZIP of `<name>.gltf`, its binary buffer and its pictures. */
export async function writeGltf(document: Document, options: { name?: string } = {}): Promise<Uint8Array> {
  const name = options.name ?? 'model'
  prepare(document)
  for (const buffer of document.getRoot().listBuffers()) buffer.setURI(`${name}.bin`)
  const pictures = new PictureFiles()
  for (const texture of document.getRoot().listTextures()) {
    const file = pictures.of(texture, 'texture')
    if (file) texture.setURI(file.name)
  }
  const { json, resources } = await io().writeJSON(document, { basename: name })
  const text = new TextEncoder().encode(JSON.stringify(json, undefined, 2))
  const files = Object.entries(resources).map(([path, bytes]) => ({ name: path, bytes }))
  return writeZip([{ name: `${name}.gltf`, bytes: text }, ...files])
}

/** One buffer for everything (a GLB can hold no more), WebP pictures declared, a scene to show. */
function prepare(document: Document): void {
  const root = document.getRoot()
  const [buffer = document.createBuffer(), ...others] = root.listBuffers()
  for (const accessor of root.listAccessors()) accessor.setBuffer(buffer)
  for (const other of others) other.dispose()
  if (root.listTextures().some((texture) => texture.getMimeType() === 'image/webp'))
    document.createExtension(TextureWebp).setRequired(true)
  const scene = root.getDefaultScene() ?? root.listScenes()[0]
  if (scene) root.setDefaultScene(scene)
}

function broken(error: unknown): MeshError {
  const reason = error instanceof Error ? error.message : String(error)
  return new MeshError('model-broken', `The glTF file cannot be read: ${reason}`, 'Export the model again and retry.')
}
