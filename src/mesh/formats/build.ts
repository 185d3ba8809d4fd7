// Building a Document from what a reader found: materials, textures and indexed primitives.
import {
  type Accessor,
  Document,
  type Material,
  type Node,
  type Primitive,
  type Scene,
  type Texture,
} from '@gltf-transform/core'
import { cornerNormals } from '../geometry.ts'
import { imageFormat } from '../images/image-format.ts'
import { pictureSize } from '../images/picture-size.ts'
import { normalize3 } from '../math/matrix.ts'
import { encodePolygons } from '../math/polygon.ts'
import { pick, shareCorners } from './corners.ts'
import { NgonEncoding } from './ngon.ts'
import type { VertexValues } from './surface.ts'

/** Faces that meet at less than this angle (radians) are shaded as one surface where a file has no normals. */
const CREASE = 0.7

/** Values per corner, three corners per triangle, counter-clockwise. */
export interface Corners extends VertexValues {
  /** Where some triangles are fans of larger polygons: how many triangles each polygon has, in order. */
  readonly fans?: readonly number[]
}

/** A Document under construction: one buffer, one scene. */
export class ModelBuilder {
  readonly document = new Document()
  readonly scene: Scene
  readonly #buffer = this.document.createBuffer()
  readonly #textures = new Map<Uint8Array, Texture>()

  constructor(name: string) {
    this.scene = this.document.createScene(name)
    this.document.getRoot().setDefaultScene(this.scene)
  }

  accessor(
    values: Float32Array | Uint32Array | Uint16Array | Uint8Array,
    type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4' | 'MAT4',
  ): Accessor {
    return this.document.createAccessor().setType(type).setArray(values.slice()).setBuffer(this.#buffer)
  }

  /** A node with this mesh of one or more primitives, under `parent` or the scene. */
  meshNode(name: string, primitives: readonly Primitive[], parent?: Node): Node {
    const mesh = this.document.createMesh(name)
    for (const primitive of primitives) mesh.addPrimitive(primitive)
    const node = this.document.createNode(name).setMesh(mesh)
    if (parent) parent.addChild(node)
    else this.scene.addChild(node)
    return node
  }

  /** The corners as an indexed primitive: equal ones shared, normals of unit length, made up where there are none. */
  async primitive(corners: Corners, material: Material | null): Promise<Primitive> {
    const { positions, uvs, uvs1, colors, joints, weights } = corners
    const count = positions.length / 3
    const normals = normalize3(corners.normals ?? (await cornerNormals(positions, CREASE)))
    const streams = {
      POSITION: { values: positions, size: 3 },
      NORMAL: { values: normals, size: 3 },
      ...(uvs ? { TEXCOORD_0: { values: uvs, size: 2 } } : {}),
      ...(uvs1 ? { TEXCOORD_1: { values: uvs1, size: 2 } } : {}),
      ...(colors ? { COLOR_0: { values: colors, size: 4 } } : {}),
      ...(joints ? { JOINTS_0: { values: joints, size: 4 } } : {}),
      ...(weights ? { WEIGHTS_0: { values: weights, size: 4 } } : {}),
    }
    const { indices, first } = shareCorners(count, Object.values(streams))
    const primitive = this.document.createPrimitive().setMaterial(material)
    for (const [semantic, { values, size }] of Object.entries(streams)) {
      const picked = pick(values, size, first)
      const array = semantic === 'JOINTS_0' ? new Uint16Array(picked) : picked
      primitive.setAttribute(semantic, this.accessor(array, size === 2 ? 'VEC2' : size === 3 ? 'VEC3' : 'VEC4'))
    }
    const polygons = corners.fans?.some((triangles) => triangles > 1) ? loops(indices, corners.fans) : undefined
    const list = polygons ? new Uint32Array(encodePolygons(polygons)) : indices
    if (polygons)
      primitive.setExtension(NgonEncoding.EXTENSION_NAME, this.document.createExtension(NgonEncoding).createMark())
    const small = first.length < 65_535
    return primitive.setIndices(this.accessor(small ? new Uint16Array(list) : list, 'SCALAR'))
  }

  /** A texture for an encoded picture; undefined when it is none glTF can hold or has no readable header. The same bytes give the same texture. */
  texture(bytes: Uint8Array, name: string): Texture | undefined {
    const format = imageFormat(bytes)
    if (!format || !pictureSize(bytes)) return undefined
    const known = this.#textures.get(bytes)
    if (known) return known
    const texture = this.document.createTexture(name).setImage(new Uint8Array(bytes)).setMimeType(`image/${format}`)
    this.#textures.set(bytes, texture)
    return texture
  }
}

/** The vertices of each polygon, from its fan's triangles. */
function loops(indices: Uint32Array, fans: readonly number[]): number[][] {
  let start = 0
  return fans.map((triangles) => {
    const loop = Array.from(indices.subarray(start, start + 2))
    for (let t = 0; t < triangles; t++) loop.push(indices[start + t * 3 + 2] ?? 0)
    start += triangles * 3
    return loop
  })
}
