// Steps on this machine: one list of tools for forms, settings and the assets file, and one runner for all of them.
import { describe, expect, test } from 'vitest'
import manifest from '../../../../package.json'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import { type LocalStep, optionsOf } from '../../../../src/mesh/tools/local-step.ts'
import {
  formatAfter,
  LOCAL_TOOLS,
  possibleSteps,
  readSteps,
  requestsOf,
} from '../../../../src/mesh/tools/local-tools.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { cube, documentOf } from './shapes.ts'

const box = () => writeGlb(documentOf(cube()).document)
const ids = LOCAL_TOOLS.map(({ id }) => id)

describe('the tools', () => {
  test('are those of the manifest, in recipes and in the setting', () => {
    const groups = manifest.contributes.configuration.map(({ properties }) => Object.entries(properties))
    const items = (name: string) => JSON.stringify(groups.flat().find(([key]) => key === name))
    for (const name of ['tripo.recipes', 'tripo.localSteps']) expect(items(name)).toContain(JSON.stringify(ids))
  })

  test('are written with options; what an earlier version saved as values is read', () => {
    const old = { tool: 'reduce', values: { percent: 20 } }
    expect(optionsOf(old)).toEqual({ percent: 20 })
    expect(readSteps([old])).toEqual([{ tool: 'reduce', options: { percent: 20 } }])
    expect(
      possibleSteps([{ tool: 'melt' }, { tool: 'reduce', options: { percent: 200 } }, { tool: 'convert' }]),
    ).toEqual([])
    expect(readSteps([old, { tool: 'melt' }])).toBeUndefined()
  })

  test('that follow one another on one model are one change of it', () => {
    const steps: LocalStep[] = [
      { tool: 'size', options: { pivot: 'center' } },
      { tool: 'collider' },
      { tool: 'convert', options: { format: 'stl' } },
    ]
    expect(requestsOf(steps).map(({ tool }) => tool)).toEqual(['edit', 'convert'])
    expect(formatAfter(steps, 'glb')).toBe('stl')
    expect(formatAfter([...steps, { tool: 'optimise' }], 'glb')).toBe('glb')
  })
})

test('each step works on what the one before has made', async () => {
  const steps: LocalStep[] = [
    { tool: 'collider', options: { shape: 'box' } },
    { tool: 'convert', options: { format: 'stl' } },
  ]
  const { files } = await runTool({ tool: 'steps', options: { steps }, bytes: await box(), name: 'box' })
  expect(files.map(({ path }) => path)).toEqual(['box.stl'])
  const alone = await runTool({ tool: 'convert', options: { format: 'stl' }, bytes: await box(), name: 'box' })
  // The collider's triangles are there, too.
  expect(files[0]?.bytes.length).toBeGreaterThan(alone.files[0]?.bytes.length ?? 0)
})
