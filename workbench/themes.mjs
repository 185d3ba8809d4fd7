// `node workbench/themes.mjs`: asks the real VS Code for the colors of some of its themes, as far as our pages use them,
// and writes them to test/support/themes.json. Page tests judge contrast with them, without a VS Code of their own. To be
// run again when the pages use another token or VS Code changes its themes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureChromium, ensureVscode } from './install.mjs'
import { root } from './paths.mjs'
import { main } from './report.mjs'
import { serve } from './serve.mjs'
import { gameWorkspace } from './workspace.mjs'

/** Those that a page must be readable in, by the name in the picker; the value is the class of the page's body. */
const THEMES = Object.freeze({
  'Dark Modern': 'vscode-dark',
  'Light Modern': 'vscode-light',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
  'Solarized Light': 'vscode-light',
  Monokai: 'vscode-dark',
})

/** The tokens that our style sheets and the toolkit's controls name. */
function usedTokens() {
  const texts = []
  const visit = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (/\.(css|ts)$/.test(entry.name)) texts.push(readFileSync(path, 'utf8'))
    }
  }
  visit(join(root, 'webview'))
  texts.push(readFileSync(join(root, 'node_modules/@vscode/webview-ui-toolkit/dist/toolkit.js'), 'utf8'))
  return new Set(texts.join('\n').match(/--vscode-[\w-]+/g))
}

await main(async () => {
  const { launchBrowser, openWorkbench, runCommand } = await import('./browser.mjs')
  const { openStudio } = await import('./steps.mjs')
  const vscode = await ensureVscode()
  const executablePath = await ensureChromium()
  await build()
  const used = usedTokens()
  const served = await serve({ vscode, linked: root, env: { TRIPO_API_KEY: undefined } })
  const browser = await launchBrowser(executablePath)
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
    await openWorkbench(page, served.url(gameWorkspace()))
    const frame = await openStudio(page)
    /** @type {Record<string, { kind: string, tokens: Record<string, string> }>} */
    const themes = {}
    for (const [name, kind] of Object.entries(THEMES)) {
      await runCommand(page, 'Preferences: Color Theme', 120_000)
      const input = page.locator('.quick-input-widget input').first()
      await input.fill(name)
      await page.locator(`.quick-input-widget .monaco-list-row[aria-label*="${name}"]`).first().click()
      await frame.locator(`body.${kind}[data-vscode-theme-name="${name}"], body.${kind}`).first().waitFor()
      await page.waitForTimeout(1500)
      const style = await frame.evaluate(`Object.fromEntries([...document.documentElement.style]
        .map((key) => [key, document.documentElement.style.getPropertyValue(key)]))`)
      /** @type {Record<string, string>} */
      const tokens = {}
      for (const [key, value] of Object.entries(Object(style))) if (used.has(key)) tokens[key] = String(value)
      themes[name] = { kind, tokens }
    }
    writeFileSync(join(root, 'test/support/themes.json'), `${JSON.stringify(themes, undefined, 1)}\n`)
  } finally {
    await browser.close()
    await served.stop()
  }
  return 0
})
