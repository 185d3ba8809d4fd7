// Reading Wavefront OBJ, alone or with its MTL and pictures.

import type { Document, Material, Primitive } from '@gltf-transform/core'
import { type Phrase, phrase } from '../../text/index.ts'
import { type ReaderContext, readerContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { srgbToLinear } from '../math/color.ts'
import { at } from '../math/numbers.ts'
import { triangulatePolygon } from '../math/polygon.ts'
import { ModelBuilder } from './build.ts'
import type { Companions } from './companions.ts'
import { pick } from './corners.ts'
import { type MaterialTarget, readLibrary } from './mtl-read.ts'
import { decodeText, linesOf, namesIn } from './text.ts'

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
  readonly libraries: Set<string>
  /** Kinds of geometry that are none we can show. */
  readonly others: Set<Phrase>
  /** Faces by object or group name, then by material name. */
  readonly objects: Map<string, Map<string, Faces>>
}

/**
 * An OBJ file as a Document: objects and groups are nodes, polygons are triangulated, colors after positions
 * are vertex colors. Material files and pictures that are missing are warned of.
 * @throws MeshError model-broken, model-too-large
 */
export async function readObj(
  bytes: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = readerContext(bytes.length),
): Promise<Document> {
  const obj = parse(decodeText(bytes), context)
  const builder = new ModelBuilder('model')
  const materials = new Map<string, Material>()
  const target: MaterialTarget = { builder, files, context, materials }
  for (const library of obj.libraries) readLibrary(library, target)
  for (const [name, groups] of obj.objects) {
    const primitives: Primitive[] = []
    for (const [label, faces] of groups) {
      if (faces.v.length === 0) continue
      primitives.push(await builder.primitive(cornersOf(obj, faces), materialNamed(builder, materials, label)))
    }
    if (primitives.length > 0) builder.meshNode(name, primitives)
  }
  if (builder.scene.listChildren().length === 0)
    throw new MeshError(
      'model-broken',
      phrase('The OBJ file has {0}.', without(obj)),
      'Export the model with its surface.',
    )
  return builder.document
}

const LINES = phrase('lines')
const CURVES = phrase('NURBS curves and surfaces')

/** What a file without faces has instead. */
function without(obj: Obj): Phrase {
  const [one, ...more] = obj.others
  if (one !== undefined) {
    const others = more.reduce<Phrase>((list, other) => phrase('{0} and {1}', list, other), one)
    return phrase('only {0}, no faces', others)
  }
  return obj.positions.length > 0 ? phrase('only points, no faces') : phrase('no faces')
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
  const uvs = faces.vt.some((index) => index >= 0) ? pick(obj.uvs, 2, faces.vt) : undefined
  if (uvs) for (let i = 1; i < uvs.length; i += 2) uvs[i] = 1 - at(uvs, i)
  const colors = obj.colors.length > 0 ? pick(obj.colors, 4, faces.v) : undefined
  const normals = faces.vn.every((index) => index >= 0) ? pick(obj.normals, 3, faces.vn) : undefined
  return {
    positions,
    fans: faces.fans,
    ...(normals ? { normals } : {}),
    ...(uvs ? { uvs } : {}),
    ...(colors ? { colors } : {}),
  }
}

function parse(text: string, { budget, lose }: ReaderContext): Obj {
  const obj: Obj = {
    ...{ positions: [], colors: [], uvs: [], normals: [], libraries: new Set<string>(), others: new Set<Phrase>() },
    objects: new Map(),
  }
  let object = 'model'
  let material = ''
  let faces: Faces | undefined
  const lines = linesOf(text)
  for (const line of lines) {
    const words = wordsOf(line)
    budget.spend('elements', words.length > 4 ? words.length - 1 : 1)
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
        polygon(obj, faces, words, (error) => lose(error(lines.number), 'face'))
        break
      case 'l':
        obj.others.add(LINES)
        break
      case 'curv':
      case 'surf':
        obj.others.add(CURVES)
        break
      case 'o':
      case 'g':
        object = namesIn(rest())[0] || 'model'
        faces = undefined
        break
      case 'usemtl':
        material = namesIn(rest())[0] ?? ''
        faces = undefined
        break
      case 'mtllib':
        for (const name of librariesIn(rest())) obj.libraries.add(name)
        break
    }
  }
  return obj
}

/** The names of a `mtllib` line: one with blanks in it, or several that end alike. */
function librariesIn(text: string): string[] {
  return text.match(/\S.*?\.mtl(?=\s|$)/gi) ?? (text === '' ? [] : [text])
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
  const index = obj.positions.length / 3 - 1
  if (words.length >= 7) {
    while (obj.colors.length < index * 4) obj.colors.push(1, 1, 1, 1)
    for (let k = 4; k < 7; k++) obj.colors.push(srgbToLinear(Number(words[k]) || 0))
    obj.colors.push(1)
  } else if (obj.colors.length > 0) obj.colors.push(1, 1, 1, 1)
}

/** What is wrong with the face in a line, counted from 1. */
type FaceError = (line: number) => MeshError

const missingVertex: FaceError = (line) =>
  new MeshError(
    'model-broken',
    phrase('The OBJ file has a face that names a missing vertex (line {0}).', line),
    'Export it again.',
  )

const noNumber: FaceError = (line) =>
  new MeshError(
    'model-broken',
    phrase('The OBJ file has a face with coordinates that are no numbers (line {0}).', line),
    'Export the model again.',
  )

/** One `f` line as triangles; numbers count from 1, negative ones back from the last value read. */
function polygon(obj: Obj, faces: Faces, words: readonly string[], lose: (error: FaceError) => void): void {
  const counts = [obj.positions.length / 3, obj.uvs.length / 2, obj.normals.length / 3]
  const corners = words.slice(1).map((word) =>
    word.split('/').map((digits, list) => {
      const number = digits === '' ? 0 : Number(digits)
      const index = number < 0 ? at(counts, list) + number : number - 1
      return index >= 0 && index < at(counts, list) ? index : -1
    }),
  )
  const points = corners.map(([v = -1]) => v)
  const isNumber = (v: number) => [0, 1, 2].every((axis) => Number.isFinite(obj.positions[v * 3 + axis]))
  const isMissing = points.some((v) => v < 0)
  if (isMissing || !points.every(isNumber)) {
    lose(isMissing ? missingVertex : noNumber)
    return
  }
  const { triangles, fans } = triangulatePolygon(obj.positions, points)
  for (const fan of fans) faces.fans.push(fan)
  for (const corner of triangles) {
    const [v = -1, vt = -1, vn = -1] = corners[corner] ?? []
    faces.v.push(v)
    faces.vt.push(vt)
    faces.vn.push(vn)
  }
}
