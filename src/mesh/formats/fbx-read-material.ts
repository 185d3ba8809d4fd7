// FBX materials as glTF materials, the reverse of fbx-write-material.ts and of what other programs write.

import type { Material, Texture } from '@gltf-transform/core'
import { srgbToLinear } from '../math/color.ts'
import type { ModelBuilder } from './build.ts'
import { type Companions, companion } from './companions.ts'
import { LINEAR_COLORS } from './fbx-objects.ts'
import type { FbxObject, FbxScene } from './fbx-scene.ts'
import { childOf, numberOf, propertyOf, stringOf, vectorOf } from './fbx-tree.ts'
import { roughnessOf } from './materials.ts'

type Slot = 'color' | 'emissive' | 'normal' | 'metallic' | 'roughness'

/** Properties that hold pictures, by the programs that use them. */
const SLOTS: Readonly<Record<string, Slot>> = {
  DiffuseColor: 'color',
  'Maya|TEX_color_map': 'color',
  'Maya|baseColor': 'color',
  '3dsMax|Parameters|base_color_map': 'color',
  '3dsMax|main|base_color_map': 'color',
  EmissiveColor: 'emissive',
  'Maya|TEX_emissive_map': 'emissive',
  '3dsMax|main|emit_color_map': 'emissive',
  NormalMap: 'normal',
  Bump: 'normal',
  'Maya|TEX_normal_map': 'normal',
  '3dsMax|main|norm_map': 'normal',
  ReflectionFactor: 'metallic',
  ShininessExponent: 'roughness',
  Shininess: 'roughness',
}

export class FbxMaterialReader {
  readonly #found = new Map<string, Material>()

  readonly #scene: FbxScene
  readonly #builder: ModelBuilder
  readonly #files: Companions

  constructor(scene: FbxScene, builder: ModelBuilder, files: Companions) {
    this.#scene = scene
    this.#builder = builder
    this.#files = files
  }

  of(object: FbxObject): Material {
    const known = this.#found.get(object.id)
    if (known) return known
    const material = this.#read(object)
    this.#found.set(object.id, material)
    return material
  }

  #read({ id, name, node }: FbxObject): Material {
    const number = (property: string, otherwise: number) => numberOf(propertyOf(node, property)?.[0], otherwise)
    const linear = propertyOf(node, LINEAR_COLORS) ? (value: number) => value : srgbToLinear
    const color = (property: string, factor: string): [number, number, number] => {
      const scale = number(factor, 1)
      const [r = 1, g = 1, b = 1] = vectorOf(node, property, property === 'DiffuseColor' ? [1, 1, 1] : [0, 0, 0])
      return [linear(r) * scale, linear(g) * scale, linear(b) * scale]
    }
    const opacity = propertyOf(node, 'Opacity') ? number('Opacity', 1) : 1 - number('TransparencyFactor', 0)
    // Some programs write a TransparencyFactor of 1 for what is opaque.
    const alpha = opacity > 0 && opacity < 1 ? opacity : 1
    const shininess = propertyOf(node, 'ShininessExponent') ?? propertyOf(node, 'Shininess')
    const slots = new Map<Slot, Texture>()
    for (const link of this.#scene.linksOf(id, 'Texture')) {
      const slot = SLOTS[link.property]
      const texture = slot && this.#texture(link.object)
      if (slot && texture && !slots.has(slot)) slots.set(slot, texture)
    }
    const diffuse = color('DiffuseColor', 'DiffuseFactor')
    const emissive = color('EmissiveColor', 'EmissiveFactor')
    const packed = slots.get('metallic')
    return this.#builder.document
      .createMaterial(name)
      .setBaseColorFactor([within(diffuse[0]), within(diffuse[1]), within(diffuse[2]), alpha])
      .setEmissiveFactor([within(emissive[0]), within(emissive[1]), within(emissive[2])])
      .setAlphaMode(alpha < 1 ? 'BLEND' : 'OPAQUE')
      .setMetallicFactor(within(number('ReflectionFactor', 0)))
      .setRoughnessFactor(shininess ? roughnessOf(numberOf(shininess[0])) : 1)
      .setBaseColorTexture(slots.get('color') ?? null)
      .setEmissiveTexture(slots.get('emissive') ?? null)
      .setNormalTexture(slots.get('normal') ?? null)
      .setMetallicRoughnessTexture(packed && packed === slots.get('roughness') ? packed : null)
  }

  /** The embedded picture, else the file beside the model. */
  #texture({ id, name, node }: FbxObject): Texture | undefined {
    const video = this.#scene.childrenOf(id, 'Video')[0]
    const [content, ...more] = childOf(video?.node, 'Content')?.values ?? []
    if (content instanceof Uint8Array && content.length > 0) return this.#builder.texture(content, name)
    // Text files hold base64, long pictures in several pieces.
    const text =
      typeof content === 'string' ? base64([content, ...more].map((part) => stringOf(part)).join('')) : undefined
    if (text && text.length > 0) return this.#builder.texture(text, name)
    for (const path of [node, video?.node].flatMap((from) => [
      stringOf(childOf(from, 'RelativeFilename')?.values[0]),
      stringOf(childOf(from, 'FileName')?.values[0]),
      stringOf(childOf(from, 'Filename')?.values[0]),
    ])) {
      const bytes = path === '' ? undefined : companion(this.#files, path)
      if (bytes) return this.#builder.texture(bytes, name)
    }
    return undefined
  }
}

function within(value: number): number {
  return Math.max(0, Math.min(1, value))
}

function base64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s/g, '')), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
