// The choices that the local tools offer: programs that read FBX, kinds of optimization.
import type { FbxPreset } from '../../mesh/formats/index.ts'
import { type Phrase, phrase } from '../../text/index.ts'

/** Programs that read FBX, and how units and axes are written for each. */
export const FBX_TARGETS: readonly { label: string; space: Phrase; preset: FbxPreset }[] = [
  { label: 'Blender', space: phrase('Meters, Y up'), preset: 'blender' },
  { label: 'Unity', space: phrase('Meters, Y up'), preset: 'blender' },
  { label: 'Unreal Engine', space: phrase('Centimeters in the points themselves, Y up'), preset: 'bake_scale' },
  { label: 'Maya', space: phrase('Centimeters in the points themselves, Y up'), preset: 'bake_scale' },
  { label: '3ds Max', space: phrase('Centimeters, Z up'), preset: '3dsmax' },
  { label: 'Mixamo', space: phrase('Centimeters, Y up'), preset: 'mixamo' },
]

/** What an STL is for, which has no unit of its own. */
export const STL_TARGETS: readonly { name: Phrase; does: Phrase; inMillimetres: boolean }[] = [
  { name: phrase('3D Printing'), does: phrase('Millimeters, Z up: as slicers read it'), inMillimetres: true },
  { name: phrase('Other Programs'), does: phrase('Meters, Z up'), inMillimetres: false },
]
