// Meshes that bones move: drawn and measured where the bones have taken them.
import {
  Bone,
  BoxGeometry,
  BufferAttribute,
  Frustum,
  Group,
  Matrix4,
  Mesh,
  PerspectiveCamera,
  Skeleton,
  SkinnedMesh,
} from 'three'
import { expect, it } from 'vitest'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { EditScene } from '../../../../webview/model/edit-scene.ts'
import { prepareModel } from '../../../../webview/viewport/model.ts'
import { followsBones } from '../../../../webview/viewport/skins.ts'
import { numberNode } from '../../../../webview/viewport/sources.ts'
import { worldBox } from '../../../../webview/viewport/world-box.ts'

/** A cube on one bone, which lies in a part of its own: nodes 0 (cube), 1 (armature) and 2 (bone). */
function rigged() {
  const geometry = new BoxGeometry(1, 1, 1)
  const count = geometry.getAttribute('position').count
  geometry.setAttribute('skinIndex', new BufferAttribute(new Uint16Array(count * 4), 4))
  const weights = Float32Array.from({ length: count * 4 }, (_, i) => (i % 4 === 0 ? 1 : 0))
  geometry.setAttribute('skinWeight', new BufferAttribute(weights, 4))
  const [mesh, armature, bone] = [new SkinnedMesh(geometry), new Group(), new Bone()]
  const root = new Group().add(mesh, armature.add(bone))
  mesh.bind(new Skeleton([bone]))
  for (const [number, object] of [mesh, armature, bone].entries()) numberNode(object, number)
  prepareModel(root, [], 'hero')
  return { root, mesh, armature }
}

const MOVED: Operation = {
  kind: 'transform',
  node: 1,
  translation: [20, 0, 0],
  rotation: [0, 0, 0, 1],
  scale: [1, 1, 1],
}

it('are measured anew when what moves them was moved, and when that is undone', () => {
  const { root } = rigged()
  const scene = new EditScene(root)
  const ends = () => [worldBox(root).min.x, worldBox(root).max.x]
  expect(ends()).toEqual([-0.5, 0.5])
  scene.show([MOVED])
  expect(ends()).toEqual([19.5, 20.5])
  scene.show([])
  expect(ends()).toEqual([-0.5, 0.5])
})

it('are in sight of a camera that looks where a clip has taken them', () => {
  const { root, mesh, armature } = rigged()
  const camera = new PerspectiveCamera(30, 1, 0.1, 10)
  camera.position.set(20, 0, 5)
  camera.updateMatrixWorld()
  const seen = new Frustum().setFromProjectionMatrix(
    new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse),
  )
  // As three decides what it draws.
  const isDrawn = () => !mesh.frustumCulled || seen.intersectsObject(mesh)
  isDrawn()
  armature.position.x = 20
  root.updateMatrixWorld(true)
  expect(isDrawn()).toBe(true)
})

it('stand where their bones do, unlike what has parts or no bones', () => {
  const { root, mesh, armature } = rigged()
  const pair = new Group().add(mesh.clone())
  for (const object of pair.children) object.userData = {}
  expect([mesh, pair].map(followsBones)).toEqual([true, true])
  expect([armature, root, new Mesh()].map(followsBones)).toEqual([false, false, false])
})
