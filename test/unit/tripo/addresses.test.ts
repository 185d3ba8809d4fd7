// Addresses that the service names: https to public hosts, http only to the very host of a loopback base.

import { describe, expect, it } from 'vitest'
import { english } from '../../../src/text/index.ts'
import { Addresses, reachOfAddress } from '../../../src/tripo/addresses.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { FakeClock, fakeFetch, KEY, ok } from './fakes.ts'

const REAL = 'https://openapi.tripo3d.ai/v3'
const names: Record<string, string[]> = {
  'openapi.tripo3d.ai': ['104.18.1.1'],
  'cdn.test': ['104.18.1.2', '2606:4700::1'],
  'inside.test': ['104.18.1.2', '10.1.2.3'],
  'meta.test': ['fe80::1'],
  'fake-ip.test': ['198.18.0.7'],
  'here.localhost': ['127.0.0.1', '::1'],
  'away.localhost': ['104.18.1.3'],
  'corp.test': ['10.0.0.5'],
}
const resolve = async (name: string) => {
  const found = names[name]
  if (!found) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })
  return found
}
const problem = (url: string, base = REAL) => new Addresses({ url: base }, resolve).problem(url)

describe('addresses in numbers', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['172.15.0.1', 'public'],
    ['172.32.0.1', 'public'],
    ['198.18.0.1', 'public'],
    ['2606:4700::1', 'public'],
    ['[2606:4700::1]', 'public'],
    ['127.8.9.1', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['[::1]', 'loopback'],
    ['::', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['[::ffff:7f00:1]', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['::ffff:a9fe:a9fe', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['239.1.1.1', 'private'],
    ['255.255.255.255', 'private'],
    ['fd00::1', 'private'],
    ['ff02::1', 'private'],
    ['::10.0.0.1', 'private'],
  ])('%s is %s', (address, reach) => expect(reachOfAddress(address)).toBe(reach))
  it.each(['cdn.test', 'face', '1.2.3', '1::2::3', 'localhost', ''])('%s is a name', (name) =>
    expect(reachOfAddress(name)).toBeUndefined(),
  )
})

describe('targets of the real service', () => {
  it.each([
    'https://cdn.test/m.glb?sig=1',
    'https://unknown.test/m.glb',
    'https://fake-ip.test/m.glb',
    'https://8.8.8.8/m.glb',
    `${REAL}/x`,
  ])('%s may be used', async (url) => expect(await problem(url)).toBeUndefined())
  it.each([
    'http://cdn.test/m.glb',
    'http://openapi.tripo3d.ai/m.glb',
    'http://127.0.0.1:22/',
    'https://127.0.0.1:8443/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://localhost/',
    'https://x.localhost/',
    'https://here.localhost/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.5/',
    'https://inside.test/',
    'https://meta.test/',
    'https://user:word@cdn.test/',
    'data:model/gltf-binary;base64,Z2xURg==',
    'file:///etc/passwd',
    'ftp://cdn.test/m.glb',
    'blob:https://cdn.test/1',
    'javascript:1',
    'm.glb',
    '',
  ])('%s may not', async (url) => expect(english((await problem(url)) ?? '')).toMatch(/^it /))
})

describe('a deployment of one’s own', () => {
  it('on this machine: http to itself only', async () => {
    const base = 'http://127.0.0.1:8080/v3'
    expect(await problem('http://127.0.0.1:8080/files/m.glb', base)).toBeUndefined()
    expect(await problem('https://cdn.test/m.glb', base)).toBeUndefined()
    expect(await problem('http://127.0.0.1:6379/', base)).toBe('it is not https')
    expect(await problem('http://localhost:8080/', base)).toBe('it is not https')
    expect(await problem('http://cdn.test/', base)).toBe('it is not https')
    expect(await problem('https://10.0.0.5/', base)).toBe('it is inside a local network')
  })
  it('inside a network: others of it too, but nothing on this machine', async () => {
    const base = 'https://corp.test/v3'
    expect(await problem('https://10.0.0.6/m.glb', base)).toBeUndefined()
    expect(await problem('https://inside.test/m.glb', base)).toBeUndefined()
    expect(await problem('https://127.0.0.1/', base)).toBe('it is on this machine')
    expect(await problem('https://169.254.169.254/', base)).toBe('it is inside a local network')
  })
})

describe('the key and names under localhost', () => {
  const ask = async (host: string, resolveHost?: typeof resolve) => {
    const net = fakeFetch(() => ok({ balance: 1 }))
    const base = { dialect: 'v3', region: 'custom', url: `http://${host}:9/v3` } as const
    const resources = { fetch: net.fetch, clock: new FakeClock(), resolveHost }
    const outcome = await new TripoClient({ apiKey: KEY, base, resources })
      .getBalance()
      .catch((error: unknown) => error)
    return { calls: net.calls.length, outcome }
  }
  it('go only where the name resolves to this machine', async () => {
    expect(await ask('here.localhost', resolve)).toMatchObject({ calls: 1, outcome: { balance: 1 } })
    for (const [host, by] of [
      ['away.localhost', resolve],
      ['nowhere.localhost', resolve],
      ['here.localhost', undefined],
    ] as const) {
      expect(await ask(host, by)).toMatchObject({ calls: 0, outcome: { code: 'settings.base-url', billed: 'no' } })
    }
    expect(await ask('localhost')).toMatchObject({ calls: 1 })
  })
})
