// Readable text in every theme: themes choose their color pairs for other elements than ours, and some have too little contrast
// for people with weak sight. If a pair has too little, our own token for it is moved towards black or white until it is enough.
// Follows theme changes while the page is open.

/** Red, green, blue 0..255 and opacity 0..1. */
export type Color = readonly [number, number, number, number]

/** WCAG 2.2, success criterion 1.4.3: least ratio of text to its ground. */
const LEAST_RATIO = 4.5
/** How far a color moves at each try. */
const STEP = 0.05

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa` and `rgb()`/`rgba()`, as VS Code writes its tokens; undefined for anything else. */
export function parseColor(text: string): Color | undefined {
  const hex = /^#([\da-f]{3,8})$/i.exec(text.trim())?.[1]
  if (hex !== undefined) {
    const digits = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex
    const [r, g, b, a = 255] = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
    return r === undefined || g === undefined || b === undefined ? undefined : [r, g, b, a / 255]
  }
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[\s,/]+/)
    .map(Number)
  const [r, g, b, a = 1] = parts ?? []
  if (r === undefined || g === undefined || b === undefined || !parts?.every(Number.isFinite)) return undefined
  return [r, g, b, a]
}

/** A color as it appears over an opaque one. */
export const over = (top: Color, ground: Color): Color => mix(ground, [top[0], top[1], top[2], 1], top[3])

const mix = (from: Color, to: Color, share: number): Color => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
  1,
]

/** Relative luminance (WCAG 2.2, definition), 0..1. */
function luminance([red, green, blue]: Color): number {
  const linear = (channel: number) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** Contrast ratio of two opaque colors (WCAG 2.2, definition), 1..21. */
export function ratioOf(a: Color, b: Color): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((first, second) => first - second)
  return (light + 0.05) / (dark + 0.05)
}

/** The color nearest to this one that can be read on all these grounds; the best there is, when none can. */
export function readable(color: Color, grounds: readonly Color[]): Color {
  const worst = (candidate: Color) => Math.min(...grounds.map((ground) => ratioOf(over(candidate, ground), ground)))
  if (worst(color) >= LEAST_RATIO) return color
  const black: Color = [0, 0, 0, 1]
  const white: Color = [255, 255, 255, 1]
  const target = worst(black) > worst(white) ? black : white
  const opaque: Color = over(color, grounds[0] ?? white)
  for (let share = STEP; share < 1; share += STEP) {
    const candidate = mix(opaque, target, share)
    // Rounded the way it is written.
    if (worst(candidate) >= LEAST_RATIO + 0.05) return candidate
  }
  return target
}

const css = ([red, green, blue, alpha]: Color) =>
  alpha < 1
    ? `rgba(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}, ${alpha})`
    : `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`

/** Our tokens: the theme's color that each begins with, and the theme's grounds it stands on. The first that exists of each list. */
const TOKENS: Readonly<Record<string, { from: readonly string[]; on: readonly (readonly string[])[] }>> = {
  '--text': {
    from: ['--vscode-foreground'],
    on: [
      ['--vscode-sideBar-background', '--vscode-editor-background'],
      ['--vscode-editor-background'],
      ['--vscode-toolbar-hoverBackground', '--vscode-editor-background'],
    ],
  },
  '--quiet': {
    from: ['--vscode-descriptionForeground', '--vscode-foreground'],
    on: [['--vscode-sideBar-background', '--vscode-editor-background'], ['--vscode-editor-background']],
  },
  '--error': {
    from: ['--vscode-errorForeground'],
    on: [['--vscode-sideBar-background', '--vscode-editor-background'], ['--vscode-editor-background']],
  },
  '--on-field': {
    from: ['--vscode-input-foreground', '--vscode-foreground'],
    on: [['--vscode-input-background', '--vscode-editor-background']],
  },
  '--on-button': { from: ['--vscode-button-foreground'], on: [['--vscode-button-background']] },
  '--on-selection': {
    from: ['--vscode-list-inactiveSelectionForeground', '--vscode-foreground'],
    on: [['--vscode-list-inactiveSelectionBackground', '--vscode-editor-background']],
  },
}

function apply(root: HTMLElement): void {
  const style = getComputedStyle(root)
  const ground = parseColor(style.getPropertyValue('--vscode-editor-background')) ?? [30, 30, 30, 1]
  const column = parseColor(style.getPropertyValue('--vscode-sideBar-background')) ?? ground
  const first = (names: readonly string[]) =>
    names.map((name) => parseColor(style.getPropertyValue(name))).find((color) => color !== undefined)
  for (const [token, { from, on }] of Object.entries(TOKENS)) {
    const color = first(from)
    const grounds = on.map((names) => over(first(names) ?? column, column))
    const value = color && css(readable(color, grounds))
    if (value === undefined) root.style.removeProperty(token)
    else if (root.style.getPropertyValue(token) !== value) root.style.setProperty(token, value)
  }
}

/** Keeps our tokens readable from now on. VS Code tells of another theme by the style of the root and the class of the body. */
export function keepReadable(document: Document): void {
  const root = document.documentElement
  const observer = new MutationObserver(() => apply(root))
  observer.observe(root, { attributes: true, attributeFilter: ['style'] })
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] })
  apply(root)
}
