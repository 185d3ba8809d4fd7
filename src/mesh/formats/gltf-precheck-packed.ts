// Checks compressed data in a glTF (meshopt, Draco) against its bytes: data that no encoder can have written is rejected before a
// decoder allocates memory. https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_meshopt_compression
import { figure, phrase } from '../../text/index.ts'
import { isRecord, type Json, type Lists, refuse, whole } from './gltf-precheck-lists.ts'

const MESHOPT = ['EXT_meshopt_compression', 'KHR_meshopt_compression'] as const
/** Meshopt's attributes are packed in blocks of so many bytes, of at most so many elements. */
const BLOCK = { bytes: 8192, elements: 256 }
const MOST_STRIDE = 256

/**
 * Bytes that a compressed buffer view unfolds to; 0 for one that is not compressed.
 * @throws a fault when its data is too short for what it names
 */
export function checkCompression(view: Json, whose: string, lists: Lists): number {
  const extensions = isRecord(view['extensions']) ? view['extensions'] : {}
  const packed = MESHOPT.map((name) => extensions[name]).find(isRecord)
  if (!packed) return 0
  const length = whole(packed['byteLength'], whose, 'length')
  const end = whole(packed['byteOffset'] ?? 0, whose, 'offset') + length
  const buffer = lists.buffer(packed['buffer'], whose)
  if (end > whole(buffer['byteLength'], whose, 'length'))
    refuse('cut-off', phrase('The compressed data of {0} reaches beyond its buffer.', whose))
  const count = whole(packed['count'], whose, 'count')
  const stride = whole(packed['byteStride'], whose, 'stride')
  if (stride < 1 || stride > MOST_STRIDE)
    refuse('invalid', phrase('The stride of {0} is not between 1 and 256 bytes.', whose))
  if (length < leastBytes(packed['mode'], count, stride))
    refuse('cut-off', phrase('The compressed data of {0} is too short for {1} elements.', whose, figure(count)))
  if (count * stride < whole(view['byteLength'], whose, 'length'))
    refuse('invalid', phrase('The compressed data of {0} gives fewer bytes than it should.', whose))
  return count * stride
}

/** The fewest bytes that can hold so many elements, in any version of meshopt's encodings. */
function leastBytes(mode: unknown, count: number, stride: number): number {
  // A triangle is a byte at least, an index of a sequence too.
  if (mode === 'TRIANGLES') return count / 3
  if (mode === 'INDICES') return count
  // Two bits of control for each byte of an element in each block.
  const elements = Math.min(Math.floor(BLOCK.bytes / stride) & ~15, BLOCK.elements)
  return Math.floor(count / elements) * Math.ceil(stride / 4)
}

/** @throws a fault when a primitive's Draco data does not lie in the file */
export function checkDraco(primitive: Json, whose: string, lists: Lists): void {
  const extensions = isRecord(primitive['extensions']) ? primitive['extensions'] : {}
  const draco = extensions['KHR_draco_mesh_compression']
  if (isRecord(draco)) lists.bufferView(draco['bufferView'], whose)
}
