// The games suite: Insert Code in a game of each main engine, built by the game's own tools and looked at in Chromium. All of
// test/fixtures/games: `npm run games`.

import { join } from 'node:path'
import { lookAt, openBrowser, serveFolder } from '../games/look.mjs'
import { alone, buildGame, insertCode, loadProduct, prepareGame } from '../games/project.mjs'
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
  let looks = Promise.resolve()
  /** Installs wait for the network and builds for the processor, so that they go well together; looks are one by one. */
  const lookInTurn = (/** @type {import('../games/project.mjs').Game} */ game) => {
    looks = looks
      .then(() => seen(game))
      .catch((error) => void failures.push({ name: game.name, message: messageOf(error) }))
    return looks
  }
  /** @param {import('../games/project.mjs').Game} game */
  const seen = async (game) => {
    const { url, close } = await serveFolder(join(game.folder, game.output))
    try {
      const { pixels, moved } = await lookAt(browser, url, join(game.folder, 'seen-load.png'))
      figures.push(`${game.name}: ${pixels} pixels of the model, ${moved} of them moved`)
    } finally {
      close()
    }
  }
  /** @param {string} name */
  const play = (name) =>
    alone(name, async () => {
      const game = await prepareGame(name)
      await insertCode(game, product)
      await buildGame(game)
      await lookInTurn(game)
    }).catch((error) => void failures.push({ name, message: messageOf(error) }))
  try {
    await Promise.all(TESTED.map(play))
  } finally {
    await browser.close()
  }
  const name = 'the page reloads when a model is written, as docs/engines.md says of Vite'
  try {
    const { imported, inPublic, withPlugin } = await alone('three', async () =>
      viteReloads((await prepareGame('three')).folder, product.RELOAD_PLUGIN),
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
