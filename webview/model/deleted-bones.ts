// Bones that are deleted from the displayed scene, as src/mesh/tools/delete-bones.ts deletes them from the file: what they moved
// follows the nearest bone above that stays. Here each has a stand-in there, which only its meshes know, so that vertices need
// not be changed and undo brings back what was.
import { type AnimationClip, Bone, Matrix4, type Object3D, PropertyBinding, type Skeleton, SkinnedMesh } from 'three'
import { t, together } from '../studio/l10n.ts'

const allIn = (object: Object3D): Set<Object3D> => {
  const all = new Set<Object3D>()
  object.traverse((one) => void all.add(one))
  return all
}

function skinsOf(root: Object3D, going: ReadonlySet<Object3D>): SkinnedMesh[] {
  const skins: SkinnedMesh[] = []
  root.traverse((one) => {
    if (one instanceof SkinnedMesh && !going.has(one) && one.skeleton.bones.some((bone) => going.has(bone)))
      skins.push(one)
  })
  return skins
}

export class DeletedBones {
  readonly #before = new Map<Skeleton, Bone[]>()
  readonly #standIns: Bone[] = []

  /** Gives the meshes of the scene stand-ins for the bones of an object that is about to be removed. */
  release(root: Object3D, object: Object3D): void {
    const going = allIn(object)
    for (const { skeleton } of skinsOf(root, going)) {
      if (!this.#before.has(skeleton)) this.#before.set(skeleton, skeleton.bones)
      const first = skeleton.bones.find((bone) => !going.has(bone))
      skeleton.bones = skeleton.bones.map((bone) => {
        if (!going.has(bone)) return bone
        let above: Object3D | null = bone.parent
        while (above && (going.has(above) || !skeleton.bones.some((one) => one === above))) above = above.parent
        return this.#standIn(bone, above ?? first ?? root)
      })
    }
  }

  #standIn(bone: Bone, above: Object3D): Bone {
    const standIn = new Bone()
    standIn.userData['isHelper'] = true
    bone.updateWorldMatrix(true, false)
    above.updateWorldMatrix(true, false)
    new Matrix4()
      .copy(above.matrixWorld)
      .invert()
      .multiply(bone.matrixWorld)
      .decompose(standIn.position, standIn.quaternion, standIn.scale)
    above.add(standIn)
    standIn.updateMatrixWorld(true)
    this.#standIns.push(standIn)
    return standIn
  }

  /** Brings back what was. */
  reset(): void {
    for (const [skeleton, bones] of this.#before) skeleton.bones = bones
    this.#before.clear()
    for (const standIn of this.#standIns.splice(0)) standIn.removeFromParent()
  }
}

/**
 * What deleting parts does to others, which nobody sees in the picture: meshes that no bone moves any more, or that other bones
 * move now, and clips that are about nothing else. Nothing where it does none of that.
 */
export function deletionWords(
  root: Object3D,
  objects: readonly Object3D[],
  clips: readonly Pick<AnimationClip, 'tracks'>[],
): string {
  const going = new Set(objects.flatMap((object) => [...allIn(object)]))
  const skins = skinsOf(root, going)
  const isStill = skins.some(({ skeleton }) => skeleton.bones.every((bone) => going.has(bone)))
  const isHanded = skins.some(({ skeleton }) => skeleton.bones.some((bone) => !going.has(bone)))
  const names = new Set([...going].map(({ name }) => name))
  const target = (track: string) => PropertyBinding.parseTrackName(track).nodeName
  const count = clips.filter(
    ({ tracks }) => tracks.length > 0 && tracks.every(({ name }) => names.has(target(name) ?? '')),
  ).length
  return together(
    ...(isHanded ? [t('What the deleted bones moved follows the bones above them.')] : []),
    ...(isStill ? [t('No bone is left: what they moved stays where it is.')] : []),
    ...(count === 1 ? [t('One clip moved nothing else, and goes with it.')] : []),
    ...(count > 1 ? [t('{0} clips moved nothing else, and go with it.', count)] : []),
  )
}
