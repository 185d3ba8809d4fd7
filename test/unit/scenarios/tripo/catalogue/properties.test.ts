// Properties over random parameters: valid ones are accepted by the catalogue and arrive at the simulator as they were
// meant, through either wire; spoiled ones are refused by both with the same field named.
import { describe, expect, it } from 'vitest'
import { ServiceError } from '../../../../../src/simulator/codes.ts'
import { readParams } from '../../../../../src/simulator/params.ts'
import { createRandom } from '../../../../../src/simulator/random.ts'
import { v3NameOf } from '../../../../../src/simulator/wire.ts'
import {
  CATALOGUE,
  checkRequest,
  estimate,
  fieldsOf,
  holdsFiles,
  isOffered,
  type Params,
} from '../../../../../src/tripo/catalogue/index.ts'
import { DIALECTS } from '../../../../../src/tripo/dialects/index.ts'
import { invalidParams, seeded, validParams } from '../../../tripo/catalogue/random-params.ts'

const NOW = Date.UTC(2026, 10, 28)

const ROUNDS = 40
const both = CATALOGUE.flatMap((capability) =>
  (['v2', 'v3'] as const)
    .filter((dialect) => isOffered(capability, dialect, NOW))
    .map((dialect) => [capability.id, dialect, capability] as const),
)

/** What a request is without what either wire may leave out: types beside files, and a version that is the default. */
function essence(capability: (typeof CATALOGUE)[number], params: Params): Params {
  const plain: Record<string, unknown> = { ...params }
  for (const field of fieldsOf(capability)) {
    const value = plain[field.name]
    if (field.name === 'model_version' && value === field.serverDefault) delete plain.model_version
    if (holdsFiles(field) && value !== undefined) {
      plain[field.name] = JSON.parse(
        JSON.stringify(value, (key, inner: unknown) => (key === 'type' ? undefined : inner)),
      )
    }
  }
  return plain
}

/** Parameters by the catalogue's names under the words that the dialect takes for inputs, whatever they hold. */
function worded(capability: (typeof CATALOGUE)[number], dialect: 'v2' | 'v3', params: Params): Params {
  const { files, original_task_id: task, ...rest } = params
  if (dialect === 'v2' || (files === undefined && task === undefined)) return params
  if (capability.id === 'edit_multiview_image') return params
  const isViews = task === undefined || capability.id !== 'multiview_to_model'
  return { ...rest, inputs: isViews ? files : [{ task_id: task }] }
}

describe.each(both)('%s, %s', (id, dialect, capability) => {
  it('valid parameters are accepted, priced, and read by the simulator as they were meant', () => {
    const random = seeded(id.length * 31 + (dialect === 'v3' ? 1 : 0))
    for (let round = 0; round < ROUNDS; round++) {
      const params = validParams(capability, dialect, random)
      const result = checkRequest(capability, params, { dialect, now: NOW })
      const errors = result.findings.filter(({ severity }) => severity === 'error')
      expect(errors, JSON.stringify(params)).toEqual([])
      const price = estimate(capability, params)
      expect(price.total).toBe(price.lines.reduce((sum, { credits }) => sum + credits, 0))

      const { body } = DIALECTS[dialect].create(capability.v2.type, capability, result.params)
      const wire: Params = JSON.parse(JSON.stringify(body))
      const { asked } = readParams(capability, wire, dialect, createRandom(1), NOW)
      expect(essence(capability, asked), JSON.stringify(wire)).toEqual(essence(capability, result.params))
      expect(estimate(capability, asked)).toEqual(price)
    }
  })

  it('spoiled ones are refused by both, with the field named', () => {
    const random = seeded(id.length * 77 + (dialect === 'v3' ? 1 : 0))
    for (let round = 0; round < ROUNDS; round++) {
      const { params, field, value } = invalidParams(capability, dialect, random)
      const shown = `${field}: ${JSON.stringify(value)} in ${JSON.stringify(params)}`
      const result = checkRequest(capability, params, { dialect, now: NOW })
      expect(result.ok, shown).toBe(false)
      const named = result.findings.filter(({ severity }) => severity === 'error').map((finding) => finding.field)
      expect(named, shown).toContain(field)
      const refusal = refusalOf(() =>
        readParams(capability, worded(capability, dialect, params), dialect, createRandom(1), NOW),
      )
      if (!(refusal instanceof ServiceError)) throw new Error(`not refused: ${shown}`)
      // The codes for versions say all by themselves.
      const said = /^(\w+):/.exec(refusal.message)?.[1]
      const names = [field, dialect === 'v3' ? v3NameOf(capability, field) : field]
      expect(refusal.code === 2017 || names.includes(said ?? ''), `${shown}; said ${refusal.message}`).toBe(true)
    }
  })
})

function refusalOf(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}

it('the generator repeats itself by its seed', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seeded(seed))
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  for (const value of draw(3)) expect(value >= 0 && value < 1).toBe(true)
})
