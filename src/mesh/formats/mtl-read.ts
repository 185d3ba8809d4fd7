// Reading the material files (MTL) of OBJ, with the PBR extension that Blender and others write.

import type { Material, Texture } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { srgbToLinear } from '../math/color.ts'
import type { ModelBuilder } from './build.ts'
import { type Companions, companionOf, pictureOf } from './companions.ts'
import { roughnessOf } from './materials.ts'
import { decodeText, linesOf, namesIn } from './text.ts'

/** Where materials come from and go to while they are read. */
export interface MaterialTarget {
  readonly builder: ModelBuilder
  readonly files: Companions
  readonly context: ReaderContext
  /** By the name that `usemtl` gives. */
  readonly materials: Map<string, Material>
}

/** Adds the materials of one library; a missing one is told. `name` as it stands in the OBJ's text. */
export function readLibrary(name: string, target: MaterialTarget): void {
  const names = namesIn(name)
  const bytes = companionOf(target.files, names)
  if (!bytes) {
    target.context.warn(
      phrase('The material file {0} is missing: the model is shown without its materials.', names[0] ?? ''),
    )
    return
  }
  let reading: Reading | undefined
  for (const line of linesOf(decodeText(bytes))) {
    target.context.budget.spend('elements', 1)
    const [word = '', ...values] = line.trim().split(/\s+/)
    const keyword = word.toLowerCase()
    if (keyword === 'newmtl') {
      const label = namesIn(line.trim().slice(word.length).trim())[0] ?? ''
      const material = target.builder.document.createMaterial(label).setMetallicFactor(0)
      target.materials.set(label, material)
      reading = { material, hasDissolve: false, target }
    } else if (reading) property(reading, keyword, values)
  }
}

interface Reading {
  readonly material: Material
  /** `d` says how opaque the material is; a `Tr` beside it is passed over. */
  hasDissolve: boolean
  readonly target: MaterialTarget
}

function property(reading: Reading, keyword: string, values: readonly string[]): void {
  const { material } = reading
  const number = Number(values[0])
  switch (keyword) {
    case 'kd':
      material.setBaseColorFactor([...rgb(values), material.getAlpha()])
      break
    case 'ke':
      material.setEmissiveFactor(rgb(values))
      break
    case 'd':
    case 'tr':
      opacity(reading, keyword, Number(values.at(-1)))
      break
    case 'ns':
      if (Number.isFinite(number)) material.setRoughnessFactor(roughnessOf(number / 10))
      break
    case 'pr':
      if (Number.isFinite(number)) material.setRoughnessFactor(within(number))
      break
    case 'pm':
      if (Number.isFinite(number)) material.setMetallicFactor(within(number))
      break
    case 'map_kd':
      material.setBaseColorTexture(texture(reading, values))
      break
    case 'map_ke':
      material.setEmissiveTexture(texture(reading, values))
      break
    case 'norm':
    case 'map_kn':
      material.setNormalTexture(texture(reading, values))
      break
    case 'map_pr':
      material.setMetallicRoughnessTexture(texture(reading, values))
      break
  }
}

/**
 * `Tr` is how transparent a material is, but programs that took it for `d` write 1 for a solid one; and nobody exports
 * what cannot be seen. So 1 is solid both ways.
 */
function opacity(reading: Reading, keyword: 'd' | 'tr', value: number): void {
  if (!Number.isFinite(value) || (keyword === 'tr' && reading.hasDissolve)) return
  if (keyword === 'd') reading.hasDissolve = true
  const alpha = keyword === 'd' ? within(value) : value >= 1 ? 1 : within(1 - value)
  reading.material.setAlpha(alpha).setAlphaMode(alpha < 1 ? 'BLEND' : 'OPAQUE')
}

function rgb(values: readonly string[]): [number, number, number] {
  // a grey may be given once
  const channel = (k: number) => srgbToLinear(within(Number(values[k] ?? values[0]) || 0))
  return [channel(0), channel(1), channel(2)]
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** Options such as "-bm 1" stand before the file name, which may contain blanks. */
function texture({ target }: Reading, values: readonly string[]): Texture | null {
  const path = values.join(' ').replace(/^(?:-\w+(?:\s+(?:on|off|[-+]?[\d.]+(?:e[-+]?\d+)?))*\s+)*/i, '')
  return path === '' ? null : pictureOf(target.builder, target.files, namesIn(path), target.context)
}
