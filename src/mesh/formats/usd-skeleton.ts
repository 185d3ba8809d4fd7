// glTF skins and their animations as UsdSkel skeletons. https://openusd.org/release/api/_usd_skel__schemas.html
import type { Animation, Document, Node, Skin } from '@gltf-transform/core'
import { decompose, IDENTITY, invert, type Matrix, multiply } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { durationOf, Poses } from './animation.ts'
import type { Surface } from './surface.ts'
import { numeral } from './text.ts'
import { displayNameLines } from './usd-names.ts'
import { matrixText, type Prim, PrimNames, prim, quoted, tuples } from './usd-text.ts'

/** Samples per second of skeletal animation; also the stage's timeCodesPerSecond. */
export const TIME_CODES_PER_SECOND = 30

interface Joints {
  readonly nodes: readonly Node[]
  /** `hip/knee`: names joined along the hierarchy of joints. */
  readonly paths: readonly string[]
  /** The nearest joint above each; -1 for none. */
  readonly parents: readonly number[]
}

/**
 * A skin as a Skeleton prim with one SkelAnimation per clip that moves it; the first is the one that plays. Joint
 * transforms are relative to the stage's root, where the SkelRoot stands.
 */
export function skeletonPrim(document: Document, skin: Skin, name: string, parentPath: string): Prim {
  const joints = jointsOf(skin)
  const inverse = skin.getInverseBindMatrices()
  const bind = joints.nodes.map((_, i) => {
    const element: number[] = []
    return inverse ? invert(inverse.getElement(i, element)) : IDENTITY
  })
  const worlds = joints.nodes.map((node): Matrix => node.getWorldMatrix())
  const rest = relative(joints, worlds)
  const names = new PrimNames()
  const clips = document
    .getRoot()
    .listAnimations()
    .filter((clip) => moves(clip, joints))
  const animations = clips.map((clip) => animationPrim(clip, joints, names.unique(clip.getName(), 'animation')))
  const first = animations[0]
  const list = (matrices: readonly Matrix[]) => `[${matrices.map(matrixText).join(', ')}]`
  const lines = [
    `uniform token[] joints = [${joints.paths.map(quoted).join(', ')}]`,
    `uniform matrix4d[] bindTransforms = ${list(bind)}`,
    `uniform matrix4d[] restTransforms = ${list(rest)}`,
    ...(first ? [`rel skel:animationSource = <${parentPath}/${name}/${first.name}>`] : []),
  ]
  return prim('Skeleton', name, lines, animations, ['prepend apiSchemas = ["SkelBindingAPI"]'])
}

/** The attributes by which a mesh follows the skeleton. */
export function skinLines(surface: Surface, skeletonPath: string): string[] {
  const { joints, weights } = surface
  if (!joints || !weights) return []
  const vertex = '(\n    elementSize = 4\n    interpolation = "vertex"\n)'
  return [
    `matrix4d primvars:skel:geomBindTransform = ${matrixText(IDENTITY)}`,
    `int[] primvars:skel:jointIndices = [${Array.from(joints).join(', ')}] ${vertex}`,
    `float[] primvars:skel:jointWeights = [${Array.from(weights, numeral).join(', ')}] ${vertex}`,
    `rel skel:skeleton = <${skeletonPath}>`,
  ]
}

function jointsOf(skin: Skin): Joints {
  const nodes = skin.listJoints()
  const names = new PrimNames()
  const own = nodes.map((node) => names.unique(node.getName(), 'joint'))
  const parents = nodes.map((node) => {
    let above = node.getParentNode()
    while (above && !nodes.includes(above)) above = above.getParentNode()
    return above ? nodes.indexOf(above) : -1
  })
  const path = (i: number): string => {
    const parent = at(parents, i)
    return parent < 0 ? (own[i] ?? '') : `${path(parent)}/${own[i] ?? ''}`
  }
  return { nodes, parents, paths: nodes.map((_, i) => path(i)) }
}

function relative(joints: Joints, worlds: readonly Matrix[]): Matrix[] {
  return worlds.map((world, i) => {
    const parent = worlds[at(joints.parents, i)]
    return parent ? multiply(invert(parent), world) : world
  })
}

/** Whether the clip moves a joint or something above one. */
function moves(clip: Animation, joints: Joints): boolean {
  const targets = new Set(clip.listChannels().map((channel) => channel.getTargetNode()))
  return joints.nodes.some((joint) => {
    let node: Node | null = joint
    while (node && !targets.has(node)) node = node.getParentNode()
    return node !== null
  })
}

function animationPrim(clip: Animation, joints: Joints, name: string): Prim {
  const poses = new Poses(clip)
  const frames = Math.max(1, Math.round(durationOf(clip) * TIME_CODES_PER_SECOND))
  const [rotations, translations, scales]: [string[], string[], string[]] = [[], [], []]
  for (let frame = 0; frame <= frames; frame++) {
    const time = frame / TIME_CODES_PER_SECOND
    const parts = relative(
      joints,
      joints.nodes.map((node) => poses.world(node, time)),
    ).map(decompose)
    // USD's text has the real part of a quaternion first.
    const turns = parts.flatMap(({ rotation: [x, y, z, w] }) => [w, x, y, z])
    rotations.push(`${frame}: ${tuples(turns, 4)},`)
    translations.push(
      `${frame}: ${tuples(
        parts.flatMap((part) => part.translation),
        3,
      )},`,
    )
    scales.push(
      `${frame}: ${tuples(
        parts.flatMap((part) => part.scale),
        3,
      )},`,
    )
  }
  const samples = (type: string, attribute: string, list: readonly string[]) =>
    `${type} ${attribute}.timeSamples = {\n    ${list.join('\n    ')}\n}`
  const lines = [
    `uniform token[] joints = [${joints.paths.map(quoted).join(', ')}]`,
    samples('quatf[]', 'rotations', rotations),
    samples('half3[]', 'scales', scales),
    samples('float3[]', 'translations', translations),
  ]
  return prim('SkelAnimation', name, lines, [], displayNameLines(clip.getName(), name))
}
