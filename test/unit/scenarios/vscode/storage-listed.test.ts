// SECURITY.md tells people what is stored where: every folder that the code names below the extension's storage is in it, with the
// state folder of the command line.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { stateFolder } from '../../../../src/cli/state.ts'

const root = resolve(__dirname, '../../../..')
const security = readFileSync(join(root, 'SECURITY.md'), 'utf8')

it('names every folder of the storage', () => {
  const files = readdirSync(join(root, 'src/vscode'), { recursive: true, encoding: 'utf8' })
  const sources = [...files.filter((file) => file.endsWith('.ts')).map((file) => `vscode/${file}`), 'extension.ts']
  const named = sources.flatMap((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    return [...text.matchAll(/(?:\b#?storage, |\b(?:below|aside)\()'([a-z-]+)/g)].map(([, name = '']) => name)
  })
  const folders = [...new Set(named)].sort()
  expect(folders.length).toBeGreaterThan(13)
  expect(folders.filter((name) => !security.includes(`\`${name}/\``))).toEqual([])
})

it('names the folder of the command line', () => {
  expect(stateFolder({ XDG_STATE_HOME: '/state' }, '/game')).toMatch(/^\/state\/tripo-studio\//)
  expect(security).toContain('`$XDG_STATE_HOME/tripo-studio/`')
})
