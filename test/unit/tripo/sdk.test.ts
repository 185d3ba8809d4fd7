// The methods by capability: none is missing, and each asks the client for its own.
import { expect, it } from 'vitest'
import { CATALOGUE } from '../../../src/tripo/catalogue/index.ts'
import { methodName } from '../../../src/tripo/options.ts'
import { createSdk } from '../../../src/tripo/sdk.ts'

it('has a method for each capability of the catalogue, and no other', async () => {
  const asked: unknown[] = []
  const sdk = createSdk({
    create: async (capability, options, call) => {
      asked.push([capability.id, options, call])
      return 'task'
    },
  })
  expect(Object.keys(sdk).sort()).toEqual(CATALOGUE.map(methodName).sort())
  const call = { signal: new AbortController().signal }
  for (const capability of CATALOGUE) {
    const method: unknown = Reflect.get(sdk, methodName(capability))
    expect(await Reflect.apply(Object(method), undefined, [{ one: 1 }, call])).toBe('task')
    expect(asked.at(-1)).toEqual([capability.id, { one: 1 }, call])
  }
})
