// What three's FBX loader throws away: which triangles are one face. Quad meshes come as FBX, and who asked for quads
// wants to count and see quads. Only the corner lists are read from the file, the loader does the rest.
// Layout: https://code.blender.org/2013/08/fbx-binary-file-format-specification/

/** The faces of one geometry of the file. */
export interface FaceList {
  /** Corners of each face, in the file's order. */
  sizes: readonly number[]
  vertices: number
}

/** The record's name with its length before it, and the type after it: an array of 32-bit integers. */
const RECORD = `${String.fromCharCode(18)}PolygonVertexIndexi`
/** Count, encoding and length in bytes, 4 each. */
const HEAD = 12
const DEFLATED = 1
/** More corners than any model that can be shown here has. */
const MOST = 100_000_000

/** The face lists of a binary FBX, in the file's order; what cannot be read is left out. */
export async function readFaces(data: ArrayBuffer): Promise<readonly FaceList[]> {
  const text = new TextDecoder('latin1').decode(data)
  const view = new DataView(data)
  const lists: FaceList[] = []
  for (let at = text.indexOf(RECORD); at >= 0; at = text.indexOf(RECORD, at + RECORD.length)) {
    const corners = await readIntegers(view, at + RECORD.length).catch(() => undefined)
    if (corners) lists.push(facesOf(corners))
  }
  return lists
}

async function readIntegers(view: DataView<ArrayBuffer>, at: number): Promise<DataView | undefined> {
  if (at + HEAD > view.byteLength) return undefined
  const count = view.getUint32(at, true)
  const isDeflated = view.getUint32(at + 4, true) === DEFLATED
  const length = view.getUint32(at + 8, true)
  const start = at + HEAD
  if (count > MOST || start + (isDeflated ? length : count * 4) > view.byteLength) return undefined
  if (!isDeflated) return new DataView(view.buffer, start, count * 4)
  const packed = new Blob([new Uint8Array(view.buffer, start, length)])
  const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer()
  return bytes.byteLength === count * 4 ? new DataView(bytes) : undefined
}

/** Each face's last corner is written as its complement, so it is negative. */
function facesOf(corners: DataView): FaceList {
  const sizes: number[] = []
  let size = 0
  let highest = -1
  for (let at = 0; at < corners.byteLength; at += 4) {
    const value = corners.getInt32(at, true)
    highest = Math.max(highest, value < 0 ? ~value : value)
    size++
    if (value >= 0) continue
    sizes.push(size)
    size = 0
  }
  return { sizes, vertices: highest + 1 }
}

/** How many triangles a list of faces becomes. */
export const trianglesIn = ({ sizes }: FaceList): number => sizes.reduce((sum, size) => sum + Math.max(0, size - 2), 0)

/** The part of a buffer attribute that is read. */
export interface Points {
  count: number
  getX(index: number): number
  getY(index: number): number
  getZ(index: number): number
}

/**
 * The edges of faces as line segments (x, y, z of both ends), without the diagonals that triangulation added.
 * @param points the corners of the triangles, the faces' triangles one after the other
 */
export function faceEdges(points: Points, faces: FaceList): Float32Array {
  const ids = new Map<string, number>()
  const idOf = (corner: number): number => {
    const key = `${points.getX(corner)} ${points.getY(corner)} ${points.getZ(corner)}`
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, ids.size)
    return ids.size - 1
  }
  const drawn = new Set<number>()
  const lines: number[] = []
  let corner = 0
  for (const size of faces.sizes) {
    const end = corner + 3 * Math.max(0, size - 2)
    // An edge that two triangles of the same face share is a diagonal.
    const edges = new Map<number, readonly [number, number] | undefined>()
    for (; corner < end; corner += 3) {
      for (const [from, to] of [
        [corner, corner + 1],
        [corner + 1, corner + 2],
        [corner + 2, corner],
      ] as const) {
        const a = idOf(from)
        const b = idOf(to)
        const key = Math.min(a, b) * points.count + Math.max(a, b)
        edges.set(key, edges.has(key) ? undefined : [from, to])
      }
    }
    for (const [key, ends] of edges) {
      if (!ends || drawn.has(key)) continue
      drawn.add(key)
      for (const end of ends) lines.push(points.getX(end), points.getY(end), points.getZ(end))
    }
  }
  return Float32Array.from(lines)
}
