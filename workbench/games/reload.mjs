// What Vite's development server tells the page when a model is written: checked against Vite itself, because the docs
// (docs/engines.md) and the product promise it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { PATIENCE } from '../browser.mjs'
import { movingModel } from '../moving-model.mjs'

/** Milliseconds in which nothing has to come. */
const NOTHING = 2500

/**
 * @param {string} folder a project with Vite installed
 * @param {string} source of the plugin that the product gives
 * @returns {Promise<{ imported: boolean, inPublic: boolean, withPlugin: boolean }>} whether the page is told to reload when a
 *   model is written that code imports; that lies in `public`; the same with the plugin
 */
export async function viteReloads(folder, source) {
  const vite = await import(pathToFileURL(join(folder, 'node_modules/vite/dist/node/index.js')).href)
  const plugin = join(folder, 'reload-models.mjs')
  writeFileSync(plugin, `${source}\nexport { reloadModels }\n`)
  const { reloadModels } = await import(pathToFileURL(plugin).href)
  for (const place of ['public/models', 'src/models']) mkdirSync(join(folder, place), { recursive: true })
  const [served, own] = [join(folder, 'public/models/served.glb'), join(folder, 'src/models/own.glb')]
  const entry = join(folder, 'src/reload.ts')
  writeFileSync(served, movingModel())
  writeFileSync(own, movingModel())
  writeFileSync(entry, `import url from './models/own.glb?url'\nconsole.log(url)\n`)

  /** @param {unknown[]} plugins @param {string} file @param {number} wait */
  const isReloaded = async (plugins, file, wait) => {
    const server = await vite.createServer({
      ...{ root: folder, configFile: false, logLevel: 'silent', plugins, optimizeDeps: { noDiscovery: true } },
      server: { middlewareMode: true, ws: false, hmr: { server: undefined, port: 0 } },
    })
    try {
      let isTold = false
      const hot = server.environments?.client?.hot ?? server.ws
      for (const channel of new Set([hot, server.ws])) {
        const { send } = channel
        channel.send = (/** @type {unknown[]} */ ...args) => {
          const [message] = args
          if (typeof message === 'object' && message && 'type' in message && message.type === 'full-reload')
            isTold = true
          return send.apply(channel, args)
        }
      }
      await server.transformRequest('/src/reload.ts')
      await server.transformRequest('/src/models/own.glb?url')
      const end = Date.now() + wait
      while (!isTold && Date.now() < end) {
        writeFileSync(file, movingModel())
        await sleep(500)
      }
      return isTold
    } finally {
      await server.close()
    }
  }
  return {
    imported: await isReloaded([], own, PATIENCE),
    inPublic: await isReloaded([], served, NOTHING),
    withPlugin: await isReloaded([reloadModels()], served, PATIENCE),
  }
}
