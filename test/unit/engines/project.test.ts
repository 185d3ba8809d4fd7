// What is known of a project: every engine and bundler of the list, by files as their generators write them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that is written
import { describe, expect, test } from 'vitest'
import { describeProject, type Project, urlOf } from '../../../src/engines/index.ts'
import { english } from '../../../src/text/index.ts'
import { projectOf, type Tree } from '../../support/project.ts'

const needs = (dependencies: Record<string, string>, devDependencies: Record<string, string> = {}, more = {}) => ({
  name: 'game',
  type: 'module',
  dependencies,
  devDependencies,
  ...more,
})
const describeTree = (tree: Tree, path = 'src/main.ts') => describeProject(projectOf(tree), path)
const whyOf = (project: Project) => project.why.map(english)

describe('engines', () => {
  test.each([
    ['three', { three: '^0.187.0' }],
    ['react-three-fiber', { three: '*', react: '*', '@react-three/fiber': '*', '@react-three/drei': '*' }],
    ['expo', { three: '*', expo: '~54', '@react-three/fiber': '*' }],
    ['expo', { three: '*', 'react-native': '*', '@react-three/fiber': '*' }],
    ['threlte', { three: '*', '@threlte/core': '*' }],
    ['tresjs', { three: '*', '@tresjs/core': '*' }],
    ['angular-three', { three: '*', 'angular-three': '*', '@angular/core': '^21.0.0' }],
    ['babylonjs', { '@babylonjs/core': '*', '@babylonjs/loaders': '*' }],
    ['babylonjs', { babylonjs: '*' }],
    ['playcanvas', { playcanvas: '*' }],
    ['aframe', { aframe: '*', three: '*' }],
    ['model-viewer', { '@google/model-viewer': '*', three: '*' }],
    ['phaser', { phaser: '*' }],
    ['none', { react: '*' }],
  ])('%s', async (engine, dependencies) => {
    expect((await describeTree({ 'package.json': needs(dependencies) })).engine).toBe(engine)
  })

  test('are found among dependencies of development and of peers', async () => {
    expect((await describeTree({ 'package.json': { devDependencies: { three: '1' } } })).engine).toBe('three')
    expect((await describeTree({ 'package.json': { peerDependencies: { three: '1' } } })).engine).toBe('three')
  })
  test('of a monorepo: the nearest package above the file', async () => {
    const tree = {
      'package.json': { workspaces: ['apps/*'], devDependencies: { vite: '7' } },
      'apps/shooter/package.json': needs({ '@babylonjs/core': '9' }),
      'apps/shooter/vite.config.ts': 'export default {}',
      'apps/racer/package.json': needs({ three: '1' }),
    }
    const shooter = await describeTree(tree, 'apps/shooter/src/main.ts')
    expect(shooter).toMatchObject({ engine: 'babylonjs', bundler: 'vite', folder: 'apps/shooter' })
    const racer = await describeTree(tree, 'apps/racer/src/deep/main.ts')
    expect(racer).toMatchObject({ engine: 'three', bundler: 'vite', modelFolder: 'apps/racer/public/models' })
    expect(whyOf(racer)).toContain('Bundler: Vite, because package.json names vite')
    expect((await describeTree(tree, 'README.md')).engine).toBe('none')
  })
  test('of an import map', async () => {
    const html = `<!-- <script src="https://cdn.example/aframe.min.js"></script> -->
      <script type="importmap">{ "imports": { "three": "./three.module.js", "three/addons/": "./jsm/" } }</script>`
    const project = await describeTree({ 'index.html': html, 'main.js': "import * as THREE from 'three'" }, 'main.js')
    expect(project).toMatchObject({ engine: 'three', bundler: 'none', isGlobal: false, moduleKind: 'esm' })
    expect(whyOf(project)[0]).toBe('Engine: three.js, because the import map of index.html names three')
  })
  test.each([
    ['babylonjs', 'https://cdn.babylonjs.com/babylon.js'],
    ['aframe', 'https://aframe.io/releases/1.7.0/aframe.min.js'],
    ['model-viewer', 'https://ajax.googleapis.com/ajax/libs/model-viewer/4.0.0/model-viewer.min.js'],
    ['playcanvas', 'node_modules/playcanvas/build/playcanvas.min.js'],
    ['three', 'lib/three.min.js'],
  ])('of a script tag: %s', async (engine, source) => {
    const project = await describeTree({ 'index.html': `<script defer src="${source}"></script>` }, 'index.html')
    expect(project).toMatchObject({ engine, isGlobal: true, moduleKind: 'script' })
  })
  test('that a person names win', async () => {
    const project = await describeProject(projectOf({ 'package.json': needs({ three: '1' }) }), '', {
      engine: 'babylonjs',
    })
    expect(project.engine).toBe('babylonjs')
    expect(whyOf(project)[0]).toBe('Engine: Babylon.js, because the setting tripo.engine says so')
  })
})

describe('bundlers, static folders and addresses', () => {
  const at = async (tree: Tree, file: string, from = 'src/main.ts') => urlOf(await describeTree(tree, from), file, from)

  test.each([
    ['vite', needs({ three: '1' }, { vite: '7' }), {}, 'public/models', "'/models/oak.glb'"],
    ['next', needs({ three: '1', next: '15' }), {}, 'public/models', "'/models/oak.glb'"],
    ['astro', needs({ three: '1', astro: '5' }, { vite: '6' }), {}, 'public/models', "'/models/oak.glb'"],
    ['nuxt', needs({ three: '1', nuxt: '4' }), {}, 'public/models', "'/models/oak.glb'"],
    [
      'sveltekit',
      needs({}, { '@sveltejs/kit': '^2.43.0', vite: '7' }),
      {},
      'static/models',
      "asset('/models/oak.glb')",
    ],
    ['sveltekit', needs({}, { '@sveltejs/kit': '^2.5.0' }), {}, 'static/models', '`${base}/models/oak.glb`'],
    ['angular', needs({ '@angular/core': '^21.0.0' }), {}, 'public/models', "'models/oak.glb'"],
    ['angular', needs({ '@angular/core': '~16.2.0' }), {}, 'src/assets/models', "'assets/models/oak.glb'"],
    ['create-react-app', needs({ 'react-scripts': '5.0.1' }), {}, 'public/models', "'/models/oak.glb'"],
    [
      'parcel',
      needs({}, { parcel: '2' }),
      { 'src/a.js': '' },
      'src/models',
      "new URL('./models/oak.glb', import.meta.url).href",
    ],
    [
      'webpack',
      needs({}, { webpack: '5' }),
      { 'src/a.js': '' },
      'src/models',
      "new URL('./models/oak.glb', import.meta.url).href",
    ],
    ['expo', needs({ expo: '54' }), {}, 'assets/models', "require('../assets/models/oak.glb')"],
    ['none', needs({ three: '1' }), { 'index.html': '' }, 'assets', "'assets/oak.glb'"],
  ])('%s: %#', async (bundler, json, more, folder, expression) => {
    const tree = { 'package.json': json, ...more }
    const project = await describeTree(tree)
    expect(project).toMatchObject({ bundler, modelFolder: folder })
    expect((await at(tree, `${folder}/oak.glb`)).expression).toBe(expression)
  })

  test('what the configs say plainly is followed', async () => {
    const vite = {
      'package.json': needs({ three: '1' }, { vite: '7' }),
      'vite.config.ts':
        "// base: '/no/'\nexport default defineConfig({ base: '/shop/', publicDir: 'static', test: { base: 'x' } })",
    }
    expect(await describeTree(vite)).toMatchObject({ staticFolder: 'static', serving: { base: '/shop/' } })
    expect(await at(vite, 'static/a b.glb')).toMatchObject({
      address: '/shop/a%20b.glb',
      expression: '`${import.meta.env.BASE_URL}a%20b.glb`',
    })
    const next = {
      'package.json': needs({ next: '15' }),
      'next.config.ts': "const nextConfig: NextConfig = { basePath: '/docs' }\nexport default nextConfig",
    }
    expect((await at(next, 'public/models/a.glb')).expression).toBe("'/docs/models/a.glb'")
    const kit = {
      'package.json': needs({}, { '@sveltejs/kit': '2.43.0' }),
      'svelte.config.js':
        "const config = { kit: { adapter: adapter(), files: { assets: 'files' } } };\nexport default config",
    }
    expect((await describeTree(kit)).staticFolder).toBe('files')
    const angular = {
      'package.json': needs({ '@angular/core': '^21.0.0' }),
      'angular.json': {
        projects: {
          other: { root: 'projects/other', architect: { build: { options: { assets: ['x/assets'] } } } },
          game: {
            root: '',
            architect: { build: { options: { assets: [{ glob: '**/*', input: 'files', output: '/f/' }] } } },
          },
        },
      },
    }
    expect((await at(angular, 'files/a.glb')).expression).toBe("'f/a.glb'")
    const root = {
      'package.json': needs({}, { vite: '7' }),
      'vite.config.js': "export default { root: 'src', publicDir: '../pub' }",
    }
    expect((await describeTree(root)).staticFolder).toBe('pub')
  })
  test('what only running a config would tell is asked for at run time', async () => {
    const tree = {
      'package.json': needs({}, { vite: '7' }),
      'vite.config.ts': 'export default { base: process.env.BASE ?? "/" }',
    }
    expect((await at(tree, 'public/a.glb')).expression).toBe('`${import.meta.env.BASE_URL}a.glb`')
  })
  test('a model among the sources is imported', async () => {
    const tree = { 'package.json': needs({}, { vite: '7' }) }
    expect(await at(tree, 'src/assets/oak-barrel.glb', 'src/scenes/main.ts')).toMatchObject({
      expression: 'oakBarrelUrl',
      imports: [{ default: 'oakBarrelUrl', from: '../assets/oak-barrel.glb?url' }],
    })
  })
})

describe('the folder for models', () => {
  const json = needs({ three: '1' }, { vite: '7' })
  test('is the one that holds models already', async () => {
    const tree = {
      'package.json': json,
      'public/gltf/a.glb': '',
      'public/gltf/b.glb': '',
      'refs/c.glb': '',
      'dist/d.glb': '',
    }
    const project = await describeTree(tree)
    expect(project.modelFolder).toBe('public/gltf')
    expect(whyOf(project).at(-1)).toBe('New models: public/gltf/, where 2 models lie already')
    expect((await describeTree({ 'package.json': json, 'src/assets/a.glb': '' })).modelFolder).toBe('src/assets')
  })
  test('stays public/assets where there was a public', async () => {
    expect((await describeTree({ 'package.json': json, 'public/icon.svg': '' })).modelFolder).toBe('public/assets')
    expect((await describeTree({ 'public/icon.svg': '' }, '')).modelFolder).toBe('public/assets')
    expect((await describeTree({ 'package.json': json, 'public/models/x.txt': '' })).modelFolder).toBe('public/models')
    expect((await describeTree({}, '')).modelFolder).toBe('assets')
  })
  test('is not one that the project does not load from', async () => {
    expect((await describeTree({ 'package.json': json, 'refs/c.glb': '', 'a.glb': '' })).modelFolder).toBe(
      'public/models',
    )
  })
})

describe('language and style', () => {
  test('follow the file at hand', async () => {
    const code = "import * as THREE from 'three'\nfunction f() {\n    const a = 1\n    return a\n}\n"
    const project = await describeTree({ 'package.json': needs({}), 'src/main.js': code }, 'src/main.js')
    expect(project).toMatchObject({
      language: 'javascript',
      moduleKind: 'esm',
      style: { indentation: '    ', quotes: "'", semicolons: false },
    })
  })
  test('follow the formatter where no code shows them', async () => {
    const tree = { 'package.json': needs({}), 'tsconfig.json': '{}', '.prettierrc': { useTabs: true, semi: false } }
    expect(await describeTree(tree)).toMatchObject({
      language: 'typescript',
      style: { indentation: '\t', quotes: '"', semicolons: false },
    })
  })
  test('know CommonJS', async () => {
    const tree = { 'package.json': { dependencies: { three: '1' } }, 'index.js': 'const THREE = require("three");\n' }
    expect((await describeTree(tree, 'index.js')).moduleKind).toBe('commonjs')
  })
})

describe('hostile projects', () => {
  const hostile: Tree[] = [
    { 'package.json': '{ not json' },
    { 'package.json': '[]' },
    { 'package.json': 'null' },
    { 'package.json': '"three"' },
    { 'package.json': { dependencies: 'three', devDependencies: ['vite'], peerDependencies: { three: { a: 1 } } } },
    { 'package.json': '{"dependencies":{"__proto__":{"three":"1"}},"__proto__":{"type":"module"}}' },
    { 'package.json': `{"dependencies":{${'"a":{'.repeat(50_000)}` },
    {
      'package.json': needs({}, { vite: '7' }),
      'vite.config.ts': "export default { publicDir: '../../../etc', base: `${'",
    },
    { 'package.json': needs({}, { vite: '7' }), 'vite.config.ts': '`${`${`${'.repeat(20_000) },
    {
      'package.json': needs({ '@angular/core': '🤖' }),
      'angular.json': '{"projects":{"a":{"root":"../../..","architect":[]}}}',
    },
    { 'package.json': needs({}), 'tsconfig.json': '\u0000', '.prettierrc': '[[[[', 'biome.json': '{"javascript":3}' },
    { 'index.html': '<script type="importmap">{{{{</script><script src=>' },
  ]
  test.each(hostile.map((tree, index) => [index, tree] as const))('%i get an answer', async (_, tree) => {
    const project = await describeTree(tree)
    for (const path of [project.folder, project.staticFolder ?? '', project.modelFolder])
      expect(path).not.toMatch(/^\/|\.\./)
  })
  test('are told what could not be read', async () => {
    const project = await describeTree({ 'package.json': '{ "dependencies": ' })
    expect(project.problems.map(english)).toEqual(['package.json is not JSON, so what it says is left out'])
  })
  test('do not lead the reader out of the workspace', async () => {
    const files = projectOf({
      'package.json': needs({}, { vite: '7' }),
      'vite.config.ts': "export default { root: '../..' }",
    })
    await describeProject(files, 'src/main.ts')
    expect(files.reads.filter((path) => path.includes('..') || path.startsWith('/'))).toEqual([])
  })
})
