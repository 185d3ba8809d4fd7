// `npm run games -- [game…]`: Insert Code put into a small real project of each engine and framework, built by the project's own
// tools, and looked at in Chromium: the model is seen, and it moves. Packages are installed into the cache at the first run.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { lookAt, openBrowser, serveFolder } from './games/look.mjs'
import { buildGame, FIXTURES, insertCode, loadProduct, prepareGame, variantsOfGame } from './games/project.mjs'
import { ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { main, messageOf, note, step } from './report.mjs'

/** Variants without a clip that plays. */
const STILL = new Set(['levels'])

/**
 * One game in one variant, from its fixture to its picture.
 * @param {string} name
 * @param {string} variant
 * @param {Awaited<ReturnType<typeof loadProduct>>} product
 * @param {import('@playwright/test').Browser} browser
 */
export async function playGame(name, variant, product, browser) {
  const title = variant === 'load' ? name : `${name}, ${variant}`
  const game = await step(`${title}: install`, () => prepareGame(name, { product, variant }))
  await insertCode(game, product, variant)
  await step(`${title}: build`, () => buildGame(game))
  const { url, close } = await serveFolder(join(game.folder, game.output))
  try {
    const says = variant === 'collider' ? 'data-colliders' : undefined
    const picture = join(game.folder, `seen-${variant}.png`)
    return await step(`${title}: look`, () => lookAt(browser, url, picture, { moves: !STILL.has(variant), says }))
  } finally {
    close()
  }
}

await main(async () => {
  const known = readdirSync(FIXTURES).sort()
  const options = readOptions(
    `npm run games -- [game…]\nGames: ${known.join(', ')}\nOptions:`,
    { variants: { help: 'every variant of Insert Code, not only the one that loads the model once' } },
    { positionals: true },
  )
  const wanted = options.positionals.length > 0 ? options.positionals : known
  for (const name of wanted)
    if (!known.includes(name)) throw new UsageError(`There is no game ${name}. There are ${known.join(', ')}.`)
  await ensureModules()
  const product = await step('Bundle Insert Code', loadProduct)
  const browser = await openBrowser()
  let failed = 0
  let done = 0
  /** @param {string} name @param {string} variant */
  const play = async (name, variant) => {
    done++
    try {
      const { pixels, moved, elsewhere } = await playGame(name, variant, product, browser)
      const asked = elsewhere.length > 0 ? `; asked elsewhere: ${elsewhere.join(' ')}` : ''
      note(`${name}, ${variant}: ${pixels} pixels of the model, ${moved} of them moved${asked}`)
    } catch (error) {
      failed++
      note(`${name}, ${variant}: ${messageOf(error)}`)
    }
  }
  try {
    for (const name of wanted) {
      await play(name, 'load')
      if (!options.on('variants')) continue
      const variants = await variantsOfGame(await prepareGame(name), product)
      for (const variant of variants) if (variant !== 'load') await play(name, variant)
    }
  } finally {
    await browser.close()
  }
  note(`${done - failed} of ${done} games show the model`)
  return failed === 0 ? 0 : 1
})
