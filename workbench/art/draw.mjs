// Draws the example game's reference pictures from the SVG files here: `node workbench/art/draw.mjs`. The results are committed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '../browser.mjs'
import { ensureChromium } from '../install.mjs'
import { gameTemplate, root } from '../paths.mjs'

const folder = join(root, 'workbench/art')
/** File type by picture; what is not named here is a PNG.. @type {Record<string, 'jpeg'>} */
const TYPES = { 'treasure-chest': 'jpeg' }

const browser = await launchBrowser(await ensureChromium())
const page = await browser.newPage({ viewport: { width: 768, height: 768 } })
for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
  const name = file.replace('.svg', '')
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${readFileSync(join(folder, file), 'utf8')}`)
  const type = TYPES[name] ?? 'png'
  const path = join(gameTemplate, 'props', `${name}.${type === 'jpeg' ? 'jpg' : 'png'}`)
  await page.screenshot({ path, type, omitBackground: true, ...(type === 'jpeg' ? { quality: 90 } : {}) })
}
await browser.close()
