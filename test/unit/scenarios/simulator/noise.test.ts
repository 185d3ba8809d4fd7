// Whatever is sent, the answer is one of the service's: never a 5xx, always an envelope, nothing spent when refused.
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/simulator/random.ts'
import { CATALOGUE, fieldsOf } from '../../../../src/tripo/catalogue/index.ts'
import { startService, V2, V3 } from '../../simulator/support.ts'

/** Requests for each capability on each wire; `TRIPO_ROUNDS=8 npm test -- unit` sends more. */
const ROUNDS = 100 * Number(process.env.TRIPO_ROUNDS ?? 1)

const VALUES: readonly unknown[] = [
  ...[null, '', -1, 0, 1, 48, 1.5, 1e9, -5, true, false, 'chair', 'standard', 'detailed', 'geometry', 'x'.repeat(2000)],
  ...[
    [],
    {},
    [null],
    { file_token: 'x' },
    { url: 'http://' },
    { url: 'http://[' },
    { url: 5 },
    { object: {} },
    { type: 7 },
  ],
  ...[
    { file_token: '../../etc/passwd' },
    { object: { bucket: 1, key: [] } },
    { upload: 'x' },
    '\u0000',
    '\ud800',
    '🪑',
  ],
  ...[
    'v3.1-20260211',
    'P1-20260311',
    'v1.4-20240625',
    'https://',
    'file_',
    '__proto__',
    'https://a b/',
    { __proto__: 1 },
  ],
]

describe('noise', () => {
  it.each(CATALOGUE.map((capability) => [capability.id, capability] as const))(
    'is answered: %s',
    async (_id, capability) => {
      const random = createRandom(42)
      const pick = () => VALUES[Math.floor(random() * VALUES.length)]
      const { get, post } = startService({ credits: 1e9, pools: { generation: 1e6, generation_p1: 1e6 } })
      const names = [
        ...fieldsOf(capability).map((field) => field.name),
        'model',
        'input',
        'priority',
        'constructor',
        'odd',
      ]
      const good = { prompt: 'a chair', model: 'v3.1-20260211' }
      const codes = new Map<unknown, number>()
      for (let round = 0; round < ROUNDS; round += 1) {
        const body: Record<string, unknown> = { ...good }
        for (const name of names) if (random() < (name === 'file' || name === 'input' ? 0.4 : 0.08)) body[name] = pick()
        const v2 = await post(`${V2}/task`, { ...body, type: capability.v2.type })
        const v3 = await post(V3 + capability.v3.path, body)
        for (const answer of [v2, v3]) {
          expect(answer.status, JSON.stringify(body)).toBeLessThan(500)
          expect(answer.code === 0).toBe(answer.status === 200)
          codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1)
        }
      }
      expect(codes.get(1004)).toBeGreaterThan(ROUNDS / 8)
      const { total, items } = (await get(`${V3}/account/usage`)).data
      expect(total ?? 0).toBe(codes.get(0) ?? 0)
      expect(items).toBeDefined()
    },
  )

  it.each([`${V2}/task/%`, `${V2}/task/..%2f..`, `${V3}/tasks/__proto__`, `${V3}/tasks/%00`])(
    'is no task: %s',
    async (url) => {
      expect(await startService().get(url)).toMatchObject({ status: 404, code: 2001 })
    },
  )
})
