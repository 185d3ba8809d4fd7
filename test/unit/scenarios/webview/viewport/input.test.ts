// Keys and gestures: what means what in each scheme, and what is left to the editor.
import { describe, expect, it, vi } from 'vitest'
import { BINDINGS, KEY_SCHEMES, type KeyScheme, keysOf } from '../../../../../webview/viewport/bindings.ts'
import { CameraRig } from '../../../../../webview/viewport/camera.ts'
import { Commands } from '../../../../../webview/viewport/commands.ts'
import { pressName } from '../../../../../webview/viewport/keyboard.ts'
import { gestureOf } from '../../../../../webview/viewport/pointer.ts'
import {
  isTouchpad,
  type ScrollHabit,
  type Wheel,
  WheelReader,
  wheelFactor,
} from '../../../../../webview/viewport/wheel.ts'

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
type Changes = Partial<typeof none>
const name = (key: string, code: string, changes: Changes = {}) => pressName({ key, code, ...none, ...changes })

describe('pressName', () => {
  const rows: readonly [key: string, code: string, changes: Changes, expected: string][] = [
    ['1', 'Digit1', {}, '1'],
    ['&', 'Digit1', {}, '1'],
    ['1', 'Numpad1', { ctrlKey: true }, 'Ctrl+1'],
    ['End', 'Numpad1', {}, '1'],
    ['3', 'Digit3', { metaKey: true }, 'Ctrl+3'],
    ['Delete', 'NumpadDecimal', {}, '.'],
    ['.', 'Period', {}, '.'],
    ['h', 'KeyH', {}, 'H'],
    ['H', 'KeyH', { shiftKey: true }, 'Shift+H'],
    ['˙', 'KeyH', { altKey: true }, 'Alt+H'],
    ['?', 'Slash', { shiftKey: true }, '?'],
    ['/', 'Digit7', { shiftKey: true }, '/'],
    ['[', 'Digit8', { ctrlKey: true, altKey: true }, '['],
    ['+', 'NumpadAdd', {}, '+'],
    ['=', 'Equal', {}, '+'],
    [' ', 'Space', {}, 'Space'],
    ['Tab', 'Tab', { shiftKey: true }, 'Shift+Tab'],
    ['ArrowUp', 'ArrowUp', { shiftKey: true }, 'Shift+ArrowUp'],
  ]
  it.each(rows)('%s (%s, %o) is %s', (key, code, changes, expected) => {
    expect(name(key, code, changes)).toBe(expected)
  })
})

describe('the table of keys', () => {
  const commandsOf = (scheme: KeyScheme) => {
    const viewport = { shading: 'rendered' as const, grid: true, turntable: false, frame: vi.fn(), setView: vi.fn() }
    const commands = new Commands(viewport, new CameraRig(true, () => undefined), vi.fn(), scheme)
    const ran: string[] = []
    for (const { id } of BINDINGS) commands.add({ [id]: { run: () => void ran.push(id) } })
    const press = (key: string, code: string, changes: Changes = {}) => {
      ran.length = 0
      commands.key({ key, code, ...none, ...changes, preventDefault: vi.fn(), stopPropagation: vi.fn() })
      return ran[0]
    }
    return { commands, press }
  }

  it.each(KEY_SCHEMES)('gives every action a key of its own (%s)', (scheme) => {
    const { commands } = commandsOf(scheme)
    const shown = commands.list.map(({ keys }) => keys[0])
    expect(shown).not.toContain(undefined)
    expect(new Set(shown).size).toBe(shown.length)
    expect(commands.list.length).toBe(BINDINGS.length)
  })

  it('has Blender’s keys first, and those of other editors on demand', () => {
    expect(commandsOf('blender').press('F', 'KeyF')).toBe('frame')
    expect(commandsOf('three').press('f', 'KeyF')).toBe('frameSelected')
    expect(commandsOf('blender').press('ArrowLeft', 'ArrowLeft')).toBe('orbitLeft')
    expect(commandsOf('three').press('ArrowLeft', 'ArrowLeft')).toBe('panLeft')
    expect(commandsOf('babylon').press('ArrowLeft', 'ArrowLeft', { ctrlKey: true })).toBe('panLeft')
    expect(keysOf('section')[0]).toBe('Alt+B')
    expect(commandsOf('three').press('w', 'KeyW')).toBe('move')
    expect(commandsOf('three').press('r', 'KeyR')).toBe('scale')
    expect(commandsOf('three').press('g', 'KeyG')).toBe('grid')
    expect(commandsOf('babylon').press('d', 'KeyD', { ctrlKey: true })).toBe('scale')
  })

  it('goes on to the next row where the first means nothing now', () => {
    const { commands, press } = commandsOf('blender')
    let isSelected = false
    const move = vi.fn()
    commands.add({ move: { run: move, isOffered: () => isSelected } })
    expect(press('g', 'KeyG')).toBe('grid')
    isSelected = true
    expect(press('g', 'KeyG')).toBeUndefined()
    expect(move).toHaveBeenCalledOnce()
    // The list shows it with its key in any case.
    expect(commands.list.find(({ id }) => id === 'move')?.keys).toEqual(['G'])
  })

  it('goes on to the next row where the first cannot be carried out', () => {
    const viewport = { shading: 'rendered' as const, grid: true, turntable: false, frame: vi.fn(), setView: vi.fn() }
    const commands = new Commands(viewport, new CameraRig(true, () => undefined), vi.fn())
    commands.key({ key: '.', code: 'Period', ...none, preventDefault: vi.fn(), stopPropagation: vi.fn() })
    expect(viewport.frame).toHaveBeenCalledTimes(1)
  })

  const left: readonly [key: string, code: string, changes: Changes][] = [
    ['z', 'KeyZ', { ctrlKey: true }],
    ['f', 'KeyF', { metaKey: true }],
    ['1', 'Digit1', { altKey: true }],
    ['2', 'Digit2', { ctrlKey: true }],
    ['Tab', 'Tab', { shiftKey: true }],
    ['constructor', 'KeyC', {}],
  ]
  it.each(left)('leaves %s (%s, %o) to the editor', (key, code, changes) => {
    expect(commandsOf('blender').press(key, code, changes)).toBeUndefined()
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

describe('a pinch', () => {
  it('makes the model as much larger as the fingers move apart, and a wheel with Ctrl no faster than one without', () => {
    // What Chromium makes of a pinch (100 times the logarithm of each step, 120 ticks whatever it is).
    const steps = [1.004, 1.01, 1.021, 1.034, 1.03, 1.012, 1.003]
    const grown = steps.reduce((size, step) => {
      const deltaY = -100 * Math.log(step)
      return size / wheelFactor({ deltaY, deltaMode: 0, ctrlKey: true })
    }, 1)
    expect(grown).toBeCloseTo(steps.reduce((size, step) => size * step, 1))
    for (const deltaY of [100, 120, -53])
      expect(wheelFactor({ deltaY, deltaMode: 0, ctrlKey: true })).toBe(
        wheelFactor({ deltaY, deltaMode: 0, ctrlKey: false }),
      )
  })
})

describe('whole gestures, as touchpads and wheels send them', () => {
  /** Milliseconds, then pixels across and down; ticks for each pixel. */
  type Stream = readonly (readonly [time: number, x: number, y: number])[]
  const read = (stream: Stream, ticks: number, more: Partial<Wheel> = {}) => {
    const reader = new WheelReader()
    return stream.map(([timeStamp, x, y]) =>
      reader.read({
        ...{ ...none, clientX: 300, clientY: 200, timeStamp, deltaMode: 0, deltaX: x, deltaY: y },
        ...{ wheelDeltaX: Math.round(-x * ticks), wheelDeltaY: Math.round(-y * ticks), ...more },
      }),
    )
  }
  /** Two fingers push up, and what rolls on after they are lifted: each event less, to fractions and to nothing. */
  const push = [1, 2, 5, 9, 14, 18, 22, 24, 21, 17]
  const glide = Array.from({ length: 40 }, (_, at) => Math.floor(17 * 0.9 ** at))
  const stream = (values: readonly number[], step = 16): Stream => values.map((y, at) => [at * step, at % 3 ? 0 : 1, y])
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)

  it('is one orbit on macOS, with what rolls on, as far as all of it', () => {
    const turns = read(stream([...push, ...glide]), 3)
    expect(new Set(turns.map(({ gesture }) => gesture))).toEqual(new Set(['orbit']))
    expect(turns.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    expect(sum(turns.map(({ down }) => down))).toBeCloseTo(-sum([...push, ...glide]))
  })

  it.each([
    ['on Windows, in fractions', [0.8, 1.6, 4.8, 9.6, 12.8, 8.4, 3.2, 1.2]],
    ['on Linux, in steps and without what rolls on', [15, 30, 30, 45, 30, 15]],
  ])('is one orbit %s', (_, values) => {
    const turns = read(stream(values, 11), 1)
    expect(new Set(turns.map(({ gesture }) => gesture))).toEqual(new Set(['orbit']))
    expect(turns.filter(({ isFirst }) => isFirst)).toHaveLength(1)
  })

  it('is a new gesture where the pointer goes elsewhere while the fling rolls on, and a mouse right after is a mouse', () => {
    const reader = new WheelReader()
    const event = (timeStamp: number, deltaY: number, ticks: number, clientX = 300): Wheel => ({
      ...{ ...none, clientX, clientY: 200, timeStamp, deltaMode: 0, deltaX: 0, deltaY },
      ...{ wheelDeltaX: 0, wheelDeltaY: -deltaY * ticks },
    })
    expect(reader.read(event(0, 5, 3)).gesture).toBe('orbit')
    expect(reader.read(event(16, 4, 3, 340))).toMatchObject({ gesture: 'orbit', isFirst: true })
    expect(reader.read(event(400, 100, 1.2))).toMatchObject({ gesture: 'dolly', isFirst: true })
    expect(reader.read(event(430, 100, 1.2))).toMatchObject({ gesture: 'dolly', isFirst: false })
  })
})

describe('a wheel and two fingers', () => {
  type Event = Partial<Wheel> & { x?: number; y?: number; ticks?: number }
  /** An event of `ticks` for each pixel; 3 on macOS, 1 on Windows and Linux, for a touchpad. */
  const wheel = ({ x = 0, y = 0, ticks = 3, ...rest }: Event): Wheel => ({
    ...{ ...none, clientX: 10, clientY: 10, timeStamp: 0, deltaMode: 0, deltaX: x, deltaY: y },
    ...{ wheelDeltaX: -x * ticks, wheelDeltaY: -y * ticks },
    ...rest,
  })

  const devices: readonly [what: string, event: Event, isPad: boolean, scale?: number][] = [
    ['two fingers on macOS', { y: 4 }, true],
    ['sideways', { x: -7 }, true],
    ['aslant', { x: 1, y: 40, ticks: 0 }, true],
    ['two fingers on Windows or Linux', { y: 13, ticks: 1 }, true],
    ['a fling that is by chance a notch', { y: 40 }, false],
    ['a wheel on Windows', { y: 100, ticks: 1.2 }, false],
    ['a smooth wheel on Windows', { y: 12.5, ticks: 1.2 }, false],
    ['a wheel on Linux', { y: 120, ticks: 1 }, false],
    ['on a scaled screen', { y: 180, ticks: 1 }, false, 1.5],
    ['a wheel on macOS, slow and accelerated', { y: 4.000244140625, wheelDeltaY: -120 }, false],
    ['fast', { y: 531, wheelDeltaY: -600 }, false],
    ['lines', { y: 3, deltaMode: 1 }, false],
  ]
  it.each(devices)('%s', (_, event, isPad, scale) => {
    expect(isTouchpad(wheel(event), scale)).toBe(isPad)
  })

  it('takes what says nothing of ticks for a mouse', () => {
    const { wheelDeltaX: _, wheelDeltaY: __, ...silent } = wheel({ y: 4 })
    expect(isTouchpad(silent)).toBe(false)
  })

  const read = (event: Event, habit?: ScrollHabit) => new WheelReader(habit).read(wheel(event))

  it.each<[what: string, event: Event, habit: ScrollHabit | undefined, gesture: string]>([
    ['a wheel', { y: 120, ticks: 1 }, undefined, 'dolly'],
    ['a tilted wheel', { x: 120, ticks: 1 }, undefined, 'pan'],
    ['a wheel with Shift', { y: 120, ticks: 1, shiftKey: true }, undefined, 'pan'],
    ['a wheel with Ctrl', { y: 120, ticks: 1, ctrlKey: true }, undefined, 'dolly'],
    ['two fingers', { y: 4 }, undefined, 'orbit'],
    ['two fingers with Shift', { y: 4, shiftKey: true }, undefined, 'pan'],
    ['a pinch', { y: 1.5, ctrlKey: true }, undefined, 'dolly'],
    ['two fingers with Cmd', { y: 4, metaKey: true }, undefined, 'dolly'],
    ['what looks like two fingers, set to zoom', { y: 4 }, 'zoom', 'dolly'],
    ['what looks like a wheel, set to orbit', { y: 120, ticks: 1 }, 'orbit', 'orbit'],
  ])('%s', (_, event, habit, gesture) => {
    expect(read(event, habit).gesture).toBe(gesture)
  })

  it('moves what is seen with the fingers, in pixels also of lines', () => {
    expect(read({ x: -7, y: 4 })).toMatchObject({ right: 7, down: -4 })
    expect(read({ x: 3, deltaMode: 1 })).toMatchObject({ gesture: 'pan', right: -48, down: 0 })
  })

  it('goes on as a gesture began, until it rests or the pointer is elsewhere', () => {
    const reader = new WheelReader()
    const at = (timeStamp: number, event: Event) => {
      const { gesture, isFirst } = reader.read(wheel({ timeStamp, ...event }))
      return [gesture, isFirst]
    }
    expect(at(1000, { y: 4 })).toEqual(['orbit', true])
    // By chance a notch, and the end of a fling.
    expect(at(1016, { y: 40 })).toEqual(['orbit', false])
    expect(at(1200, { y: 0 })).toEqual(['orbit', false])
    expect(at(1600, { y: 40 })).toEqual(['dolly', true])
    // It was none: a touchpad after all.
    expect(at(1616, { y: 31 })).toEqual(['orbit', false])
    expect(at(1632, { y: 120, ticks: 1, clientX: 50 })).toEqual(['dolly', true])
  })
})
