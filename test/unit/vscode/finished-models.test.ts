// A build of several models is one piece of news.
import { describe, expect, it } from 'vitest'
import { FinishedModels } from '../../../src/vscode/finished-models.ts'

const made = (name: string) => ({ name, path: `models/${name}.glb`, broken: [] })

function setUp() {
  const told: string[][] = []
  const state = { isBuilding: true }
  const models = new FinishedModels(
    () => state.isBuilding,
    (finished) => told.push(finished.map(({ name }) => name)),
  )
  return { models, state, told }
}

describe('finished models', () => {
  it('are told together when the last one of the build has ended', () => {
    const { models, state, told } = setUp()
    for (const name of ['oak-barrel', 'lamp', 'well']) models.add('tripo.assets.json', [made(name)])
    expect(told).toEqual([])
    state.isBuilding = false
    models.add('tripo.assets.json', [made('bench')])
    expect(told).toEqual([['oak-barrel', 'lamp', 'well', 'bench']])
    models.add('tripo.assets.json', [])
    expect(told).toHaveLength(1)
  })

  it('are told when what was under way ended without a model', () => {
    const { models, state, told } = setUp()
    models.add('tripo.assets.json', [made('lamp')])
    state.isBuilding = false
    models.add('tripo.assets.json', [])
    expect(told).toEqual([['lamp']])
  })

  it('do not keep a failure back, nor a question', () => {
    const { models, told } = setUp()
    models.add('tripo.assets.json', [made('lamp')])
    models.add('tripo.assets.json', [
      { name: 'well', broken: [], problem: { text: 'There is no space left.', values: [] } },
    ])
    models.add('tripo.assets.json', [{ ...made('bench'), isEdited: true }])
    expect(told).toEqual([['lamp', 'well'], ['bench']])
  })

  it('of two assets files may have one name', () => {
    const { models, state, told } = setUp()
    models.add('a/tripo.assets.json', [made('lamp')])
    state.isBuilding = false
    models.add('b/tripo.assets.json', [made('lamp')])
    expect(told).toEqual([['lamp', 'lamp']])
  })

  it('that were made again before they were told are one', () => {
    const { models, state, told } = setUp()
    models.add('tripo.assets.json', [made('lamp')])
    state.isBuilding = false
    models.add('tripo.assets.json', [made('lamp')])
    expect(told).toEqual([['lamp']])
  })
})
