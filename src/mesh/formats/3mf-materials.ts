// How the triangles of a 3MF file look: base materials, color groups, textures, and the first layer that a
// multi-property names. Composite materials are shown as the base material they begin with.
import type { Material } from '@gltf-transform/core'
import type { ReaderContext } from '../budget.ts'
import { srgbToLinear } from '../math/color.ts'
import type { ModelPart } from './3mf-part.ts'
import type { ModelBuilder } from './build.ts'
import { pictureOf } from './companions.ts'
import type { XmlElement } from './xml.ts'
import type { ZipArchive } from './zip-read.ts'

export interface Looks {
  readonly material: Material | null
  /** Linear RGBA of the triangle's corners. */
  readonly colors?: readonly number[]
  /** v down, as glTF has it. */
  readonly uvs?: readonly number[]
}

const PLAIN: Looks = { material: null }
type Rgba = [number, number, number, number]

export class MaterialSource3mf {
  readonly #made = new Map<XmlElement | string, Material>()

  readonly #builder: ModelBuilder
  readonly #archive: ZipArchive
  readonly #context: ReaderContext

  constructor(builder: ModelBuilder, archive: ZipArchive, context: ReaderContext) {
    this.#builder = builder
    this.#archive = archive
    this.#context = context
  }

  /** The looks of a triangle with these places (one per corner) in the property group `pid`. */
  of(part: ModelPart, pid: string, places: readonly string[]): Looks {
    const group = part.resources.get(pid)
    const entries = places.map((index) => group?.children[Number(index)])
    const [first] = entries
    if (!group || !first) return PLAIN
    switch (group.name) {
      case 'basematerials':
        return { material: this.#base(first) }
      case 'colorgroup': {
        const colors = entries.flatMap((entry) => colorOf(entry?.attributes['color'] ?? ''))
        return { material: this.#colored(colors.some((value, i) => i % 4 === 3 && value < 1)), colors }
      }
      case 'texture2dgroup': {
        const uvs = entries.flatMap((entry) => [numberIn(entry, 'u'), 1 - numberIn(entry, 'v')])
        return { material: this.#textured(part, group), uvs }
      }
      case 'compositematerials': {
        const bases = part.resources.get(group.attributes['matid'] ?? '')
        const base = bases?.children[Number((group.attributes['matindices'] ?? '0').split(/\s+/)[0])]
        return base ? { material: this.#base(base) } : PLAIN
      }
      case 'multiproperties':
        return this.#layered(part, group, entries)
      default:
        return PLAIN
    }
  }

  /** Of several layers the last texture, else the first of the others. */
  #layered(part: ModelPart, group: XmlElement, entries: readonly (XmlElement | undefined)[]): Looks {
    const layers = (group.attributes['pids'] ?? '').trim().split(/\s+/)
    const kinds = layers.map((id) => part.resources.get(id)?.name)
    const chosen = Math.max(0, kinds.lastIndexOf('texture2dgroup'))
    const id = layers[chosen] ?? ''
    if (kinds[chosen] === 'multiproperties') return PLAIN
    const places = entries.map((entry) => (entry?.attributes['pindices'] ?? '').trim().split(/\s+/)[chosen] || '0')
    return this.of(part, id, places)
  }

  #base(entry: XmlElement): Material {
    return this.#once(entry, () => {
      const color = colorOf(entry.attributes['displaycolor'] ?? '')
      return this.#plain(entry.attributes['name'] ?? '', color[3] < 1).setBaseColorFactor(color)
    })
  }

  #colored(seeThrough: boolean): Material {
    return this.#once(seeThrough ? 'colors, see-through' : 'colors', () => this.#plain('colors', seeThrough))
  }

  #textured(part: ModelPart, group: XmlElement): Material {
    return this.#once(group, () => {
      const path = part.resources.get(group.attributes['texid'] ?? '')?.attributes['path']?.replace(/^\//, '') ?? ''
      const wanted = path.toLowerCase()
      const name = this.#archive.names.find((known) => known.toLowerCase() === wanted)
      const bytes = name === undefined ? undefined : this.#archive.read(name)
      const files = new Map(bytes ? [[path, bytes]] : [])
      return this.#plain('texture', false).setBaseColorTexture(pictureOf(this.#builder, files, [path], this.#context))
    })
  }

  #plain(name: string, seeThrough: boolean): Material {
    const material = this.#builder.document.createMaterial(name).setMetallicFactor(0)
    return seeThrough ? material.setAlphaMode('BLEND') : material
  }

  #once(key: XmlElement | string, make: () => Material): Material {
    const known = this.#made.get(key) ?? make()
    this.#made.set(key, known)
    return known
  }
}

function numberIn(entry: XmlElement | undefined, name: string): number {
  const value = Number(entry?.attributes[name])
  return Number.isFinite(value) ? value : 0
}

function colorOf(text: string): Rgba {
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text.trim())
  const byte = (digits: string) => Number.parseInt(digits, 16) / 255
  const rgb = hex?.[1] ?? 'ffffff'
  const channel = (from: number) => srgbToLinear(byte(rgb.slice(from, from + 2)))
  return [channel(0), channel(2), channel(4), byte(hex?.[2] ?? 'ff')]
}
