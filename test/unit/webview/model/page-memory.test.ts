// What is remembered of a model's parts is found again in the same model, and in a later version of it.
import { Group } from 'three'
import { describe, expect, it } from 'vitest'
import { recall, remember } from '../../../../webview/model/page-memory.ts'
import { numberNode } from '../../../../webview/viewport/sources.ts'

function part(name: string, ...children: Group[]): Group {
  const group = new Group()
  group.name = name
  if (children.length > 0) group.add(...children)
  return group
}
const lamp = () => part('', part('Foot'), part('Arm', part('Bulb'), part(''), part('')))

describe('the memory of parts', () => {
  it('tells parts without a name apart by their place', () => {
    const before = lamp()
    const [, arm] = before.children
    const [bulb, , last] = arm?.children ?? []
    if (!arm || !bulb || !last) throw new Error('no parts')
    bulb.visible = false
    const after = lamp()
    const selected = recall(after, remember(before, [last, arm]))
    expect(selected).toEqual([after.children[1]?.children[2], after.children[1]])
    expect(after.children[1]?.children.map(({ visible }) => visible)).toEqual([false, true, true])
  })

  it('does not take a part of a mesh for the node that was joined into another', () => {
    const node = (number: number, name: string, ...children: Group[]) => {
      const made = part(name, ...children)
      numberNode(made, number)
      return made
    }
    const before = part('', node(0, 'Cube'), node(1, 'Cube_1'))
    const after = part('', node(0, 'Cube', part('Cube_1'), part('Cube_2')))
    expect(recall(after, remember(before, before.children))).toEqual([after.children[0]])
    const moved = part('', node(0, 'Lamp', part('Cube_1'), node(2, 'Cube_1')))
    expect(recall(moved, remember(before, before.children.slice(1)))).toEqual([moved.children[0]?.children[1]])
  })

  it('finds a part that has moved by its name, and leaves out what is gone', () => {
    const before = lamp()
    const [foot, arm] = before.children
    if (!foot || !arm) throw new Error('no parts')
    foot.visible = false
    const after = part('', part('Bulb', part('Arm')))
    expect(recall(after, remember(before, [arm, foot]))).toEqual([after.children[0]?.children[0]])
    expect(after.visible).toBe(true)
  })
})
