// Every picture of some folders through our checks and decoders, each in a process of its own with limits, as a table.
//   node workbench/picture-trial.mjs [--oracle <folder with node_modules/sharp>] <folder or file> ...
// Where sharp is given (it is no dependency), its pixels are the measure: the largest and the mean difference.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

const SECONDS = 60
/** More resident memory than this is too much for a picture. */
const MOST_MB = 1024
const root = fileURLToPath(new URL('..', import.meta.url))

/** The decoders as one script: WebAssembly inside. */
const SOURCE = `
  import jpeg from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'
  import webp from '@jsquash/webp/codec/dec/webp_dec.wasm'
  import { decodeImage } from './src/mesh/image.ts'
  import { setWasmLoader } from './src/mesh/wasm.ts'
  import { checkImage, readImageHeader } from './src/tripo/catalogue/image-limits.ts'
  import { readFileSync, writeFileSync } from 'node:fs'
  setWasmLoader(async (name) => (name.startsWith('webp') ? webp : jpeg))
  const [file, out] = process.argv.slice(2)
  const bytes = new Uint8Array(readFileSync(file))
  const said = {}
  const header = readImageHeader(bytes)
  said.check = checkImage(bytes.length, header)?.message
  async function run() {
    const start = performance.now()
    try {
      const { width, height, data } = await decodeImage(bytes, { srgb: true })
      Object.assign(said, { width, height })
      said.agrees = !header || (header.width === width && header.height === height)
      if (out) writeFileSync(out, data)
    } catch (error) {
      said.refused = error.name === 'MeshError' ? error.code + ': ' + error.message : undefined
      if (said.refused === undefined) said.crashed = String(error.stack)
    }
    said.ms = Math.round(performance.now() - start)
    // The peak of this program alone: what getrusage tells begins with its parent's.
    said.mb = Math.round(Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024)
    console.log(JSON.stringify(said))
  }
  run()
`

/** @param {string} path @returns {string[]} */
const filesOf = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path]

/** @param {string} folder of sharp @param {string} file @param {string} pixels */
async function compare(folder, file, pixels) {
  const sharp = createRequire(join(resolve(folder), 'package.json'))('sharp')
  try {
    const theirs = await sharp(file, { failOn: 'none', limitInputPixels: false })
      .rotate()
      .toColorspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer()
    const ours = readFileSync(pixels)
    if (ours.length !== theirs.length) return `sizes differ: ${ours.length} and ${theirs.length}`
    let [most, sum] = [0, 0]
    for (let i = 0; i < ours.length; i++) {
      const difference = Math.abs((ours[i] ?? 0) - (theirs[i] ?? 0))
      most = Math.max(most, difference)
      sum += difference
    }
    return `max ${most} mean ${(sum / ours.length).toFixed(3)}`
  } catch (error) {
    return `sharp: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
}

const args = process.argv.slice(2)
const at = args.indexOf('--oracle')
const oracle = at >= 0 ? args.splice(at, 2)[1] : undefined
const script = join(tmpdir(), `picture-trial-${process.pid}.cjs`)
const pixels = `${script}.raw`
await esbuild.build({
  stdin: { contents: SOURCE, resolveDir: root },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outfile: script,
  loader: { '.wasm': 'binary' },
  logLevel: 'error',
})
/** @type {Record<string, number>} */
const counts = { decoded: 0, refused: 0, crashed: 0, hung: 0, 'over 1 GB': 0 }
for (const file of args.flatMap(filesOf).filter((name) => /\.(png|jpe?g|webp)$/i.test(name))) {
  const run = spawnSync(process.execPath, [script, file, ...(oracle ? [pixels] : [])], {
    timeout: SECONDS * 1000,
    encoding: 'utf8',
  })
  const hung = run.error !== undefined
  const said =
    hung || run.status !== 0
      ? { crashed: run.stderr.match(/^\w*Error: .*/m)?.[0] ?? run.stderr.slice(-200) }
      : JSON.parse(run.stdout)
  const outcome = hung
    ? 'hung'
    : said.crashed
      ? 'crashed'
      : said.mb > MOST_MB
        ? 'over 1 GB'
        : said.refused
          ? 'refused'
          : 'decoded'
  counts[outcome] = (counts[outcome] ?? 0) + 1
  const words =
    said.crashed ?? said.refused ?? `${said.width}x${said.height}${said.agrees ? '' : ' (the header says otherwise)'}`
  const beside = oracle && outcome === 'decoded' ? await compare(oracle, file, pixels) : ''
  console.log(
    [file, outcome, `${said.ms} ms`, `${said.mb} MB`, words, said.check ? `check: ${said.check}` : '', beside].join(
      '\t',
    ),
  )
}
console.log(JSON.stringify(counts))
