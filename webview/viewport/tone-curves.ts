// Tone mappings by name as three's renderer knows them.
import {
  ACESFilmicToneMapping,
  AgXToneMapping,
  LinearToneMapping,
  NeutralToneMapping,
  type ToneMapping as RendererCurve,
} from 'three'
import type { ToneMapping } from './light.ts'

const CURVES: Readonly<Record<ToneMapping, RendererCurve>> = {
  neutral: NeutralToneMapping,
  aces: ACESFilmicToneMapping,
  agx: AgXToneMapping,
  linear: LinearToneMapping,
}

export const curveOf = (name: ToneMapping): RendererCurve => CURVES[name]
