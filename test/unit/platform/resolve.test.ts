// Host names by the system's own resolver: this machine, numbers, and names that nobody has.
import { expect, it } from 'vitest'
import { resolveHost } from '../../../src/platform/resolve.ts'
import { reachOfAddress } from '../../../src/tripo/addresses.ts'

it('this machine is found under its name', async () => {
  const found = await resolveHost('localhost')
  expect(found.length).toBeGreaterThan(0)
  expect(found.map(reachOfAddress)).toEqual(found.map(() => 'loopback'))
})

it('numbers are themselves', async () => {
  expect(await resolveHost('127.0.0.1')).toEqual(['127.0.0.1'])
  expect(await resolveHost('[::1]')).toEqual(['::1'])
})

it('a name that cannot be is refused', async () => {
  await expect(resolveHost(`${'a'.repeat(70)}.invalid`)).rejects.toThrow()
})
