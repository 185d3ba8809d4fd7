// FBX files, which the service makes of quad meshes: read by three's loader, which is only loaded when one is shown.
// Their figures are counted from the scene and from the file's own faces, since the file says nothing about triangles.
import {
  BufferAttribute,
  BufferGeometry,
  LineSegments,
  type Material,
  Mesh,
  MeshLambertMaterial,
  MeshPhongMaterial,
  MeshStandardMaterial,
  type Object3D,
  SkinnedMesh,
  Texture,
} from 'three'
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js'
import { errors } from './errors.ts'
import { type FaceList, faceEdges, readFaces, trianglesIn } from './fbx-faces.ts'
import { edgeLayer, type Model, materialsOf, prepareModel } from './model.ts'
import type { ModelStatistics } from './statistics.ts'

/** Reads a whole FBX. Pictures inside it become blob addresses; pictures beside it are looked for at `url`. */
export async function readFbx(
  data: ArrayBuffer,
  url: string,
  name: string,
): Promise<{ model: Model; statistics: ModelStatistics }> {
  try {
    const root = new FBXLoader().parse(data, url.slice(0, url.lastIndexOf('/') + 1))
    const faces = facesOfMeshes(root, await readFaces(data))
    relight(root)
    const model = prepareModel(root, root.animations, name)
    for (const [mesh, list] of faces ?? []) mesh.add(edgesOf(mesh, list))
    model.hasEdges = faces !== undefined
    const counted = countScene(root, data.byteLength, model.clips.length)
    return { model, statistics: faces ? { ...counted, ...countFaces(faces.values()) } : counted }
  } catch (cause) {
    throw errors.damaged(name, cause)
  }
}

/** Meshes with their faces, if all of them have some that fit; a mesh that moves its vertices has no fixed edges. */
function facesOfMeshes(root: Object3D, lists: readonly FaceList[]): Map<Mesh, FaceList> | undefined {
  const left = [...lists]
  const byGeometry = new Map<BufferGeometry, FaceList>()
  const found = new Map<Mesh, FaceList>()
  let fits = true
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const { geometry } = object
    const corners = geometry.getAttribute('position')?.count ?? 0
    const at = left.findIndex((list) => trianglesIn(list) * 3 === corners)
    const list = byGeometry.get(geometry) ?? left.splice(at, at < 0 ? 0 : 1)[0]
    const isStill = !(object instanceof SkinnedMesh) && geometry.index === null && !geometry.morphAttributes['position']
    if (!list || !isStill) fits = false
    else found.set(object, list)
    if (list) byGeometry.set(geometry, list)
  })
  return fits && found.size > 0 ? found : undefined
}

function edgesOf(mesh: Mesh, faces: FaceList): LineSegments {
  const lines = new BufferGeometry()
  lines.setAttribute('position', new BufferAttribute(faceEdges(mesh.geometry.getAttribute('position'), faces), 3))
  const edges = new LineSegments(lines)
  edges.layers.set(edgeLayer)
  return edges
}

/**
 * Gives every mesh a material that the studio's image-based light reaches: the loader's own ones take only lamps, and
 * stand half in the dark. Roughness from shininess as Blender's importer has it.
 */
function relight(root: Object3D): void {
  const known = new Map<Material, Material>()
  const standard = (old: Material): Material => {
    if (!(old instanceof MeshPhongMaterial || old instanceof MeshLambertMaterial)) return old
    const { name, color, map, normalMap, normalScale, bumpMap, bumpScale, aoMap, alphaMap, alphaTest } = old
    const { emissive, emissiveMap, emissiveIntensity, opacity, transparent, side, vertexColors } = old
    const shininess = old instanceof MeshPhongMaterial ? Math.min(100, Math.max(0, old.shininess)) : 0
    const made = new MeshStandardMaterial({
      ...{ name, color, map, normalMap, normalScale, bumpMap, bumpScale, aoMap, alphaMap, alphaTest },
      ...{ emissive, emissiveMap, emissiveIntensity, opacity, transparent, side, vertexColors },
      metalness: 0,
      roughness: 1 - Math.sqrt(shininess) / 10,
    })
    old.dispose()
    return made
  }
  const renewed = (old: Material): Material => {
    const made = known.get(old) ?? standard(old)
    known.set(old, made)
    return made
  }
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    object.material = Array.isArray(object.material) ? object.material.map(renewed) : renewed(object.material)
  })
}

/** Faces as the file has them, and vertices before the loader took them apart into corners. */
function countFaces(lists: Iterable<FaceList>): Pick<ModelStatistics, 'faces' | 'vertices'> {
  let faces = 0
  let vertices = 0
  for (const list of lists) {
    faces += list.sizes.length
    vertices += list.vertices
  }
  return { faces, vertices }
}

/** What a scene draws. */
export function countScene(root: Object3D, bytes: number, animations: number): ModelStatistics {
  const materials = new Set<object>()
  const textures = new Set<object>()
  let triangles = 0
  let vertices = 0
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const positions = object.geometry.getAttribute('position')
    vertices += positions?.count ?? 0
    triangles += Math.floor((object.geometry.index?.count ?? positions?.count ?? 0) / 3)
    for (const material of materialsOf(object)) {
      materials.add(material)
      for (const value of Object.values(material)) if (value instanceof Texture) textures.add(value)
    }
  })
  return { triangles, vertices, materials: materials.size, textures: textures.size, bytes, animations }
}
