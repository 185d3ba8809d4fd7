// Runs in a browser page: opens a model file with three.js's own loader for its format and says what it saw. Some
// loaders (3MF, and pictures in all of them) need a DOM, which is why this is a page and not a module of the tests.
import { Box3, LoadingManager, Mesh, type Object3D, SkinnedMesh, Texture } from 'three'
import { unzipSync } from 'three/examples/jsm/libs/fflate.module.js'
import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js'
import { ThreeMFLoader } from 'three/examples/jsm/loaders/3MFLoader.js'
import { FBXLoader } from 'three/examples/jsm/loaders/FBXLoader.js'
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js'
import { MTLLoader } from 'three/examples/jsm/loaders/MTLLoader.js'
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js'
import { STLLoader } from 'three/examples/jsm/loaders/STLLoader.js'
import { USDLoader } from 'three/examples/jsm/loaders/USDLoader.js'
import type { OpenedModel } from './open-in-three.ts'

async function open(format: string, base64: string): Promise<OpenedModel> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const manager = new LoadingManager()
  let waiting = 0
  const failed: string[] = []
  const start = manager.itemStart.bind(manager)
  const end = manager.itemEnd.bind(manager)
  manager.itemStart = (url: string) => {
    waiting++
    start(url)
  }
  manager.itemEnd = (url: string) => {
    waiting--
    end(url)
  }
  manager.onError = (url) => failed.push(url)
  const root = await load(format, bytes, manager)
  for (let tries = 0; waiting > 0 && tries < 200; tries++) await new Promise((done) => setTimeout(done, 25))
  return seen(root, failed)
}

async function load(format: string, bytes: Uint8Array<ArrayBuffer>, manager: LoadingManager): Promise<Object3D> {
  switch (format) {
    case 'glb': {
      const gltf = await new GLTFLoader(manager).setMeshoptDecoder(MeshoptDecoder).parseAsync(bytes.buffer, '')
      gltf.scene.animations = gltf.animations
      return gltf.scene
    }
    case 'fbx':
      return new FBXLoader(manager).parse(bytes.buffer, '')
    case 'stl':
      return new Mesh(new STLLoader(manager).parse(bytes.buffer))
    case '3mf':
      return new ThreeMFLoader(manager).parse(bytes.buffer)
    case 'usdz':
      return new Promise((done, fail) => {
        new USDLoader(manager).parse(bytes.buffer, '', done, fail)
      })
    case 'obj': {
      const files = Object.entries(unzipSync(bytes))
      const text = (suffix: string) => new TextDecoder().decode(files.find(([name]) => name.endsWith(suffix))?.[1])
      manager.setURLModifier((url) => {
        const found = files.find(([name]) => name === url || `/${name}` === url)
        return found ? URL.createObjectURL(new Blob([new Uint8Array(found[1])])) : url
      })
      const materials = new MTLLoader(manager).parse(text('.mtl'), '')
      materials.preload()
      return new OBJLoader(manager).setMaterials(materials).parse(text('.obj'))
    }
    default:
      throw new Error(`no loader for ${format}`)
  }
}

const SLOTS = ['map', 'normalMap', 'emissiveMap', 'roughnessMap', 'metalnessMap', 'aoMap']

function seen(root: Object3D, failed: readonly string[]): OpenedModel {
  root.updateMatrixWorld(true)
  const box = new Box3().setFromObject(root, true)
  const materials = new Map<string, OpenedModel['materials'][number]>()
  const bones = new Set<string>()
  let triangles = 0
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    triangles += (object.geometry.getIndex()?.count ?? object.geometry.getAttribute('position').count) / 3
    if (object instanceof SkinnedMesh) for (const bone of object.skeleton.bones) bones.add(bone.name)
    for (const material of [object.material].flat()) {
      const fields = new Map<string, unknown>(Object.entries(material))
      const pictures = SLOTS.flatMap((slot) => {
        const texture = fields.get(slot)
        if (!(texture instanceof Texture)) return []
        const image: unknown = texture.image
        const width = typeof image === 'object' && image !== null && 'width' in image ? Number(image.width) : 0
        return [{ slot, width }]
      })
      const color = 'color' in material ? material.color.getHexString() : ''
      materials.set(material.uuid, { name: material.name, color, opacity: material.opacity, pictures })
    }
  })
  return {
    triangles,
    min: box.min.toArray(),
    max: box.max.toArray(),
    materials: [...materials.values()],
    bones: [...bones],
    clips: root.animations.map((clip) => clip.name),
    failed,
  }
}

Object.assign(globalThis, { openModel: open })
