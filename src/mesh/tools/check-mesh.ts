// Checks one mesh: its surface, the values of its vertices, its texture coordinates; with the place of each finding.
import type { Mesh, Node } from '@gltf-transform/core'
import { counted, figure, type Phrase, phrase } from '../../text/index.ts'
import { floatsOf } from '../formats/floats.ts'
import { surfaceOf } from '../formats/surface.ts'
import { transformPoints } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { checkUvs } from './check-uvs.ts'
import { isColliderName } from './collider-name.ts'
import { type CheckFinding, finding } from './finding.ts'
import { badTangents } from './repair-vertices.ts'
import { selfIntersections } from './self-intersections.ts'
import { pointTopology, pointTriangles } from './topology.ts'

/** How far from 1 a normal's length, or a vertex's weights together, may be. */
const NORMAL_TOLERANCE = 0.02
const WEIGHT_TOLERANCE = 0.02
/** The share of texels in use twice below which overlaps are seams' rounding. */
const OVERLAP = 0.01

/** Everything there is to say of a mesh; places are points of the scene. @param name what sentences call it */
export function checkMesh(mesh: Mesh, node: Node, name: string): CheckFinding[] {
  const matrix = node.getWorldMatrix()
  const placed = (points: readonly number[]) => {
    const moved = transformPoints(matrix, points)
    return Array.from({ length: moved.length / 3 }, (_, i) => [...moved.subarray(i * 3, i * 3 + 3)])
  }
  const findings = [
    ...checkSurface(mesh, name, placed),
    ...checkVertices(mesh, name),
    ...checkTexturing(mesh, name, placed),
  ]
  // Nobody sees a collider, which needs no normals.
  const isSeen = !isColliderName(mesh.getName() || node.getName())
  return isSeen ? findings : findings.filter(({ code }) => code !== 'mesh.normals-missing')
}

type Placed = (points: readonly number[]) => number[][]

/** Holes and loose pieces are how most game models are made; what breaks shading or physics is a warning. */
function checkSurface(mesh: Mesh, name: string, placed: Placed): CheckFinding[] {
  // Nothing but the points holds the surfaces: 16 MB of a million triangles are out of memory before the edges are made.
  const triangles = pointTriangles(mesh.listPrimitives().flatMap((primitive) => surfaceOf(primitive) ?? []))
  const found = pointTopology(triangles)
  const { places } = found
  const rows = [
    [
      'mesh.degenerate-faces',
      'warning',
      'degenerate',
      'faces',
      ['{0}: {1} triangle has no area.', '{0}: {1} triangles have no area.'],
    ],
    [
      'mesh.duplicate-faces',
      'warning',
      'duplicate',
      'faces',
      ['{0}: {1} duplicate triangle.', '{0}: {1} duplicate triangles.'],
    ],
    [
      'mesh.winding',
      'warning',
      'windingEdges',
      'winding',
      ['{0}: triangles face opposite sides along {1} edge.', '{0}: triangles face opposite sides along {1} edges.'],
    ],
    [
      'mesh.non-manifold-edges',
      'info',
      'nonManifoldEdges',
      undefined,
      ['{0}: {1} edge has more than two triangles.', '{0}: {1} edges have more than two triangles.'],
    ],
    [
      ...(['mesh.non-manifold-points', 'info', 'nonManifoldPoints', undefined] as const),
      ['{0}: parts touch in {1} single point.', '{0}: parts touch in {1} single points.'],
    ],
  ] as const
  const findings = rows.flatMap(([code, severity, kind, repair, texts]) =>
    found[kind] > 0
      ? [
          finding(code, severity, counted(found[kind], texts, name, figure(found[kind])), {
            places: placed(places[kind]),
            ...(repair ? { repair } : {}),
          }),
        ]
      : [],
  )
  const [largest] = found.holes
  if (largest !== undefined)
    findings.push(
      finding(
        'mesh.holes',
        'info',
        counted(
          found.holes.length,
          ['{0}: not watertight, {1} hole of {2} edges.', '{0}: not watertight, {1} holes; the largest has {2} edges.'],
          name,
          figure(found.holes.length),
          figure(largest),
        ),
        { places: placed(places.holes), repair: 'holes' },
      ),
    )
  if (!found.isOrientable)
    findings.push(finding('mesh.not-orientable', 'warning', phrase('{0}: has one side only.', name)))
  if (found.pieces > 1)
    findings.push(finding('mesh.pieces', 'info', phrase('{0}: {1} loose pieces.', name, figure(found.pieces))))
  const crossings = selfIntersections(triangles)
  if (crossings.triangles > 0)
    findings.push(
      finding('mesh.self-intersections', 'info', crossingsText(name, crossings), {
        places: placed(crossings.places),
      }),
    )
  return findings
}

function crossingsText(name: string, found: { triangles: number; isComplete: boolean }): Phrase {
  const count = figure(found.triangles)
  return found.isComplete
    ? counted(
        found.triangles,
        ['{0}: {1} triangle passes through others.', '{0}: {1} triangles pass through others.'],
        name,
        count,
      )
    : phrase('{0}: {1} triangles or more pass through others.', name, count)
}

function checkVertices(mesh: Mesh, name: string): CheckFinding[] {
  const count = { noNormals: 0, normals: 0, weights: 0, tangents: 0, noTangents: 0 }
  for (const primitive of mesh.listPrimitives()) {
    if (!surfaceOf(primitive)) continue
    const normals = primitive.getAttribute('NORMAL')
    if (normals) count.normals += offLength(floatsOf(normals))
    else count.noNormals += 1
    const tangents = primitive.getAttribute('TANGENT')
    if (tangents) count.tangents += badTangents(floatsOf(tangents))
    else if (primitive.getMaterial()?.getNormalTexture()) count.noTangents += 1
    const weights = primitive.listSemantics().filter((semantic) => semantic.startsWith('WEIGHTS_'))
    const lists = weights.flatMap((semantic) => primitive.getAttribute(semantic) ?? []).map(floatsOf)
    if (lists.length > 0) count.weights += offSum(lists)
  }
  const rows = [
    [
      'mesh.normals-missing',
      'warning',
      count.noNormals,
      'normals',
      ['{0}: {1} primitive has no normals.', '{0}: {1} primitives have no normals.'],
    ],
    [
      'mesh.normals-length',
      'warning',
      count.normals,
      'normals',
      ['{0}: {1} normal is not of length 1.', '{0}: {1} normals are not of length 1.'],
    ],
    [
      'mesh.tangents',
      'warning',
      count.tangents,
      'tangents',
      [
        '{0}: {1} tangent is not of length 1 or without a side.',
        '{0}: {1} tangents are not of length 1 or without a side.',
      ],
    ],
    [
      ...(['mesh.tangents-missing', 'info', count.noTangents, 'tangents'] as const),
      [
        '{0}: {1} primitive with a normal map has no tangents; engines make their own.',
        '{0}: {1} primitives with a normal map have no tangents; engines make their own.',
      ],
    ],
    [
      'mesh.weights',
      'warning',
      count.weights,
      'weights',
      ['{0}: the weights of {1} vertex do not add up to 1.', '{0}: the weights of {1} vertices do not add up to 1.'],
    ],
  ] as const
  return rows.flatMap(([code, severity, value, repair, texts]) =>
    value > 0 ? [finding(code, severity, counted(value, texts, name, figure(value)), { repair })] : [],
  )
}

function checkTexturing(mesh: Mesh, name: string, placed: Placed): CheckFinding[] {
  const surfaces = mesh.listPrimitives().flatMap((primitive) => surfaceOf(primitive) ?? [])
  const missing = surfaces.filter(({ material, uvs }) => material?.getBaseColorTexture() && !uvs).length
  const { outside, overlap, places } = checkUvs(surfaces)
  const findings: CheckFinding[] = []
  if (missing > 0)
    findings.push(
      finding(
        'mesh.uvs-missing',
        'warning',
        counted(
          missing,
          ['{0}: {1} textured primitive has no uvs.', '{0}: {1} textured primitives have no uvs.'],
          name,
          figure(missing),
        ),
        { repair: 'uvs' },
      ),
    )
  if (outside > 0)
    findings.push(
      finding(
        'mesh.uvs-range',
        'info',
        counted(
          outside,
          [
            '{0}: uvs of {1} vertex lie outside of the texture, which repeats there.',
            '{0}: uvs of {1} vertices lie outside of the texture, which repeats there.',
          ],
          name,
          figure(outside),
        ),
      ),
    )
  if (overlap > OVERLAP)
    findings.push(
      finding(
        'mesh.uvs-overlap',
        'info',
        phrase('{0}: {1} % of the used texture is used more than once.', name, figure(Math.round(overlap * 100))),
        { places: placed(places) },
      ),
    )
  return findings
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
