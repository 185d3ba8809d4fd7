// Bones that are deleted in the picture: what they moved follows those above, what no bone moves stands, and undo brings all back.
import {
  AnimationClip,
  Bone,
  BoxGeometry,
  Float32BufferAttribute,
  Group,
  Matrix4,
  NumberKeyframeTrack,
  Skeleton,
  SkinnedMesh,
  Uint16BufferAttribute,
  Vector3,
} from 'three'
import { expect, it } from 'vitest'
import { deletionWords } from '../../../../webview/model/deleted-bones.ts'
import { EditScene } from '../../../../webview/model/edit-scene.ts'
import { partsOf } from '../../../../webview/model/parts.ts'
import { numberNode } from '../../../../webview/viewport/sources.ts'

/** A box that follows the knee alone, 1 m above the hip. */
function rig() {
  const [root, armature, hip, knee] = [new Group(), new Group(), new Bone(), new Bone()]
  const geometry = new BoxGeometry(1, 1, 1)
  const positions = geometry.getAttribute('position')
  const count = positions.count
  geometry.setAttribute(
    'skinIndex',
    new Uint16BufferAttribute(Array.from({ length: count }, () => [1, 0, 0, 0]).flat(), 4),
  )
  geometry.setAttribute(
    'skinWeight',
    new Float32BufferAttribute(Array.from({ length: count }, () => [1, 0, 0, 0]).flat(), 4),
  )
  const body = new SkinnedMesh(geometry)
  knee.position.y = 1
  root.add(armature.add(hip.add(knee)), body)
  root.updateMatrixWorld(true)
  body.bind(new Skeleton([hip, knee]), new Matrix4())
  for (const [number, [name, object]] of Object.entries({ armature, hip, knee, body }).entries()) {
    object.name = name
    numberNode(object, number)
  }
  const corner = () => {
    root.updateMatrixWorld(true)
    return body.applyBoneTransform(0, new Vector3().fromBufferAttribute(positions, 0)).toArray()
  }
  const parts = () => partsOf(root, (kind) => kind).map(({ name }) => name)
  return { root, armature, hip, knee, body, corner, parts, scene: new EditScene(root) }
}

it('lets what a deleted bone moved follow the bone above, until it is undone', () => {
  const { hip, knee, corner, parts, scene, body } = rig()
  const before = corner()
  const bones = body.skeleton.bones
  scene.show([{ kind: 'delete', node: 2 }])
  expect(parts()).toEqual(['armature', 'hip', 'body'])
  expect(corner()).toEqual(before)
  hip.position.x = 5
  expect(corner()[0]).toBeCloseTo((before[0] ?? 0) + 5)
  scene.show([])
  expect([body.skeleton.bones, hip.children]).toEqual([bones, [knee]])
  expect(corner()).toEqual(before)
})

it('leaves what no bone moves any more where it stands', () => {
  const { corner, parts, scene, body } = rig()
  const before = corner()
  scene.show([{ kind: 'delete', node: 0 }])
  expect([parts(), corner()]).toEqual([['body'], before])
  expect(body.skeleton.bones).toHaveLength(2)
})

it('says what deleting does to others', () => {
  const { root, armature, knee, body } = rig()
  const clip = (...names: string[]) =>
    new AnimationClip(
      '',
      1,
      names.map((name) => new NumberKeyframeTrack(`${name}.position`, [0], [0])),
    )
  const clips = [clip('knee'), clip('hip', 'knee')]
  expect(deletionWords(root, [knee], clips)).toBe(
    'What the deleted bones moved follows the bones above them. One clip moved nothing else, and goes with it.',
  )
  expect(deletionWords(root, [armature], clips)).toBe(
    'No bone is left: what they moved stays where it is. 2 clips moved nothing else, and go with it.',
  )
  expect([deletionWords(root, [body], []), deletionWords(root, [root], [])]).toEqual(['', ''])
})
