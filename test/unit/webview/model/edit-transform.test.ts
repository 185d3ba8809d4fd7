// Moving, turning and scaling by pointer and by typed numbers, and undoing it.
import { Document } from '@gltf-transform/core'
import { Group, PerspectiveCamera, Vector3 } from 'three'
import { expect, it } from 'vitest'
import { operate } from '../../../../src/mesh/tools/operate.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { EditScene } from '../../../../webview/model/edit-scene.ts'
import { RunningTransform, type TransformMode } from '../../../../webview/model/edit-transform.ts'
import { nodeNumber, numberNode, ownName } from '../../../../webview/viewport/sources.ts'

const SIZE = { width: 400, height: 400 }

/** An object at (1, 0, 0) in a parent at (0, 1, 0), seen from the front. */
function setUp(mode: TransformMode, pointer = { x: 300, y: 200 }) {
  const camera = new PerspectiveCamera(90, 1, 0.1, 100)
  camera.position.set(0, 1, 5)
  camera.updateMatrixWorld(true)
  const parent = new Group()
  parent.position.set(0, 1, 0)
  const object = new Group()
  object.position.set(1, 0, 0)
  parent.add(object)
  parent.updateMatrixWorld(true)
  return { object, running: new RunningTransform(mode, [object], camera, pointer, SIZE) }
}
const rounded = (v: Vector3) => v.toArray().map((value) => Math.round(value * 1e4) / 1e4 + 0)

it('moves with the pointer, along an axis, by a typed number, and back', () => {
  const { object, running } = setUp('move')
  running.point({ x: 340, y: 160 }, false)
  // 40 pixels of 400 are a tenth of the 10 m that are seen at 5 m.
  expect(rounded(object.position)).toEqual([2, 1, 0])
  expect(running.amount.map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([1, 1, 0])
  running.bind('y')
  expect(running.amount.map((value) => Math.round(value * 1e4) / 1e4)).toEqual([1])
  expect(rounded(object.position)).toEqual([1, 1, 0])
  for (const key of ['-', '2', '.', '5']) running.type(key)
  expect(rounded(object.position)).toEqual([1, -2.5, 0])
  running.cancel()
  expect(rounded(object.position)).toEqual([1, 0, 0])
})

it('knows whether anything was moved', () => {
  const amounts = [
    ['move', '0', '1'],
    ['turn', '360', '90'],
    ['scale', '1', '2'],
  ] as const
  for (const [mode, none, some] of amounts) {
    const { running } = setUp(mode)
    expect(running.isChange, mode).toBe(false)
    for (const key of none) running.type(key)
    expect(running.isChange, `${mode} ${none}`).toBe(false)
    for (const key of [...[...none].map(() => 'Backspace'), ...some]) running.type(key)
    expect(running.isChange, `${mode} ${some}`).toBe(true)
  }
})

it('takes no number that no model can be', () => {
  const { object, running } = setUp('move')
  for (const key of '99999999999') running.type(key)
  expect(running.typed).toBe('999999')
  expect(object.position.x).toBe(1_000_000)
})

it('is ten times finer with Shift', () => {
  const { object, running } = setUp('move')
  running.point({ x: 340, y: 200 }, true)
  expect(rounded(object.position)).toEqual([1.1, 0, 0])
})

it('turns by typed degrees, and scales along an axis', () => {
  const turn = setUp('turn')
  turn.running.bind('z')
  for (const key of ['9', '0']) turn.running.type(key)
  expect(rounded(new Vector3(1, 0, 0).applyQuaternion(turn.object.quaternion))).toEqual([0, 1, 0])
  const scale = setUp('scale')
  scale.running.bind('x')
  scale.running.type('3')
  expect(rounded(scale.object.scale)).toEqual([3, 1, 1])
})

it('makes flat, and leaves the turn', () => {
  const { object } = setUp('scale')
  object.quaternion.setFromAxisAngle(new Vector3(0, 1, 0), Math.PI / 2)
  object.updateMatrixWorld(true)
  const running = new RunningTransform('scale', [object], new PerspectiveCamera(), { x: 0, y: 0 }, SIZE)
  running.bind('y')
  running.type('0')
  expect(rounded(object.scale)).toEqual([1, 0, 1])
  expect(rounded(new Vector3(1, 0, 0).applyQuaternion(object.quaternion))).toEqual([0, 0, -1])
  running.cancel()
  expect(rounded(object.scale)).toEqual([1, 1, 1])
})

it('turns anticlockwise when the pointer goes anticlockwise around the object', () => {
  const { object, running } = setUp('turn', { x: 280, y: 200 })
  running.point({ x: 240, y: 160 }, false)
  expect(rounded(new Vector3(1, 0, 0).applyQuaternion(object.quaternion))).toEqual([0, 1, 0])
})

it('shows a list of changes from what was loaded, whatever was shown before', () => {
  const root = new Group()
  const [arm, bulb] = [new Group(), new Group()]
  arm.name = 'Arm'
  root.add(arm)
  arm.add(bulb)
  numberNode(arm, 0)
  numberNode(bulb, 1)
  const scene = new EditScene(root)
  scene.show([
    { kind: 'duplicate', node: 0, as: 1_000_000 },
    { kind: 'rename', node: 1_000_000, name: 'Second' },
    { kind: 'transform', node: 1_000_001, translation: [0, 2, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] },
    { kind: 'delete', node: 1 },
  ])
  expect(root.children.map(({ name }) => name)).toEqual(['Arm', 'Second'])
  expect(arm.children).toEqual([])
  const copied = root.children[1]?.children[0]
  expect(copied?.position.y).toBe(2)
  expect(copied && nodeNumber(copied)).toBe(1_000_001)
  scene.show([])
  expect(root.children).toEqual([arm])
  expect(arm.children).toEqual([bulb])
})

it('calls copies after what they are of, as Blender does, and as the file does', () => {
  const root = new Group()
  const arm = new Group()
  const bulb = new Group()
  // The loader writes another name than the file has.
  arm.userData = { name: 'Arm 1' }
  arm.name = 'Arm_1'
  bulb.name = 'Bulb.001'
  root.add(arm.add(bulb))
  numberNode(arm, 0)
  numberNode(bulb, 1)
  const changes: Operation[] = [
    { kind: 'duplicate', node: 0, as: 1_000_000 },
    { kind: 'duplicate', node: 1_000_000, as: 1_000_002 },
  ]
  new EditScene(root).show(changes)
  const document = new Document()
  const file = document.createNode('Arm 1').addChild(document.createNode('Bulb.001'))
  document.createScene().addChild(file)
  operate(document, changes)
  const names = [
    ['Arm 1', 'Bulb.001'],
    ['Arm 1.001', 'Bulb.002'],
    ['Arm 1.002', 'Bulb.003'],
  ]
  expect(root.children.map((one) => [ownName(one), ...one.children.map(ownName)])).toEqual(names)
  const nodes = document.getRoot().listScenes()[0]?.listChildren() ?? []
  expect(nodes.map((one) => [one, ...one.listChildren()].map((node) => node.getName()))).toEqual(names)
})
