// Commands: toggles, the way back from wireframe, and keys that are taken or passed on.
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

  it('goes from wireframe back to what was before it', () => {
    viewport.shading = 'solid'
    commands.toggleWireframe()
    expect(viewport.shading).toBe('wireframe')
    commands.toggleWireframe()
    expect(viewport.shading).toBe('solid')
  })

  it('goes to rendered from a wireframe that was chosen in the menu first', () => {
    commands.setShading('wireframe')
    commands.toggleWireframe()
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

  it('shows the three-quarter view on Home and frames on F', () => {
    press('Home', 'Home')
    press('f', 'KeyF')
    expect(viewport.setView).toHaveBeenCalledWith('three-quarter')
    expect(viewport.frame).toHaveBeenCalledTimes(1)
  })
})
