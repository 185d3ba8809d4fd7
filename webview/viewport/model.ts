// A model that is ready to be shown: its scene, its size, its clips, and how its GPU memory is freed.
import {
  type AnimationClip,
  Box3,
  Group,
  InstancedMesh,
  Line,
  LineSegments,
  LoadingManager,
  type Material,
  Mesh,
  MeshDepthMaterial,
  type Object3D,
  Points,
  Sphere,
  Texture,
  type WebGLRenderer,
} from 'three'
import { GLTFLoader, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js'
import type { Batches } from './batches.ts'
import { BrokenParts } from './broken-parts.ts'
import { revealColliders } from './colliders.ts'
import type { Decoders } from './decoders.ts'
import { EmbeddedFiles, isEmbedded } from './embedded.ts'
import { aborted, errors, ViewportError } from './errors.ts'
import type { GltfDocument } from './gltf-document.ts'
import { closePicture, LatePictures } from './late-pictures.ts'
import { MODEL_LAYER } from './layers.ts'
import { fitMorphBox, isMorphed } from './morph-box.ts'
import { pictureName, shortName } from './picture-names.ts'
import { confineToFolder, leadsElsewhere } from './resource-path.ts'
import { drawEverywhere } from './skins.ts'
import { noteSources } from './sources.ts'
import { onlyUsed } from './used-plugins.ts'
import { Variants } from './variants.ts'

/**
 * Triangles, and draws, above which a model is heavy. The lamp follows the camera: its shadow is drawn with each frame of a
 * turn, and would double the time that the frame takes.
 */
const HEAVY = { triangles: 500_000, draws: 300 } as const
/** An address that asks nobody. */
const NOWHERE = 'blob:nowhere'

export interface Model {
  name: string
  root: Object3D
  /** In world space, never empty: a model without vertices gets a small box at its origin. */
  box: Box3
  /** Of the sphere around the box, metres. */
  radius: number
  clips: readonly AnimationClip[]
  /** What its meshes cast shadows with. three's own is shared by all models and would keep this one's textures. */
  depth: MeshDepthMaterial
  /** Its meshes hold their faces' edges on `edgeLayer`: a file of quads shows quads. */
  hasEdges?: boolean
  /** So much to draw that what draws it twice is left out. */
  isHeavy: boolean
  /** Its pictures, some of which may be on their way. */
  pictures?: LatePictures
  /** Looks that the file holds side by side. */
  variants?: Variants
  /** What many meshes are drawn by, where nothing moves, once that is made. */
  batches?: Batches
  /** It has so many meshes, and no clips, that such a thing is to be made once it was seen. */
  wantsBatches: boolean
}

export interface GltfSource {
  data: ArrayBuffer
  document: GltfDocument
  /** Resolves a .gltf's neighbours. */
  url: string
  name: string
  signal?: AbortSignal
}

/**
 * Parses bytes that `readGltfDocument` has already accepted.
 * @returns the model once its shape is there, whose pictures may still be on their way, and how many parts of meshes could
 *   not be unpacked, or for want of which file, and what the file names that is not in its folder
 * @throws ViewportError
 */
export async function parseModel(
  { data, document, url, name, signal }: GltfSource,
  decoders: Decoders,
  renderer: WebGLRenderer,
): Promise<Model & { pictures: LatePictures; lost: number; lacks?: string; elsewhere: readonly string[] }> {
  const manager = new LoadingManager()
  const pictures = new LatePictures((texture) => pictureName(document, texture))
  const { missing } = pictures
  const embedded = new EmbeddedFiles()
  const elsewhere = new Set<string>()
  manager.setURLModifier((address) => {
    if (isEmbedded(address)) return embedded.addressOf(address)
    const inside = confineToFolder(address, url)
    const other = leadsElsewhere(address, url)
    if (other !== undefined) elsewhere.add(other)
    if (inside === undefined) missing.add(shortName(address))
    return inside ?? NOWHERE
  })
  manager.onError = (address) => {
    if (!isEmbedded(address)) missing.add(shortName(address))
  }
  const broken = new BrokenParts()
  const variants = new Variants()
  const loader = new GLTFLoader(manager)
  for (const plugin of [pictures.plugin, broken.plugin, variants.plugin, onlyUsed(document)]) loader.register(plugin)
  await decoders.equip(loader, document, name, renderer)
  if (signal?.aborted) throw aborted()
  try {
    const gltf = await loader.parseAsync(data, url.slice(0, url.lastIndexOf('/') + 1))
    // A library of things without a scene (glTF 2.0, section 3.5.1): what there is to draw is shown.
    const root = gltf.scene ?? (await gatherRoots(gltf.parser))
    const { lost } = broken
    const lacks = missingBuffer(document, missing)
    noteSources(gltf.parser)
    void pictures.over.then(() => embedded.dispose())
    const made = { ...prepareModel(root, gltf.animations, name), pictures, lost, variants, elsewhere: [...elsewhere] }
    return { ...made, ...(lacks !== undefined && { lacks: shortName(lacks) }) }
  } catch (cause) {
    pictures.drop()
    embedded.dispose()
    if (cause instanceof ViewportError) throw cause
    const lacks = missingBuffer(document, missing)
    if (lacks === undefined) throw errors.damaged(name, cause)
    const other = [...elsewhere].find((one) => shortName(one) === shortName(lacks))
    throw other === undefined
      ? errors.missing(name, shortName(lacks), cause)
      : errors.elsewhere(name, other, shortName(lacks), cause)
  }
}

/** The first buffer that could not be read, as the file names it. */
const missingBuffer = ({ buffers = [] }: GltfDocument, missing: ReadonlySet<string>): string | undefined =>
  buffers.find(({ uri }) => uri !== undefined && missing.has(shortName(uri)))?.uri

/** All nodes that no other holds, or all meshes where there are no nodes. */
async function gatherRoots(parser: GLTFParser): Promise<Object3D> {
  const root = new Group()
  const nodes: Object3D[] = await parser.getDependencies('node')
  const found: Object3D[] = nodes.length > 0 ? nodes : await parser.getDependencies('mesh')
  root.add(...found.filter((object) => object.parent === null))
  return root
}

/** Whether anything in it is drawn: triangles, lines or points. */
export function hasDrawings(root: Object3D): boolean {
  let found = false
  root.traverse((object) => {
    found ||= object instanceof Mesh || object instanceof Line || object instanceof Points
  })
  return found
}

/** Makes a read scene ready: shadows, layers, and its size in the world. */
export function prepareModel(root: Object3D, clips: readonly AnimationClip[], name: string): Model {
  const depth = new MeshDepthMaterial()
  let [triangles, draws] = [0, 0]
  root.updateMatrixWorld(true)
  root.traverse((object) => {
    object.layers.enable(MODEL_LAYER)
    if (object instanceof Mesh) {
      const { index, attributes } = object.geometry
      const corners = index?.count ?? attributes.position?.count ?? 0
      triangles += (corners / 3) * (object instanceof InstancedMesh ? object.count : 1)
      draws += materialsOf(object).length
      object.castShadow = true
      object.receiveShadow = true
      drawEverywhere(object)
      if (isMorphed(object)) fitMorphBox(object)
      // Cut-out materials need a shadow of their own with their own texture; three makes one for each.
      if (!materialsOf(object).some((material) => material.alphaTest > 0)) object.customDepthMaterial = depth
    }
  })
  revealColliders(root)
  const box = new Box3().setFromObject(root)
  if (box.isEmpty()) box.setFromCenterAndSize(root.position, root.scale.clone().setScalar(0.1))
  const radius = Math.max(1e-4, box.getBoundingSphere(new Sphere()).radius)
  const isHeavy = triangles > HEAVY.triangles || draws > HEAVY.draws
  const wantsBatches = clips.length === 0 && draws > HEAVY.draws
  return { name, root, box, radius, clips, depth, isHeavy, wantsBatches }
}

export function materialsOf(mesh: Mesh): Material[] {
  return Array.isArray(mesh.material) ? mesh.material : [mesh.material]
}

/** Frees geometry, materials, textures and decoded pictures. `extra` are materials that no mesh uses at the moment. */
export function disposeModel(model: Model, extra: Iterable<Material>): void {
  model.pictures?.drop()
  model.batches?.dispose()
  const materials = new Set<Material>([...extra, ...(model.variants?.materials ?? []), model.depth])
  model.root.traverse((object) => {
    if (object instanceof LineSegments) object.geometry.dispose()
    if (!(object instanceof Mesh)) return
    object.geometry.dispose()
    for (const material of materialsOf(object)) materials.add(material)
  })
  for (const material of materials) {
    material.dispose()
    if (material !== model.depth) for (const texture of texturesOf(material)) disposeTexture(texture)
  }
}

function texturesOf(material: Material): Texture[] {
  return Object.values(material).filter((value) => value instanceof Texture)
}

function disposeTexture(texture: Texture): void {
  texture.dispose()
  closePicture(texture)
}
