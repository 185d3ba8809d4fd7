// Changes the polygons of a Document: takes surfaces apart, puts them back into primitives, and builds whole scenes from them.
import type { Document, Primitive } from '@gltf-transform/core'
import { pick, shareCorners } from '../formats/corners.ts'
import { NgonEncoding } from '../formats/ngon.ts'
import { everyThird, type PlacedMesh, type Surface, sceneOf, triangulated } from '../formats/surface.ts'
import { cornerNormals, tangentsOf } from '../geometry.ts'
import { normalize3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { dropAnimations, prune } from './prune.ts'
import { encodePolygons } from './quads.ts'
import { STREAM_NAMES, STREAMS, type StreamName } from './streams.ts'

/** The surface with every stream replaced by `change`. */
export function withStreams(
  surface: Surface,
  change: (values: Float32Array, size: number, name: StreamName) => Float32Array,
): Surface {
  const out: { -readonly [Name in StreamName]?: Float32Array } = {}
  for (const name of STREAM_NAMES) {
    const values = surface[name]
    if (values) out[name] = change(values, STREAMS[name].size, name)
  }
  const { material, corners, starts, positions } = surface
  return { material, corners, starts, positions, ...out }
}

/** Only these triangles (vertex indices) of a surface, and the vertices they use, in order of first use. */
export function subset(surface: Surface, triangles: ArrayLike<number>): Surface {
  const renamed = new Map<number, number>()
  const corners = Uint32Array.from({ length: triangles.length }, (_, i) => {
    const old = at(triangles, i)
    const known = renamed.get(old)
    if (known !== undefined) return known
    renamed.set(old, renamed.size)
    return renamed.size - 1
  })
  const vertices = [...renamed.keys()]
  const taken = withStreams(surface, (values, size) => pick(values, size, vertices))
  return { ...taken, corners, starts: everyThird(corners.length) }
}

/** Normals made anew from the faces; those that meet at less than `crease` radians are shaded as one surface. */
export async function reshaded(surface: Surface, crease: number): Promise<Surface> {
  const triangles = triangulated(surface)
  const loose = withStreams(surface, (values, size) => pick(values, size, triangles))
  const normals = await cornerNormals(loose.positions, crease)
  return shared({ ...loose, normals, corners: triangles.map((_, i) => i), starts: everyThird(triangles.length) })
}

/** Vertices that agree in everything become one. */
export function shared(surface: Surface): Surface {
  const streams = STREAM_NAMES.flatMap((name) => {
    const values = surface[name]
    return values ? [{ values, size: STREAMS[name].size }] : []
  })
  const { indices, first } = shareCorners(surface.positions.length / 3, streams)
  const corners = surface.corners.map((vertex) => at(indices, vertex))
  return { ...withStreams(surface, (values, size) => pick(values, size, first)), corners, starts: surface.starts }
}

/** Makes the primitive this surface. Tangents are made anew where the material needs them; morph targets are dropped. */
export function writeSurface(document: Document, primitive: Primitive, surface: Surface): Primitive {
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  for (const semantic of primitive.listSemantics()) primitive.setAttribute(semantic, null)
  for (const target of primitive.listTargets()) primitive.removeTarget(target)
  const set = (semantic: string, values: Float32Array | Uint16Array, type: 'VEC2' | 'VEC3' | 'VEC4') =>
    primitive.setAttribute(semantic, document.createAccessor().setType(type).setArray(values.slice()).setBuffer(buffer))
  for (const name of STREAM_NAMES) {
    const values = name === 'normals' ? surface.normals && normalize3(surface.normals.slice()) : surface[name]
    if (!values) continue
    const { semantic, size } = STREAMS[name]
    set(
      semantic,
      name === 'joints' ? new Uint16Array(values) : values,
      size === 2 ? 'VEC2' : size === 3 ? 'VEC3' : 'VEC4',
    )
  }
  const { positions, normals, uvs, corners, starts } = surface
  const polygons = starts.length > 1 && corners.length > (starts.length - 1) * 3
  if (surface.material?.getNormalTexture() && normals && uvs) {
    set('TANGENT', tangentsOf({ positions, normals, uvs, indices: triangulated(surface) }), 'VEC4')
  }
  const lists = polygons && Array.from(starts.subarray(1), (end, p) => [...corners.subarray(at(starts, p), end)])
  const indices = lists ? encodePolygons(lists) : corners
  const small = positions.length / 3 < 65_535
  const list = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(small ? new Uint16Array(indices) : new Uint32Array(indices))
    .setBuffer(buffer)
  const mark = polygons ? document.createExtension(NgonEncoding).createMark() : null
  return primitive
    .setMode(4)
    .setMaterial(surface.material)
    .setIndices(list)
    .setExtension(NgonEncoding.EXTENSION_NAME, mark)
}

/** A scene with nothing but these meshes, each under a node of its name; skeletons, clips and what was unused go. */
export function rebuildScene(document: Document, meshes: readonly PlacedMesh[]): Document {
  const root = document.getRoot()
  const scene = sceneOf(document) ?? document.createScene('scene')
  root.setDefaultScene(scene)
  dropAnimations(document)
  for (const property of [...root.listSkins(), ...root.listNodes(), ...root.listCameras()]) property.dispose()
  for (const { name, surfaces } of meshes) {
    const mesh = document.createMesh(name)
    for (const surface of surfaces) {
      const { joints: _joints, weights: _weights, ...still } = surface
      mesh.addPrimitive(writeSurface(document, document.createPrimitive(), still))
    }
    scene.addChild(document.createNode(name).setMesh(mesh))
  }
  return prune(document)
}
