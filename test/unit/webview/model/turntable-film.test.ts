// Turning the camera around a model for a film.
import { afterEach, expect, it, vi } from 'vitest'
import { turn } from '../../../../webview/model/turntable-film.ts'
import type { CameraPlace } from '../../../../webview/viewport/camera-place.ts'

const PLACE: CameraPlace = { azimuth: 1, elevation: 0.5, distance: 4, target: [0, 1, 0], projection: 'perspective' }

afterEach(() => vi.unstubAllGlobals())

it.each([true, false])(
  'goes once around in equal steps and back, and frames again what was framed (%s)',
  async (isWhole) => {
    vi.stubGlobal('requestAnimationFrame', (done: () => void) => setTimeout(done))
    const viewport = {
      place: PLACE,
      isWhole: () => isWhole,
      frame: vi.fn(),
      pictures: { series: vi.fn(async (take) => take()) },
    }
    const angles: number[] = []
    const step = async () => void angles.push((viewport.place.azimuth - 1) / Math.PI)
    await turn(viewport, step, new AbortController().signal, 4)
    // The last step is one before the first, so that it loops.
    expect(angles.map((angle) => Number(angle.toFixed(6)))).toEqual([0, 0.5, 1, 1.5])
    expect(viewport.place).toEqual(PLACE)
    expect(viewport.frame).toHaveBeenCalledTimes(isWhole ? 1 : 0)
  },
)
