// Serves the studio page with its fake host on loopback, under the very policy the extension sets: nonce scripts only,
// no inline style but the toolkit's empty one.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { build, type OutputFile, type Plugin } from 'esbuild'
import { joinGlb } from '../../../../../src/mesh/formats/glb-container.ts'
import { root } from '../../../../../workbench/paths.mjs'
import { decoderFiles } from '../../../../../workbench/webview-files.mjs'

const NONCE = 'fixed-for-tests'
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
  txt: 'text/plain',
}

/** What the host writes into the page: the language, and translations by their English original. */
export interface PageWords {
  language: string
  strings: Readonly<Record<string, string>>
}

const escapeHtml = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;')

const page = (
  origin: string,
  name: string,
  { language, strings }: PageWords,
) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${NONCE}' 'wasm-unsafe-eval'; style-src ${origin} ${EMPTY_STYLE}; font-src ${origin}; img-src ${origin} blob: data:; connect-src ${origin} blob:; worker-src blob:">
<title>Tripo Studio</title><link rel="icon" href="/icon.png"><link rel="stylesheet" href="/${name}.css"></head><body class="vscode-dark">
<div id="app" data-decoders="/decoders/" data-strings="${escapeHtml(JSON.stringify(strings))}"></div><script nonce="${NONCE}" src="/fake-host.js"></script>
<script type="module" nonce="${NONCE}" src="/${name}.js"></script></body></html>`

/** The smallest model worth loading: one triangle (glTF 2.0, binary container). */
function triangleGlb(): Uint8Array {
  const points = Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer)
  const accessor = { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }
  const document = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [accessor],
    bufferViews: [{ buffer: 0, byteLength: points.length }],
    buffers: [{ byteLength: points.length }],
  }
  return joinGlb(document, [points])
}

export interface ServedPage {
  origin: string
  /** Serves a file under a name, such as `/chair.glb`. */
  put(path: string, bytes: Uint8Array): void
  /** In which language pages are written from now on; English when left out. */
  speak(words?: PageWords): void
  stop(): Promise<void>
}

/** Puts a capability, which a file exports as `MADE_UP`, at the head of the catalogue's list. */
const withCapability = (file: string): Plugin => ({
  name: 'made-up-capability',
  setup({ onLoad }) {
    onLoad({ filter: /catalogue\/list\.ts$/ }, ({ path }) => ({
      contents: `import { MADE_UP } from ${JSON.stringify(file)}\n${readFileSync(path, 'utf8').replace(/= \[\n/, '= [MADE_UP,\n')}`,
      loader: 'ts',
    }))
  },
})

/** The bundles of the page and its fake host in memory: about a second. @param madeUp see withCapability */
async function bundle(madeUp?: string): Promise<readonly OutputFile[]> {
  const plugins = madeUp === undefined ? [] : [withCapability(madeUp)]
  const common = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    outdir: '/out',
    logLevel: 'silent',
    plugins,
  } as const
  const [studio, host] = await Promise.all([
    build({
      ...common,
      format: 'esm',
      splitting: true,
      entryPoints: [
        { in: 'webview/studio/main.ts', out: 'studio' },
        { in: 'webview/history/main.ts', out: 'history' },
        { in: 'webview/model/main.ts', out: 'model' },
        { in: 'webview/compare/main.ts', out: 'compare' },
        { in: 'webview/compact/main.ts', out: 'compact' },
      ],
      loader: { '.ttf': 'file', '.wasm': 'binary' },
    }),
    build({ ...common, entryPoints: [join(root, 'test/unit/webview/studio/page/fake-host.ts')] }),
  ])
  return [...studio.outputFiles, ...host.outputFiles]
}

const ENGLISH: PageWords = { language: 'en', strings: {} }

/** Serves the page on a free port. @param madeUp see withCapability */
export async function servePage(words = ENGLISH, madeUp?: string): Promise<ServedPage> {
  const files = new Map<string, Uint8Array>()
  for (const { path, contents } of await bundle(madeUp)) files.set(path.slice('/out'.length), contents)
  for (const [path, contents] of decoderFiles()) files.set(`/decoders/${path}`, contents)
  files.set('/model.glb', triangleGlb())
  // Where a page is left for one that runs nothing.
  files.set('/empty.txt', new Uint8Array())
  files.set('/icon.png', readFileSync(join(root, 'media/icon.png')))

  let language = words
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`
    const { pathname } = new URL(request.url ?? '/', origin)
    const isPage = ['/', '/history', '/model', '/compare', '/compact'].includes(pathname)
    const body = isPage ? page(origin, pathname.slice(1) || 'studio', language) : files.get(pathname)
    if (body === undefined) response.statusCode = 404
    const type = isPage ? 'text/html' : TYPES[pathname.split('.').at(-1) ?? '']
    response.setHeader('content-type', type ?? 'application/octet-stream')
    // The same for as long as it is served: a script that the browser keeps is compiled once, and not for each page.
    if (pathname.endsWith('.js')) response.setHeader('cache-control', 'max-age=3600')
    response.end(body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the page is not served on a port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    put: (path, bytes) => void files.set(path, bytes),
    speak: (spoken = ENGLISH) => {
      language = spoken
    },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
