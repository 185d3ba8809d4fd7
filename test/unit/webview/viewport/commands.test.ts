// Commands: toggles, the way back from shaded wire, and keys that are taken or passed on.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CameraRig } from '../../../../webview/viewport/camera.ts'
import { type Commanded, Commands } from '../../../../webview/viewport/commands.ts'

describe('Commands', () => {
  let viewport: Commanded
  let commands: Commands
  let rig: CameraRig

  beforeEach(() => {
    viewport = { shading: 'rendered', grid: true, turntable: false, frame: vi.fn(), setView: vi.fn() }
    rig = new CameraRig(true, () => {})
    commands = new Commands(viewport, rig, vi.fn())
  })

  function press(key: string, code: string) {
    const event = { preventDefault: vi.fn(), stopPropagation: vi.fn() }
    const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
    commands.key({ key, code, ...none, ...event })
    return event
  }

  it('goes from shaded wire back to what was before it', () => {
    viewport.shading = 'solid'
    commands.toggleShadedWire()
    expect(viewport.shading).toBe('shadedWire')
    commands.toggleShadedWire()
    expect(viewport.shading).toBe('solid')
  })

  it('goes to rendered from a shaded wire that was chosen in the menu first', () => {
    commands.setShading('shadedWire')
    commands.toggleShadedWire()
    expect(viewport.shading).toBe('rendered')
  })

  it('takes its keys from the editor and passes the others on', () => {
    const taken = press('g', 'KeyG')
    expect(viewport.grid).toBe(false)
    expect(taken.preventDefault).toHaveBeenCalled()
    expect(taken.stopPropagation).toHaveBeenCalled()
    const passed = press('q', 'KeyQ')
    expect(passed.preventDefault).not.toHaveBeenCalled()
    expect(passed.stopPropagation).not.toHaveBeenCalled()
  })

  it('moves the camera by key', () => {
    const { azimuth, distance } = rig.orbit
    press('ArrowRight', 'ArrowRight')
    press('+', 'NumpadAdd')
    expect(rig.orbit.azimuth).not.toBe(azimuth)
    expect(rig.orbit.distance).toBeLessThan(distance)
  })

  it('shows the three-quarter view on 0 and frames on Home and F', () => {
    press('0', 'Digit0')
    press('Home', 'Home')
    press('f', 'KeyF')
    expect(viewport.setView).toHaveBeenCalledWith('three-quarter')
    expect(viewport.frame).toHaveBeenCalledTimes(2)
  })

  it('turns to the opposite side on 9', () => {
    rig.setView('right')
    press('9', 'Digit9')
    expect(rig.orbit.azimuth).toBeCloseTo(-Math.PI / 2)
  })

  it('says of each key how what it toggles stands', () => {
    const stateOf = (id: string) => commands.list.find((row) => row.id === id)?.action.state?.()
    expect(stateOf('grid')).toBe(true)
    press('G', 'KeyG')
    expect(stateOf('grid')).toBe(false)
  })
})
