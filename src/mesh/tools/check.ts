// What is wrong with a model, or will be a surprise in a game: the surface of each mesh, vertex data, pictures, names,
// scale, and the limits that the project sets. Counts only; nothing is changed.
import type { Document, Mesh, Texture } from '@gltf-transform/core'
import { figure, type Phrase, phrase } from '../../text/index.ts'
import { floatsOf } from '../formats/floats.ts'
import { nodesOf, surfaceOf } from '../formats/surface.ts'
import { textureSize } from '../images/picture-size.ts'
import { at } from '../math/numbers.ts'
import type { Budget } from './budgets.ts'
import { inspectModel, type ModelReport } from './inspect-model.ts'
import { sceneBounds } from './pivot.ts'
import { topologyOf } from './topology.ts'

export type CheckSeverity = 'error' | 'warning' | 'info'

export interface CheckFinding {
  /** Stable, for scripts: `mesh.holes`, `budget.triangles`, or a code of Khronos's validator. */
  readonly code: string
  readonly severity: CheckSeverity
  readonly message: Phrase
}

/** Pixels along a side that few games show from near enough to need. */
const LARGE_TEXTURE = 4096
/** Metres along the longest side below and above which a model is rarely meant. */
const SCALE = { least: 0.01, most: 200 }
/** How far from 1 a normal's length, or a vertex's weights together, may be. */
const NORMAL_TOLERANCE = 0.02
const WEIGHT_TOLERANCE = 0.02

/**
 * Everything our own checks find, most serious first.
 * @param bytes of the file it was read from, with those beside it
 */
export function checkModel(document: Document, bytes: number, budget: Budget = {}): CheckFinding[] {
  const shown = new Set(nodesOf(document).flatMap((node) => node.getMesh() ?? []))
  const report = inspectModel(document, bytes)
  const found = [
    ...checkBudget(report, budget),
    ...[...shown].flatMap((mesh) => [...checkSurface(mesh), ...checkVertices(mesh)]),
    ...document.getRoot().listTextures().flatMap(checkTexture),
    ...checkScene(document, report),
  ]
  const order = ['error', 'warning', 'info']
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}

const finding = (code: string, severity: CheckSeverity, message: Phrase): CheckFinding => ({ code, severity, message })
const nameOf = (thing: { getName(): string }, index = 0) => (thing.getName() || String(index)).slice(0, 60)

function checkBudget(report: ModelReport, budget: Budget): CheckFinding[] {
  const largest = Math.max(0, ...report.textures.map(({ width, height }) => Math.max(width, height)))
  const rows = [
    ['budget.triangles', budget.triangles, report.triangles, 'The model has {0} triangles; the budget is {1}.'],
    ['budget.bytes', budget.bytes, report.bytes, 'The file has {0} bytes; the budget is {1}.'],
    ['budget.texture-size', budget.textureSize, largest, 'A texture has {0} pixels along a side; the budget is {1}.'],
    ['budget.draw-calls', budget.drawCalls, report.drawCalls, 'The model takes {0} draw calls; the budget is {1}.'],
    ['budget.bones', budget.bones, report.bones, 'The model has {0} bones; the budget is {1}.'],
  ] as const
  return rows.flatMap(([code, limit, value, text]) =>
    limit !== undefined && value > limit ? [finding(code, 'error', phrase(text, figure(value), figure(limit)))] : [],
  )
}

/** Holes and loose pieces are how most game models are made; what breaks shading or physics is a warning. */
function checkSurface(mesh: Mesh): CheckFinding[] {
  const surfaces = mesh.listPrimitives().flatMap((primitive) => surfaceOf(primitive) ?? [])
  if (surfaces.length === 0) return []
  const found = topologyOf(surfaces)
  const name = nameOf(mesh)
  const counts = [
    ['mesh.degenerate-faces', 'warning', found.degenerate, '{0}: {1} triangles have no area.'],
    ['mesh.duplicate-faces', 'warning', found.duplicate, '{0}: {1} triangles are there twice.'],
    ['mesh.winding', 'warning', found.windingEdges, '{0}: triangles face opposite sides along {1} edges.'],
    ['mesh.non-manifold-edges', 'info', found.nonManifoldEdges, '{0}: {1} edges have more than two triangles.'],
    ['mesh.non-manifold-points', 'info', found.nonManifoldPoints, '{0}: parts touch in single points, {1} of them.'],
  ] as const
  const findings = counts.flatMap(([code, severity, count, text]) =>
    count > 0 ? [finding(code, severity, phrase(text, name, figure(count)))] : [],
  )
  const [largest] = found.holes
  if (largest !== undefined)
    findings.push(
      finding(
        'mesh.holes',
        'info',
        phrase(
          '{0}: not watertight, {1} holes; the largest has {2} edges.',
          name,
          figure(found.holes.length),
          figure(largest),
        ),
      ),
    )
  if (!found.isOrientable)
    findings.push(finding('mesh.not-orientable', 'warning', phrase('{0}: has one side only.', name)))
  if (found.pieces > 1)
    findings.push(finding('mesh.pieces', 'info', phrase('{0}: {1} loose pieces.', name, figure(found.pieces))))
  return findings
}

function checkVertices(mesh: Mesh): CheckFinding[] {
  const name = nameOf(mesh)
  const count = { noNormals: 0, normals: 0, weights: 0, noUvs: 0 }
  for (const primitive of mesh.listPrimitives()) {
    if (!surfaceOf(primitive)) continue
    const normals = primitive.getAttribute('NORMAL')
    if (normals) count.normals += offLength(floatsOf(normals))
    else count.noNormals += 1
    const weights = primitive.listSemantics().filter((semantic) => semantic.startsWith('WEIGHTS_'))
    const lists = weights.flatMap((semantic) => primitive.getAttribute(semantic) ?? []).map(floatsOf)
    if (lists.length > 0) count.weights += offSum(lists)
    const isTextured = primitive.getMaterial()?.getBaseColorTexture()
    if (isTextured && !primitive.listSemantics().some((semantic) => semantic.startsWith('TEXCOORD_'))) count.noUvs += 1
  }
  const rows = [
    ['mesh.normals-missing', 'warning', count.noNormals, '{0}: {1} primitives have no normals.'],
    ['mesh.normals-length', 'warning', count.normals, '{0}: {1} normals are not of length 1.'],
    ['mesh.weights', 'warning', count.weights, '{0}: the weights of {1} vertices do not add up to 1.'],
    ['mesh.uvs-missing', 'warning', count.noUvs, '{0}: {1} textured primitives have no uvs.'],
  ] as const
  return rows.flatMap(([code, severity, value, text]) =>
    value > 0 ? [finding(code, severity, phrase(text, name, figure(value)))] : [],
  )
}

function offLength(normals: Float32Array): number {
  let off = 0
  for (let i = 0; i < normals.length; i += 3)
    if (Math.abs(Math.hypot(at(normals, i), at(normals, i + 1), at(normals, i + 2)) - 1) > NORMAL_TOLERANCE) off += 1
  return off
}

function offSum(lists: readonly Float32Array[]): number {
  let off = 0
  for (let i = 0; i < (lists[0]?.length ?? 0); i += 4) {
    let sum = 0
    for (const list of lists) for (let k = 0; k < 4; k++) sum += at(list, i + k)
    if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) off += 1
  }
  return off
}

const isPowerOfTwo = (value: number) => value > 0 && (value & (value - 1)) === 0

function checkTexture(texture: Texture, index: number): CheckFinding[] {
  const name = texture.getName() || texture.getURI() || String(index)
  const [width, height] = textureSize(texture) ?? [0, 0]
  const findings: CheckFinding[] = []
  if (width > 0 && !(isPowerOfTwo(width) && isPowerOfTwo(height)))
    findings.push(
      finding(
        'texture.power-of-two',
        'info',
        phrase('Texture {0}: {1} x {2} pixels are no powers of two.', name.slice(0, 60), width, height),
      ),
    )
  if (Math.max(width, height) > LARGE_TEXTURE)
    findings.push(
      finding(
        'texture.large',
        'warning',
        phrase('Texture {0}: {1} x {2} pixels are more than games show.', name.slice(0, 60), width, height),
      ),
    )
  return findings
}

function checkScene(document: Document, report: ModelReport): CheckFinding[] {
  const findings: CheckFinding[] = []
  const longest = Math.max(...report.size)
  if (longest > 0 && (longest < SCALE.least || longest > SCALE.most))
    findings.push(
      finding(
        'scene.scale',
        'warning',
        phrase('The longest side has {0} m: check the unit it was made in.', Number(longest.toPrecision(3))),
      ),
    )
  const { min, max } = sceneBounds(document)
  const away = Math.hypot(...[0, 1, 2].map((k) => Math.max(at(min, k), -at(max, k), 0)))
  if (longest > 0 && away > longest)
    findings.push(
      finding(
        'scene.pivot',
        'info',
        phrase('The model stands {0} m away from its origin.', Number(away.toPrecision(3))),
      ),
    )
  const kinds = [
    ['names.nodes', document.getRoot().listNodes(), '{1} nodes share the name “{0}”.'],
    ['names.materials', document.getRoot().listMaterials(), '{1} materials share the name “{0}”.'],
    ['names.clips', document.getRoot().listAnimations(), '{1} clips share the name “{0}”.'],
  ] as const
  for (const [code, things, text] of kinds) {
    const counts = new Map<string, number>()
    for (const thing of things) counts.set(thing.getName(), (counts.get(thing.getName()) ?? 0) + 1)
    for (const [name, count] of counts)
      if (name !== '' && count > 1) findings.push(finding(code, 'info', phrase(text, name.slice(0, 60), figure(count))))
  }
  const unused = report.textures.filter(({ usedBy }) => usedBy.length === 0).length
  if (unused > 0)
    findings.push(finding('texture.unused', 'info', phrase('{0} textures are used by no material.', figure(unused))))
  return findings
}
