// What a model can be made smaller for, with the options of each: what menus list and scripts name.
import { type Phrase, phrase } from '../../text/index.ts'
import type { OptimiseOptions } from './optimise.ts'

/** How geometry is compressed. */
export const COMPRESSIONS = ['meshopt', 'draco', 'quantise', 'none'] as const
export type Compression = (typeof COMPRESSIONS)[number]
/** What textures are written as; `keep` leaves each in its own format. */
export const TEXTURE_FORMATS = ['webp', 'avif', 'jpeg', 'keep'] as const
export type TextureWish = (typeof TEXTURE_FORMATS)[number]
/** As forms name them. */
export const TEXTURE_LABELS: Readonly<Record<TextureWish, Phrase>> = {
  webp: phrase('As WebP'),
  avif: phrase('As AVIF, for colors'),
  jpeg: phrase('As JPEG'),
  keep: phrase('As they are'),
}

export interface OptimisePreset {
  /** As scripts name it. */
  readonly id: string
  readonly name: Phrase
  readonly does: Phrase
  readonly options: OptimiseOptions
}

export const OPTIMISE_PRESETS: readonly OptimisePreset[] = [
  {
    ...{ id: 'web', name: phrase('Web') },
    does: phrase('Textures up to 2048 pixels as WebP, geometry packed with meshopt: the loader needs its decoder'),
    options: { textureSize: 2048, textureFormat: 'webp', compression: 'meshopt' },
  },
  {
    ...{ id: 'mobile', name: phrase('Mobile') },
    does: phrase('Textures up to 1024 pixels as WebP, geometry packed with meshopt: the loader needs its decoder'),
    options: { textureSize: 1024, textureFormat: 'webp', compression: 'meshopt' },
  },
  {
    ...{ id: 'desktop', name: phrase('Desktop') },
    does: phrase('Textures up to 4096 pixels as WebP, geometry packed with meshopt, meshes of one material joined'),
    options: { textureSize: 4096, textureFormat: 'webp', compression: 'meshopt', join: true },
  },
  {
    ...{ id: 'draco', name: phrase('Web, with Draco') },
    does: phrase('Textures up to 2048 pixels as WebP, geometry packed with Draco: the loader needs its decoder'),
    options: { textureSize: 2048, textureFormat: 'webp', compression: 'draco' },
  },
  {
    ...{ id: 'print', name: phrase('Print') },
    does: phrase(
      'Textures as large as they are, colors as JPEG, every point where it is: for slicers and print services',
    ),
    options: { textureSize: 0, textureFormat: 'jpeg', compression: 'none' },
  },
  {
    ...{ id: 'any', name: phrase('Any loader') },
    does: phrase('Textures up to 2048 pixels in their own format, no compression: opens everywhere'),
    options: { textureSize: 2048, textureFormat: 'keep', compression: 'none' },
  },
]
