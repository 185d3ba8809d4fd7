// Reading 3MF (core 1.3) with the production extension (parts in several files) and of the materials extension base
// materials, colors and textures. Z up, any unit; meshes go straight from the XML into arrays.

import type { Document, Material } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import { type ReaderContext, readerContext } from '../budget.ts'
import type { MeshError } from '../errors.ts'
import { IDENTITY, type Matrix, multiply, scaling, transformPoints, Z_UP_TO_Y_UP } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { MaterialSource3mf } from './3mf-materials.ts'
import { broken3mf, type ModelPart, type PartMesh, readPart, TORN } from './3mf-part.ts'
import { ModelBuilder } from './build.ts'
import { pick } from './corners.ts'
import { decodeText } from './text.ts'
import { elementsOf, parseXml, type XmlElement } from './xml.ts'
import { openZip, type ZipArchive } from './zip-read.ts'

/** Metres per unit, for all units of the core specification. */
const UNITS = new Map([
  ['micron', 1e-6],
  ['millimeter', 1e-3],
  ['centimeter', 1e-2],
  ['inch', 0.0254],
  ['foot', 0.3048],
  ['meter', 1],
])
const START_PART = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel'

/**
 * The build items of a 3MF package as nodes.
 * @throws MeshError model-broken, model-too-large
 */
export async function read3mf(
  bytes: Uint8Array,
  context: ReaderContext = readerContext(bytes.length),
): Promise<Document> {
  return new Reader3mf(openZip(bytes, context.budget, context.lose), context).read()
}

class Reader3mf {
  readonly #builder = new ModelBuilder('model')
  readonly #parts = new Map<string, ModelPart>()
  readonly #materials: MaterialSource3mf

  readonly #archive: ZipArchive
  readonly #context: ReaderContext

  constructor(archive: ZipArchive, context: ReaderContext) {
    this.#archive = archive
    this.#context = context

    this.#materials = new MaterialSource3mf(this.#builder, archive, context)
  }

  async read(): Promise<Document> {
    const start = startPart(this.#archive, this.#context)
    const part = this.#part(start)
    const unit = UNITS.get(part.unit)
    if (unit === undefined) throw broken3mf('has no readable model part')
    const outer = multiply(Z_UP_TO_Y_UP, scaling(unit))
    for (const item of part.items) await this.#addItem(item, start, multiply(outer, transformOf(item)), 0)
    if (this.#builder.scene.listChildren().length === 0) await this.#placeAll(part, start, outer)
    if (this.#builder.scene.listChildren().length === 0) throw this.#nothing()
    return this.#builder.document
  }

  /** What is to be built is said at the end of a file: without it everything is, each thing in its own place. */
  async #placeAll(part: ModelPart, start: string, outer: Matrix): Promise<void> {
    this.#context.lose(this.#nothing())
    const inside = new Set([...part.objects.values()].flatMap(({ components }) => components.map(objectOf)))
    for (const id of part.objects.keys())
      if (!inside.has(id))
        await this.#addItem({ name: 'item', attributes: { objectid: id }, children: [] }, start, outer, 0)
  }

  #nothing(): MeshError {
    const all = [...this.#parts.values()].flatMap((part) => [...part.objects.values()])
    if (all.some((object) => object.mesh?.hasBeams))
      return broken3mf('has only beam lattices, which are not supported, no surfaces', 'Export the lattice as a mesh.')
    return broken3mf('has nothing to build')
  }

  #part(path: string): ModelPart {
    const known = this.#parts.get(path)
    if (known) return known
    const bytes = this.#archive.read(path)
    if (!bytes) this.#context.lose(broken3mf(phrase('names the part {0}, which is missing', path)), 'part')
    const part = bytes ? readPart(decodeText(bytes), this.#context) : NOTHING
    this.#parts.set(path, part)
    return part
  }

  /** Places what a build item or component names. */
  async #addItem(reference: XmlElement, from: string, matrix: Matrix, depth: number): Promise<void> {
    this.#context.budget.checkDepth(depth)
    this.#context.budget.spend('elements', 1)
    const path = reference.attributes['path']?.replace(/^\//, '') ?? from
    const part = this.#part(path)
    const object = part.objects.get(reference.attributes['objectid'] ?? '')
    if (!object) return
    for (const component of object.components)
      await this.#addItem(component, path, multiply(matrix, transformOf(component)), depth + 1)
    if (object.mesh) await this.#mesh(object.mesh, object.attributes, part, matrix)
  }

  async #mesh(
    mesh: PartMesh,
    attributes: Readonly<Record<string, string>>,
    part: ModelPart,
    matrix: Matrix,
  ): Promise<void> {
    const { points, corners, properties } = mesh
    this.#context.budget.spend('elements', corners.length)
    const groups = new Map<Material | null, { corners: number[]; colors: number[]; uvs: number[] }>()
    for (let t = 0; t * 3 < corners.length; t++) {
      if (corners[t * 3] === TORN) continue
      const own = properties.get(t)
      const pid = own?.pid ?? attributes['pid'] ?? ''
      const first = own?.p1 ?? attributes['pindex'] ?? '0'
      const looks = this.#materials.of(part, pid, [first, own?.p2 ?? first, own?.p3 ?? first])
      const group = groups.get(looks.material) ?? { corners: [], colors: [], uvs: [] }
      groups.set(looks.material, group)
      for (let k = 0; k < 3; k++) group.corners.push(at(corners, t * 3 + k))
      if (looks.colors) group.colors.push(...looks.colors)
      if (looks.uvs) group.uvs.push(...looks.uvs)
    }
    const primitives = []
    for (const [material, group] of groups)
      primitives.push(
        await this.#builder.primitive(
          {
            positions: transformPoints(matrix, pick(points, 3, group.corners)),
            ...(group.colors.length > 0 ? { colors: new Float32Array(group.colors) } : {}),
            ...(group.uvs.length > 0 ? { uvs: new Float32Array(group.uvs) } : {}),
          },
          material,
        ),
      )
    if (primitives.length > 0) this.#builder.meshNode(attributes['name'] ?? 'mesh', primitives)
  }
}

const objectOf = ({ attributes }: XmlElement) => attributes['objectid'] ?? ''

/** A part that is not there. */
const NOTHING: ModelPart = { unit: '', objects: new Map(), resources: new Map(), items: [] }

/** The part that the package's relationships name, else the first model in it. */
function startPart(archive: ZipArchive, { budget, lose }: ReaderContext): string {
  const bytes = archive.read('_rels/.rels')
  const root = bytes && parseXml(decodeText(bytes), budget, lose)
  const relations = root ? elementsOf(root, 'Relationships').flatMap((list) => elementsOf(list, 'Relationship')) : []
  const target = relations.find(({ attributes }) => attributes['Type'] === START_PART)?.attributes['Target']
  const wanted = target?.replace(/^\//, '').toLowerCase()
  const models = archive.names.filter((name) => /\.model$/i.test(name))
  const found = archive.names.find((name) => name.toLowerCase() === wanted) ?? models[0]
  if (found === undefined) throw broken3mf('has no readable model part')
  return found
}

/** The `transform` attribute: twelve numbers, the rows of a 4x3 matrix for row vectors. */
function transformOf(element: XmlElement): Matrix {
  const n = (element.attributes['transform'] ?? '').trim().split(/\s+/).map(Number)
  if (n.length !== 12 || !n.every(Number.isFinite)) return IDENTITY
  return [...n.slice(0, 3), 0, ...n.slice(3, 6), 0, ...n.slice(6, 9), 0, ...n.slice(9, 12), 1]
}
