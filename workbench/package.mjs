// `npm run package`: a production build in one tripo-studio-<version>.vsix, checked before it counts: its size, and that only what runs is in it.
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ensureModules } from './install.mjs'
import { readOptions } from './options.mjs'
import { packedFile } from './packed-readme.mjs'
import { manifest, root } from './paths.mjs'
import { run } from './processes.mjs'
import { main, step, WorkbenchError } from './report.mjs'
import { listZip } from './zip.mjs'

/**
 * For the room that it takes on the disk and on the way there. Draco's encoder (165 KB) and AVIF's codec (1.9 MB, as text in
 * scripts) raised it from 3 MB in December 2026.
 */
const LIMIT = 5.25 * 1024 * 1024

/** The most that one picture of the README may have, and its animation. */
export const MEDIA_BYTES = { picture: 200 * 1024, animation: 1.2 * 1024 * 1024, walkthrough: 48 * 1024 }

/** What must never ship, by the path inside the extension. */
const FORBIDDEN =
  /(^|\/)(node_modules|workbench|\.ci|\.vscode|\.git)\/|^(src|webview|test|out|demo-output)\/|\.(ts|mts|map|tsbuildinfo|vsix)$/

/** What of the root is packed, which .vscodeignore names more closely. */
const SHIPPED = /^(?:package(?:\.nls.*)?\.json|LICENSE|SECURITY\.md|\.vscodeignore|docs|schemas|dist|media|l10n)$/

/** What must be there for the extension to work at all. */
const REQUIRED = [
  'package.json',
  'readme.md',
  'changelog.md',
  'license.txt',
  'security.md',
  'dist/notice.txt',
  'dist/extension.js',
]

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0).padStart(6)} KB`

/** @param {{ name: string, size?: number }[]} entries @returns {string[]} what is wrong with this content, nothing when all is well */
export function contentFaults(entries) {
  const names = entries.map((entry) => entry.name).filter((name) => name.startsWith('extension/'))
  const inside = names.map((name) => name.slice('extension/'.length))
  const forbidden = inside.filter((name) => FORBIDDEN.test(name)).map((name) => `${name} must not ship`)
  const heavy = entries.flatMap(({ name, size = 0 }) => {
    if (!name.startsWith('extension/media/')) return []
    const most = name.endsWith('.webp') ? MEDIA_BYTES.animation : MEDIA_BYTES.picture
    return size > most ? [`${name.slice('extension/'.length)} has ${kilobytes(size).trim()}: too much for a page`] : []
  })
  const lower = new Set(inside.map((name) => name.toLowerCase()))
  return [...forbidden, ...heavy, ...REQUIRED.filter((name) => !lower.has(name)).map((name) => `${name} is missing`)]
}

/** Pages that an installed extension shows. */
const PAGES = ['README.md', 'CHANGELOG.md']

/** What vsce packs, with the pages as they are read without a repository. @param {string} stage @returns {string} */
function layOut(stage) {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  for (const entry of readdirSync(root, { withFileTypes: true }))
    if (SHIPPED.test(entry.name)) cpSync(join(root, entry.name), join(stage, entry.name), { recursive: true })
  for (const page of PAGES) writeFileSync(join(stage, page), packedFile(root, page))
  return stage
}

/** Builds and checks the package. @returns {Promise<string>} the path of the .vsix */
export async function makePackage() {
  await ensureModules()
  await build('--production')
  const { name, version } = manifest()
  const target = join(root, `${name}-${version}.vsix`)
  const temporary = join(root, 'out', `${name}-${version}.vsix`)
  await step('Package (vsce)', async () => {
    const stage = layOut(join(root, 'out/package'))
    const vsce = join(root, 'node_modules/@vscode/vsce/vsce')
    // The pages have no relative links and pictures any more.
    const args = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--out', temporary]
    await run(process.execPath, [vsce, ...args], { cwd: stage })
    rmSync(stage, { recursive: true })
  })
  const size = statSync(temporary).size
  const entries = listZip(temporary)
  const faults = contentFaults(entries)
  if (size >= LIMIT) faults.push(`${kilobytes(size).trim()} is more than the ${kilobytes(LIMIT).trim()} allowed`)
  if (faults.length > 0)
    throw new WorkbenchError(
      `The package is not fit to ship:\n  ${faults.join('\n  ')}\n`,
      'See .vscodeignore and esbuild.mjs.',
    )
  for (const file of readdirSync(root))
    if (file.startsWith(`${name}-`) && file.endsWith('.vsix')) rmSync(join(root, file))
  renameSync(temporary, target)
  const bundles = entries.filter((entry) => /\.(js|cjs|css|wasm)$/.test(entry.name))
  for (const entry of bundles)
    process.stderr.write(`${kilobytes(entry.size)}  ${entry.name.replace('extension/', '')}\n`)
  process.stderr.write(`${kilobytes(size)}  ${name}-${version}.vsix (${entries.length} files)\n`)
  return target
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    readOptions('npm run package', {})
    process.stdout.write(`${await makePackage()}\n`)
  })
}
