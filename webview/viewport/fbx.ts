// FBX files, which the service makes of quad meshes: read by three's loader, which is only loaded when one is shown.
// Their figures are counted from the scene, since the file says nothing about triangles.
import { Mesh, type Object3D, Texture } from 'three'
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js'
import { errors } from './errors.ts'
import { type Model, materialsOf, prepareModel } from './model.ts'
import type { ModelStatistics } from './statistics.ts'

/** Reads a whole FBX. Pictures inside it become blob addresses; pictures beside it are looked for at `url`. */
export function parseFbx(data: ArrayBuffer, url: string, name: string): Model {
  try {
    const root = new FBXLoader().parse(data, url.slice(0, url.lastIndexOf('/') + 1))
    return prepareModel(root, root.animations, name)
  } catch (cause) {
    throw errors.damaged(name, cause)
  }
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
