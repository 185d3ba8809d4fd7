// Writes KHR_draco_mesh_compression: glTF-Transform's writer with Google's encoder, which is loaded with the first file that is
// written so. Here models are brought into the form that the writer takes, whatever their primitives share, and numbers that
// must stay exact are kept from being rounded.
// https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_draco_mesh_compression
import { type Accessor, type Document, Primitive, type Property, WebIO } from '@gltf-transform/core'
import { KHRDracoMeshCompression } from '@gltf-transform/extensions'
import { moduleOptions, once, WASM } from '../wasm.ts'
import { EXTENSIONS } from './extensions.ts'
import { glbOf, prepare, writeGlb } from './gltf.ts'

/**
 * Bits of a number along the largest side of its attribute's box, those of Draco's own encoder and of glTF-Transform: a position
 * is off by a 32,768th of its mesh at most, a texture coordinate by half a texel of 4,096. Whole numbers (joints, weights in bytes)
 * stay as they are.
 */
const BITS = { POSITION: 14, NORMAL: 10, COLOR: 8, TEX_COORD: 12 } as const
/** Tangents. */
const OTHER_BITS = 12
/** Draco's word for: not rounded. */
const EXACT = 0
/** Of 0 (smallest) to 10: what `gltf-transform draco` and Draco's own encoder take. */
const SPEED = 5

/**
 * The GLB of a Document whose triangles are packed with Draco; each of its primitives has positions. Points, lines, strips and
 * fans stay as they are; a primitive with morph targets keeps the order of its vertices. The document's accessors are parted
 * where the writer asks for it.
 */
export async function writeDraco(document: Document): Promise<Uint8Array> {
  const packed = packable(document)
  if (!packed.some((primitive) => cornersOf(primitive) >= 3)) return writeGlb(document)
  await prepare(document)
  for (const primitive of packed) if (!primitive.getIndices()) number(document, primitive)
  separate(packed)
  document
    .createExtension(KHRDracoMeshCompression)
    .setRequired(true)
    .setEncoderOptions({
      ...{ encodeSpeed: SPEED, decodeSpeed: SPEED },
      quantizationBits: { ...BITS, GENERIC: packed.some(hasOwnNumbers) ? EXACT : OTHER_BITS },
    })
  const io = new WebIO()
    .setLogger(document.getLogger())
    .registerExtensions([
      ...EXTENSIONS.filter(({ EXTENSION_NAME }) => EXTENSION_NAME !== NAME),
      KHRDracoMeshCompression,
    ])
    .registerDependencies({ 'draco3d.encoder': await startEncoder() })
  return glbOf(document, io)
}

const NAME = KHRDracoMeshCompression.EXTENSION_NAME

const startEncoder = once(async () => {
  const { default: create } = await import('draco3dgltf/draco_encoder_gltf_nodejs.js')
  return create(await moduleOptions(WASM.dracoEncoder))
})

/** What the writer takes for triangles, and what becomes such. It leaves out by itself what has not three corners. */
const packable = (document: Document): Primitive[] =>
  document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
    .filter(
      (primitive) =>
        primitive.getMode() === Primitive.Mode.TRIANGLES &&
        (primitive.getIndices() !== null || cornersOf(primitive) >= 3),
    )

const cornersOf = (primitive: Primitive): number =>
  (primitive.getIndices() ?? primitive.getAttribute('POSITION'))?.getCount() ?? 0

/** Gives a primitive the indices that it did without; Draco finds its equal vertices by itself. */
function number(document: Document, primitive: Primitive): void {
  const position = primitive.getAttribute('POSITION')
  const count = position?.getCount() ?? 0
  const array = Uint32Array.from({ length: count - (count % 3) }, (_, i) => i)
  primitive.setIndices(
    document
      .createAccessor()
      .setType('SCALAR')
      .setArray(array)
      .setBuffer(position?.getBuffer() ?? null),
  )
}

/** Numbers of the model's own, such as identifiers, which mean something else when they are rounded. */
function hasOwnNumbers(primitive: Primitive): boolean {
  return primitive
    .listSemantics()
    .some(
      (semantic) => semantic.startsWith('_') && primitive.getAttribute(semantic)?.getArray() instanceof Float32Array,
    )
}

/** Copies what packed primitives share with anything else: a packed accessor can only be read with its own primitive. */
function separate(packed: readonly Primitive[]): void {
  const ours = new Set<Property>(packed)
  const copies = new Map<Accessor, Accessor>()
  for (const primitive of packed)
    for (const accessor of [primitive.getIndices(), ...primitive.listAttributes()]) {
      if (!accessor || accessor.listParents().every((parent) => ours.has(parent) || parent.propertyType === 'Root'))
        continue
      const copy = copies.get(accessor) ?? accessor.clone()
      copies.set(accessor, copy)
      primitive.swap(accessor, copy)
    }
}
