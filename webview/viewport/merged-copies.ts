// Many small meshes as one: their vertices are written where they stand in the world, so that one draw shows them all.
import { Box3, BufferAttribute, BufferGeometry, type Material, Matrix3, type Matrix4, Mesh, Sphere } from 'three'
import { type Attribute, type Copies, cornersOf, markDrawn, verticesOf } from './copies.ts'

/** Where a mesh is in the merged one. */
interface Span {
  readonly source: BufferGeometry
  readonly vertex: number
  readonly corner: number
  readonly matrix: Matrix4
  isShown: boolean
}

/** Attributes that turn with a mesh: their numbers are floats, whatever those of the file are. */
const TURNED = ['position', 'normal', 'tangent'] as const
const isTurned = (name: string): boolean => name === 'position' || name === 'normal' || name === 'tangent'

export class MergedCopies implements Copies {
  readonly object: Mesh
  readonly #spans: readonly Span[]
  readonly #geometry = new BufferGeometry()
  readonly #indices: BufferAttribute

  constructor(material: Material, meshes: readonly Mesh[]) {
    let [vertices, corners] = [0, 0]
    this.#spans = meshes.map(({ geometry, matrixWorld }) => {
      const span = { source: geometry, vertex: vertices, corner: corners, matrix: matrixWorld.clone(), isShown: true }
      vertices += verticesOf(geometry)
      corners += cornersOf(geometry)
      return span
    })
    const { attributes } = meshes[0]?.geometry ?? new BufferGeometry()
    for (const [name, attribute] of Object.entries(attributes)) {
      const { itemSize, normalized } = attribute
      const merged = isTurned(name)
        ? new BufferAttribute(new Float32Array(vertices * itemSize), itemSize)
        : new BufferAttribute(arrayLike(attribute, vertices * itemSize), itemSize, normalized)
      this.#geometry.setAttribute(name, merged)
    }
    this.#indices = new BufferAttribute(vertices > 2 ** 16 ? new Uint32Array(corners) : new Uint16Array(corners), 1)
    this.#geometry.setIndex(this.#indices)
    this.object = new Mesh(this.#geometry, material)
    markDrawn(this.object)
  }

  *fill(): Generator<undefined, void> {
    const others = Object.keys(this.#geometry.attributes).filter((name) => !isTurned(name))
    for (const span of this.#spans) {
      const { source, vertex } = span
      for (const name of others) {
        const merged = this.#geometry.getAttribute(name)
        copy(source.getAttribute(name), merged.array, vertex * merged.itemSize)
      }
      this.#write(span)
      this.#index(span)
      yield
    }
    this.#measure()
  }

  place(at: number, matrix: Matrix4): void {
    const span = this.#spans[at]
    if (!span || span.matrix.equals(matrix)) return
    span.matrix.copy(matrix)
    this.#write(span)
    for (const name of TURNED) {
      const attribute = this.#geometry.attributes[name]
      if (!(attribute instanceof BufferAttribute)) continue
      attribute.addUpdateRange(span.vertex * attribute.itemSize, verticesOf(span.source) * attribute.itemSize)
      attribute.needsUpdate = true
    }
    this.#measure()
  }

  show(at: number, isShown: boolean): void {
    const span = this.#spans[at]
    if (!span || span.isShown === isShown) return
    span.isShown = isShown
    this.#index(span)
    this.#indices.addUpdateRange(span.corner, cornersOf(span.source))
    this.#indices.needsUpdate = true
  }

  dispose(): void {
    this.#geometry.dispose()
  }

  /** What is not shown has triangles without an area. */
  #index({ source, vertex, corner, isShown }: Span): void {
    const { array } = this.#indices
    const count = cornersOf(source)
    if (!isShown) array.fill(vertex, corner, corner + count)
    else if (source.index) {
      const indices = numbersOf(source.index)
      for (let at = 0; at < count; at++) array[corner + at] = vertex + (indices[at] ?? 0)
    } else for (let at = 0; at < count; at++) array[corner + at] = vertex + at
  }

  /** Writes the vertices of a mesh to where it stands. */
  #write({ source, vertex, matrix }: Span): void {
    const isMoved = isOnlyMoved(matrix)
    for (const name of TURNED) {
      const [from, to] = [source.attributes[name], this.#geometry.attributes[name]]
      if (!from || !to) continue
      const start = vertex * to.itemSize
      if (isMoved) move(from, to.array, start, name === 'position' ? matrix : undefined)
      else if (name === 'position') turn(from, to.array, start, matrix)
      else if (name === 'normal') turnDirection(from, to.array, start, normals.getNormalMatrix(matrix))
      else turnDirection(from, to.array, start, normals.setFromMatrix4(matrix))
    }
  }

  /** For what is in sight. The sphere about each geometry is known from its file. */
  #measure(): void {
    const whole = new Box3()
    for (const { source, matrix } of this.#spans) {
      if (!source.boundingSphere) source.computeBoundingSphere()
      if (source.boundingSphere)
        whole.union(sphere.copy(source.boundingSphere).applyMatrix4(matrix).getBoundingBox(box))
    }
    this.#geometry.boundingBox = whole
    this.#geometry.boundingSphere = whole.getBoundingSphere(new Sphere())
  }
}

const box = new Box3()
const sphere = new Sphere()
const normals = new Matrix3()

/** Neither turned nor scaled. */
function isOnlyMoved({ elements: m }: Matrix4): boolean {
  const isUnscaled = m[0] === 1 && m[5] === 1 && m[10] === 1
  return isUnscaled && m[1] === 0 && m[2] === 0 && m[4] === 0 && m[6] === 0 && m[8] === 0 && m[9] === 0
}

/** An empty array of an attribute's type. */
function arrayLike({ array }: Attribute, length: number): Attribute['array'] {
  const made: unknown = Reflect.construct(array.constructor, [length])
  return isNumbers(made) ? made : new Float32Array(length)
}

const isNumbers = (value: unknown): value is Attribute['array'] =>
  ArrayBuffer.isView(value) && !(value instanceof DataView)

/** An attribute's numbers one after the other, as they mean: most are stored so. */
function numbersOf(from: Attribute): Attribute['array'] {
  const { itemSize, count, normalized, array } = from
  if (from instanceof BufferAttribute && !normalized) return array
  const numbers = new Float32Array(count * itemSize)
  for (let vertex = 0, to = 0; vertex < count; vertex++)
    for (let at = 0; at < itemSize; at++, to++) numbers[to] = from.getComponent(vertex, at)
  return numbers
}

/** Copies numbers as they are stored. */
function copy(from: Attribute, to: Attribute['array'], start: number): void {
  if (from instanceof BufferAttribute) {
    to.set(from.array, start)
    return
  }
  const { array, itemSize, count, offset } = from
  const { stride } = from.data
  for (let vertex = 0; vertex < count; vertex++)
    for (let at = 0; at < itemSize; at++) to[start + vertex * itemSize + at] = array[vertex * stride + offset + at] ?? 0
}

// The loops below are run over each vertex of a scene before it is seen, and are written for that.

/** Places moved by a matrix that does no more, or directions by none. */
function move(from: Attribute, to: Attribute['array'], start: number, matrix: Matrix4 | undefined): void {
  const numbers = numbersOf(from)
  if (!matrix) {
    to.set(numbers, start)
    return
  }
  const { elements: m } = matrix
  const [x, y, z] = [m[12], m[13], m[14]]
  const end = from.count * 3
  for (let at = 0; at < end; at += 3) {
    to[start + at] = (numbers[at] ?? 0) + x
    to[start + at + 1] = (numbers[at + 1] ?? 0) + y
    to[start + at + 2] = (numbers[at + 2] ?? 0) + z
  }
}

/** Places times a matrix, column by column. */
function turn(from: Attribute, to: Attribute['array'], start: number, { elements: m }: Matrix4): void {
  const [a, b, c, d, e, f] = [m[0], m[1], m[2], m[4], m[5], m[6]]
  const [g, h, i, x, y, z] = [m[8], m[9], m[10], m[12], m[13], m[14]]
  const numbers = numbersOf(from)
  const end = from.count * 3
  for (let at = 0; at < end; at += 3) {
    const u = numbers[at] ?? 0
    const v = numbers[at + 1] ?? 0
    const w = numbers[at + 2] ?? 0
    to[start + at] = a * u + d * v + g * w + x
    to[start + at + 1] = b * u + e * v + h * w + y
    to[start + at + 2] = c * u + f * v + i * w + z
  }
}

/** Directions times a matrix, of length 1. What follows them stays. */
function turnDirection(from: Attribute, to: Attribute['array'], start: number, { elements: m }: Matrix3): void {
  const [a, b, c, d, e, f, g, h, i] = [m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]]
  const { itemSize, count } = from
  const numbers = numbersOf(from)
  const end = count * itemSize
  for (let at = 0; at < end; at += itemSize) {
    const u = numbers[at] ?? 0
    const v = numbers[at + 1] ?? 0
    const w = numbers[at + 2] ?? 0
    const x = a * u + d * v + g * w
    const y = b * u + e * v + h * w
    const z = c * u + f * v + i * w
    const shrink = 1 / (Math.sqrt(x * x + y * y + z * z) || 1)
    to[start + at] = x * shrink
    to[start + at + 1] = y * shrink
    to[start + at + 2] = z * shrink
    if (itemSize === 4) to[start + at + 3] = numbers[at + 3] ?? 0
  }
}
