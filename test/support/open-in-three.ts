// Opens model files with three.js's loaders in a real browser, for tests that must know that other programs can read a file.
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { PATIENCE } from '../../workbench/browser.mjs'
import { findChromium } from '../../workbench/install.mjs'

/** What three.js saw in a file, in the file's own axes after the loader's conversions. */
export interface OpenedModel {
  readonly triangles: number
  readonly min: readonly number[]
  readonly max: readonly number[]
  /** `color` is the sRGB hex of the material; pictures of width 0 did not load. */
  readonly materials: readonly {
    readonly name: string
    readonly color: string
    readonly opacity: number
    readonly pictures: readonly { readonly slot: string; readonly width: number }[]
  }[]
  readonly bones: readonly string[]
  readonly clips: readonly string[]
  /** Addresses that could not be loaded. */
  readonly failed: readonly string[]
}

/** Formats by the extension of their file; `obj` is the ZIP of .obj, .mtl and pictures. */
export type OpenableFormat = 'glb' | 'fbx' | 'stl' | '3mf' | 'usdz' | 'obj'

export class ThreeInBrowser {
  readonly #browser: Browser
  readonly #page: Page

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.#page = page
  }

  static async start(): Promise<ThreeInBrowser> {
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL('three-page.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      logLevel: 'silent',
    })
    const executablePath = await findChromium()
    const browser = await chromium.launch({
      args: ['--no-sandbox'],
      timeout: PATIENCE,
      ...(executablePath === undefined ? {} : { executablePath }),
    })
    const page = await browser.newPage()
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
    return new ThreeInBrowser(browser, page)
  }

  /** @throws Error with the loader's own words when it cannot read the file */
  async open(format: OpenableFormat, bytes: Uint8Array): Promise<OpenedModel> {
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    return this.#page.evaluate<OpenedModel>(`openModel(${JSON.stringify(format)}, ${JSON.stringify(base64)})`)
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}
