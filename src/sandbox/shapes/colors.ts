// Colors as the textures compute with them: sRGB components from 0 to 1.

export type Rgb = readonly [number, number, number]

/** '#rrggbb' to components. */
export function hex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16)
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

export function mixColors(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

/** Hue, saturation and value changed: hue in turns, the other two as factors. */
export function shiftColor(color: Rgb, hue: number, saturation: number, value: number): Rgb {
  const [r, g, b] = color
  const max = Math.max(r, g, b)
  const min = Math.min(r, g, b)
  const span = max - min
  let h = 0
  if (span > 0) h = max === r ? ((g - b) / span + 6) % 6 : max === g ? (b - r) / span + 2 : (r - g) / span + 4
  return hsv(h / 6 + hue, Math.min(1, (max > 0 ? span / max : 0) * saturation), Math.min(1, max * value))
}

/** Hue in turns (wraps), saturation and value from 0 to 1. */
export function hsv(h: number, s: number, v: number): Rgb {
  const f = (n: number) => {
    const k = (n + (h - Math.floor(h)) * 6) % 6
    return v - v * s * Math.max(0, Math.min(k, 4 - k, 1))
  }
  return [f(5), f(3), f(1)]
}

export function luminance(color: Rgb): number {
  return color[0] * 0.2126 + color[1] * 0.7152 + color[2] * 0.0722
}
