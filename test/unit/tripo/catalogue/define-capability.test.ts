// What a capability's rules and prices may read: the compiler knows their own parameters only (its complaints are expected
// here, so that `tsc` fails once there are none), and at run time they see only what fits.
import * as Type from 'typebox'
import { expect, expectTypeOf, it } from 'vitest'
import type { CapabilitySpec, Own } from '../../../../src/tripo/catalogue/capability.ts'
import { defineCapability } from '../../../../src/tripo/catalogue/define-capability.ts'
import { checkRequest, estimate } from '../../../../src/tripo/catalogue/index.ts'
import { choice, flag, integer } from '../../../../src/tripo/catalogue/schema.ts'

const ui = { title: 'X', help: 'X.', group: 'main' } as const
const parameters = Type.Object({
  depth: Type.Optional(integer({ minimum: 1, maximum: 9, ui })),
  finish: Type.Optional(choice(['matt', 'gloss'], { ui })),
  quad: Type.Optional(flag({ ui })),
})
type Values = Own<typeof parameters>

const spec: CapabilitySpec<typeof parameters> = {
  id: 'carve',
  title: 'Carve',
  summary: 'Carve a relief.',
  category: 'shape',
  icon: 'edit',
  place: 'tab',
  parameters,
  rules: [],
  price: ({ depth = 1 }) => ({ total: 10 * depth, lines: [] }),
  v2: { type: 'carve' },
  v3: { path: '/mesh/carve' },
  outputs: ['model'],
  nominalSeconds: 1,
  pool: () => 'other',
}

it('knows the parameters of its schema, with their kinds', () => {
  expectTypeOf<Values>().toEqualTypeOf<{
    readonly depth?: number
    readonly finish?: 'matt' | 'gloss'
    readonly quad?: boolean
  }>()
})

it('does not compile with a parameter of another capability, nor with a value that there is not', () => {
  const misused: Partial<typeof spec> = {
    rules: [
      // @ts-expect-error of another capability
      (params) => (params.generate_parts === true ? undefined : undefined),
      // @ts-expect-error a slip of the pen
      ({ qaud }) => (qaud === true ? undefined : undefined),
      // @ts-expect-error no such value
      ({ finish }) => (finish === 'glossy' ? undefined : undefined),
    ],
    // @ts-expect-error of another capability
    price: ({ generate_part: parts }) => ({ total: parts ? 20 : 10, lines: [] }),
    // @ts-expect-error of another capability
    fileWords: ({ format }) => String(format),
    // @ts-expect-error of another capability
    pool: ({ model_version: version }) => (version ? 'generation' : 'other'),
    // @ts-expect-error not a parameter
    source: { field: 'original_task_id', accepts: [], code: 2006, unfinished: 2007, nextStep: '' },
  }
  expect(misused.rules).toHaveLength(3)
})

it('shows rules and prices what fits the schema, and shows a rule that asks all that was given', () => {
  const seen: unknown[] = []
  const carve = defineCapability({
    ...spec,
    rules: [
      (own, _context, given) => {
        seen.push(own, given)
        return undefined
      },
    ],
  })
  const given = { depth: 99, finish: 'matt', color: 'red', toString: 1 }
  checkRequest(carve, given, { dialect: 'v3', now: 0 })
  expect(seen).toEqual([{ finish: 'matt' }, given])
  expect(estimate(carve, { depth: 4 }).total).toBe(40)
  expect(estimate(carve, { depth: 'four' }).total).toBe(10)
})
