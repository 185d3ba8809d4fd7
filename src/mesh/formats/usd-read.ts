// Reads USD: a USDZ package or a single layer as a Document. Hierarchy, meshes, preview materials with pictures, skeletons and
// all their animations; cameras, lights, curves and blend shapes are skipped.

import type { Document, Node } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import { type ReaderBudget, type ReaderContext, readerContext } from '../budget.ts'
import { attempt } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { IDENTITY, invert, type Matrix, multiply, scaling, Z_UP_TO_Y_UP } from '../math/matrix.ts'
import { ModelBuilder } from './build.ts'
import { type Companions, companion, lastPart } from './companions.ts'
import { setMatrix } from './node-matrix.ts'
import type { UsdLayer } from './usd-layer.ts'
import { displayName } from './usd-names.ts'
import { parseUsda } from './usd-parse.ts'
import { UsdMaterialReader } from './usd-read-material.ts'
import { cornersOf, faceSets, hasPaintedColors, shapeOf } from './usd-read-mesh.ts'
import { Clips, matrixOf, resetsStack } from './usd-read-motion.ts'
import { influencesOf, type ReadSkeleton, readSkelAnimation, readSkeleton } from './usd-read-skeleton.ts'
import { Stage, type StagePrim } from './usd-stage.ts'
import { isUsdc, parseUsdc } from './usdc-read.ts'
import { readZip } from './zip.ts'

/** The specification's fallback: centimetres. */
const DEFAULT_METRES_PER_UNIT = 0.01
/** What the motion of prims outside skeletons is called. */
const STAGE_CLIP = 'animation'

/**
 * A .usdz package, or a .usda or .usdc layer with the files it names, as a Document in metres, Y up.
 * @param context what the reading may take, and where its warnings go
 * @throws MeshError model-broken, model-too-large
 */
export async function readUsd(
  bytes: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = readerContext([...files.values()].reduce((sum, { length }) => sum + length, bytes.length)),
): Promise<Document> {
  const { budget } = context
  const inside = isZip(bytes) ? readZip(bytes, budget, context.lose) : new Map([[MAIN, bytes], ...files])
  const main = [...inside.keys()].find((name) => /\.usd[ac]?$/i.test(name))
  const layers = new Map<string, UsdLayer | undefined>()
  const layerNamed = (name: string): UsdLayer | undefined => {
    if (!layers.has(name)) {
      const text = companion(inside, name)
      if (!text && name !== '')
        context.warn(phrase('The layer “{0}” is missing: what it holds is left out.', lastPart(name)))
      layers.set(name, text && attempt(() => parseLayer(text, name, context), context.lose, damaged, 'part'))
    }
    return layers.get(name)
  }
  const layer = main === undefined ? undefined : layerNamed(main)
  if (!layer) throw new MeshError('model-broken', 'The USDZ file holds no scene.', 'Export the model again and retry.')
  return new UsdReader(new Stage(layer, layerNamed, budget), inside, context).read()
}

const MAIN = 'model.usda'
const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

const damaged = () => new MeshError('model-broken', 'The USD file is damaged.', 'Export the model again and retry.')

function parseLayer(bytes: Uint8Array, name: string, { budget, lose }: ReaderContext): UsdLayer {
  const folder = name.slice(0, name.lastIndexOf('/') + 1)
  const anchor = (asset: string) => normalized(folder + asset)
  return isUsdc(bytes)
    ? parseUsdc(bytes, anchor, budget, lose)
    : parseUsda(new TextDecoder().decode(bytes), anchor, budget, lose)
}

/** `a/./b/../c` as `a/c`. */
function normalized(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

class UsdReader {
  readonly #builder = new ModelBuilder('model')
  readonly #materials: UsdMaterialReader
  readonly #clips: Clips
  readonly #budget: ReaderBudget
  readonly #context: ReaderContext
  readonly #skeletons = new Map<StagePrim, ReadSkeleton | undefined>()
  /** Skinned meshes wait until every skeleton is there. */
  readonly #bound: { parts: readonly StagePrim[]; skeleton: StagePrim }[] = []

  readonly #stage: Stage

  constructor(stage: Stage, files: Companions, context: ReaderContext) {
    this.#stage = stage

    const { budget } = context
    this.#budget = budget
    this.#context = context
    this.#materials = new UsdMaterialReader(stage, { builder: this.#builder, context }, (file) =>
      companion(files, file),
    )
    this.#clips = new Clips(this.#builder, budget, stage.metadata('timeCodesPerSecond')?.numbers[0])
  }

  async read(): Promise<Document> {
    const outer = this.#outer()
    const turned = outer.some((value, i) => Math.abs(value - (IDENTITY[i] ?? 0)) > 1e-9)
    const root = turned ? setMatrix(this.#builder.document.createNode('root'), outer) : undefined
    if (root) this.#builder.scene.addChild(root)
    for (const prim of this.#top()) await this.#prim(prim, root)
    for (const { parts, skeleton } of this.#bound) await this.#bind(parts, skeleton)
    for (const [prim, skeleton] of this.#skeletons) if (skeleton) this.#animate(prim, skeleton)
    if (this.#builder.document.getRoot().listMeshes().length === 0)
      throw new MeshError('model-broken', 'The USD file has no meshes.', 'Export the model again and retry.')
    return this.#builder.document
  }

  /** The stage's axes and units to ours. */
  #outer(): Matrix {
    const metres = this.#stage.metadata('metersPerUnit')?.numbers[0] ?? DEFAULT_METRES_PER_UNIT
    const isZUp = this.#stage.metadata('upAxis')?.texts[0] === 'Z'
    return multiply(scaling(metres > 0 ? metres : 1), isZUp ? Z_UP_TO_Y_UP : IDENTITY)
  }

  /** The prims to begin with: a lone root that only holds others together is left out. */
  #top(): readonly StagePrim[] {
    const { children } = this.#stage.root
    const [only] = children
    const isHolder = children.length === 1 && only?.type === 'Xform' && only.value('xformOpOrder') === undefined
    return isHolder && only ? only.children : children
  }

  async #prim(prim: StagePrim, parent: Node | undefined): Promise<void> {
    this.#budget.spend('elements', 1)
    this.#budget.checkTime()
    if (isUnseen(prim) || (prim.type === 'Mesh' && this.#waits([prim]))) return
    const node = setMatrix(this.#builder.document.createNode(displayName(prim)), this.#matrixOf(prim))
    if (parent) parent.addChild(node)
    else this.#builder.scene.addChild(node)
    const moves = this.#clips.addMotion(STAGE_CLIP, prim, node)
    if (prim.type === 'Skeleton') this.#skeletons.set(prim, readSkeleton(prim, this.#builder, node, this.#budget))
    const parts = prim.type === 'Mesh' ? [prim] : partsOf(prim)
    if (parts.length > 0 && !this.#waits(parts)) await this.#mesh(parts, node)
    const own = new Set(parts)
    for (const child of prim.children) if (!own.has(child)) await this.#prim(child, node)
    // Nothing hangs on a prim without a shape, such as a scope of materials.
    if (!node.getMesh() && node.listChildren().length === 0 && !moves) node.dispose()
  }

  #matrixOf(prim: StagePrim): Matrix {
    const own = matrixOf(prim)
    if (!resetsStack(prim) || !prim.parent) return own
    return multiply(invert(this.#world(prim.parent)), own)
  }

  #world(prim: StagePrim): Matrix {
    const own = matrixOf(prim)
    return prim.parent && !resetsStack(prim) ? multiply(this.#world(prim.parent), own) : own
  }

  /** Notes a mesh that follows a skeleton. */
  #waits(parts: readonly StagePrim[]): boolean {
    const [prim] = parts
    const path = prim?.inherited((above) => above.targets('skel:skeleton')[0])
    const skeleton = this.#stage.prim(path)
    if (!skeleton || !prim?.value('primvars:skel:jointIndices')) return false
    this.#bound.push({ parts, skeleton })
    return true
  }

  async #mesh(parts: readonly StagePrim[], node: Node, skeleton?: ReadSkeleton): Promise<void> {
    const mesh = this.#builder.document.createMesh(parts[0] ? displayName(parts[0]) : '')
    for (const part of parts) {
      const influences = skeleton && influencesOf(part, skeleton, this.#budget)
      for (const primitive of await this.#primitives(part, influences)) mesh.addPrimitive(primitive)
    }
    if (mesh.listPrimitives().length > 0) node.setMesh(mesh)
    else mesh.dispose()
  }

  async #primitives(prim: StagePrim, influences?: ReturnType<typeof influencesOf>) {
    const bind = influences && prim.numbers('primvars:skel:geomBindTransform')
    const matrix = bind?.length === 16 ? bind : IDENTITY
    const isDoubleSided = prim.number('doubleSided') === 1
    const found = []
    const shape = shapeOf(prim, matrix, this.#context)
    for (const { faces, bound } of faceSets(prim)) {
      const path = bound.inherited((above) => above.targets('material:binding')[0])
      const target = this.#stage.prim(path)
      const read = target && (await this.#materials.of(target, isDoubleSided))
      const { sets = [], transform } = read ?? {}
      const corners = cornersOf(shape, faces, {
        sets,
        ...(transform ? { transform } : {}),
        ...(influences ? { influences } : {}),
      })
      if (corners.positions.length === 0) continue
      found.push(await this.#builder.primitive(corners, read?.material ?? this.#plain(prim, isDoubleSided)))
    }
    return found
  }

  /** A mesh without a material shows its display color. */
  #plain(prim: StagePrim, isDoubleSided: boolean) {
    const [r, g, b] = prim.numbers('primvars:displayColor') ?? []
    if (r === undefined || g === undefined || b === undefined || hasPaintedColors(prim)) return null
    return this.#builder.document
      .createMaterial(prim.name)
      .setBaseColorFactor([r, g, b, 1])
      .setMetallicFactor(0)
      .setDoubleSided(isDoubleSided)
  }

  /** A mesh that a skeleton moves; joints alone place it, so it stands in no one's hierarchy. */
  async #bind(parts: readonly StagePrim[], skeletonPrim: StagePrim): Promise<void> {
    const skeleton = this.#skeletons.get(skeletonPrim)
    const [first] = parts
    if (!first) return
    const node = this.#builder.document.createNode(displayName(first))
    this.#builder.scene.addChild(node)
    if (!skeleton) setMatrix(node, multiply(this.#outer(), this.#world(first)))
    await this.#mesh(parts, node, skeleton)
    if (skeleton && node.getMesh()) node.setSkin(skeleton.skin)
  }

  /** Every animation of the skeleton: the one that plays, and those beside it. */
  #animate(prim: StagePrim, skeleton: ReadSkeleton): void {
    const source = this.#stage.prim(prim.inherited((above) => above.targets('skel:animationSource')[0]))
    const beside = [...this.#stage.prims(prim.parent ?? prim)]
    this.#budget.spend('elements', beside.length)
    for (const animation of new Set([...(source ? [source] : []), ...beside]))
      if (animation.type === 'SkelAnimation')
        readSkelAnimation(animation, displayName(animation), { skeleton, clips: this.#clips, budget: this.#budget })
  }
}

/** Kinds of prims that are looked at from elsewhere, or not at all. */
const ASIDE = new Set(['Material', 'Shader', 'NodeGraph', 'GeomSubset', 'SkelAnimation', 'Camera'])

function isUnseen(prim: StagePrim): boolean {
  const purpose = prim.text('purpose')
  return ASIDE.has(prim.type) || prim.text('visibility') === 'invisible' || purpose === 'guide' || purpose === 'proxy'
}

/**
 * The meshes that make up the one mesh of a prim: its only one, or those that a glTF mesh with several materials
 * becomes: `box`, `box_2`, `box_3` ... None may stand elsewhere than the prim itself.
 */
function partsOf(prim: StagePrim): readonly StagePrim[] {
  const meshes = prim.children.filter((child) => child.type === 'Mesh')
  const stem = meshes[0]?.name ?? ''
  const isOne = meshes.every(
    (mesh, i) =>
      mesh.name === (i === 0 ? stem : `${stem}_${i + 1}`) &&
      mesh.value('xformOpOrder') === undefined &&
      mesh.children.every((child) => child.type === 'GeomSubset') &&
      !isUnseen(mesh),
  )
  return isOne ? meshes : []
}
