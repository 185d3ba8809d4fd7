// Which texts are models' addresses, and what is asked for there.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that is read
import { describe, expect, test } from 'vitest'
import { describeProject, filesOf } from '../../../src/engines/index.ts'
import { clipPlaceAt, nearest, pathPlaceAt, promptOf, referencesIn } from '../../../src/engines/references.ts'
import { projectOf } from '../../support/project.ts'

const addresses = (text: string, path = 'a.ts') => referencesIn(text, path).map(({ address }) => address)

describe('addresses', () => {
  test('are string literals, imports, templates with a base, attributes', () => {
    const text = `import url from './oak.glb?url'
      load('/models/a.glb'); load("b b.gltf"); load(\`\${import.meta.env.BASE_URL}models/c.glb\`)
      const x = <Model src="/d.GLB" />`
    expect(addresses(text, 'a.tsx')).toEqual(['./oak.glb', '/models/a.glb', 'b b.gltf', 'models/c.glb', '/d.GLB'])
    for (const { address, start, end } of referencesIn(text, 'a.tsx')) expect(text.slice(start, end)).toBe(address)
  })
  test('are not comments, patterns, endings or parts of templates', () => {
    const text = "// '/a.glb'\n/* 'b.glb' */ '*.glb'; '.glb'; `${name}.glb`; `/x/${name}.glb`; '**/*.{glb,gltf}'"
    expect(addresses(text)).toEqual([])
  })
  test('in pages are attributes and url()', () => {
    const html = '<!-- "no.glb" --><a-entity gltf-model="url(models/x.glb)"></a-entity><model-viewer src="y.glb">'
    expect(addresses(html, 'index.html')).toEqual(['models/x.glb', 'y.glb'])
  })
})

describe('files of an address', () => {
  const vite = { 'package.json': { devDependencies: { vite: '7' }, dependencies: { three: '1' } }, 'public/x.svg': '' }
  test.each([
    ['/models/a.glb', 'public/models/a.glb'],
    ['models/a%20b.glb', 'public/models/a b.glb'],
    ['./a.glb', 'src/a.glb'],
    ['../a.glb?url', 'a.glb'],
    ['@/assets/a.glb', 'src/assets/a.glb'],
  ])('%s', async (address, file) => {
    expect(filesOf(await describeProject(projectOf(vite), 'src/main.ts'), address, 'src/main.ts')[0]).toBe(file)
  })
  test.each(['https://host/a.glb', '//host/a.glb', 'data:a.glb', '../../../a.glb', 'file:///a.glb', 'c:\\a.glb'])(
    '%s is none of ours',
    async (address) => {
      const project = await describeProject(projectOf(vite), 'src/main.ts')
      expect(
        filesOf(project, address, 'src/main.ts').filter((path) => path.includes('..') || path.startsWith('/')),
      ).toEqual([])
      if (!address.startsWith('..')) expect(filesOf(project, address, 'src/main.ts')).toEqual([])
    },
  )
})

describe('what is being written', () => {
  const at = (text: string) => clipPlaceAt(text.replace('|', ''), text.indexOf('|'))?.start
  test('names of clips', () => {
    expect(at("AnimationClip.findByName(gltf.animations, 'wa|')")).toBe(43)
    expect(at('<model-viewer animation-name="|')).toBe(30)
    expect(at("actions['|']?.play()")).toBe(9)
    expect(at("actions?.['i|']")).toBe(11)
    expect(at("find((g) => g.name === '|')")).toBe(24)
    expect(at('<a-entity animation-mixer="clip: w|"')).toBe(33)
    expect(at("other('|')")).toBeUndefined()
  })
  test('paths', () => {
    const path = (text: string) => pathPlaceAt(text.replace('|', ''), text.indexOf('|'))?.typed
    expect(path("load('/mod|')")).toBe('/mod')
    expect(path("load('|')")).toBe('')
    expect(path("load('a', |'b')")).toBeUndefined()
    expect(path("load('word|')")).toBeUndefined()
    expect(path('gltf-model="url(models/|')).toBe('models/')
  })
})

test('nearest names', () => {
  expect(nearest('/models/oak-barel.glb', ['/models/oak-barrel.glb', '/models/tree.glb', '/x.glb'])).toEqual([
    '/models/oak-barrel.glb',
  ])
})
test('prompts of names', () => {
  expect(promptOf('/models/oak-barrel.glb')).toBe('oak barrel')
  expect(promptOf('TreasureChest_02.glb')).toBe('treasure chest 02')
})
