// Makes webview/viewport/environment-maps/*.bin: the environment maps of the five environments, prefiltered for each roughness, so that opening a
// viewport does not have to render them. Run it after a change of webview/viewport/environment-scenes.ts, or of three's PMREMGenerator:
//   node workbench/art/environments.mjs
// Per texel three mantissas of eight bits and the exponent that they share, which is WebGL's RGB9_E5 but for a bit each: one
// after the other for all texels, each as the difference to the one before, deflated. environment-map.ts reads it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import esbuild from 'esbuild'
import { launchBrowser } from '../browser.mjs'
import { ensureChromium } from '../install.mjs'
import { root } from '../paths.mjs'

/** Of RGB9_E5. */
const BIAS = 15

/** @param {readonly number[]} color */
function shared(color) {
  let exponent = Math.max(-BIAS, Math.floor(Math.log2(Math.max(2 ** -BIAS, ...color))) + 1)
  if (Math.round((Math.max(...color) / 2 ** exponent) * 256) > 255) exponent++
  return [...color.map((value) => Math.round((value / 2 ** exponent) * 256)), exponent + BIAS]
}

/** @param {readonly number[]} texels */
function packed(texels) {
  const count = texels.length / 3
  const out = new Uint8Array(count * 4)
  let before = [0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const values = shared(texels.slice(i * 3, i * 3 + 3))
    for (const [k, value] of values.entries()) out[k * count + i] = value - (before[k] ?? 0)
    before = values
  }
  return deflateRawSync(out, { level: 9 })
}

const built = await esbuild.build({
  ...{
    absWorkingDir: root,
    entryPoints: ['workbench/art/environments-page.ts'],
    bundle: true,
    format: 'iife',
    write: false,
  },
})
const browser = await launchBrowser(await ensureChromium())
const page = await browser.newPage()
await page.addScriptTag({ content: built.outputFiles[0]?.text ?? '' })
const folder = join(root, 'webview/viewport/environment-maps')
mkdirSync(folder, { recursive: true })
/** @type {string[]} */
const environments = await page.evaluate('ENVIRONMENTS')
for (const environment of environments) {
  const bytes = packed(await page.evaluate(`bake(${JSON.stringify(environment)})`))
  writeFileSync(join(folder, `${environment}.bin`), bytes)
  console.log(`${environment}: ${bytes.length} bytes`)
}
await browser.close()
