// Which limits hold for a model when several globs of a project fit.
import { describe, expect, it } from 'vitest'
import { readBudgets, soundBudgets } from '../../../../src/mesh/tools/budget-schema.ts'
import { budgetOf, globPattern } from '../../../../src/mesh/tools/budgets.ts'

describe('budgets', () => {
  it.each([
    ['*.glb', 'a/b/chair.glb', true],
    ['*.glb', 'chair.gltf', false],
    ['assets/*.glb', 'assets/chair.glb', true],
    ['assets/*.glb', 'assets/far/chair.glb', false],
    ['assets/**/*.glb', 'assets/chair.glb', true],
    ['assets/**/*.glb', 'assets/a/b/chair.glb', true],
    ['./assets/**', 'assets/a/chair.fbx', true],
    ['**/*.{glb,gltf}', 'chair.gltf', true],
    ['hero?.glb', 'hero1.glb', true],
    ['hero.glb', 'heroXglb', false],
    ['a+(b).glb', 'a+(b).glb', true],
    ['{broken', 'broken', true],
  ])('%s and %s: %s', (glob, path, fits) => expect(globPattern(glob).test(path)).toBe(fits))

  it('puts together what fits, the later one last', () => {
    const budgets = { '**': { triangles: 10, bones: 4 }, 'heroes/*': { triangles: 99 } }
    expect(budgetOf('heroes/a.glb', budgets)).toEqual({ triangles: 99, bones: 4 })
    expect(budgetOf('props/a.glb', budgets)).toEqual({ triangles: 10, bones: 4 })
  })

  it.each([[undefined], [[]], [{ '*': { triangles: -1 } }], [{ '*': { triangels: 1 } }], [{ '*': 5 }]])(
    'refuses %j',
    (value) => expect(readBudgets(value)).toBeUndefined(),
  )

  it('of a setting hold as far as they are sound', () => {
    const value = { '*': { triangles: 5, bytes: -3, foo: 7 }, '[bad': { triangles: 'x' }, '**/*.glb': 12 }
    expect(soundBudgets(value)).toEqual({ '*': { triangles: 5 }, '[bad': {}, '**/*.glb': {} })
    expect([undefined, null, 5, []].map(soundBudgets)).toEqual([{}, {}, {}, {}])
  })
})
