// Which palette matches the editor's theme. Read from the page's own colors, so that it also works where VS Code's theme classes
// are missing, and watched, because the theme can change while the panel is open.
import { PALETTES, type Palette } from './ground.ts'

/** Relative luminance of a CSS `rgb()` color as computed styles give it, 0..1 (WCAG 2.2); undefined when transparent. */
export function luminance(color: string): number | undefined {
  const numbers = color.match(/[\d.]+/g)?.map(Number) ?? []
  const [red, green, blue, alpha = 1] = numbers
  if (red === undefined || green === undefined || blue === undefined || alpha === 0) return undefined
  const linear = (value: number) => {
    const v = value / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** `background` is the computed background of the viewport, `bodyClass` the classes VS Code puts on the body. */
export function choosePalette(background: string, bodyClass: string): Palette {
  const light = (luminance(background) ?? 0) > 0.4
  const contrast = /\bvscode-high-contrast(-light)?\b/.test(bodyClass)
  if (contrast) return light ? PALETTES.contrastLight : PALETTES.contrastDark
  return light ? PALETTES.light : PALETTES.dark
}

/** Calls `changed` with the palette now and whenever the theme changes; returns how to stop. */
export function watchTheme(element: HTMLElement, changed: (palette: Palette) => void): () => void {
  let current: Palette | undefined
  const look = () => {
    const palette = choosePalette(getComputedStyle(element).backgroundColor, document.body.className)
    if (palette === current) return
    current = palette
    changed(palette)
  }
  look()
  // VS Code swaps the body's classes and the color variables on the root's style attribute.
  const observer = new MutationObserver(look)
  for (const node of [document.body, document.documentElement]) {
    observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-kind'] })
  }
  return () => observer.disconnect()
}

/** The user's wish for less motion, from VS Code's own setting (a body class) or the system's. */
export function prefersReducedMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
  )
}
