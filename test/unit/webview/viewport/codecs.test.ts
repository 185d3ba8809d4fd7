// Compressed models in a real Chromium under the webview's policy; test/e2e/codecs.test.ts has the same in the real VS Code.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ViewportPage } from './page/serve.ts'

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/models/${name}.glb`, import.meta.url))

describe('a compressed model', () => {
  let viewport: ViewportPage
  beforeAll(async () => {
    viewport = await ViewportPage.start()
  }, 60_000)
  afterAll(() => viewport?.stop())

  it.each(['draco', 'meshopt', 'ktx2-etc1s', 'ktx2-uastc', 'webp', 'avif'])(
    '%s is decoded under the policy of the webview',
    { timeout: 60_000 },
    async (name) => {
      viewport.put(`${name}.glb`, fixture(name))
      const opened = await viewport.open(`${name}.glb`)
      expect(opened).toMatchObject({
        statistics: { triangles: 128, vertices: 81, materials: 1, textures: 1 },
        shown: { triangles: 128, pictures: ['32x32'], materials: ['paint'] },
      })
      expect('shown' in opened && opened.shown.min.map((value) => Math.round(value * 100))).toEqual([-100, -100, 0])
      expect(viewport.complaints).toEqual([])
    },
  )
})
