// The wire's `style` values as repaintings: each turns every material of a model into its own.
import { hex, luminance, mixColors, type Rgb, shiftColor } from './colors.ts'
import type { KindName, Material } from './materials.ts'

type Restyle = (material: Material, index: number) => Material

const solid =
  (kind: KindName, color: string, more: Partial<Material> = {}): Restyle =>
  (material) => {
    const base = hex(color)
    const light = 0.75 + 0.5 * luminance(material.color)
    return { kind, color: [base[0] * light, base[1] * light, base[2] * light], ...more }
  }
const palette =
  (kind: (material: Material) => KindName, ...colors: readonly string[]): Restyle =>
  (material, index) => ({ kind: kind(material), color: hex(colors[index % colors.length] ?? '#888888') })

export const STYLES: ReadonlyMap<string, Restyle> = new Map<string, Restyle>([
  [
    'person:person2cartoon',
    ({ color, kind }) => ({
      kind: kind === 'glow' ? 'glow' : 'plastic',
      color: shiftColor(color, 0, 1.5, 1.15),
      rough: 0.6,
    }),
  ],
  [
    'animal:venom',
    (_, index) =>
      index % 4 === 3
        ? { kind: 'ceramic', color: hex('#e8ebe6') }
        : { kind: 'rubber', color: hex('#101217'), rough: 0.18, color2: hex('#27303d') },
  ],
  [
    'object:clay',
    ({ color }) => ({ kind: 'clay', color: mixColors(shiftColor(color, 0, 0.85, 1.1), hex('#c08a66'), 0.25) }),
  ],
  [
    'object:steampunk',
    palette(
      ({ kind }) => (kind === 'cloth' || kind === 'fur' || kind === 'leaf' ? 'leather' : 'gold'),
      '#b07a3a',
      '#6b4a32',
      '#c79a4b',
      '#59463b',
      '#8f5a3a',
    ),
  ],
  [
    'object:christmas',
    palette(
      ({ kind }) => (kind === 'glow' ? 'glow' : kind === 'metal' ? 'gold' : 'paint'),
      '#b3202a',
      '#1f6b3a',
      '#f0f2f2',
      '#d8a838',
    ),
  ],
  [
    'object:barbie',
    palette(({ kind }) => (kind === 'glow' ? 'glow' : 'plastic'), '#ec5fa5', '#f7b3d2', '#fdf1f6', '#c93c86'),
  ],
  ['gold', solid('gold', '#e0aa3a')],
  ['ancient_bronze', solid('rust', '#8a6238', { metal: 0.8, rough: 0.5, color2: hex('#4f8a76') })],
])

/** The materials under a style; unchanged for none or one that is not known. */
export function restyled(materials: readonly Material[], style: string | undefined): readonly Material[] {
  const restyle = style === undefined ? undefined : STYLES.get(style)
  return restyle ? materials.map(restyle) : materials
}

/** A picture's color under a style, for models that are textured with a picture. */
export function restyledColor(color: Rgb, style: string | undefined): Rgb {
  const restyle = style === undefined ? undefined : STYLES.get(style)
  if (!restyle) return color
  const light = luminance(color)
  const [dark, bright] = [restyle({ kind: 'paint', color }, 0), restyle({ kind: 'paint', color }, 1)]
  const target = mixColors(dark.color, bright.color, light)
  const lit: Rgb = [target[0] * (0.45 + light), target[1] * (0.45 + light), target[2] * (0.45 + light)]
  return mixColors(color, lit, 0.8)
}
