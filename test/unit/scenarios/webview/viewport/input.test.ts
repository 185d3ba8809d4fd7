// Keys and gestures: what means what, and what is left to the editor.
import { describe, expect, it } from 'vitest'
import { keyAction } from '../../../../../webview/viewport/keyboard.ts'
import { gestureOf, wheelFactor } from '../../../../../webview/viewport/pointer.ts'

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const press = (key: string, code: string, changes: Partial<typeof none> = {}) =>
  keyAction({ key, code, ...none, ...changes })

describe('keyAction', () => {
  it.each([
    ['1', 'Digit1', {}, 'front'],
    ['1', 'Numpad1', { ctrlKey: true }, 'back'],
    ['End', 'Numpad1', {}, 'front'],
    ['3', 'Digit3', {}, 'right'],
    ['3', 'Digit3', { metaKey: true }, 'left'],
    ['7', 'Numpad7', {}, 'top'],
    ['7', 'Numpad7', { ctrlKey: true }, 'bottom'],
  ])('%s (%s, %o) shows the view %s', (key, code, changes, view) => {
    expect(press(key, code, changes)).toEqual({ do: 'view', view })
  })

  it.each([
    ['.', 'Period', 'frame'],
    ['Delete', 'NumpadDecimal', 'frame'],
    ['F', 'KeyF', 'frame'],
    ['Home', 'Home', 'home'],
    ['z', 'KeyZ', 'wireframe'],
    ['W', 'KeyW', 'wireframe'],
    ['g', 'KeyG', 'grid'],
    ['5', 'Numpad5', 'projection'],
    ['t', 'KeyT', 'turntable'],
  ])('%s (%s) means %s', (key, code, what) => {
    expect(press(key, code)).toEqual({ do: what })
  })

  it('orbits with arrows, pans with Shift, and to opposite sides', () => {
    const left = press('ArrowLeft', 'ArrowLeft')
    const right = press('ArrowRight', 'ArrowRight')
    expect(left?.do).toBe('orbit')
    expect(left).not.toEqual(right)
    expect(press('ArrowUp', 'ArrowUp', { shiftKey: true })?.do).toBe('pan')
  })

  it('zooms in with plus and out with minus by the same step', () => {
    const zoomIn = press('+', 'NumpadAdd')
    const zoomOut = press('-', 'Minus')
    if (zoomIn?.do !== 'dolly' || zoomOut?.do !== 'dolly') throw new Error('not a dolly')
    expect(zoomIn.factor).toBeLessThan(1)
    expect(zoomIn.factor * zoomOut.factor).toBeCloseTo(1)
  })

  it.each([
    ['z', 'KeyZ', { ctrlKey: true }],
    ['f', 'KeyF', { metaKey: true }],
    ['w', 'KeyW', { altKey: true }],
    ['1', 'Digit1', { altKey: true }],
    ['2', 'Digit2', { ctrlKey: true }],
    ['Tab', 'Tab', {}],
    ['Escape', 'Escape', {}],
    ['constructor', 'KeyC', {}],
  ])('leaves %s (%s, %o) to the editor', (key, code, changes) => {
    expect(press(key, code, changes)).toBeUndefined()
  })
})

describe('gestureOf', () => {
  it.each([
    [0, {}, 'orbit'],
    [1, {}, 'orbit'],
    [1, { shiftKey: true }, 'pan'],
    [0, { shiftKey: true }, 'pan'],
    [2, {}, 'pan'],
    [0, { ctrlKey: true }, 'dolly'],
    [3, {}, undefined],
  ])('button %i with %o is %s', (button, changes, gesture) => {
    expect(gestureOf({ button, ...none, ...changes })).toBe(gesture)
  })
})

describe('wheelFactor', () => {
  const wheel = (deltaY: number, deltaMode = 0, ctrlKey = false) => wheelFactor({ deltaY, deltaMode, ctrlKey })

  it('moves in for a turn up, out for a turn down, and back again', () => {
    expect(wheel(-100)).toBeLessThan(1)
    expect(wheel(-100) * wheel(100)).toBeCloseTo(1)
  })

  it('knows lines and pages, feels a pinch, and tames a wild event', () => {
    expect(wheel(3, 1)).toBeCloseTo(wheel(48, 0))
    expect(wheel(10, 0, true)).toBeGreaterThan(wheel(10))
    expect(wheel(100_000)).toBeLessThan(2)
    expect(wheel(-100_000)).toBeGreaterThan(0.5)
  })
})
