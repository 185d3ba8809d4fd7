// 3MF (core specification 1.3): meshes and material colours for printing. Z up; written in millimetres, which every
// printing program takes; any unit is read.

import type { Document, Material } from '@gltf-transform/core'
import { linearToSrgb, srgbToLinear } from '../color.ts'
import { MeshError } from '../errors.ts'
import { at } from '../numbers.ts'
import { ModelBuilder } from './build.ts'
import { pick, shareCorners } from './corners.ts'
import { MaterialNames } from './materials.ts'
import { IDENTITY, type Matrix, multiply, scaling, transformPoints, Y_UP_TO_Z_UP, Z_UP_TO_Y_UP } from './matrix.ts'
import { type PlacedMesh, placedMeshes, triangulated } from './surface.ts'
import { numeral, utf8 } from './text.ts'
import { elementsOf, escapeXml, parseXml, type XmlElement } from './xml.ts'
import { readZip, writeZip } from './zip.ts'

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02'
const MODEL_PATH = '3D/3dmodel.model'
const MILLIMETRES_PER_METRE = 1000
/** Metres per unit, for all units of the core specification. */
const UNITS = new Map([
  ['micron', 1e-6],
  ['millimeter', 1e-3],
  ['centimeter', 1e-2],
  ['inch', 0.0254],
  ['foot', 0.3048],
  ['meter', 1],
])
const MATERIALS_ID = 1

/** The scene as a 3MF package: an object per node, a base material (name and colour) per material; no textures. */
export function write3mf(document: Document): Uint8Array {
  const meshes = placedMeshes(document, multiply(scaling(MILLIMETRES_PER_METRE), Y_UP_TO_Z_UP))
  const names = new MaterialNames()
  const objects = meshes.map((mesh, i) => objectXml(mesh, MATERIALS_ID + 1 + i, names))
  const bases = names.list().map(([material, name]) => {
    const color = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    const hex = color.map((value, k) => byteHex(k < 3 ? linearToSrgb(value) : value)).join('')
    return `<base name="${escapeXml(name)}" displaycolor="#${hex.toUpperCase()}"/>`
  })
  const model = `<?xml version="1.0" encoding="UTF-8"?>
<model unit="millimeter" xml:lang="en-US" xmlns="${CORE}">
<resources>
<basematerials id="${MATERIALS_ID}">${bases.join('')}</basematerials>
${objects.join('\n')}
</resources>
<build>${meshes.map((_, i) => `<item objectid="${MATERIALS_ID + 1 + i}"/>`).join('')}</build>
</model>
`
  return writeZip([
    { name: '[Content_Types].xml', bytes: utf8(CONTENT_TYPES) },
    { name: '_rels/.rels', bytes: utf8(RELATIONSHIPS) },
    { name: MODEL_PATH, bytes: utf8(model) },
  ])
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>
`
const RELATIONSHIPS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/${MODEL_PATH}" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>
`

/** Vertices shared by position alone, so that a closed surface is closed in the file too, as the format asks. */
function objectXml(mesh: PlacedMesh, id: number, names: MaterialNames): string {
  const lists = mesh.surfaces.map((surface) => {
    const triangles = triangulated(surface)
    return { positions: pick(surface.positions, 3, triangles), material: names.of(surface.material) }
  })
  const positions = new Float32Array(lists.reduce((sum, list) => sum + list.positions.length, 0))
  const properties: number[] = []
  let offset = 0
  const order = names.list().map(([, name]) => name)
  for (const list of lists) {
    positions.set(list.positions, offset)
    offset += list.positions.length
    for (let i = 0; i < list.positions.length; i += 9) properties.push(order.indexOf(list.material))
  }
  const { indices, first } = shareCorners(positions.length / 3, [{ values: positions, size: 3 }])
  const vertices = Array.from(first, (corner) => {
    const value = (axis: number) => numeral(at(positions, corner * 3 + axis))
    return `<vertex x="${value(0)}" y="${value(1)}" z="${value(2)}"/>`
  })
  const triangles: string[] = []
  for (let t = 0; t * 3 < indices.length; t++) {
    const [a, b, c] = [at(indices, t * 3), at(indices, t * 3 + 1), at(indices, t * 3 + 2)]
    // The format forbids a triangle that names a vertex twice.
    if (a !== b && b !== c && a !== c)
      triangles.push(`<triangle v1="${a}" v2="${b}" v3="${c}" pid="${MATERIALS_ID}" p1="${at(properties, t)}"/>`)
  }
  const head = `id="${id}" name="${escapeXml(mesh.name)}" type="model" pid="${MATERIALS_ID}" pindex="${at(properties, 0)}"`
  return `<object ${head}><mesh><vertices>${vertices.join('')}</vertices><triangles>${triangles.join('')}</triangles></mesh></object>`
}

function byteHex(value: number): string {
  return Math.round(Math.max(0, Math.min(1, value)) * 255)
    .toString(16)
    .padStart(2, '0')
}

/**
 * The build items of a 3MF package as nodes, with components, transforms, unit and base material colours.
 * @throws MeshError model-broken
 */
export async function read3mf(bytes: Uint8Array): Promise<Document> {
  const files = readZip(bytes)
  const path = [...files.keys()].find((name) => name.toLowerCase().endsWith('.model'))
  const root = path === undefined ? undefined : parseXml(new TextDecoder().decode(files.get(path)))
  const model = root && elementsOf(root, 'model')[0]
  const unit = UNITS.get(model?.attributes['unit'] ?? 'millimeter')
  if (!model || unit === undefined) throw broken('has no readable model part')
  const resources = elementsOf(model, 'resources').flatMap((element) => element.children)
  const byId = new Map(resources.map((element) => [element.attributes['id'] ?? '', element]))
  const builder = new ModelBuilder('model')
  const materials = new Map<string, Material>()
  const outer = multiply(Z_UP_TO_Y_UP, scaling(unit))

  const material = (group: string, index: string): Material | null => {
    const base = byId.get(group)?.children[Number(index)]
    if (base?.name !== 'base') return null
    const key = `${group}/${index}`
    const known = materials.get(key)
    if (known) return known
    const made = builder.document.createMaterial(base.attributes['name'] ?? '').setMetallicFactor(0)
    made.setBaseColorFactor(colorOf(base.attributes['displaycolor'] ?? ''))
    if (made.getAlpha() < 1) made.setAlphaMode('BLEND')
    materials.set(key, made)
    return made
  }

  const place = async (object: XmlElement, matrix: Matrix, depth: number): Promise<void> => {
    if (depth > 32) throw broken('has objects that contain themselves')
    for (const component of elementsOf(object, 'components').flatMap((element) => elementsOf(element, 'component'))) {
      const part = byId.get(component.attributes['objectid'] ?? '')
      if (part) await place(part, multiply(matrix, transformOf(component)), depth + 1)
    }
    const mesh = elementsOf(object, 'mesh')[0]
    if (!mesh) return
    const vertices = elementsOf(mesh, 'vertices').flatMap((element) => elementsOf(element, 'vertex'))
    const points = vertices.flatMap(({ attributes }) => [attributes['x'], attributes['y'], attributes['z']].map(Number))
    if (!points.every(Number.isFinite)) throw broken('has coordinates that are no numbers')
    const groups = new Map<Material | null, number[]>()
    for (const triangle of elementsOf(mesh, 'triangles').flatMap((element) => elementsOf(element, 'triangle'))) {
      const own = triangle.attributes
      const corners = [own['v1'], own['v2'], own['v3']].map(Number)
      if (!corners.every((corner) => corner >= 0 && corner < vertices.length)) throw broken('names missing vertices')
      const group = own['pid'] ?? object.attributes['pid'] ?? ''
      const key = material(group, own['p1'] ?? object.attributes['pindex'] ?? '')
      const list = groups.get(key) ?? []
      groups.set(key, list)
      for (const corner of corners) list.push(corner)
    }
    const primitives = []
    for (const [key, corners] of groups)
      primitives.push(await builder.primitive({ positions: transformPoints(matrix, pick(points, 3, corners)) }, key))
    if (primitives.length > 0) builder.meshNode(object.attributes['name'] ?? 'mesh', primitives)
  }

  for (const item of elementsOf(model, 'build').flatMap((element) => elementsOf(element, 'item'))) {
    const object = byId.get(item.attributes['objectid'] ?? '')
    if (object) await place(object, multiply(outer, transformOf(item)), 0)
  }
  if (builder.scene.listChildren().length === 0) throw broken('has nothing to build')
  return builder.document
}

/** The `transform` attribute: twelve numbers, the rows of a 4x3 matrix for row vectors. */
function transformOf(element: XmlElement): Matrix {
  const n = (element.attributes['transform'] ?? '').trim().split(/\s+/).map(Number)
  if (n.length !== 12 || !n.every(Number.isFinite)) return IDENTITY
  return [...n.slice(0, 3), 0, ...n.slice(3, 6), 0, ...n.slice(6, 9), 0, ...n.slice(9, 12), 1]
}

function colorOf(text: string): [number, number, number, number] {
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text.trim())
  const byte = (digits: string) => Number.parseInt(digits, 16) / 255
  const rgb = hex?.[1] ?? 'ffffff'
  const [r, g, b] = [0, 2, 4].map((from) => srgbToLinear(byte(rgb.slice(from, from + 2))))
  return [r ?? 1, g ?? 1, b ?? 1, byte(hex?.[2] ?? 'ff')]
}

function broken(what: string): MeshError {
  return new MeshError('model-broken', `The 3MF file ${what}.`, 'Export the model again and retry.')
}
