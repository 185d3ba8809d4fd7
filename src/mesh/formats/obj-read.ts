// Reading Wavefront OBJ, alone or with its MTL and pictures.

import type { Document, Material, Primitive } from '@gltf-transform/core'
import { srgbToLinear } from '../color.ts'
import { MeshError } from '../errors.ts'
import { at } from '../numbers.ts'
import { ModelBuilder } from './build.ts'
import { pick } from './corners.ts'
import { roughnessOf } from './materials.ts'
import { triangulatePolygon } from './polygon.ts'

/** The files beside the .obj by their path; names are looked up without regard to folder or case. */
export type Companions = ReadonlyMap<string, Uint8Array>

/** Corners of triangles as places in the file's lists, -1 for none. */
interface Faces {
  readonly v: number[]
  readonly vt: number[]
  readonly vn: number[]
  /** Triangles per polygon. */
  readonly fans: number[]
}

interface Obj {
  readonly positions: number[]
  readonly colors: number[]
  readonly uvs: number[]
  readonly normals: number[]
  readonly libraries: string[]
  /** Faces by object or group name, then by material name. */
  readonly objects: Map<string, Map<string, Faces>>
}

/**
 * An OBJ file as a Document: objects and groups are nodes, polygons are triangulated, colours after positions
 * are vertex colours.
 * @throws MeshError model-broken
 */
export async function readObj(bytes: Uint8Array, files: Companions = new Map()): Promise<Document> {
  const obj = parse(new TextDecoder().decode(bytes))
  const builder = new ModelBuilder('model')
  const materials = new Map<string, Material>()
  for (const library of obj.libraries) {
    const text = companion(files, library)
    if (text) readMaterials(builder, new TextDecoder().decode(text), files, materials)
  }
  for (const [name, groups] of obj.objects) {
    const primitives: Primitive[] = []
    for (const [label, faces] of groups) {
      if (faces.v.length === 0) continue
      primitives.push(await builder.primitive(cornersOf(obj, faces), materialNamed(builder, materials, label)))
    }
    if (primitives.length > 0) builder.meshNode(name, primitives)
  }
  if (builder.scene.listChildren().length === 0)
    throw new MeshError('model-broken', 'The OBJ file has no faces.', 'Export the model again and retry.')
  return builder.document
}

function materialNamed(builder: ModelBuilder, materials: Map<string, Material>, label: string): Material | null {
  if (label === '') return null
  const known = materials.get(label)
  if (known) return known
  const material = builder.document.createMaterial(label).setMetallicFactor(0)
  materials.set(label, material)
  return material
}

function cornersOf(obj: Obj, faces: Faces) {
  const positions = pick(obj.positions, 3, faces.v)
  if (!positions.every(Number.isFinite))
    throw new MeshError('model-broken', 'The OBJ file has coordinates that are no numbers.', 'Export the model again.')
  const uvs = faces.vt.some((place) => place >= 0) ? pick(obj.uvs, 2, faces.vt) : undefined
  if (uvs) for (let i = 1; i < uvs.length; i += 2) uvs[i] = 1 - at(uvs, i)
  const colors = obj.colors.length > 0 ? pick(obj.colors, 4, faces.v) : undefined
  const normals = faces.vn.every((place) => place >= 0) ? pick(obj.normals, 3, faces.vn) : undefined
  return {
    positions,
    fans: faces.fans,
    ...(normals ? { normals } : {}),
    ...(uvs ? { uvs } : {}),
    ...(colors ? { colors } : {}),
  }
}

function parse(text: string): Obj {
  const obj: Obj = { positions: [], colors: [], uvs: [], normals: [], libraries: [], objects: new Map() }
  let object = 'model'
  let material = ''
  let faces: Faces | undefined
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split(/[\r\n]+/)) {
    const words = wordsOf(line)
    const rest = () =>
      line
        .trim()
        .slice((words[0] ?? '').length)
        .trim()
    switch (words[0]) {
      case 'v':
        vertex(obj, words)
        break
      case 'vt':
        obj.uvs.push(Number(words[1]), Number(words[2] ?? 0))
        break
      case 'vn':
        obj.normals.push(Number(words[1]), Number(words[2]), Number(words[3]))
        break
      case 'f':
        faces ??= facesOf(obj, object, material)
        polygon(obj, faces, words)
        break
      case 'o':
      case 'g':
        object = rest() || 'model'
        faces = undefined
        break
      case 'usemtl':
        material = rest()
        faces = undefined
        break
      case 'mtllib':
        obj.libraries.push(rest())
        break
    }
  }
  return obj
}

/** The words of a line; most lines have single blanks, which is the quick way. */
function wordsOf(line: string): string[] {
  const words = line.split(' ')
  return words.includes('') || line.includes('\t') ? line.trim().split(/\s+/) : words
}

function facesOf(obj: Obj, object: string, material: string): Faces {
  const groups = obj.objects.get(object) ?? new Map<string, Faces>()
  obj.objects.set(object, groups)
  const faces = groups.get(material) ?? { v: [], vt: [], vn: [], fans: [] }
  groups.set(material, faces)
  return faces
}

function vertex(obj: Obj, words: readonly string[]): void {
  obj.positions.push(Number(words[1]), Number(words[2]), Number(words[3]))
  const place = obj.positions.length / 3 - 1
  if (words.length >= 7) {
    while (obj.colors.length < place * 4) obj.colors.push(1, 1, 1, 1)
    for (let k = 4; k < 7; k++) obj.colors.push(srgbToLinear(Number(words[k]) || 0))
    obj.colors.push(1)
  } else if (obj.colors.length > 0) obj.colors.push(1, 1, 1, 1)
}

/** One `f` line as triangles; numbers count from 1, negative ones back from the last value read. */
function polygon(obj: Obj, faces: Faces, words: readonly string[]): void {
  const counts = [obj.positions.length / 3, obj.uvs.length / 2, obj.normals.length / 3]
  const corners = words.slice(1).map((word) =>
    word.split('/').map((digits, list) => {
      const number = digits === '' ? 0 : Number(digits)
      const place = number < 0 ? at(counts, list) + number : number - 1
      return place >= 0 && place < at(counts, list) ? place : -1
    }),
  )
  if (corners.some(([v = -1]) => v < 0))
    throw new MeshError('model-broken', 'The OBJ file has a face that names a missing vertex.', 'Export it again.')
  const { triangles, fans } = triangulatePolygon(
    obj.positions,
    corners.map(([v = -1]) => v),
  )
  for (const fan of fans) faces.fans.push(fan)
  for (const place of triangles) {
    const [v = -1, vt = -1, vn = -1] = corners[place] ?? []
    faces.v.push(v)
    faces.vt.push(vt)
    faces.vn.push(vn)
  }
}

function readMaterials(builder: ModelBuilder, text: string, files: Companions, out: Map<string, Material>): void {
  let material: Material | undefined
  for (const line of text.split(/[\r\n]+/)) {
    const [word = '', ...values] = line.trim().split(/\s+/)
    const keyword = word.toLowerCase()
    if (keyword === 'newmtl') {
      const name = line.trim().slice(word.length).trim()
      material = builder.document.createMaterial(name).setMetallicFactor(0)
      out.set(name, material)
    } else if (material) property(builder, material, keyword, values, files)
  }
}

function property(builder: ModelBuilder, material: Material, keyword: string, values: string[], files: Companions) {
  const number = Number(values[0])
  const color = () => srgbToLinear(Number(values[0]) || 0)
  const rgb = (): [number, number, number] => [
    color(),
    srgbToLinear(Number(values[1]) || 0),
    srgbToLinear(Number(values[2]) || 0),
  ]
  const texture = () => {
    // Options such as "-bm 1" stand before the file name, which may contain blanks.
    const path = values.join(' ').replace(/^(?:-\w+(?:\s+(?:on|off|[-\d.]+))*\s+)*/, '')
    const bytes = companion(files, path)
    return (bytes && builder.texture(bytes, stemOf(path))) ?? null
  }
  switch (keyword) {
    case 'kd':
      material.setBaseColorFactor([...rgb(), material.getAlpha()])
      break
    case 'ke':
      material.setEmissiveFactor(rgb())
      break
    case 'd':
    case 'tr': {
      const alpha = keyword === 'd' ? number : 1 - number
      material.setAlpha(alpha)
      if (alpha < 1) material.setAlphaMode('BLEND')
      break
    }
    case 'ns':
      material.setRoughnessFactor(roughnessOf(number / 10))
      break
    case 'pr':
      material.setRoughnessFactor(number)
      break
    case 'pm':
      material.setMetallicFactor(number)
      break
    case 'map_kd':
      material.setBaseColorTexture(texture())
      break
    case 'map_ke':
      material.setEmissiveTexture(texture())
      break
    case 'norm':
    case 'map_kn':
      material.setNormalTexture(texture())
      break
    case 'map_pr':
      material.setMetallicRoughnessTexture(texture())
      break
  }
}

function stemOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[^.]*$/, '')
}

/** The file of this name: the path as it is, else the first with the same last part in any case. */
export function companion(files: Companions, path: string): Uint8Array | undefined {
  const exact = files.get(path)
  if (exact) return exact
  const last = (name: string) => (name.split(/[\\/]/).at(-1) ?? name).toLowerCase()
  for (const [name, bytes] of files) if (last(name) === last(path)) return bytes
  return undefined
}
