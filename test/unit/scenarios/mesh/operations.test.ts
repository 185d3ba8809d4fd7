// Changes of the model editor as data: any sequence with undo and redo ends where it should, and is saved the same.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { editModel } from '../../../../src/mesh/tools/edit-model.ts'
import { operate } from '../../../../src/mesh/tools/operate.ts'
import { type Operation, readOperations } from '../../../../src/mesh/tools/operations.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { ModelDocument } from '../../../../src/vscode/views/model-document.ts'

/** Five nodes: two with two children and one. */
function tree(): Document {
  const document = new Document()
  const node = (name: string) => document.createNode(name)
  const scene = document.createScene('s')
  scene.addChild(node('a').addChild(node('b')).addChild(node('c'))).addChild(node('d').addChild(node('e')))
  document.createMaterial('m')
  document.getRoot().setDefaultScene(scene)
  return document
}

/** Names and places of the scene, and the material, as text. */
function told(document: Document): string {
  const lines: string[] = []
  const visit = (nodes: ReturnType<ReturnType<Document['createScene']>['listChildren']>, depth: number) => {
    for (const node of nodes) {
      const place = [...node.getTranslation(), ...node.getRotation(), ...node.getScale()].map((value) =>
        Math.fround(value),
      )
      lines.push(`${' '.repeat(depth)}${node.getName()} ${place.join(' ')}`)
      visit(node.listChildren(), depth + 1)
    }
  }
  visit(document.getRoot().getDefaultScene()?.listChildren() ?? [], 0)
  const material = document.getRoot().listMaterials()[0]
  return [...lines, `${material?.getRoughnessFactor()} ${material?.getBaseColorFactor()}`].join('\n')
}

/** Numbers that are the same in each run. */
function* randoms(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

function randomOperation(next: () => number, copies: number): Operation {
  const node = next() < 0.3 && copies > 0 ? 1_000_000 + Math.floor(next() * copies) : Math.floor(next() * 5)
  const kind = Math.floor(next() * 5.2)
  const half = Math.round(next() * 8) / 4
  if (kind === 0)
    return { kind: 'transform', node, translation: [half, 1, 0], rotation: [0, 1, 0, 0], scale: [1, half + 1, 1] }
  if (kind === 1) return { kind: 'rename', node, name: `n${half}` }
  if (kind === 2) return { kind: 'delete', node }
  if (kind === 3) return { kind: 'duplicate', node, as: 1_000_000 + copies }
  if (kind === 5) return { kind: 'run', operator: 'apply', values: {} }
  return { kind: 'material', material: 0, roughness: half / 4, color: [half / 4, 0, 0, 1] }
}

describe('operations', () => {
  it('end where they should after any sequence with undo and redo, and are the same when saved and opened', async () => {
    const bytes = await writeGlb(tree())
    const fresh = async () => readModel(bytes)
    for (let seed = 1; seed <= 1000; seed++) {
      const source = randoms(seed)
      const next = () => source.next().value ?? 0
      const document = new ModelDocument(vscode.Uri.file('/a.glb'))
      const states: (readonly Operation[])[] = [[]]
      const steps: ReturnType<ModelDocument['edit']>[] = []
      let place = 0
      for (let i = 0; i < 30; i++) {
        const choice = next()
        if (choice < 0.25 && place > 0) steps[--place]?.undo()
        else if (choice < 0.4 && place < steps.length) steps[place++]?.redo()
        else {
          steps.length = place
          states.length = place + 1
          const operation = randomOperation(next, place * 5)
          steps.push(document.edit([operation]))
          states.push([...(states[place] ?? []), operation])
          place += 1
        }
      }
      // As text: comparing a thousand lists deeply takes longer than making them.
      expect(JSON.stringify(document.operations)).toBe(JSON.stringify(states[place]))
      if (seed % 100 > 0) continue
      const { document: edited } = await editModel(await fresh(), document.operations)
      const drawn = told(edited)
      const { files } = await runTool({ tool: 'edit', options: { operations: document.operations }, bytes, name: 'a' })
      expect(told(await readModel(files[0]?.bytes ?? new Uint8Array()))).toBe(drawn)
      for (const step of steps.slice(0, place).reverse()) step.undo()
      expect(told(operate(await fresh(), document.operations))).toBe(told(await fresh()))
    }
  })

  it('copy a node with what lies in it, and take it away again', async () => {
    const document = operate(tree(), [
      { kind: 'duplicate', node: 0, as: 1_000_000 },
      { kind: 'rename', node: 1_000_002, name: 'copy of c' },
      { kind: 'delete', node: 1 },
    ])
    expect(
      told(document)
        .split('\n')
        .map((line) => line.split(/ [-\d]/)[0]),
    ).toEqual([...['a', ' c', 'd', ' e', 'a.001', ' b.001', ' copy of c', '1']])
  })

  it('are refused when they are none', () => {
    expect(readOperations([{ kind: 'delete', node: 1 }])).toHaveLength(1)
    expect(readOperations([{ kind: 'delete', node: -1 }])).toBeUndefined()
    expect(readOperations('delete')).toBeUndefined()
  })
})
