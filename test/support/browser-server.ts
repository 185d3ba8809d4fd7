// Starts browsers for the tests that open pages: one for each thread of a run, the first time that a file of it asks for one, and
// ends them with the run. The files of a thread share it, since starting one, and compiling the same shaders again, took a
// fifth of the unit suite's processor time. A thread cannot end a browser itself: it is ended without being told.
import { createServer } from 'node:http'
import type { BrowserServer } from '@playwright/test'
import type { TestProject } from 'vitest/node'
import { CHROMIUM_ARGS, JAGGED, PATIENCE } from '../../workbench/browser.mjs'
import { findChromium } from '../../workbench/install.mjs'

async function launch(): Promise<BrowserServer> {
  const executablePath = await findChromium()
  if (!executablePath) throw new Error('No Chromium: install Debian’s chromium, or name one in CHROMIUM_PATH.')
  // Not before it is needed: most runs of single files open no page.
  const { chromium } = await import('@playwright/test')
  return chromium.launchServer({ executablePath, args: [...CHROMIUM_ARGS, JAGGED], timeout: PATIENCE })
}

/** Vitest's setup of a project. @returns ends the browsers */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const launched: Promise<BrowserServer>[] = []
  const server = createServer(async (_, response) => {
    const browser = launch()
    launched.push(browser)
    try {
      response.end((await browser).wsEndpoint())
    } catch (error) {
      response.statusCode = 500
      response.end(error instanceof Error ? error.message : String(error))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Browsers are not served on a port.')
  provide('browsers', `http://127.0.0.1:${address.port}`)
  // The run does not wait for it.
  server.unref()
  return async () => {
    server.close()
    await Promise.all(launched.map(async (browser) => (await browser.catch(() => undefined))?.close()))
  }
}
