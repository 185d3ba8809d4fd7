// The rigged sample as three.js shows what a writer made of it: its bones, its clips, and where its vertices are at rest and while
// it walks.
import { AnimationMixer, Box3, type Mesh, type Object3D, SkinnedMesh, Vector3 } from 'three'
import { expect } from 'vitest'
import { expectClose, summary } from './compare.ts'
import { riggedModel } from './sample.ts'

/**
 * @param group what a loader of three.js gave
 * @param mesh the only one of it
 * @param clips what the format calls the sample's clips
 */
export function expectRigged(group: Object3D, mesh: Mesh | undefined, clips: readonly string[]): void {
  if (!(mesh instanceof SkinnedMesh)) throw new Error('no skinned mesh')
  expect(mesh.skeleton.bones.map((bone) => bone.name)).toEqual(['hip', 'knee'])
  expect(group.animations.map((clip) => clip.name)).toEqual(clips)
  const bounds = () => {
    group.updateMatrixWorld(true)
    const box = new Box3()
    const point = new Vector3()
    for (let i = 0; i < mesh.geometry.getAttribute('position').count; i++)
      box.expandByPoint(mesh.getVertexPosition(i, point).applyMatrix4(mesh.matrixWorld))
    return box
  }
  const rest = summary(riggedModel())
  expectClose(bounds().min.toArray(), [...rest.min])
  expectClose(bounds().max.toArray(), [...rest.max])
  const [clip] = group.animations
  if (!clip) throw new Error('no clip')
  const mixer = new AnimationMixer(group)
  mixer.clipAction(clip).play()
  mixer.setTime(0.5)
  const moved = riggedModel()
  const [knee, hip] = ['knee', 'hip'].map((name) =>
    moved
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === name),
  )
  const half = Math.SQRT1_2
  knee?.setRotation([Math.sin(0.45) * half, -Math.sin(0.45) * half, Math.cos(0.45) * half, Math.cos(0.45) * half])
  hip?.setTranslation([0, -0.5, 0.9])
  const walking = summary(moved)
  expectClose(bounds().min.toArray(), [...walking.min], 1e-3)
  expectClose(bounds().max.toArray(), [...walking.max], 1e-3)
}
