// What the local tools let a person choose: programs that read FBX, kinds of optimisation.
import type { FbxPreset } from '../../mesh/formats/index.ts'
import type { OptimiseOptions } from '../../mesh/tools/optimise.ts'
import { type Phrase, phrase } from '../../text/index.ts'

/** Programs that read FBX, and how units and axes are written for each. */
export const FBX_TARGETS: readonly { label: string; space: Phrase; preset: FbxPreset }[] = [
  { label: 'Blender', space: phrase('Meters, Y up'), preset: 'blender' },
  { label: 'Unity', space: phrase('Meters, Y up'), preset: 'blender' },
  { label: 'Unreal Engine', space: phrase('Centimeters in the points themselves, Y up'), preset: 'bake_scale' },
  { label: '3ds Max', space: phrase('Centimeters, Z up'), preset: '3dsmax' },
  { label: 'Mixamo', space: phrase('Centimeters, Y up'), preset: 'mixamo' },
]

export const OPTIMISATIONS: readonly { name: Phrase; does: Phrase; options: OptimiseOptions }[] = [
  {
    name: phrase('Web'),
    does: phrase('Textures up to 2048 pixels as WebP, geometry packed with meshopt: the loader needs its decoder'),
    options: { textureSize: 2048, textureFormat: 'webp', compression: 'meshopt' },
  },
  {
    name: phrase('Mobile'),
    does: phrase('Textures up to 1024 pixels as WebP, geometry packed with meshopt: the loader needs its decoder'),
    options: { textureSize: 1024, textureFormat: 'webp', compression: 'meshopt' },
  },
  {
    name: phrase('Desktop'),
    does: phrase('Textures up to 4096 pixels as WebP, geometry packed with meshopt, meshes of one material joined'),
    options: { textureSize: 4096, textureFormat: 'webp', compression: 'meshopt', join: true },
  },
  {
    name: phrase('Print'),
    does: phrase(
      'Textures as large as they are, colors as JPEG, every point where it is: for slicers and print services',
    ),
    options: { textureSize: 0, textureFormat: 'jpeg', compression: 'none' },
  },
  {
    name: phrase('Any loader'),
    does: phrase('Textures up to 2048 pixels in their own format, no compression: opens everywhere'),
    options: { textureSize: 2048, textureFormat: 'keep', compression: 'none' },
  },
]
