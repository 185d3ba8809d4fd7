// The adjectives a prompt may carry: colours, materials, sizes, wear and shape, in English and a few in Chinese.
import { hex, type Rgb } from './colors.ts'
import type { KindName } from './materials.ts'

export const COLORS: ReadonlyMap<string, Rgb> = new Map(
  Object.entries({
    red: '#b3261e', crimson: '#8f1322', scarlet: '#c42a1c', maroon: '#6b1a20', orange: '#d9701e', amber: '#d99420',
    yellow: '#e0b92e', lime: '#8fc234', green: '#3d8b40', emerald: '#1f8f5f', olive: '#6b7033', mint: '#8fd1b3',
    teal: '#23807d', turquoise: '#35b0a8', cyan: '#35b3cc', aqua: '#4cc0cf', blue: '#2c5fa8', navy: '#1f2d55',
    azure: '#3a8ad9', indigo: '#3d3a8c', purple: '#6a3d9a', violet: '#7d4bb3', magenta: '#b3308f', pink: '#e08aa8',
    rose: '#cf6679', brown: '#6b4528', beige: '#cdb891', tan: '#b8935f', cream: '#e8dfc4', ivory: '#ece6d3',
    white: '#e6e6e2', grey: '#8a8d90', gray: '#8a8d90', black: '#26272a', dark: '#33312f',
    红: '#b3261e', 蓝: '#2c5fa8', 绿: '#3d8b40', 黄: '#e0b92e', 黑: '#26272a', 白: '#e6e6e2', 紫: '#6a3d9a', 粉: '#e08aa8',
  }).map(([word, color]) => [word, hex(color)]),
)

export interface MaterialWord {
  readonly kind: KindName
  /** The colour the word brings along unless a colour word is there too. */
  readonly color: Rgb
  /** A coat of paint covers it when a colour word is there too. */
  readonly painted?: boolean
  readonly color2?: Rgb
}

const word = (kind: KindName, color: string, more: { painted?: boolean; color2?: string } = {}): MaterialWord => ({
  kind,
  color: hex(color),
  ...(more.painted ? { painted: true } : {}),
  ...(more.color2 ? { color2: hex(more.color2) } : {}),
})
const WOOD = word('wood', '#9c6b3f')
const METAL = word('metal', '#8b9096', { painted: true })
const STONE = word('stone', '#8f8d86')

export const MATERIALS: ReadonlyMap<string, MaterialWord> = new Map(
  Object.entries({
    wood: WOOD, wooden: WOOD, timber: WOOD, oak: word('wood', '#a37a48'), oaken: word('wood', '#a37a48'), birch: word('wood', '#d6bd90'),
    walnut: word('wood', '#5f402b'), mahogany: word('wood', '#6e2f22'), ebony: word('wood', '#33272a'), bamboo: word('wood', '#c2a864'),
    driftwood: word('wood', '#9d9284'), 木: WOOD, 木头: WOOD, 木制: WOOD,
    stone: STONE, rocky: STONE, granite: word('stone', '#7f7a78'), marble: word('stone', '#dcd9d2', { color2: '#9a9aa0' }), slate: word('stone', '#4c545c'),
    sandstone: word('stone', '#c2a171'), concrete: word('stone', '#9c9b97'), brick: word('brick', '#9a4a36'), cobblestone: word('cobble', '#85827b'),
    obsidian: word('glass', '#1d1a24'), 石: STONE, 石头: STONE,
    metal: METAL, metallic: METAL, iron: word('metal', '#6d7075', { painted: true }), steel: word('metal', '#a3a8ad', { painted: true }), chrome: word('metal', '#d0d4d8'),
    aluminium: word('metal', '#c0c3c6', { painted: true }), aluminum: word('metal', '#c0c3c6', { painted: true }), tin: word('metal', '#a9adb0', { painted: true }),
    titanium: word('metal', '#87868b'), rusty: word('rust', '#7d7a78'), rusted: word('rust', '#7d7a78'),
    gold: word('gold', '#e0aa3a'), golden: word('gold', '#e0aa3a'), gilded: word('gold', '#e0aa3a'), silver: word('gold', '#c9ccd0'), brass: word('gold', '#c2993f'),
    bronze: word('gold', '#a8713d'), copper: word('gold', '#c27148'), platinum: word('gold', '#d9dadb'), 金: word('gold', '#e0aa3a'), 银: word('gold', '#c9ccd0'), 铁: word('metal', '#6d7075', { painted: true }),
    glass: word('glass', '#8fc4cf'), crystal: word('crystal', '#8fb7e8'), ice: word('crystal', '#b3dcf0'), icy: word('crystal', '#b3dcf0'), frozen: word('crystal', '#b3dcf0'),
    diamond: word('crystal', '#cfe6f2'), ruby: word('crystal', '#c21f3f'), sapphire: word('crystal', '#2447b8'), amethyst: word('crystal', '#8a52c2'), jade: word('ceramic', '#5f9e77'),
    leather: word('leather', '#7a4a2b'), cloth: word('cloth', '#a68f74'), fabric: word('cloth', '#a68f74'), linen: word('cloth', '#cfc3a8'), velvet: word('cloth', '#7a2440'),
    wool: word('cloth', '#c9bfae'), silk: word('cloth', '#c9a4b0'), plush: word('fur', '#b08a63'), fluffy: word('fur', '#c2a684'), furry: word('fur', '#8f6a48'),
    plastic: word('plastic', '#c9473f'), rubber: word('rubber', '#2f3033'), ceramic: word('ceramic', '#d6cfc2'), porcelain: word('ceramic', '#e6e6e2'), clay: word('clay', '#a9694a'),
    terracotta: word('clay', '#b5633f'), bone: word('ceramic', '#d9cfb3'), paper: word('paper', '#e0d9c4'), cardboard: word('paper', '#b08a5a'), straw: word('straw', '#c9a552'),
    wicker: word('straw', '#b08a4f'), mossy: word('grass', '#66753f'), snowy: word('snow', '#eef2f5'), candy: word('plastic', '#e87fa8'), chocolate: word('plastic', '#4f2d1c'),
  }),
)

/** Factors of the real size for auto_size, and slight ones of the form. */
export const SIZES: ReadonlyMap<string, number> = new Map(
  Object.entries({ tiny: 0.4, miniature: 0.3, mini: 0.5, little: 0.7, small: 0.7, big: 1.4, large: 1.5, huge: 2.2, giant: 3, gigantic: 3.5, massive: 2.8, enormous: 2.8, colossal: 4, 小: 0.7, 大: 1.5, 巨大: 3 }),
)

/** Stretch of the form: across (x and z) and up (y). */
export const STRETCHES: ReadonlyMap<string, readonly [number, number]> = new Map<string, readonly [number, number]>(
  Object.entries({ tall: [0.94, 1.25], high: [0.97, 1.2], long: [1.15, 1], short: [1.04, 0.8], low: [1.05, 0.8], wide: [1.25, 0.95], thin: [0.8, 1.05], slim: [0.82, 1.05], slender: [0.8, 1.08], narrow: [0.8, 1], thick: [1.18, 1], fat: [1.3, 0.96], chubby: [1.25, 0.96], stout: [1.2, 0.92], 高: [0.94, 1.25] }),
)

/** How worn a thing looks, 0 to 1. */
export const WEARS: ReadonlyMap<string, number> = new Map(
  Object.entries({ old: 0.7, ancient: 0.9, worn: 0.8, weathered: 0.9, broken: 1, damaged: 0.9, dirty: 0.9, rusty: 0.8, rusted: 0.8, ruined: 1, abandoned: 0.9, vintage: 0.5, antique: 0.6, battered: 0.9, medieval: 0.4, rustic: 0.5, new: 0, clean: 0, shiny: 0, polished: 0, pristine: 0, 旧: 0.8, 破: 1 }),
)

/** Words that recipes may ask for. */
export const TRAITS: ReadonlySet<string> = new Set([
  'curved', 'round', 'rounded', 'square', 'ornate', 'fancy', 'royal', 'simple', 'open', 'closed', 'broken', 'spiky', 'magic', 'magical', 'enchanted', 'dead', 'autumn', 'winter', 'snowy', 'stained', 'double', 'curved-back', 'cartoon', 'stylized', 'low-poly', 'lowpoly', 'futuristic', 'sci-fi',
])
