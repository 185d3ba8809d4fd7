// Few triangles in the place of many, over the same vertices: vertices that lie in one cell of a grid become the first of them,
// and triangles of which less than three are left go. It looks at each vertex once, so that millions take a fraction of a
// second, and keeps neither borders nor seams: for what is seen while it moves. (J. Rossignac, P. Borrel, Multi-resolution 3D
// approximations for rendering complex scenes, 1993.)

/** Cells along the longest side, at most: a cell's number stays below 2^32. */
const MOST_CELLS = 1600
/** Of a closed surface a grid of n cells along its side leaves about so many n^2 triangles. */
const PER_SQUARE = 9
/** Grids that are tried until the number is near to what is wanted. */
const TRIES = 4

/**
 * @param positions three numbers a vertex
 * @param index three a triangle; without it the vertices are corners in their order
 * @param wanted about so many triangles are left, or all if there are no more
 * @returns three vertices a triangle, of those that there are
 */
export function coarseIndex(
  positions: Float32Array,
  index: Uint32Array | undefined,
  wanted: number,
): Uint32Array<ArrayBuffer> {
  const vertices = Math.floor(positions.length / 3)
  const corners = index ?? Uint32Array.from({ length: vertices }, (_, at) => at)
  const cells = new Cells(positions)
  let side = Math.min(MOST_CELLS, Math.max(1, Math.sqrt(wanted / PER_SQUARE)))
  for (let left = TRIES; ; left--) {
    const first = cells.firstOf(Math.round(side))
    const count = gather(corners, first)
    const isNear = count <= wanted && (count > wanted / 2 || side >= MOST_CELLS)
    if (isNear || left <= 0) {
      const coarse = new Uint32Array(3 * count)
      gather(corners, first, coarse)
      return coarse
    }
    side = Math.min(MOST_CELLS, Math.max(1, side * Math.sqrt((0.8 * wanted) / Math.max(1, count))))
  }
}

/** The vertices, sorted into the cells of grids. */
class Cells {
  readonly #positions: Float32Array
  readonly #low: [number, number, number] = [Infinity, Infinity, Infinity]
  readonly #extent: number
  /** An open hash table: a cell's number plus one, and its first vertex. */
  readonly #keys: Uint32Array
  readonly #values: Uint32Array

  constructor(positions: Float32Array) {
    this.#positions = positions
    const high: [number, number, number] = [-Infinity, -Infinity, -Infinity]
    for (let at = 0; at + 2 < positions.length; at += 3)
      for (const axis of [0, 1, 2] as const) {
        const place = positions[at + axis] ?? 0
        if (place < this.#low[axis]) this.#low[axis] = place
        if (place > high[axis]) high[axis] = place
      }
    this.#extent = Math.max(...high.map((place, axis) => place - (this.#low[axis] ?? 0))) || 1
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, (2 * positions.length) / 3)))
    this.#keys = new Uint32Array(size)
    this.#values = new Uint32Array(size)
  }

  /** Of each vertex the first one of its cell. @param side cells along the longest side */
  firstOf(side: number): Uint32Array<ArrayBuffer> {
    const [positions, keys, values] = [this.#positions, this.#keys, this.#values]
    const [x, y, z] = this.#low
    const scale = side / this.#extent
    const row = side + 1
    const mask = keys.length - 1
    const first = new Uint32Array(Math.floor(positions.length / 3))
    keys.fill(0)
    for (let vertex = 0, at = 0; vertex < first.length; vertex++, at += 3) {
      // What is no number comes to lie in the first cell.
      const column = (((positions[at] ?? 0) - x) * scale) >>> 0
      const height = (((positions[at + 1] ?? 0) - y) * scale) >>> 0
      const depth = (((positions[at + 2] ?? 0) - z) * scale) >>> 0
      const key = (column + row * (height + row * depth) + 1) >>> 0
      let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask
      while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask
      if (keys[slot] === 0) {
        keys[slot] = key
        values[slot] = vertex
      }
      first[vertex] = values[slot] ?? 0
    }
    return first
  }
}

/** Gathers the triangles that are left. @param out takes their vertices, where they are not only counted @returns how many they are */
function gather(corners: Uint32Array, first: Uint32Array, out?: Uint32Array): number {
  let count = 0
  for (let at = 0; at + 2 < corners.length; at += 3) {
    const [a, b, c] = [first[corners[at] ?? 0], first[corners[at + 1] ?? 0], first[corners[at + 2] ?? 0]]
    if (a === undefined || b === undefined || c === undefined || a === b || b === c || a === c) continue
    if (out) {
      out[3 * count] = a
      out[3 * count + 1] = b
      out[3 * count + 2] = c
    }
    count++
  }
  return count
}
