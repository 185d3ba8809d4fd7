// Writing 3MF (core specification 1.3): meshes and material colors for printing. Z up, in millimetres, which every
// printing program takes.

import type { Document } from '@gltf-transform/core'
import { linearToSrgb } from '../math/color.ts'
import { multiply, scaling, Y_UP_TO_Z_UP } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { pick, shareCorners } from './corners.ts'
import { MaterialNames } from './materials.ts'
import { type PlacedMesh, placedMeshes, triangulated } from './surface.ts'
import { numeral, utf8 } from './text.ts'
import { escapeXml } from './xml.ts'
import { writeZip } from './zip.ts'

export { read3mf } from './3mf-read.ts'

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02'
const MODEL_PATH = '3D/3dmodel.model'
const MILLIMETRES_PER_METRE = 1000
const MATERIALS_ID = 1

/** The scene as a 3MF package: an object per node, a base material (name and color) per material; no textures. */
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
