// Changes of one model carried over to another: what they refer to is found by name, and nothing else is taken for it.
import { expect, it } from 'vitest'
import { carryOver, referencesOf } from '../../../../src/mesh/tools/carry-over.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'

interface Model {
  nodes?: readonly { name?: string; children?: number[] }[]
  materials?: readonly { name?: string }[]
  animations?: readonly { name?: string }[]
}
const named = (...names: string[]) => names.map((name) => ({ name }))

/** What the changes to one model become in another whose file no tool changes. */
async function carried(operations: Operation[], from: Model, to: Model, before: Operation[] = []) {
  const references = await referencesOf(operations, async () => from)
  const result = await carryOver([{ operations, references }], before, async () => to)
  return { made: result.operations, left: result.left.map(({ names }) => names) }
}
const texture = (material: number): Operation => ({
  kind: 'run',
  operator: 'texture',
  values: { material, picture: 'a'.repeat(64), slot: 'color' },
})
const rename = (node: number): Operation => ({ kind: 'rename', node, name: 'new' })

it('puts a picture on the material of the same name, and on none where there is no such material', async () => {
  const from = { materials: named('wood', 'steel') }
  expect(await carried([texture(0)], from, { materials: named('gold', 'steel', 'wood') })).toEqual({
    made: [texture(2)],
    left: [],
  })
  expect(await carried([texture(0)], from, { materials: named('gold', 'steel') })).toEqual({
    made: [],
    left: [['wood']],
  })
})

it('changes the clip of the same name, also where the number is the initial one and not told', async () => {
  const loop = (values: Record<string, number>): Operation => ({ kind: 'run', operator: 'loopClip', values })
  const [from, to] = [{ animations: named('Walk', 'Run') }, { animations: named('Run', 'Idle', 'Walk') }]
  expect(await carried([loop({}), loop({ clip: 1 })], from, to)).toEqual({
    made: [loop({ clip: 2 }), loop({ clip: 0 })],
    left: [],
  })
})

it('leaves a join out where one of its parts is missing', async () => {
  const join: Operation = { kind: 'run', operator: 'join', values: {}, nodes: [0, 1, 2] }
  const from = { nodes: named('Left', 'Middle', 'Right') }
  expect(await carried([join], from, { nodes: named('Right', 'Left') })).toEqual({ made: [], left: [['Middle']] })
})

it('tells parts of one name apart by their order where there are as many, and else leaves them out', async () => {
  const from = { nodes: named('Wheel', 'Wheel', 'Body') }
  expect(await carried([rename(1)], from, { nodes: named('Body', 'Wheel', 'Wheel') })).toEqual({
    made: [rename(2)],
    left: [],
  })
  expect(await carried([rename(1)], from, { nodes: named('Body', 'Wheel') })).toEqual({ made: [], left: [['Wheel']] })
})

it('takes the only material of a model for the only one of another, whatever they are called', async () => {
  const paint: Operation = { kind: 'material', material: 0, metallic: 1 }
  const from = { materials: named('tripo_mat_1f') }
  expect(await carried([paint], from, { materials: named('tripo_mat_2a') })).toEqual({ made: [paint], left: [] })
  expect(await carried([paint], from, { materials: named('a', 'b') })).toEqual({ made: [], left: [['tripo_mat_1f']] })
})

it('numbers copies as the other model does, with what lies in them, after those that are there already', async () => {
  const from = { nodes: [{ name: 'Cart', children: [1] }, { name: 'Wheel' }] }
  const to = { nodes: [{ name: 'Road' }, { name: 'Wheel' }, { name: 'Cart', children: [3, 1] }, { name: 'Lamp' }] }
  const copy: Operation = { kind: 'duplicate', node: 0, as: 2 }
  const before: Operation[] = [{ kind: 'duplicate', node: 0, as: 4 }]
  expect(await carried([copy, rename(2), rename(3), rename(1)], from, to, before)).toEqual({
    made: [{ kind: 'duplicate', node: 2, as: 5 }, rename(5), rename(7), rename(1)],
    left: [],
  })
})

it('leaves out what is done to a copy that is not made', async () => {
  const copy: Operation = { kind: 'duplicate', node: 0, as: 2 }
  const result = await carried([copy, rename(2)], { nodes: named('Cart', 'Road') }, { nodes: named('Road', 'Lamp') })
  expect(result).toEqual({ made: [], left: [['Cart'], ['Cart']] })
})

it('means by a name only what has not been deleted', async () => {
  const from = { nodes: named('Wheel', 'Wheel') }
  const to = { nodes: named('Hat', 'Wheel', 'Wheel') }
  const operations: Operation[] = [{ kind: 'delete', node: 0 }, rename(1)]
  expect(await carried(operations, from, to)).toEqual({ made: [{ kind: 'delete', node: 1 }, rename(2)], left: [] })
})

it('follows the names that a saving has given, to parts and to copies', async () => {
  const first: Operation[] = [
    { kind: 'duplicate', node: 0, as: 2 },
    { kind: 'rename', node: 1, name: 'Door' },
  ]
  const model = { nodes: named('Wheel', 'Body') }
  const saved = { nodes: named('Wheel', 'Door', 'Wheel.001') }
  const second: Operation[] = [1, 2].map((node) => ({ kind: 'delete', node }))
  const sessions = [
    { operations: first, references: await referencesOf(first, async () => model) },
    { operations: second, references: await referencesOf(second, async () => saved) },
  ]
  const { operations, left } = await carryOver(sessions, [], async () => ({ nodes: named('Body', 'Seat', 'Wheel') }))
  expect(left).toEqual([])
  expect(operations).toEqual([
    { kind: 'duplicate', node: 2, as: 3 },
    { kind: 'rename', node: 0, name: 'Door' },
    { kind: 'delete', node: 0 },
    { kind: 'delete', node: 3 },
  ])
})

it('leaves out what cannot be done, and keeps the places of the others', async () => {
  const operations: Operation[] = [
    { kind: 'duplicate', node: 0, as: 1 },
    texture(0),
    { kind: 'rename', node: 1, name: 'New' },
  ]
  const model = { nodes: named('Crate'), materials: named('wood') }
  const written = { nodes: named('Crate', 'Crate.001'), materials: named('wood') }
  const references = await referencesOf(operations, async (done) => (done.length > 0 ? written : model))
  const canDo = ({ kind }: Operation) => kind !== 'run'
  const result = await carryOver([{ operations, references }], [], async () => model, canDo)
  expect(result.left).toEqual([{ operation: texture(0), names: [] }])
  expect(result.operations.map(({ kind }) => kind)).toEqual(['duplicate', 'rename'])
})
