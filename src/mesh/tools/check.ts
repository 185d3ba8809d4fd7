// Checks a model for errors and surprises in a game: the surface of each mesh, vertex data, pictures, names, scale, and the
// project's limits. Read-only.
import type { Document, Mesh, Node, Texture } from '@gltf-transform/core'
import { counted, figure, phrase } from '../../text/index.ts'
import { nodesOf } from '../formats/surface.ts'
import { textureSize } from '../images/picture-size.ts'
import { at } from '../math/numbers.ts'
import { usedBones } from './bones.ts'
import type { Budget } from './budget-schema.ts'
import { checkMesh } from './check-mesh.ts'
import { bySeverity, type CheckFinding, distinctNames, finding } from './finding.ts'
import { inspectModel, type ModelReport } from './inspect-model.ts'
import { sceneBounds } from './scene.ts'

/** Pixels along a side that few games show from near enough to need. */
const LARGE_TEXTURE = 4096
/** Metres along the longest side below and above which a model is rarely meant. */
const SCALE = { least: 0.01, most: 200 }

/**
 * Everything our own checks find, most serious first.
 * @param bytes of the file it was read from, with those beside it
 */
export function checkModel(document: Document, bytes: number, budget: Budget = {}): CheckFinding[] {
  // Each mesh once, where it stands first.
  const shown = new Map<Mesh, Node>()
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    if (mesh && !shown.has(mesh)) shown.set(mesh, node)
  }
  const meshes = [...shown]
  const names = distinctNames(
    meshes.map(([mesh, node]) => ({
      name: mesh.getName() || node.getName() || String(document.getRoot().listMeshes().indexOf(mesh)),
      also: node.getName(),
    })),
  )
  const textures = document.getRoot().listTextures()
  const pictures = distinctNames(textures.map((one, i) => ({ name: one.getName() || one.getURI() || String(i) })))
  const report = inspectModel(document, bytes)
  return bySeverity([
    ...checkBudget(report, budget),
    ...meshes.flatMap(([mesh, node], i) => checkMesh(mesh, node, names[i] ?? '')),
    ...textures.flatMap((texture, i) => checkTexture(texture, pictures[i] ?? '')),
    ...checkScene(document, report),
  ])
}

function checkBudget(report: ModelReport, budget: Budget): CheckFinding[] {
  const largest = Math.max(0, ...report.textures.map(({ width, height }) => Math.max(width, height)))
  const rows = [
    [
      'budget.triangles',
      budget.triangles,
      report.triangles,
      ['The model has {0} triangle; the budget is {1}.', 'The model has {0} triangles; the budget is {1}.'],
    ],
    [
      'budget.bytes',
      budget.bytes,
      report.bytes,
      ['The file has {0} byte; the budget is {1}.', 'The file has {0} bytes; the budget is {1}.'],
    ],
    [
      'budget.texture-size',
      budget.textureSize,
      largest,
      [
        'A texture has {0} pixel along a side; the budget is {1}.',
        'A texture has {0} pixels along a side; the budget is {1}.',
      ],
    ],
    [
      'budget.draw-calls',
      budget.drawCalls,
      report.drawCalls,
      ['The model takes {0} draw call; the budget is {1}.', 'The model takes {0} draw calls; the budget is {1}.'],
    ],
    [
      'budget.bones',
      budget.bones,
      report.bones,
      ['The model has {0} bone; the budget is {1}.', 'The model has {0} bones; the budget is {1}.'],
    ],
  ] as const
  return rows.flatMap(([code, limit, value, texts]) =>
    limit !== undefined && value > limit
      ? [finding(code, 'error', counted(value, texts, figure(value), figure(limit)))]
      : [],
  )
}

const isPowerOfTwo = (value: number) => value > 0 && (value & (value - 1)) === 0

function checkTexture(texture: Texture, name: string): CheckFinding[] {
  const [width, height] = textureSize(texture) ?? [0, 0]
  const findings: CheckFinding[] = []
  if (width > 0 && !(isPowerOfTwo(width) && isPowerOfTwo(height)))
    findings.push(
      finding(
        'texture.power-of-two',
        'info',
        phrase('Texture {0}: {1} x {2} pixels are no powers of two.', name, width, height),
      ),
    )
  if (Math.max(width, height) > LARGE_TEXTURE)
    findings.push(
      finding(
        'texture.large',
        'warning',
        phrase('Texture {0}: {1} x {2} pixels are more than games show.', name, width, height),
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
      finding('scene.pivot', 'info', phrase('The model is {0} m away from its origin.', Number(away.toPrecision(3)))),
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
      if (name !== '' && count > 1)
        findings.push(finding(code, 'info', phrase(text, name.slice(0, 60), figure(count)), { repair: 'names' }))
  }
  const unused = report.textures.filter(({ usedBy }) => usedBy.length === 0).length
  if (unused > 0)
    findings.push(
      finding(
        'texture.unused',
        'info',
        counted(
          unused,
          ['{0} texture is used by no material.', '{0} textures are used by no material.'],
          figure(unused),
        ),
        {
          repair: 'unused',
        },
      ),
    )
  for (const skin of document.getRoot().listSkins()) {
    const idle = usedBones(document, skin).filter((isUsed) => !isUsed).length
    if (idle > 0 && idle < skin.listJoints().length)
      findings.push(
        finding(
          'skin.unused-bones',
          'info',
          counted(idle, ['{0} bone of a skin moves nothing.', '{0} bones of a skin move nothing.'], figure(idle)),
          {
            repair: 'bones',
          },
        ),
      )
  }
  return findings
}
