// Makes test/fixtures/models: one square in each compression that the viewport decodes, left half red and right half blue,
// so that a test sees at the picture whether geometry and texture arrived. The encoders are needed for nothing else, so
// they are installed into a temporary folder by this script and are no dependency of ours:
//   node workbench/art/codecs.mjs
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinGlb } from '../glb.mjs'
import { root } from '../paths.mjs'

const ENCODERS = ['draco3d@1.5.9', 'ktx2-encoder@0.6.0', 'sharp@0.35.5', 'meshoptimizer@1.3.0']

const folder = mkdtempSync(join(tmpdir(), 'tripo-codecs-'))
execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...ENCODERS], { stdio: 'ignore' })
/**
 * By a module beside them, so that they are found as their packages wish to be imported.
 * @param {string} name @returns {Promise<any>} an encoder, whose types are not ours to check
 */
function load(name) {
  const module = join(folder, `${name}.mjs`)
  writeFileSync(module, `import * as all from '${name}'\nexport default all`)
  return import(module).then((loaded) => loaded.default)
}

/** A square in the XY plane, two metres wide, of 8 by 8 cells: enough for compressors to have something to do. */
const CELLS = 8
const SIDE = CELLS + 1
const positions = new Float32Array(SIDE * SIDE * 3)
const uvs = new Float32Array(SIDE * SIDE * 2)
for (let y = 0; y < SIDE; y++) {
  for (let x = 0; x < SIDE; x++) {
    const at = y * SIDE + x
    positions.set([(2 * x) / CELLS - 1, (2 * y) / CELLS - 1, 0], at * 3)
    uvs.set([x / CELLS, 1 - y / CELLS], at * 2)
  }
}
const cells = Array.from({ length: CELLS * CELLS }, (_, at) => Math.floor(at / CELLS) * SIDE + (at % CELLS))
const corners = cells.flatMap((at) => [at, at + 1, at + SIDE + 1, at, at + SIDE + 1, at + SIDE])
const indices = new Uint16Array(corners)
const COUNT = SIDE * SIDE

/** 32 pixels a side, left red, right blue. */
const PIXELS = 32
const pixels = new Uint8Array(PIXELS * PIXELS * 4)
for (let at = 0; at < PIXELS * PIXELS; at++) {
  pixels.set(at % PIXELS < PIXELS / 2 ? [224, 32, 32, 255] : [32, 32, 224, 255], at * 4)
}

/**
 * A GLB of parts: what a part is called is where it stands among the buffer views.
 * @param {Record<string, Uint8Array>} parts
 * @param {(view: (name: string) => number) => object} contentsOf
 */
function glb(parts, contentsOf) {
  const names = Object.keys(parts)
  const bodies = Object.values(parts).map((part) => Buffer.concat([part, Buffer.alloc((4 - (part.length % 4)) % 4)]))
  let offset = 0
  const bufferViews = names.map((name, index) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: parts[name]?.length ?? 0 }
    offset += bodies[index]?.length ?? 0
    return view
  })
  const bin = Buffer.concat(bodies)
  const own = contentsOf((name) => names.indexOf(name))
  const json = {
    ...{ asset: { version: '2.0', generator: 'workbench/art/codecs.mjs' }, scene: 0, scenes: [{ nodes: [0] }] },
    ...{ nodes: [{ mesh: 0, name: 'square' }], buffers: [{ byteLength: bin.length }], bufferViews },
    ...own,
  }
  return joinGlb(json, bin)
}

const accessor = (/** @type {object} */ more) => ({ componentType: 5126, ...more })
const bounds = { min: [-1, -1, 0], max: [1, 1, 0] }
const MATERIAL = { name: 'paint', pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0 } }
const plain = {
  positions: new Uint8Array(positions.buffer),
  uvs: new Uint8Array(uvs.buffer),
  indices: new Uint8Array(indices.buffer),
}
const bytesOf = (/** @type {string} */ name) => ({ bufferView: Object.keys(plain).indexOf(name) })
const plainAccessors = [
  accessor({ ...bytesOf('positions'), count: COUNT, type: 'VEC3', ...bounds }),
  accessor({ ...bytesOf('uvs'), count: COUNT, type: 'VEC2' }),
  { ...bytesOf('indices'), componentType: 5123, count: indices.length, type: 'SCALAR' },
]
const PRIMITIVE = { attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2, material: 0 }

/** Plain geometry, and the picture in a form that needs an extension. */
function pictureGlb(
  /** @type {Uint8Array} */ picture,
  /** @type {string} */ mimeType,
  /** @type {string} */ extension,
) {
  return glb({ ...plain, picture }, (view) => ({
    ...{ extensionsUsed: [extension], extensionsRequired: [extension], accessors: plainAccessors },
    ...{ meshes: [{ primitives: [PRIMITIVE] }], materials: [MATERIAL] },
    ...{ textures: [{ extensions: { [extension]: { source: 0 } } }] },
    images: [{ bufferView: view('picture'), mimeType }],
  }))
}

const sharp = (await load('sharp')).default
const raw = { raw: { width: PIXELS, height: PIXELS, channels: 4 } }
const png = await sharp(pixels, raw).png({ palette: true }).toBuffer()

async function dracoGlb() {
  const module = await (await load('draco3d')).default.createEncoderModule({})
  const mesh = new module.Mesh()
  const builder = new module.MeshBuilder()
  builder.AddFacesToMesh(mesh, indices.length / 3, indices)
  const position = builder.AddFloatAttributeToMesh(mesh, module.POSITION, COUNT, 3, positions)
  const uv = builder.AddFloatAttributeToMesh(mesh, module.TEX_COORD, COUNT, 2, uvs)
  const encoder = new module.Encoder()
  const out = new module.DracoInt8Array()
  const length = encoder.EncodeMeshToDracoBuffer(mesh, out)
  const packed = Uint8Array.from({ length }, (_, at) => out.GetValue(at) & 255)
  const extension = 'KHR_draco_mesh_compression'
  return glb({ packed, picture: png }, (view) => ({
    ...{ extensionsUsed: [extension], extensionsRequired: [extension] },
    accessors: [
      accessor({ count: COUNT, type: 'VEC3', ...bounds }),
      accessor({ count: COUNT, type: 'VEC2' }),
      { componentType: 5123, count: indices.length, type: 'SCALAR' },
    ],
    meshes: [
      {
        primitives: [
          {
            ...PRIMITIVE,
            extensions: {
              [extension]: { bufferView: view('packed'), attributes: { POSITION: position, TEXCOORD_0: uv } },
            },
          },
        ],
      },
    ],
    ...{ materials: [MATERIAL], textures: [{ source: 0 }] },
    images: [{ bufferView: view('picture'), mimeType: 'image/png' }],
  }))
}

async function meshoptGlb() {
  const { MeshoptEncoder } = await load('meshoptimizer')
  await MeshoptEncoder.ready
  const extension = 'EXT_meshopt_compression'
  const packed = {
    positions: MeshoptEncoder.encodeVertexBuffer(plain.positions, COUNT, 12),
    uvs: MeshoptEncoder.encodeVertexBuffer(plain.uvs, COUNT, 8),
    indices: MeshoptEncoder.encodeIndexBuffer(plain.indices, indices.length, 2),
  }
  const view = (/** @type {Uint8Array} */ body, /** @type {number} */ stride, /** @type {string} */ mode) => ({
    ...{ buffer: 1, byteLength: body.length, ...(mode === 'ATTRIBUTES' ? { byteStride: stride } : {}) },
    extra: { byteStride: stride, count: body.length / stride, mode },
  })
  const views = [
    view(plain.positions, 12, 'ATTRIBUTES'),
    view(plain.uvs, 8, 'ATTRIBUTES'),
    view(plain.indices, 2, 'TRIANGLES'),
  ]
  const parts = { ...packed, picture: png }
  const made = glb(parts, () => ({}))
  const { bufferViews: stored, buffers } = JSON.parse(made.subarray(20, 20 + made.readUInt32LE(12)).toString())
  let offset = 0
  const bufferViews = views.map(({ extra, ...rest }, index) => {
    const { byteOffset, byteLength } = stored[index]
    const described = {
      ...{ ...rest, byteOffset: offset },
      extensions: { [extension]: { buffer: 0, byteOffset, byteLength, ...extra } },
    }
    offset += rest.byteLength
    return described
  })
  return glb(parts, () => ({
    ...{ extensionsUsed: [extension], extensionsRequired: [extension] },
    buffers: [...buffers, { byteLength: offset, extensions: { [extension]: { fallback: true } } }],
    bufferViews: [...bufferViews, stored[3]],
    ...{ accessors: plainAccessors, meshes: [{ primitives: [PRIMITIVE] }], materials: [MATERIAL] },
    ...{ textures: [{ source: 0 }], images: [{ bufferView: 3, mimeType: 'image/png' }] },
  }))
}

async function ktx2(/** @type {object} */ options) {
  const { encodeToKTX2 } = await load('ktx2-encoder')
  const imageDecoder = async () => ({ width: PIXELS, height: PIXELS, data: pixels })
  return encodeToKTX2(png, { imageDecoder, generateMipmap: true, ...options })
}

const BASISU = 'KHR_texture_basisu'
const made = {
  draco: await dracoGlb(),
  meshopt: await meshoptGlb(),
  'ktx2-etc1s': pictureGlb(await ktx2({ isUASTC: false }), 'image/ktx2', BASISU),
  'ktx2-uastc': pictureGlb(await ktx2({ isUASTC: true, needSupercompression: true }), 'image/ktx2', BASISU),
  webp: pictureGlb(await sharp(pixels, raw).webp({ lossless: true }).toBuffer(), 'image/webp', 'EXT_texture_webp'),
  avif: pictureGlb(await sharp(pixels, raw).avif({ quality: 80 }).toBuffer(), 'image/avif', 'EXT_texture_avif'),
}
const target = join(root, 'test/fixtures/models')
mkdirSync(target, { recursive: true })
for (const [name, bytes] of Object.entries(made)) {
  writeFileSync(join(target, `${name}.glb`), bytes)
  console.log(`${name}.glb ${bytes.length} bytes`)
}
rmSync(folder, { recursive: true, force: true })
