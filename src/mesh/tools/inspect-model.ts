// The contents of a model of any format: counts, textures and their users, bytes by part. Plain data, for views and scripts.
import {
  type Accessor,
  type Document,
  ImageUtils,
  type Material,
  type Primitive,
  type Texture,
} from '@gltf-transform/core'
import { english } from '../../text/index.ts'
import { nodesOf } from '../formats/surface.ts'
import type { Bounds } from '../geometry.ts'
import { textureSize } from '../images/picture-size.ts'
import { calledOf } from './called.ts'
import { drawnCounts } from './drawn-counts.ts'
import { meshUses } from './instances.ts'
import { sceneBounds } from './scene.ts'

const NOWHERE: Bounds = { min: [0, 0, 0], max: [0, 0, 0] }

/** A mip chain adds a third to the memory of its largest level. */
const MIPS = 4 / 3

export interface TextureUse {
  readonly material: number
  readonly slot: string
}

export interface TextureReport {
  readonly name: string
  /** `image/png` ... */
  readonly mimeType: string
  /** Pixels; 0 where the header cannot be read. */
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Bytes of graphics memory with all mip levels. */
  readonly gpuBytes: number
  /** `material: slot`, each use; of a material without a name `material 3 (unnamed): slot`. */
  readonly usedBy: readonly string[]
  /** The same as data: the material's number. */
  readonly uses: readonly TextureUse[]
}

export interface ModelReport {
  /** Bytes of the file and those beside it. */
  readonly bytes: number
  readonly scenes: number
  readonly nodes: number
  readonly meshes: number
  readonly primitives: number
  readonly vertices: number
  /** Triangles that the scene shows: a mesh under two nodes, or with two instances, counts twice. */
  readonly triangles: number
  /** The same with each mesh once, as the file stores them. */
  readonly storedTriangles: number
  /** Primitives that the scene shows. */
  readonly drawCalls: number
  /** Metres along x, y and z, as the scene stands at rest; zeros for an empty one. */
  readonly size: readonly [number, number, number]
  readonly materials: readonly { name: string; alphaMode: string; doubleSided: boolean; textures: number }[]
  readonly textures: readonly TextureReport[]
  readonly clips: readonly { name: string; channels: number; seconds: number }[]
  readonly skins: readonly { name: string; joints: number }[]
  /** Joints of all skins, each once. */
  readonly bones: number
  readonly morphTargets: number
  readonly extensions: readonly string[]
  /** Decoded bytes by what they are for. */
  readonly byPart: {
    readonly vertices: number
    readonly indices: number
    readonly morphTargets: number
    readonly animations: number
    readonly skins: number
    readonly textures: number
  }
}

/**
 * Describes a model; changes nothing.
 * @param bytes of the file it was read from, with those beside it
 * @param isMeasured false where nobody asks for the size, which takes a look at every vertex: it is zeros then
 */
export function inspectModel(document: Document, bytes: number, isMeasured = true): ModelReport {
  const root = document.getRoot()
  const primitives = root.listMeshes().flatMap((mesh) => mesh.listPrimitives())
  const positions = unique(primitives.map((primitive) => primitive.getAttribute('POSITION')))
  const textures = root.listTextures().map((texture) => reportTexture(texture, root.listMaterials()))
  const drawn = drawnCounts(meshUses(document))
  const { min, max } = isMeasured ? sceneBounds(document) : NOWHERE
  return {
    bytes,
    scenes: root.listScenes().length,
    nodes: root.listNodes().length,
    meshes: root.listMeshes().length,
    primitives: primitives.length,
    vertices: positions.reduce((sum, accessor) => sum + accessor.getCount(), 0),
    triangles: drawn.triangles,
    storedTriangles: drawn.storedTriangles,
    drawCalls: nodesOf(document).reduce((sum, node) => sum + (node.getMesh()?.listPrimitives().length ?? 0), 0),
    size: [max[0] - min[0], max[1] - min[1], max[2] - min[2]],
    materials: root.listMaterials().map((material, i) => ({
      name: material.getName(),
      alphaMode: material.getAlphaMode(),
      doubleSided: material.getDoubleSided(),
      textures: textures.filter(({ uses }) => uses.some((use) => use.material === i)).length,
    })),
    textures,
    clips: root.listAnimations().map((clip) => ({
      name: clip.getName(),
      channels: clip.listChannels().length,
      seconds: Math.max(0, ...clip.listSamplers().map((sampler) => sampler.getInput()?.getMax([])[0] ?? 0)),
    })),
    skins: root.listSkins().map((skin) => ({ name: skin.getName(), joints: skin.listJoints().length })),
    bones: new Set(root.listSkins().flatMap((skin) => skin.listJoints())).size,
    morphTargets: primitives.reduce((sum, primitive) => sum + primitive.listTargets().length, 0),
    extensions: root.listExtensionsUsed().map(({ extensionName }) => extensionName),
    byPart: partsOf(document, primitives, textures),
  }
}

function partsOf(
  document: Document,
  primitives: readonly Primitive[],
  textures: readonly TextureReport[],
): ModelReport['byPart'] {
  const root = document.getRoot()
  const samplers = root.listAnimations().flatMap((clip) => clip.listSamplers())
  const targets = primitives.flatMap((primitive) => primitive.listTargets())
  return {
    vertices: bytesOf(primitives.flatMap((primitive) => primitive.listAttributes())),
    indices: bytesOf(primitives.map((primitive) => primitive.getIndices())),
    morphTargets: bytesOf(targets.flatMap((target) => target.listAttributes())),
    animations: bytesOf(samplers.flatMap((sampler) => [sampler.getInput(), sampler.getOutput()])),
    skins: bytesOf(root.listSkins().map((skin) => skin.getInverseBindMatrices())),
    textures: textures.reduce((sum, texture) => sum + texture.bytes, 0),
  }
}

const unique = (accessors: readonly (Accessor | null)[]): Accessor[] => [
  ...new Set(accessors.filter((accessor) => accessor !== null)),
]
const bytesOf = (accessors: readonly (Accessor | null)[]): number =>
  unique(accessors).reduce((sum, accessor) => sum + accessor.getByteLength(), 0)

function reportTexture(texture: Texture, materials: readonly Material[]): TextureReport {
  const image = texture.getImage() ?? new Uint8Array()
  const mimeType = texture.getMimeType()
  const [width, height] = textureSize(texture) ?? [0, 0]
  const uses = usesOf(texture, materials)
  return {
    name: texture.getName() || texture.getURI(),
    mimeType,
    width,
    height,
    bytes: image.length,
    gpuBytes: Math.round(gpuBytes(image, mimeType, width * height)),
    usedBy: uses.map(({ material, slot }) => {
      const called = calledOf('material', materials[material]?.getName() ?? '', material)
      return `${english(called)}: ${slot}`
    }),
    uses,
  }
}

/** KTX2 stays compressed in graphics memory; everything else becomes four bytes a pixel. */
function gpuBytes(image: Uint8Array, mimeType: string, pixels: number): number {
  if (pixels > 0) return pixels * 4 * MIPS
  try {
    return ImageUtils.getVRAMByteLength(new Uint8Array(image), mimeType) ?? 0
  } catch {
    return 0
  }
}

/** The slots of materials that show the texture; those of extensions by the names that the library gives their links. */
function usesOf(texture: Texture, materials: readonly Material[]): TextureUse[] {
  const graph = texture.getGraph()
  const uses = new Map<string, TextureUse>()
  for (const edge of graph.listParentEdges(texture)) {
    const parent = edge.getParent()
    const isOwner = (one: Material) => one === parent || one.listExtensions().some((extension) => extension === parent)
    const material = materials.findIndex(isOwner)
    const slot = edge.getName()
    if (material >= 0) uses.set(`${material} ${slot}`, { material, slot })
  }
  return [...uses.values()]
}
