// Installing what the tests need: interrupted, twice at once, and with packages that a mirror did not serve.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { complete, platformOf } from '../../../workbench/complete-lockfile.mjs'
import { modulesAreCurrent, refuseLink } from '../../../workbench/install.mjs'
import { locked } from '../../../workbench/lock.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripo-install-'))
  mkdirSync(join(folder, 'node_modules'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('installs nothing through a link: npm would empty what it names', () => {
  expect(() => refuseLink(folder)).not.toThrow()
  rmSync(join(folder, 'node_modules'), { recursive: true })
  expect(() => refuseLink(folder)).not.toThrow()
  mkdirSync(join(folder, 'other'))
  symlinkSync(join(folder, 'other'), join(folder, 'node_modules'), 'junction')
  expect(() => refuseLink(folder)).toThrow(/is a link/)
})

describe('modulesAreCurrent', () => {
  const lockfile = (name: string, packages: object) => writeFileSync(join(folder, name), JSON.stringify({ packages }))
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/win': { version: '2.0.0', optional: true },
  }

  it.each([
    ['everything', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/win': { version: '2.0.0' } }, true],
    ['all but an optional package', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    [
      'another version of an optional package',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/win': { version: '1.9.0' } },
      false,
    ],
    ['too little', {}, false],
  ])('%s installed', (_, installed, expected) => {
    lockfile('package-lock.json', wanted)
    lockfile('node_modules/.package-lock.json', installed)
    expect(modulesAreCurrent(folder)).toBe(expected)
  })

  it('is false after an interrupted install, which leaves no inner lockfile', () => {
    lockfile('package-lock.json', wanted)
    expect(modulesAreCurrent(folder)).toBe(false)
  })
})

describe('locked', () => {
  it('lets one at a time in', async () => {
    const file = join(folder, 'deep/one.lock')
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} in`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.push(`${name} out`)
    }
    await Promise.all([locked(file, 'a', work('a')), locked(file, 'b', work('b'))])
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out'])
  })

  it('takes over from a process that died, and frees the lock when the work fails', async () => {
    const file = join(folder, 'one.lock')
    writeFileSync(file, '2147483646')
    const failing = locked(file, 'a', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    await expect(locked(file, 'b', async () => 'done')).resolves.toBe('done')
  })
})

describe('complete', () => {
  it('adds the platform packages that a lockfile lacks, once', () => {
    const packages = {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: { 'tool-linux-x64': '1.0.0', 'tool-win32-x64': '1.0.0', helper: '2.0.0' },
      },
      'node_modules/tool-linux-x64': { version: '1.0.0' },
    }
    expect(complete(packages)).toEqual(['tool-win32-x64'])
    expect(packages).toHaveProperty(['node_modules/tool-win32-x64'], {
      version: '1.0.0',
      cpu: ['x64'],
      os: ['win32'],
      dev: true,
      optional: true,
    })
    expect(complete(packages)).toEqual([])
  })

  it.each([
    ['@rollup/rollup-linux-arm64-musl', { cpu: ['arm64'], libc: ['musl'], os: ['linux'] }],
    ['@rollup/rollup-linux-x64-gnu', { cpu: ['x64'], libc: ['glibc'], os: ['linux'] }],
    ['@rollup/rollup-win32-x64-gnu', { cpu: ['x64'], os: ['win32'] }],
    ['fsevents', undefined],
  ])('%s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform)
  })
})
