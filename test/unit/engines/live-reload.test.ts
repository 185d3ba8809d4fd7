// The plugin that reloads models in a running game: the one that is copied is the one that is documented.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOnVite, RELOAD_PLUGIN, reloadWords } from '../../../src/engines/live-reload.ts'
import { english } from '../../../src/text/index.ts'

test('the plugin that is copied is the one of the docs', () => {
  expect(readFileSync('docs/engines.md', 'utf8')).toContain(`\`\`\`js\n${RELOAD_PLUGIN}\`\`\``)
})

test('only what is built on Vite is offered the plugin', () => {
  expect(isOnVite('sveltekit')).toBe(true)
  expect(isOnVite('next')).toBe(false)
  expect(english(reloadWords('vite'))).toContain('only with a plugin')
  expect(english(reloadWords('vite', true))).toContain('by itself')
  expect(english(reloadWords('vite', false))).toContain('a small plugin for Vite')
  expect(english(reloadWords('none'))).toContain('unless your server watches the folder')
})
