// The environments' environment maps as they ship: each is whole, bright where its lamps are, and no other bytes pass for one.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { texelsOf, textureOf } from '../../../../webview/viewport/environment-map.ts'
import { ENVIRONMENTS } from '../../../../webview/viewport/light.ts'

const bytesOf = (environment: string) =>
  new Uint8Array(
    inflateRawSync(
      readFileSync(join(import.meta.dirname, '../../../../webview/viewport/environment-maps', `${environment}.bin`)),
    ),
  )
/** Red, green and blue of a texel of RGB9_E5. */
const colorOf = (texel: number) => [0, 9, 18].map((shift) => ((texel >>> shift) & 511) * 2 ** ((texel >>> 27) - 24))

it.each(ENVIRONMENTS)('%s has every level of its six faces, none of it without light', (environment) => {
  const texels = texelsOf(bytesOf(environment))
  if (!texels) throw new Error('not a map')
  const { mipmaps, image } = textureOf(texels)
  expect(image).toHaveLength(6)
  // Half the side each, down to one that three never takes.
  expect(mipmaps).toHaveLength(4)
  const lights = Array.from(texels, (texel) => Math.max(...colorOf(texel)))
  expect(Math.min(...lights)).toBeGreaterThan(0.001)
  expect(Math.max(...lights)).toBeGreaterThan(2)
  // What is roughest is nearly even.
  const roughest = lights.slice(-6 * 8 * 8)
  expect(Math.max(...roughest)).toBeLessThan(Math.max(...lights))
})

it('is not made of bytes that are too few', () => {
  expect(texelsOf(bytesOf('studio').slice(0, -1))).toBeUndefined()
})
