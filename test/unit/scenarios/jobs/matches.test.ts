// Whether a task that the service shows is the answer to a request: its echo is complete, with the service's defaults, so
// what was not asked for counts as well.
import { describe, expect, it } from 'vitest'
import { matches } from '../../../../src/jobs/adopt.ts'
import type { JobRecord } from '../../../../src/jobs/store/record.ts'
import { readParams } from '../../../../src/simulator/params.ts'
import { createRandom } from '../../../../src/simulator/random.ts'
import {
  CATALOGUE,
  type Capability,
  type Dialect,
  isOffered,
  type Params,
  textToModel,
} from '../../../../src/tripo/catalogue/index.ts'
import { DIALECTS } from '../../../../src/tripo/dialects/index.ts'
import { decodeTask, type Task } from '../../../../src/tripo/task.ts'
import { seeded, validParams } from '../../tripo/catalogue/random-params.ts'

const ROUNDS = 60
const DIALECT_IDS = ['v2', 'v3'] as const

/** The task that a request becomes, as the service reads it from the wire and echoes it. */
function taskOf(capability: Capability, params: Params, dialect: Dialect): Task {
  const { body } = DIALECTS[dialect].create(capability.v2.type, capability, params)
  const { full } = readParams(
    capability,
    JSON.parse(JSON.stringify(body)),
    dialect,
    createRandom(3),
    Date.UTC(2026, 10, 28),
  )
  const type = dialect === 'v2' ? capability.v2.type : capability.id
  const task = decodeTask({ task_id: 'task-1', type, status: 'running', progress: 0, input: full, output: {} })
  if (!task) throw new Error('no task')
  return task
}

const asked = (capability: Capability, params: Params): Pick<JobRecord, 'request'> => ({
  request: { capability: capability.id, params: { ...params } },
})

describe.each(DIALECT_IDS)('on %s', (dialect) => {
  const offered = CATALOGUE.filter((capability) => isOffered(capability, dialect, Date.now()))
  it.each(offered.map((capability) => [capability.id, capability] as const))(
    '%s: every request fits its own task',
    (id, capability) => {
      const random = seeded(id.length)
      for (let round = 0; round < ROUNDS; round++) {
        const params = validParams(capability, dialect, random)
        const task = taskOf(capability, params, dialect)
        expect({ params, input: task.input, fits: matches(asked(capability, params), task) }).toMatchObject({
          fits: true,
        })
      }
    },
  )

  it.each<[string, Params]>([
    ['another prompt', { prompt: 'a lamp' }],
    ['a switch that is on', { quad: true }],
    ['a switch that is off', { pbr: false }],
    ['a finer texture', { texture_quality: 'detailed' }],
    ['a face limit', { face_limit: 5000 }],
    ['another version', { model_version: 'v3.1-20260211' }],
  ])('a task with %s is another one', (_, more) => {
    const prompt = 'a chair'
    const request = asked(textToModel, { prompt })
    expect(matches(request, taskOf(textToModel, { prompt }, dialect))).toBe(true)
    expect(matches(request, taskOf(textToModel, { prompt, ...more }, dialect))).toBe(false)
  })
})
