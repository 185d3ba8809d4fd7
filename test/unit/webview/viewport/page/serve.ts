// The viewport's test page on loopback, with the decoders and workers of the build and under the policy that the extension
// gives its webview, in a real Chromium that draws in software.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, normalize } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { CHROMIUM_ARGS, PATIENCE } from '../../../../../workbench/browser.mjs'
import { findChromium } from '../../../../../workbench/install.mjs'
import { root } from '../../../../../workbench/paths.mjs'
import { decoderFiles, workerBuild } from '../../../../../workbench/webview-files.mjs'
import type { Opened } from './opened.ts'
import { policyOf } from './policy.ts'

const NONCE = 'fixed-for-tests'
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' }

const html = (origin: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(origin, NONCE)}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/codicon.css"></head><body class="vscode-dark">
<div id="app"></div><script type="module" nonce="${NONCE}" src="/page.js"></script></body></html>`

let made: ReturnType<typeof makeFiles> | undefined
/** The page's own files: bundles, decoders, workers; made once for all files of a thread. */
const pageFiles = () => {
  made ??= makeFiles()
  return made
}

async function makeFiles(): Promise<Map<string, Uint8Array>> {
  const common = { absWorkingDir: root, bundle: true, write: false, logLevel: 'silent' } as const
  const [page, workers] = await Promise.all([
    build({
      ...common,
      outdir: '/out',
      format: 'esm',
      splitting: true,
      entryPoints: [{ in: join(root, 'test/unit/webview/viewport/page/page.ts'), out: 'page' }],
      loader: { '.wasm': 'binary' },
    }),
    build(workerBuild({ ...common, loader: { '.wasm': 'binary' } })),
  ])
  const files = new Map<string, Uint8Array>()
  for (const { path, contents } of page.outputFiles) files.set(path.slice('/out'.length), contents)
  for (const { path, contents } of workers.outputFiles ?? []) {
    files.set(`/decoders/workers/${path.split('/').at(-1)}`, contents)
  }
  for (const [path, contents] of decoderFiles()) files.set(`/decoders/${path}`, contents)
  files.set('/codicon.css', Buffer.from('#app{position:fixed;inset:0}body{margin:0;color:#ccc;background:#1f1f1f}'))
  return files
}

/** What an address answers: bytes, nothing ever, that it is not there, or one of them later. */
type Served = Uint8Array | 'silence' | undefined | Promise<Uint8Array | undefined>

export interface PageOptions {
  /** Another's browser, such as that of a thread of tests; left out, one of its own, for what may end it or counts what it holds. */
  browser?: () => Promise<Browser>
  /** A folder of which every file is served below `/folder/`. */
  folder?: string
  /** Size of the window. */
  viewport?: { width: number; height: number }
}

async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium()
  return chromium.launch({
    args: [...CHROMIUM_ARGS],
    timeout: PATIENCE,
    ...(executablePath === undefined ? {} : { executablePath }),
  })
}

/** One served page in one browser. Models are put under `/models/`. */
export class ViewportPage {
  /** Violations of the policy and errors of the page since the start. */
  readonly complaints: string[] = []
  /** The paths that were asked of the server. */
  readonly asked: string[] = []
  readonly #own = new Map<string, Uint8Array>()
  readonly #models = new Map<string, Served>()
  readonly #options: PageOptions
  #files = new Map<string, Uint8Array>()
  #browser: Browser | undefined
  #page: Page | undefined
  #origin = ''
  #stop: () => Promise<void> = async () => undefined

  /** Not open before `begin`. */
  constructor(options: PageOptions = {}) {
    this.#options = options
  }

  static async start(options?: PageOptions): Promise<ViewportPage> {
    const page = new ViewportPage(options)
    await page.begin()
    return page
  }

  async begin(): Promise<void> {
    this.#files = await pageFiles()
    await this.#serve()
    await this.reopen()
  }

  get page(): Page {
    if (!this.#page) throw new Error('The page is not open.')
    return this.#page
  }

  /** A file below `/models/`; `silence` answers nothing at all. */
  put(name: string, bytes: Uint8Array | 'silence'): void {
    this.#models.set(name, bytes)
  }

  /** The same, but whoever asks waits. @returns lets it go, and what is asked from then on */
  hold(name: string, bytes: Uint8Array | undefined): () => void {
    let release: () => void = () => undefined
    const held = new Promise<void>((done) => {
      release = done
    })
    this.#models.set(
      name,
      held.then(() => bytes),
    )
    return release
  }

  /** Puts something else in the place of one of the page's own files, such as a decoder. */
  replace(path: string, bytes: Uint8Array): void {
    this.#own.set(path, bytes)
  }

  /** A fresh browser with the page in it, also after the old one has crashed; in another's browser a fresh page. */
  async reopen(): Promise<void> {
    await this.#leave()
    this.#browser = await (this.#options.browser ?? launchBrowser)()
    // Small, since it is drawn in software.
    const page = await this.#browser.newPage({ viewport: this.#options.viewport ?? { width: 360, height: 300 } })
    page.setDefaultTimeout(PATIENCE)
    page.setDefaultNavigationTimeout(PATIENCE)
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    this.#page = page
    await this.reload()
  }

  /** The page afresh in the same browser. @param hash what page.ts makes of it */
  async reload(hash = ''): Promise<void> {
    // An address that differs by its hash alone would be the same page.
    if (hash !== '') await this.page.goto('about:blank')
    await this.page.goto(`${this.#origin}/${hash}`)
    // Not waitForFunction, which the policy forbids.
    while (!(await this.page.evaluate('typeof openModel === "function"'))) await this.page.waitForTimeout(100)
  }

  /** Opens a model that was put, or `url` below the page's address. */
  open(name: string, url = `/models/${name.split('/').map(encodeURIComponent).join('/')}`): Promise<Opened> {
    return this.page.evaluate<Opened>(`openModel(${JSON.stringify(this.#origin + url)}, ${JSON.stringify(name)})`)
  }

  /** The numbers of the processes that run and that draw the page; 0 when the browser does not tell. */
  async processes(): Promise<{ renderer: number; gpu: number }> {
    const session = await this.#browser?.newBrowserCDPSession()
    const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {}
    await session?.detach()
    const last = (wanted: string) => processInfo.filter(({ type }) => type === wanted).at(-1)?.id ?? 0
    return { renderer: last('renderer'), gpu: last('GPU') }
  }

  async stop(): Promise<void> {
    await this.#leave()
    await this.#stop()
  }

  async #leave(): Promise<void> {
    await (this.#options.browser ? this.#page?.context() : this.#browser)?.close().catch(() => undefined)
  }

  #body(path: string): Served {
    if (path.startsWith('/models/')) return this.#models.get(path.slice('/models/'.length))
    const { folder } = this.#options
    if (folder === undefined || !path.startsWith('/folder/')) return this.#own.get(path) ?? this.#files.get(path)
    const file = join(folder, normalize(path.slice('/folder'.length)))
    return existsSync(file) ? readFileSync(file) : undefined
  }

  async #serve(): Promise<void> {
    const server = createServer(async (request, response) => {
      const origin = `http://${request.headers.host}`
      const { pathname } = new URL(request.url ?? '/', origin)
      this.asked.push(pathname)
      const body = pathname === '/' ? Buffer.from(html(origin)) : await this.#body(decodeURIComponent(pathname))
      if (body === 'silence') return
      if (body === undefined) response.statusCode = 404
      const type = pathname === '/' ? 'text/html' : TYPES[pathname.split('.').at(-1) ?? '']
      response.setHeader('content-type', type ?? 'application/octet-stream')
      // See studio/page/serve.ts; a decoder may be replaced.
      if (pathname.endsWith('.js') && !pathname.startsWith('/decoders/')) {
        response.setHeader('cache-control', 'max-age=3600')
      }
      if (body) response.setHeader('content-length', body.length)
      response.end(body)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the page is not served on a port')
    this.#origin = `http://127.0.0.1:${address.port}`
    this.#stop = () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      })
  }
}
