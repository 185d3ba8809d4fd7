// Code that loads a model, as it comes to stand in a file: text in, text out.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that is written
import { describe, expect, test } from 'vitest'
import { insert, WALKS } from './insert.ts'

describe('three.js', () => {
  const dependencies = { three: '0.187.0' }
  test('a script of an Astro page: imports and code go there, not into the front matter', async () => {
    const source =
      '---\nconst title = 1\n---\n\n<body>\n  <script>\n    const scene = new Scene()\n    |\n  </script>\n</body>\n'
    const { text = '' } = await insert({ dependencies, source, path: 'src/pages/index.astro' })
    expect(text.slice(0, text.indexOf('<body>'))).toBe('---\nconst title = 1\n---\n\n')
    expect(text).toMatch(/<script>\s+import { GLTFLoader } from/)
    expect(text).toContain('scene.add(oakBarrel.scene)')
  })
  test('a bundler that does not find three/addons is given the files', async () => {
    const source = "import { Scene } from 'three'\nconst scene = new Scene()\n|"
    const loaderOf = async (json: object, text = source) => {
      const more = { 'package.json': { type: 'module', dependencies, devDependencies: { parcel: '2.16.4' }, ...json } }
      const { text: code = '' } = await insert({ dependencies, source: text, more })
      return /'(three\/.*GLTFLoader\.js)'/.exec(code)?.[1]
    }
    const files = 'three/examples/jsm/loaders/GLTFLoader.js'
    const addons = 'three/addons/loaders/GLTFLoader.js'
    expect(await loaderOf({})).toBe(files)
    expect(await loaderOf({ '@parcel/resolver-default': { packageExports: true } })).toBe(addons)
    expect(await loaderOf({ devDependencies: { webpack: '^4.46.0' } })).toBe(files)
    expect(await loaderOf({ devDependencies: { webpack: '^5.99.0' } })).toBe(addons)
    expect(await loaderOf({ dependencies: { three: '^0.147.0' }, devDependencies: { vite: '7' } })).toBe(files)
    // A file that asks for the files already keeps to them.
    const own = `import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'\n${source}`
    expect(await loaderOf({ devDependencies: { vite: '7' } }, own)).toBe(files)
  })
  test('imports join those that are there, and the code stands at the cursor', async () => {
    const { text } = await insert({
      dependencies,
      source: "import { Scene } from 'three'\n\nconst world = new Scene()\n|\nrender()\n",
      json: WALKS,
    })
    expect(text).toBe(`import { Scene, AnimationMixer, AnimationClip } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

const world = new Scene()
const oakBarrel = await new GLTFLoader().loadAsync('/models/oak-barrel.glb')
world.add(oakBarrel.scene)

// Clips: walk, idle
const oakBarrelMixer = new AnimationMixer(oakBarrel.scene)
const oakBarrelClip = AnimationClip.findByName(oakBarrel.animations, 'idle')
if (oakBarrelClip) oakBarrelMixer.clipAction(oakBarrelClip).play()
let oakBarrelTime = performance.now()
requestAnimationFrame(function update(now) {
  // Or call this with the seconds of a frame in your own loop.
  oakBarrelMixer.update((now - oakBarrelTime) / 1000)
  oakBarrelTime = now
  requestAnimationFrame(update)
})
render()
`)
  })
  test('a namespace is used, and an import under three’s other path is not repeated', async () => {
    const { text } = await insert({
      dependencies,
      path: 'src/main.js',
      source: `import * as THREE from "three";
import { GLTFLoader as Loader } from "three/examples/jsm/loaders/GLTFLoader";

function load(scene) {
\tif (scene) {
\t\t|
\t}
}
`,
      json: WALKS,
    })
    expect(text).toContain(
      '\t\tnew Loader().loadAsync("/models/oak-barrel.glb").then((oakBarrel) => {\n\t\t\tscene.add(oakBarrel.scene);',
    )
    expect(text).toContain('new THREE.AnimationMixer(oakBarrel.scene)')
    expect(text?.match(/^import/gm)).toHaveLength(2)
  })
  test('await is written where it compiles only', async () => {
    const at = async (source: string) => (await insert({ dependencies, source })).text?.includes('await new GLTFLoader')
    expect(await at('|')).toBe(true)
    expect(await at('async function f(): Promise<void> {\n  |\n}')).toBe(true)
    expect(await at('const f = async () => {\n  for (const a of b) {\n    |\n  }\n}')).toBe(true)
    expect(await at('class A {\n  async load() {\n    |\n  }\n}')).toBe(true)
    expect(await at('function f() {\n  |\n}')).toBe(false)
    expect(await at('async function f() {\n  g(() => {\n    |\n  })\n}')).toBe(false)
    expect(await at('class A {\n  load(x: number): void {\n    |\n  }\n}')).toBe(false)
    expect(await at('if (a) {\n  |\n}')).toBe(true)
  })
  test('names that are taken get a number', async () => {
    const { text } = await insert({ dependencies, source: 'const oakBarrel = 1\n|' })
    expect(text).toContain('const oakBarrel2 = await')
  })
  test('decoders are set up for files that need them, from the project itself', async () => {
    const json = {
      extensionsUsed: ['KHR_draco_mesh_compression', 'EXT_meshopt_compression', 'KHR_texture_basisu', 'X'],
    }
    const { text, decoders } = await insert({ dependencies, source: '|', json })
    expect(text).toContain("loader.setDRACOLoader(new DRACOLoader().setDecoderPath('/draco/'))")
    expect(text).toContain('loader.setMeshoptDecoder(MeshoptDecoder)')
    expect(text).toContain("setTranscoderPath('/basis/').detectSupport(renderer)")
    expect(decoders).toEqual([
      { decoder: 'draco', folder: 'public/draco' },
      { decoder: 'ktx2', folder: 'public/basis' },
    ])
    expect(text).not.toContain('http')
  })
  test('a base of its own stands before the decoders’ addresses, too', async () => {
    const { text } = await insert({
      dependencies,
      source: '|',
      json: { extensionsUsed: ['KHR_draco_mesh_compression'] },
      more: { 'vite.config.ts': "export default { base: '/shop/' }" },
    })
    expect(text).toContain('setDecoderPath(`${import.meta.env.BASE_URL}draco/`)')
    expect(text).toContain('loadAsync(`${import.meta.env.BASE_URL}models/oak-barrel.glb`)')
  })
  test('variants are offered for what the file has', async () => {
    const plain = await insert({ dependencies, source: '|' })
    expect(plain.variants).toEqual(['load', 'copies', 'progress'])
    const rich = {
      json: { nodes: [{ name: 'oak_collider' }] },
      beside: ['oak-barrel-lod2.glb', 'oak-barrel_LOD1.glb', 'x-lod1.glb'],
    }
    const { variants } = await insert({ dependencies, source: '|', ...rich })
    expect(variants).toEqual(['load', 'copies', 'collider', 'levels', 'progress'])
    expect((await insert({ dependencies, source: '|', ...rich, variant: 'levels' })).text).toMatch(
      /loadAsync\('\/models\/oak-barrel_LOD1\.glb'\)[\s\S]*loadAsync\('\/models\/oak-barrel-lod2\.glb'\)[\s\S]*addLevel\(level2\.scene, 20\)/,
    )
    const physics = await insert({ dependencies, source: '|', ...rich, variant: 'collider' })
    expect(physics.text).toContain("getObjectByName('oak_collider')")
    expect(physics.notes).toEqual(['This code needs Rapier: npm install @dimforge/rapier3d-compat'])
    expect((await insert({ dependencies, source: '|', variant: 'copies' })).text).toContain('new InstancedMesh(')
    expect((await insert({ dependencies, source: '|', variant: 'copies', json: WALKS })).text).toContain(
      'clone(oakBarrel.scene)',
    )
    expect((await insert({ dependencies, source: '|', variant: 'progress' })).text).toContain(
      '({ loaded, total }) => {',
    )
  })
  test('names from a hostile file stay strings and comments', async () => {
    const name = "'); alert(1); //\u2028</script><!--"
    const { text } = await insert({ dependencies, source: '|', json: { animations: [{ name }] } })
    expect(text).toContain("'\\'); alert(1); // </script><!--'")
  })
  test('a script in a page gets its imports in the script', async () => {
    const { text } = await insert({
      dependencies,
      path: 'index.html',
      source:
        '<body>\n  <script type="module">\n    import { Scene } from "three";\n    const scene = new Scene();\n    |\n  </script>\n</body>\n',
    })
    expect(text).toContain(
      '    import { Scene } from "three";\n    import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";\n',
    )
    expect(text).toContain(
      '    const oakBarrel = await new GLTFLoader().loadAsync("/models/oak-barrel.glb");\n    scene.add(',
    )
  })
})

describe('others', () => {
  test('Babylon.js', async () => {
    const { text } = await insert({
      dependencies: { '@babylonjs/core': '9', '@babylonjs/loaders': '9' },
      source: "import { Scene } from '@babylonjs/core/scene';\nconst stage = new Scene(engine);\n|\n",
      json: WALKS,
    })
    expect(text).toBe(`import { Scene } from '@babylonjs/core/scene';
import { registerBuiltInLoaders } from '@babylonjs/loaders/dynamic';
import { ImportMeshAsync } from '@babylonjs/core/Loading/sceneLoader';
const stage = new Scene(engine);
registerBuiltInLoaders();
const oakBarrel = await ImportMeshAsync('/models/oak-barrel.glb', stage);
// Clips: walk, idle
for (const group of oakBarrel.animationGroups) group.stop();
oakBarrel.animationGroups.find((group) => group.name === 'idle')?.start(true);
`)
  })
  test('Babylon.js by script tags uses its global', async () => {
    const source = `<script src="https://cdn.babylonjs.com/babylon.js"></script>
<script>
  const scene = new BABYLON.Scene(engine);
  |
</script>`
    const { text } = await insert({ dependencies: {}, path: 'index.html', source })
    expect(text).toContain('void BABYLON.ImportMeshAsync("/models/oak-barrel.glb", scene);')
    expect(text).not.toContain('import {')
  })
  test('Threlte and TresJS: a component file, its import and its tag', async () => {
    const svelte = await insert({
      dependencies: { '@threlte/core': '8', '@threlte/extras': '9' },
      path: 'src/Scene.svelte',
      source: '<script lang="ts">\n  import { T } from \'@threlte/core\'\n</script>\n\n<T.Mesh />\n|\n',
      json: WALKS,
    })
    expect(svelte.text).toContain(
      "import OakBarrel from './OakBarrel.svelte'\n</script>\n\n<T.Mesh />\n<OakBarrel />\n",
    )
    expect(svelte.file?.path).toBe('src/OakBarrel.svelte')
    expect(svelte.file?.text).toContain("clip = 'idle'")
    const vue = await insert({
      dependencies: { '@tresjs/core': '5', '@tresjs/cientos': '5' },
      path: 'src/App.vue',
      source:
        '<script setup>\nimport { TresCanvas } from "@tresjs/core"\n</script>\n<template>\n  <TresCanvas>\n    |\n  </TresCanvas>\n</template>\n',
    })
    expect(vue.text).toContain('import OakBarrel from "./OakBarrel.vue"\n</script>')
    expect(vue.text).toContain('    <OakBarrel />\n  </TresCanvas>')
    expect(vue.file?.text).toContain('{ draco: false }')
  })
  test('PlayCanvas', async () => {
    const { text } = await insert({
      dependencies: { playcanvas: '2' },
      source: "import { Application } from 'playcanvas';\nconst game = new Application(canvas);\n|\n",
      json: WALKS,
    })
    expect(text).toContain("game.assets.loadFromUrl('/models/oak-barrel.glb', 'container', (error, asset) => {")
    expect(text).toContain('const track = container.animations[1]?.resource;')
    expect(text).toContain("if (track instanceof AnimTrack) entity.anim?.assignAnimation('idle', track);")
  })
  test('A-Frame and <model-viewer>: tags', async () => {
    const scene = { path: 'index.html', source: '<a-scene>\n  |\n</a-scene>\n', json: WALKS }
    expect((await insert({ dependencies: { aframe: '1' }, ...scene })).text).toContain(
      '  <a-entity gltf-model="url(/models/oak-barrel.glb)" position="0 0 -5" animation-mixer="clip: idle"></a-entity>',
    )
    expect((await insert({ dependencies: { '@google/model-viewer': '4' }, ...scene })).text).toContain(
      '<model-viewer src="/models/oak-barrel.glb" alt="oakBarrel" camera-controls animation-name="idle" autoplay></model-viewer>',
    )
  })
  test('Angular Three: a component', async () => {
    const { file, notes } = await insert({
      dependencies: { 'angular-three': '4', '@angular/core': '^21.0.0' },
      source: '|',
    })
    expect(file?.path).toBe('src/oak-barrel.ts')
    expect(file?.text).toContain("gltfResource(() => 'models/oak-barrel.glb')")
    expect(notes?.at(-1)).toBe('Where the model is to stand, write <app-oak-barrel />.')
  })
  test('Angular Three, the cursor in a template: the tag goes there, and the component is named in the imports', async () => {
    const scene = (imports: string) =>
      `import { Component } from '@angular/core';\n\n@Component({\n  selector: 'app-scene',\n  template: \`\n    <ngt-group>\n      |\n    </ngt-group>\n  \`,\n${imports}})\nexport class Scene {}\n`
    const inserted = async (imports: string) => {
      const dependencies = { 'angular-three': '4', '@angular/core': '^21.0.0' }
      const { text, notes } = await insert({ dependencies, source: scene(imports), path: 'src/scene.ts' })
      expect(notes ?? []).toEqual([])
      expect(text).toContain("import { OakBarrel } from './oak-barrel';")
      expect(text).toContain('<ngt-group>\n      <app-oak-barrel />\n    </ngt-group>')
      return text ?? ''
    }
    expect(await inserted('  imports: [],\n')).toContain('  imports: [OakBarrel],')
    expect(await inserted('  imports: [NgtArgs, Rock],\n')).toContain('  imports: [NgtArgs, Rock, OakBarrel],')
    expect(await inserted('')).toContain('  imports: [OakBarrel],\n  template: `')
  })
  test('Phaser and no engine: nothing', async () => {
    expect((await insert({ dependencies: { phaser: '4' }, source: '|' })).text).toBeUndefined()
    expect((await insert({ dependencies: {}, source: '|' })).text).toBeUndefined()
  })
})
