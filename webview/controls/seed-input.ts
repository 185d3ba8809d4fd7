// A seed: a whole number, a dice button that picks a random one, and a way back to "random each time".
import { iconButton } from './button.ts'
import { element } from './dom.ts'
import type { InputHandle } from './input.ts'
import { type NumberInputOptions, numberInput } from './number-input.ts'
import { drawSeed } from './numbers.ts'

export interface SeedInputOptions extends NumberInputOptions {
  maximum: number
  diceLabel: string
}

const SVG = 'http://www.w3.org/2000/svg'
/** Codicons have no dice, so this draws one in their manner: 16 px, one pixel lines, the text's color. */
function dice(): Element {
  const svg = document.createElementNS(SVG, 'svg')
  const shape = (tag: string, attributes: Record<string, string>) => {
    const part = document.createElementNS(SVG, tag)
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value)
    svg.append(part)
  }
  for (const [name, value] of Object.entries({
    viewBox: '0 0 16 16',
    width: '16',
    height: '16',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(name, value)
  }
  const frame = { x: '2.5', y: '2.5', width: '11', height: '11', rx: '2' }
  shape('rect', { ...frame, fill: 'none', stroke: 'currentColor' })
  for (const [cx, cy] of [
    ['5.5', '5.5'],
    ['10.5', '5.5'],
    ['8', '8'],
    ['5.5', '10.5'],
    ['10.5', '10.5'],
  ] as const) {
    shape('circle', { cx, cy, r: '1', fill: 'currentColor' })
  }
  return svg
}

export function seedInput(options: SeedInputOptions): InputHandle<number | string | undefined> {
  const input = numberInput(options)
  const roll = iconButton({
    icon: dice(),
    label: options.diceLabel,
    onClick: () => {
      const seed = drawSeed(options.maximum)
      input.value = seed
      options.onChange(seed)
    },
  })
  const root = element('div', 'control-joined', {}, input.root, roll)
  return {
    root,
    get value() {
      return input.value
    },
    set value(value) {
      input.value = value
    },
    get disabled() {
      return input.disabled
    },
    set disabled(disabled) {
      input.disabled = disabled
      roll.disabled = disabled
    },
    describe: input.describe,
    focus: input.focus,
  }
}
