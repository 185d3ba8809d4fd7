// How a model is lit, as it is restored from what was saved for earlier models.
import { describe, expect, it } from 'vitest'
import { FIRST_LIGHT, lightOf } from '../../../../webview/viewport/light.ts'

describe('a saved light', () => {
  it('is restored', () => {
    const light = { ...FIRST_LIGHT, environment: 'night' as const, rotation: 90, background: true }
    expect(lightOf(JSON.parse(JSON.stringify(light)))).toEqual(light)
  })

  it('of an earlier version, which called its environment a room, is restored too', () => {
    expect(lightOf({ room: 'sunset' })).toEqual({ ...FIRST_LIGHT, environment: 'sunset' })
  })

  it('with anything else in it begins with the defaults', () => {
    for (const kept of [undefined, null, 7, {}, { environment: 'own', rotation: 1e9, strength: 'much' }])
      expect(lightOf(kept)).toEqual(FIRST_LIGHT)
  })
})
