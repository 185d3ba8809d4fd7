// glTF materials as FBX Phong materials. Colors are sRGB, as programs show them. FBX has no metalness or roughness:
// they go where Blender's exporter puts them (ReflectionFactor, Shininess), and the packed metallic-roughness picture is
// linked to both slots.

import { type Material, type Texture, TextureInfo } from '@gltf-transform/core'
import { linearToSrgb } from '../math/color.ts'
import { type FbxObjects, LINEAR_COLORS, type ObjectId, properties, property } from './fbx-objects.ts'
import { fbx, Int, NAME_SEPARATOR } from './fbx-tree.ts'
import { type PictureFile, PictureFiles, shininessOf } from './materials.ts'

/** A dielectric's reflection, as the grey that Phong shading multiplies its highlight with. */
const SPECULAR = 0.2

/** Adds materials, textures and embedded pictures, each once. */
export class FbxMaterials {
  readonly #materials = new Map<Material | null, ObjectId>()
  readonly #textures = new Map<Texture, ObjectId>()
  readonly #pictures = new PictureFiles()
  readonly #objects: FbxObjects

  readonly #isLinear: boolean

  /**
   * @param isLinear colors as Blender takes and writes them: FBX does not say which they are, and all others take them for sRGB
   */
  constructor(objects: FbxObjects, isLinear = false) {
    this.#objects = objects
    this.#isLinear = isLinear
  }

  of(material: Material | null): ObjectId {
    const known = this.#materials.get(material)
    if (known !== undefined) return known
    const id = this.#add(material)
    this.#materials.set(material, id)
    return id
  }

  #add(material: Material | null): ObjectId {
    const [r, g, b, a] = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    const alpha = material?.getAlphaMode() === 'BLEND' ? a : 1
    const shininess = shininessOf(material?.getRoughnessFactor() ?? 1)
    const emissive = material?.getEmissiveFactor() ?? [0, 0, 0]
    const stored = (values: readonly number[]) => (this.#isLinear ? [...values] : values.map(linearToSrgb))
    const id = this.#objects.add('Material', material?.getName() || 'material', 'Material', '', [
      fbx('Version', [new Int(102)]),
      fbx('ShadingModel', ['phong']),
      fbx('MultiLayer', [new Int(0)]),
      properties(
        property('DiffuseColor', 'color', stored([r, g, b])),
        property('DiffuseFactor', 'number', 1),
        ...(this.#isLinear ? [property(LINEAR_COLORS, 'number', 1)] : []),
        property('AmbientColor', 'color', [0, 0, 0]),
        property('EmissiveColor', 'color', stored(emissive)),
        property('EmissiveFactor', 'number', 1),
        property('TransparentColor', 'color', [1, 1, 1]),
        property('TransparencyFactor', 'number', 1 - alpha),
        property('Opacity', 'number', alpha),
        property('SpecularColor', 'color', [SPECULAR, SPECULAR, SPECULAR]),
        property('SpecularFactor', 'number', 1),
        property('ShininessExponent', 'number', shininess),
        property('Shininess', 'number', shininess),
        property('ReflectionFactor', 'number', material?.getMetallicFactor() ?? 0),
      ),
    ])
    if (!material) return id
    const packed = material.getMetallicRoughnessTexture()
    const packedInfo = material.getMetallicRoughnessTextureInfo()
    this.#link(id, 'DiffuseColor', material.getBaseColorTexture(), material.getBaseColorTextureInfo())
    this.#link(id, 'EmissiveColor', material.getEmissiveTexture(), material.getEmissiveTextureInfo())
    this.#link(id, 'NormalMap', material.getNormalTexture(), material.getNormalTextureInfo())
    this.#link(id, 'ReflectionFactor', packed, packedInfo)
    this.#link(id, 'ShininessExponent', packed, packedInfo)
    return id
  }

  #link(material: ObjectId, slot: string, texture: Texture | null, info: TextureInfo | null): void {
    const file = this.#pictures.of(texture, 'texture')
    if (!texture || !file) return
    const known = this.#textures.get(texture)
    const id = known ?? this.#texture(file, info)
    this.#textures.set(texture, id)
    this.#objects.connect(id, material, slot)
  }

  #texture(file: PictureFile, info: TextureInfo | null): ObjectId {
    const stem = file.name.replace(/\.\w+$/, '')
    const clamp = (wrap: number | undefined) => (wrap === TextureInfo.WrapMode.CLAMP_TO_EDGE ? 1 : 0)
    const texture = this.#objects.add('Texture', stem, 'Texture', '', [
      fbx('Type', ['TextureVideoClip']),
      fbx('Version', [new Int(202)]),
      fbx('TextureName', [`${stem}${NAME_SEPARATOR}Texture`]),
      fbx('Media', [`${stem}${NAME_SEPARATOR}Video`]),
      fbx('FileName', [file.name]),
      fbx('RelativeFilename', [file.name]),
      properties(
        property('UVSet', 'string', `UVMap${(info?.getTexCoord() ?? 0) > 0 ? '2' : ''}`),
        property('UseMaterial', 'bool', true),
        property('WrapModeU', 'enum', clamp(info?.getWrapS())),
        property('WrapModeV', 'enum', clamp(info?.getWrapT())),
      ),
      fbx('ModelUVTranslation', [0, 0]),
      fbx('ModelUVScaling', [1, 1]),
      fbx('Texture_Alpha_Source', ['None']),
      fbx('Cropping', [new Int(0), new Int(0), new Int(0), new Int(0)]),
    ])
    const video = this.#objects.add('Video', stem, 'Video', 'Clip', [
      fbx('Type', ['Clip']),
      properties(property('Path', 'url', file.name)),
      fbx('UseMipMap', [new Int(0)]),
      fbx('Filename', [file.name]),
      fbx('RelativeFilename', [file.name]),
      fbx('Content', [file.bytes]),
    ])
    this.#objects.connect(video, texture)
    return texture
  }
}
