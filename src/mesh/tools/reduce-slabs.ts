// Reduces a part of a mesh at a time, so that a large one fits into memory: the simplifier takes seven times the size of its
// input (204 MB for a million triangles of 28 MB). A large mesh is cut into slabs along its longest side. Each is reduced with
// its borders locked, to more triangles than the target, and then the rest as a whole, so that no border remains visible.
import type { MeshoptSimplifier, SimplifierFlags } from 'meshoptimizer/simplifier'
import { emptyBox, growBox } from '../math/box.ts'
import { VertexNames } from './vertex-names.ts'

/** Values of vertices whose distortion counts, each number as much as `weight` says. */
export interface Column {
  readonly values: Float32Array
  readonly size: number
  readonly weight: number
}

export interface Source {
  readonly positions: Float32Array
  readonly columns: readonly Column[]
}

/** What a simplifier gives: vertices, three a triangle, and how far the surface moved, in its own units. */
export interface Fewer {
  readonly indices: Uint32Array
  readonly error: number
}

/** Triangles of a slab. Meshes that have no more are reduced at once. */
const SLAB = 125_000
/** The share of its triangles that a slab keeps: more than is wanted in all, so that flat ones can give more than others later. */
const SHARE = { least: 0.3, most: 0.6, more: 1.4 }
/** Places along the longest side by which triangles are told apart. */
const BINS = 4096

type Simplifier = typeof MeshoptSimplifier

/** Whether a mesh of these triangles is better brought nearer to `target` by slabs first. */
export const isLarge = (all: Uint32Array, target: number): boolean =>
  all.length > SLAB * 3 && target <= (all.length / 3) * SHARE.most

/**
 * Brings a large mesh nearer to `target` triangles.
 * @param error how far the surface may move, in its own units
 */
export function reduceBySlabs(
  simplifier: Simplifier,
  source: Source,
  all: Uint32Array,
  target: number,
  error: number,
): Fewer {
  const share = Math.min(SHARE.most, Math.max(SHARE.least, (target * SHARE.more) / (all.length / 3)))
  const { triangles, ends } = slabsOf(source.positions, all)
  const longest = Math.max(...ends.map((end, i) => end - (ends[i - 1] ?? 0)))
  const parts = new Parts(simplifier, source, longest)
  let [used, start, reached] = [0, 0, 0]
  for (const end of ends) {
    const slab = triangles.subarray(start, end)
    const fewer = parts.reduce(slab, Math.ceil((slab.length / 3) * share), error, ['LockBorder'])
    // What is left of a slab is never more than it was.
    triangles.set(fewer.indices, used)
    used += fewer.indices.length
    reached = Math.max(reached, fewer.error)
    start = end
  }
  return { indices: triangles.slice(0, used), error: reached }
}

/** Gives parts of a mesh to the simplifier, each in the same memory as the one before: what is thrown away is kept for long. */
export class Parts {
  readonly #simplifier: Simplifier
  readonly #source: Source
  readonly #stride: number
  readonly #weights: number[]
  readonly #most: number
  #buffers: SlabBuffers | undefined

  /** @param most the length of the longest list of triangles */
  constructor(simplifier: Simplifier, source: Source, most: number) {
    this.#simplifier = simplifier
    this.#source = source
    this.#weights = source.columns.flatMap(({ size, weight }) => new Array<number>(size).fill(weight))
    this.#stride = this.#weights.length
    this.#most = most
  }

  /** Reduces these triangles as if there were no others: only their vertices are given to the simplifier. */
  reduce(list: Uint32Array, target: number, error: number, flags: readonly SimplifierFlags[]): Fewer {
    const { positions, columns } = this.#source
    // A list that has hardly any vertex for itself alone has nearly all there are: they are given as they stand.
    if (list.length >= positions.length) {
      const values = new Float32Array((positions.length / 3) * this.#stride)
      layBeside(columns, values, this.#stride)
      return this.#reduce({ triangles: list, places: positions, values }, target, error, flags)
    }
    this.#buffers ??= buffersFor(positions.length / 3, this.#most, this.#stride)
    const { kept, renamed } = this.#buffers.names.of(list)
    const places = this.#buffers.places.subarray(0, kept.length * 3)
    interleave([{ values: positions, size: 3 }], kept, places, 3)
    const values = this.#buffers.values.subarray(0, kept.length * this.#stride)
    interleave(columns, kept, values, this.#stride)
    const fewer = this.#reduce({ triangles: renamed, places, values }, target, error, flags)
    const { indices } = fewer
    for (let i = 0; i < indices.length; i++) indices[i] = kept[indices[i] ?? 0] ?? 0
    return fewer
  }

  #reduce(given: Given, target: number, error: number, flags: readonly SimplifierFlags[]): Fewer {
    const { triangles, places, values } = given
    const options: SimplifierFlags[] = ['ErrorAbsolute', ...flags]
    const how = [target * 3, error, options] as const
    const [indices, moved] =
      this.#stride === 0
        ? this.#simplifier.simplify(triangles, places, 3, ...how)
        : this.#simplifier.simplifyWithAttributes(
            ...([triangles, places, 3, values, this.#stride, this.#weights, null, ...how] as const),
          )
    return { indices, error: moved }
  }
}

/** What a simplifier takes. */
interface Given {
  readonly triangles: Uint32Array
  readonly places: Float32Array
  readonly values: Float32Array
}

/** Memory for the vertices of one list after the other. */
interface SlabBuffers {
  readonly names: VertexNames
  readonly places: Float32Array
  readonly values: Float32Array
}

function buffersFor(all: number, most: number, stride: number): SlabBuffers {
  const vertices = Math.min(all, most)
  return {
    names: new VertexNames(all, most),
    places: new Float32Array(vertices * 3),
    values: new Float32Array(vertices * stride),
  }
}

/** The values of all vertices, all of a vertex beside each other. */
function layBeside(columns: readonly Pick<Column, 'values' | 'size'>[], out: Float32Array, stride: number): void {
  let start = 0
  for (const { values, size } of columns) {
    for (let from = 0, to = start; from < values.length; to += stride)
      for (let k = 0; k < size; k++) out[to + k] = values[from++] ?? 0
    start += size
  }
}

/** The values of some vertices, all of a vertex beside each other. */
function interleave(
  columns: readonly Pick<Column, 'values' | 'size'>[],
  kept: Uint32Array,
  out: Float32Array,
  stride: number,
): void {
  let start = 0
  for (const { values, size } of columns) {
    for (let k = 0; k < size; k++)
      for (let i = 0, to = start + k; i < kept.length; i++, to += stride)
        out[to] = values[(kept[i] ?? 0) * size + k] ?? 0
    start += size
  }
}

/** The triangles by where they lie along the longest side, and where the list of each slab ends. */
function slabsOf(positions: Float32Array, all: Uint32Array): { triangles: Uint32Array; ends: number[] } {
  const box = emptyBox()
  growBox(box, positions)
  const side = (k: number) => (box[k + 3] ?? 0) - (box[k] ?? 0)
  const axis = side(0) >= side(1) && side(0) >= side(2) ? 0 : side(1) >= side(2) ? 1 : 2
  const low = box[axis] ?? 0
  const scale = BINS / Math.max(side(axis), 1e-30)
  // A triangle is where its first vertex is.
  const binOf = (t: number) =>
    Math.max(0, Math.min(BINS - 1, Math.floor(((positions[(all[t] ?? 0) * 3 + axis] ?? 0) - low) * scale) || 0))
  const starts = new Uint32Array(BINS + 1)
  for (let t = 0; t < all.length; t += 3) {
    const next = binOf(t) + 1
    starts[next] = (starts[next] ?? 0) + 3
  }
  const length = all.length / Math.ceil(all.length / 3 / SLAB)
  const ends: number[] = []
  for (let bin = 1; bin <= BINS; bin++) {
    starts[bin] = (starts[bin] ?? 0) + (starts[bin - 1] ?? 0)
    if ((starts[bin] ?? 0) >= length * (ends.length + 1) - 3) ends.push(starts[bin] ?? 0)
  }
  const triangles = new Uint32Array(all.length)
  for (let t = 0; t < all.length; t += 3) {
    const bin = binOf(t)
    let to = starts[bin] ?? 0
    for (let k = 0; k < 3; k++) triangles[to++] = all[t + k] ?? 0
    starts[bin] = to
  }
  return { triangles, ends }
}
