// Of the loader's plug-ins only those are asked that a file has work for, whatever the file says to use.
import { Mesh, MeshStandardMaterial, type Object3D, PointLight } from 'three'
import { GLTFLoader, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js'
import { expect, it } from 'vitest'
import { extensionsIn, onlyUsed } from '../../../../webview/viewport/used-plugins.ts'

const asset = { version: '2.0' }

it('extensions are found where plug-ins look for them, and where they are announced', () => {
  const document = {
    asset,
    extensionsUsed: ['ON_list'],
    extensions: { ON_root: {} },
    nodes: [{}, { extensions: { ON_node: {} } }],
    meshes: [{ primitives: [], extensions: { ON_mesh: {} } }],
    materials: [{ extensions: { ON_material: {}, ON_material_too: {} } }],
    textures: [{ extensions: { ON_texture: {} } }],
    bufferViews: [{ extensions: { ON_view: {} } }],
  }
  expect([...extensionsIn(document)].sort()).toEqual(
    ['list', 'material', 'material_too', 'mesh', 'node', 'root', 'texture', 'view'].map((place) => `ON_${place}`),
  )
})

/** A lamp, and a mesh that glows, both by extensions that the file does not announce. */
const lamp = {
  asset,
  scene: 0,
  scenes: [{ nodes: [0, 1] }],
  extensions: { KHR_lights_punctual: { lights: [{ type: 'point', intensity: 5 }] } },
  nodes: [{ extensions: { KHR_lights_punctual: { light: 0 } } }, { mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
  materials: [{ emissiveFactor: [1, 1, 1], extensions: { KHR_materials_emissive_strength: { emissiveStrength: 3 } } }],
  accessors: [{ componentType: 5126, count: 3, type: 'VEC3' }],
}

it('what a file has is loaded, and nothing else is asked', async () => {
  let parser: GLTFParser | undefined
  const loader = new GLTFLoader()
    .register((made) => {
      parser = made
      return { name: 'ANY_other' }
    })
    .register(onlyUsed(lamp))
  const { scene } = await loader.parseAsync(JSON.stringify(lamp), '')
  const found: Object3D[] = []
  scene.traverse((object) => void found.push(object))
  expect(found.find((object) => object instanceof PointLight)).toMatchObject({ intensity: 5 })
  const mesh = found.find((object) => object instanceof Mesh)
  expect(mesh?.material).toBeInstanceOf(MeshStandardMaterial)
  expect(mesh?.material).toMatchObject({ emissiveIntensity: 3 })
  expect(Object.keys(parser?.plugins ?? {}).sort()).toEqual(['KHR_lights_punctual', 'KHR_materials_emissive_strength'])
})
