// Repairs a model step by step, and counts the changes of each. Nothing useful is removed: steps that change the shape or may
// contradict the author's intent have to be requested by name.
import { type Document, Logger, type Mesh, type Primitive, Verbosity } from '@gltf-transform/core'
import { prune } from '@gltf-transform/functions'
import { counted, figure, type Phrase } from '../../text/index.ts'
import { nodesOf, surfaceOf } from '../formats/surface.ts'
import { dropUnusedBones } from './bones.ts'
import { closeHoles } from './holes.ts'
import { uniqueNames } from './names.ts'
import type { MeshTriangles } from './primitive-edits.ts'
import { hasMore } from './reduce.ts'
import { alignWinding, dropBadFaces } from './repair-faces.ts'
import { REPAIR_DEFAULTS, REPAIR_STEPS, type RepairStep } from './repair-steps.ts'
import { repairNormals, repairTangents, repairWeights } from './repair-vertices.ts'
import { writeSurface } from './surfaces.ts'
import { PRUNE_OPTIONS } from './tidy.ts'
import { topologyOf } from './topology.ts'
import { makeUvs } from './unwrap.ts'
import { weldVertices } from './weld-vertices.ts'

export interface RepairOptions {
  /** Done in the order of `REPAIR_STEPS`. Holes are filled, texture coordinates made, and bones dropped only when named. */
  readonly steps?: readonly RepairStep[]
}

/** Repairs the model in place. @returns what was done, a sentence each; empty when nothing was wrong */
export async function repair(document: Document, { steps = REPAIR_DEFAULTS }: RepairOptions = {}): Promise<Phrase[]> {
  document.setLogger(new Logger(Verbosity.SILENT))
  const done: Phrase[] = []
  const told = (texts: readonly [string, string], count: number) => {
    if (count > 0) done.push(counted(count, texts, figure(count)))
  }
  const meshes = (): Mesh[] => [...new Set(nodesOf(document).flatMap((node) => node.getMesh() ?? []))]
  const primitives = (): Primitive[] => [...new Set(meshes().flatMap((mesh) => mesh.listPrimitives()))]
  const sum = async (count: (primitive: Primitive) => number | Promise<number>) => {
    let total = 0
    for (const primitive of primitives()) total += await count(primitive)
    return total
  }
  const known = new Map<Mesh, MeshTriangles>()
  for (const step of REPAIR_STEPS) {
    if (!steps.includes(step)) continue
    if (step === 'weld') {
      const before = await sum(vertices)
      weldVertices(document)
      told(['{0} duplicate vertex is welded.', '{0} duplicate vertices are welded.'], before - (await sum(vertices)))
    } else if (step === 'faces') {
      const counts = meshes().map((mesh) => {
        const { rest, ...count } = dropBadFaces(document, mesh)
        if (steps.includes('winding')) known.set(mesh, rest)
        return count
      })
      told(
        ['{0} triangle without area is removed.', '{0} triangles without area are removed.'],
        counts.reduce((all, one) => all + one.degenerate, 0),
      )
      told(
        ['{0} duplicate triangle is removed.', '{0} duplicate triangles are removed.'],
        counts.reduce((all, one) => all + one.duplicate, 0),
      )
    } else if (step === 'winding') {
      told(
        [
          '{0} triangle is turned to face as its neighbours do.',
          '{0} triangles are turned to face as their neighbours do.',
        ],
        meshes().reduce((all, mesh) => all + alignWinding(document, mesh, known.get(mesh)), 0),
      )
      known.clear()
    } else if (step === 'holes') done.push(...fillHoles(document, meshes()))
    else if (step === 'uvs') {
      const { made, left } = await makeUvs(document)
      told(
        [
          '{0} primitive without texture coordinates gets some.',
          '{0} primitives without texture coordinates get some.',
        ],
        made,
      )
      told(
        [
          '{0} primitive gets no texture coordinates, which would take minutes: it has too many triangles.',
          '{0} primitives get no texture coordinates, which would take minutes: they have too many triangles.',
        ],
        left,
      )
    } else if (step === 'normals')
      told(
        ['{0} normal is made or mended.', '{0} normals are made or mended.'],
        await sum((one) => repairNormals(document, one)),
      )
    else if (step === 'tangents')
      told(['{0} tangent is made.', '{0} tangents are made.'], await sum((one) => repairTangents(document, one)))
    else if (step === 'weights')
      told(
        ['The weights of {0} vertex are made to add up to 1.', 'The weights of {0} vertices are made to add up to 1.'],
        await sum((one) => repairWeights(document, one)),
      )
    else if (step === 'bones')
      told(
        [
          '{0} bone that moves nothing is taken out of its skin.',
          '{0} bones that move nothing are taken out of skins.',
        ],
        dropUnusedBones(document),
      )
    else if (step === 'unused') {
      const before = owned(document)
      await document.transform(prune(PRUNE_OPTIONS))
      told(
        [
          '{0} unused mesh, material, texture or skin is removed.',
          '{0} unused meshes, materials, textures and skins are removed.',
        ],
        before - owned(document),
      )
    } else told(['{0} name is made unique.', '{0} names are made unique.'], uniqueNames(document))
  }
  return done
}

const vertices = (primitive: Primitive) => primitive.getAttribute('POSITION')?.getCount() ?? 0

function owned(document: Document): number {
  const root = document.getRoot()
  return [root.listMeshes(), root.listMaterials(), root.listTextures(), root.listSkins()].reduce(
    (sum, list) => sum + list.length,
    0,
  )
}

/** Lids over open borders; meshes with morph targets or values of their own are left as they are, and that is told. */
function fillHoles(document: Document, meshes: readonly Mesh[]): Phrase[] {
  let filled = 0
  let left = 0
  for (const mesh of meshes) {
    const parts = mesh.listPrimitives().flatMap((primitive) => {
      const surface = surfaceOf(primitive)
      return surface ? [{ primitive, surface }] : []
    })
    const holes = topologyOf(parts.map(({ surface }) => surface)).holes.length
    if (holes === 0) continue
    if (parts.some(({ primitive }) => hasMore(primitive))) {
      left += holes
      continue
    }
    const closed = closeHoles(parts.map(({ surface }) => surface))
    for (const [i, { primitive }] of parts.entries()) {
      const surface = closed[i]
      if (surface) writeSurface(document, primitive, surface)
    }
    filled += holes - topologyOf(closed).holes.length
  }
  return [
    ...(filled > 0 ? [counted(filled, ['{0} hole is filled.', '{0} holes are filled.'], figure(filled))] : []),
    ...(left > 0
      ? [
          counted(
            left,
            ['{0} hole stays, in a mesh with morph targets.', '{0} holes stay, in meshes with morph targets.'],
            figure(left),
          ),
        ]
      : []),
  ]
}
