// One model part of a 3MF package: its resources and build items as elements, its meshes as arrays.
import { part, phrase, type Words } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import type { Lose } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { hasPoint } from '../math/numbers.ts'
import { type OnElement, scanXml, type XmlElement } from './xml.ts'

/** The property group and places in it of one triangle. */
export interface TriangleProperties {
  readonly pid: string | undefined
  readonly p1: string | undefined
  readonly p2: string | undefined
  readonly p3: string | undefined
}

export interface PartMesh {
  readonly points: number[]
  readonly corners: number[]
  /** By triangle, for those that have properties of their own. */
  readonly properties: Map<number, TriangleProperties>
  hasBeams: boolean
}

export interface PartObject {
  readonly attributes: Readonly<Record<string, string>>
  readonly components: XmlElement[]
  mesh?: PartMesh
}

export interface ModelPart {
  readonly unit: string
  readonly objects: ReadonlyMap<string, PartObject>
  /** Resources other than objects, by their id, with their children. */
  readonly resources: ReadonlyMap<string, XmlElement>
  readonly items: readonly XmlElement[]
}

/** @throws MeshError model-broken, model-too-large */
export function readPart(text: string, { budget, lose }: ReaderContext): ModelPart {
  const objects = new Map<string, PartObject>()
  const resources = new Map<string, XmlElement>()
  const items: XmlElement[] = []
  let unit: string | undefined
  let object: PartObject | undefined
  let resource: XmlElement | undefined
  const onElement: OnElement = (name, attributes, path) => {
    const parent = path.at(-1)
    if (name === 'model' && path.length === 0) unit = attributes['unit'] ?? 'millimeter'
    else if (name === 'object' && parent === 'resources') {
      object = { attributes, components: [] }
      objects.set(attributes['id'] ?? '', object)
    } else if (parent === 'resources') {
      resource = { name, attributes, children: [] }
      resources.set(attributes['id'] ?? '', resource)
    } else if (name === 'item' && parent === 'build') items.push({ name, attributes, children: [] })
    else if (name === 'component') object?.components.push({ name, attributes, children: [] })
    else if (path.includes('mesh') || name === 'mesh') meshElement(object, name, attributes, lose)
    else if (path.at(-2) === 'resources' && parent !== 'object')
      resource?.children.push({ name, attributes, children: [] })
  }
  scanXml(text, budget, onElement, { lose })
  if (unit === undefined) throw broken3mf('has no readable model part')
  for (const { mesh } of objects.values()) if (mesh) leaveOutTorn(mesh, lose)
  return { unit, objects, resources, items }
}

/** Triangles without all of their vertices stay in the list, which others count by, and have no size. */
function leaveOutTorn({ points, corners }: PartMesh, lose: Lose): void {
  for (let from = 0; from < corners.length; from += 3) {
    if ([0, 1, 2].every((k) => hasPoint(points, corners[from + k] ?? TORN))) continue
    lose(broken3mf('names missing vertices'), 'face')
    corners.fill(TORN, from, from + 3)
  }
}

/** The corners of a triangle that cannot be drawn. */
export const TORN = -1

function meshElement(
  object: PartObject | undefined,
  name: string,
  attributes: Readonly<Record<string, string>>,
  lose: Lose,
): void {
  if (!object) return
  object.mesh ??= { points: [], corners: [], properties: new Map(), hasBeams: false }
  const { mesh } = object
  if (name === 'vertex')
    for (const axis of ['x', 'y', 'z']) {
      const value = Number(attributes[axis])
      if (!Number.isFinite(value)) lose(broken3mf('has coordinates that are no numbers'))
      mesh.points.push(value)
    }
  else if (name === 'triangle') {
    const { pid, p1, p2, p3 } = attributes
    if (pid !== undefined || p1 !== undefined) mesh.properties.set(mesh.corners.length / 3, { pid, p1, p2, p3 })
    for (const corner of ['v1', 'v2', 'v3']) mesh.corners.push(Number(attributes[corner] ?? Number.NaN))
  } else if (name === 'beam') mesh.hasBeams = true
}

export function broken3mf(what: Words, nextStep = 'Export the model again and retry.'): MeshError {
  return new MeshError('model-broken', phrase('The 3MF file {0}.', part(what)), nextStep)
}
