// The type of a downloaded file, determined by its first bytes and only then by its URL: quad results are FBX whatever their name
// says, and an error page is not a model. Source: docs/protocol.md#downloads.
import { figure, literals, phrase, type Words } from '../text/index.ts'

export interface FileType {
  /** Without a dot. */
  extension: string
  mediaType: string
}

const TYPES: Readonly<Record<string, string>> = {
  glb: 'model/gltf-binary',
  gltf: 'model/gltf+json',
  fbx: 'application/octet-stream',
  obj: 'model/obj',
  stl: 'model/stl',
  usdz: 'model/vnd.usdz+zip',
  '3mf': 'model/3mf',
  zip: 'application/zip',
  schem: 'application/octet-stream',
  ply: 'application/octet-stream',
  splat: 'application/octet-stream',
  spz: 'application/octet-stream',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  bin: 'application/octet-stream',
}
const PICTURES: ReadonlySet<string> = new Set(['png', 'jpg', 'webp'])
/** Formats that are a ZIP archive inside. */
const ZIPPED: ReadonlySet<string> = new Set(['zip', 'usdz', '3mf'])
/** Formats that no fixed first bytes tell apart. */
const UNMARKED: ReadonlySet<string> = new Set(['obj', 'stl', 'schem', 'gltf', 'splat'])

/** The ending of an address' path in lower case, when it is one that is known. `jpeg` is `jpg`. */
export function urlExtension(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const ending = /\.([a-z0-9]{1,5})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase()
  if (ending === 'jpeg') return 'jpg'
  return ending !== undefined && Object.hasOwn(TYPES, ending) ? ending : undefined
}

/** Whether an ending is that of a model (or a splat), not of a picture or of nothing known. */
export const isModelEnding = (ending: string | undefined): boolean =>
  ending !== undefined && ending !== 'bin' && Object.hasOwn(TYPES, ending) && !PICTURES.has(ending)

const starts = (head: Uint8Array, text: string, at = 0) =>
  head.length >= at + text.length && [...text].every((char, index) => head[at + index] === char.charCodeAt(0))

/** A web page or an XML error message instead of a file. */
export function isMarkup(head: Uint8Array): boolean {
  const text = new TextDecoder()
    .decode(head.subarray(0, 200))
    .replace(/^\uFEFF/, '')
    .trimStart()
  return /^<(?:!doctype|html|head|body|\?xml|error)/i.test(text)
}

function markedExtension(head: Uint8Array, url: string): string | undefined {
  const named = urlExtension(url)
  if (starts(head, 'glTF')) return 'glb'
  if (starts(head, 'Kaydara FBX Binary') || starts(head, '; FBX')) return 'fbx'
  if (starts(head, 'PK\u0003\u0004')) return named && ZIPPED.has(named) ? named : 'zip'
  if (starts(head, '\u0089PNG')) return 'png'
  if (starts(head, '\u00ff\u00d8\u00ff')) return 'jpg'
  if (starts(head, 'RIFF') && starts(head, 'WEBP', 8)) return 'webp'
  if (starts(head, '\u001f\u008b')) return named === 'spz' ? 'spz' : 'schem'
  if (starts(head, 'ply\n') || starts(head, 'ply\r\n')) return 'ply'
  if (starts(head, 'solid ')) return 'stl'
  return undefined
}

/** Binary STL: 80 free bytes, a triangle count, 50 bytes a triangle. */
const isBinaryStl = (head: Uint8Array, size: number) =>
  head.length >= 84 &&
  size === 84 + 50 * new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(80, true)

/**
 * The type of a whole file.
 * @param head its first bytes, at least 84 of them when it has so many
 * @param size its length in bytes
 * @param url where it came from
 */
export function fileType(head: Uint8Array, size: number, url: string): FileType {
  const named = urlExtension(url)
  const marked = markedExtension(head, url) ?? (isBinaryStl(head, size) ? 'stl' : undefined)
  const extension = marked ?? (named !== undefined && UNMARKED.has(named) ? named : 'bin')
  return { extension, mediaType: TYPES[extension] ?? 'application/octet-stream' }
}

export const isPicture = (type: FileType): boolean => PICTURES.has(type.extension)

/**
 * What is wrong with a GLB's header, if anything. Source: glTF 2.0, 4.4.2: magic, version 2, length of the whole file.
 * Bytes after that length are passed over by every loader, and a warning of glTF-Validator's (GLB_EXTRA_DATA).
 * @param head at least the first 12 bytes
 * @param size bytes received
 */
export function glbFault(head: Uint8Array, size: number): Words | undefined {
  if (!starts(head, 'glTF')) return undefined
  if (head.length < 12) return literals('the header is cut off')
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const version = view.getUint32(4, true)
  const length = view.getUint32(8, true)
  if (version !== 2) return phrase('glTF version {0} instead of 2', version)
  if (length < 20) return phrase('the header announces {0} bytes, too few for a description', figure(length))
  if (length > size) return phrase('the header announces {0} bytes, {1} arrived', figure(length), figure(size))
  return undefined
}
