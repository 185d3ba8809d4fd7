// The games suite: Insert Code in a game of each main engine, built by the game's own tools and looked at in Chromium. All of
// test/fixtures/games: `npm run games`.

import { join } from 'node:path'
import { lookAt, openBrowser, serveFolder } from '../games/look.mjs'
import { buildGame, insertCode, loadProduct, prepareGame } from '../games/project.mjs'
import { viteReloads } from '../games/reload.mjs'
import { messageOf } from '../report.mjs'

/** Those that `npm test` plays. */
export const TESTED = ['three', 'react-three-fiber', 'babylonjs']

/** @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>} */
export async function games() {
  const product = await loadProduct()
  const browser = await openBrowser()
  /** @type {import('./results.mjs').Failure[]} */
  const failures = []
  /** @type {string[]} */
  const figures = []
  /** @param {string} name */
  const play = async (name) => {
    try {
      const game = await prepareGame(name)
      await insertCode(game, product)
      await buildGame(game)
      return game
    } catch (error) {
      failures.push({ name, message: messageOf(error) })
      return undefined
    }
  }
  try {
    // Installs wait for the network and builds for the processor, so that they go well together; looks are one by one.
    for (const game of await Promise.all(TESTED.map(play))) {
      if (!game) continue
      const { url, close } = await serveFolder(join(game.folder, game.output))
      try {
        const { pixels, moved } = await lookAt(browser, url, join(game.folder, 'seen-load.png'))
        figures.push(`${game.name}: ${pixels} pixels of the model, ${moved} of them moved`)
      } catch (error) {
        failures.push({ name: game.name, message: messageOf(error) })
      } finally {
        close()
      }
    }
  } finally {
    await browser.close()
  }
  const name = 'the page reloads when a model is written, as docs/engines.md says of Vite'
  try {
    const { imported, inPublic, withPlugin } = await viteReloads(
      (await prepareGame('three')).folder,
      product.RELOAD_PLUGIN,
    )
    const isTrue = imported && !inPublic && withPlugin
    const told = `imported: ${imported}, in public: ${inPublic}, with the plugin: ${withPlugin}`
    if (isTrue) figures.push(`Vite reloads: ${told}`)
    else failures.push({ name, message: told })
  } catch (error) {
    failures.push({ name, message: messageOf(error) })
  }
  return { suite: 'games', passed: TESTED.length + 1 - failures.length, failures, figures }
}
