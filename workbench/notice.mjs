// The NOTICE of the package: the licence of everything that is really bundled, found in esbuild's metafiles. A package
// without a licence text stops the build: what we ship without its licence we may not ship.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const LICENCE_FILE = /^(licen[cs]e|copying|notices?|copyrightnotice)([.-].*)?$/i

/**
 * Parts inside packages that are somebody else's, and packages that come without a text: which files they are, and where
 * their licence stands, from the root.
 * @type {readonly { name: string, licence: string, files: RegExp, text: string }[]}
 */
const PARTS = [
  {
    name: 'FAST (Microsoft)',
    licence: 'MIT',
    files: /^@microsoft\/fast-(element|foundation|web-utilities)\//,
    text: 'workbench/licences/fast.txt',
  },
  {
    name: 'Draco (Google), decoder from three',
    licence: 'Apache-2.0',
    files: /^three\/examples\/jsm\/libs\/draco\//,
    text: 'node_modules/@jsquash/webp/LICENSE',
  },
  {
    // The package comes without a text; Apache 2.0 is the same text wherever it stands.
    name: 'draco3dgltf (Google)',
    licence: 'Apache-2.0',
    files: /^draco3dgltf\//,
    text: 'node_modules/@jsquash/webp/LICENSE',
  },
  {
    name: 'Basis Universal (Binomial LLC), transcoder from three',
    licence: 'Apache-2.0',
    files: /^three\/examples\/jsm\/libs\/basis\//,
    text: 'node_modules/@jsquash/webp/LICENSE',
  },
  {
    name: 'fflate, from three',
    licence: 'MIT',
    files: /^three\/examples\/jsm\/libs\/fflate/,
    text: 'node_modules/fflate/LICENSE',
  },
  {
    name: 'ktx-parse, from three',
    licence: 'MIT',
    files: /^three\/examples\/jsm\/libs\/ktx-parse/,
    text: 'workbench/licences/ktx-parse.txt',
  },
  {
    // The text of zstddec's package, which has both.
    name: 'zstddec, from three, and Zstandard in it',
    licence: 'MIT, BSD-3-Clause',
    files: /^three\/examples\/jsm\/libs\/zstddec/,
    text: 'workbench/licences/zstddec.txt',
  },
  {
    name: 'meshoptimizer decoder, from three',
    licence: 'MIT',
    files: /^three\/examples\/jsm\/libs\/meshopt/,
    text: 'node_modules/meshoptimizer/LICENSE.md',
  },
  {
    // From the head of its source, which watlas is compiled from; the package has its own text only.
    name: 'xatlas, thekla_atlas and Fast-BVH, in watlas',
    licence: 'MIT',
    files: /^watlas\//,
    text: 'workbench/licences/xatlas.txt',
  },
  {
    name: 'libwebp (Google), in @jsquash/webp',
    licence: 'BSD-3-Clause',
    files: /^@jsquash\/webp\/codec\//,
    text: 'node_modules/@jsquash/webp/codec/LICENSE.codec.md',
  },
  {
    // The package has its own text only; both have the same one.
    name: 'libavif and libaom, in @jsquash/avif',
    licence: 'BSD-2-Clause',
    files: /^@jsquash\/avif\/codec\//,
    text: 'workbench/licences/libavif.txt',
  },
  {
    name: 'MozJPEG, in @jsquash/jpeg',
    licence: 'IJG, BSD-3-Clause, Zlib',
    files: /^@jsquash\/jpeg\/codec\//,
    text: 'node_modules/@jsquash/jpeg/codec/LICENSE.codec.md',
  },
  {
    // From MozJPEG's README.ijg, which the text above refers to and the package does not have.
    name: "The Independent JPEG Group's software, in MozJPEG",
    licence: 'IJG',
    files: /^@jsquash\/jpeg\/codec\//,
    text: 'workbench/licences/ijg.txt',
  },
]

/** Parts of three that are somebody else's must be named above; its libs folder holds nothing of its own. */
const FOREIGN = /^three\/examples\/jsm\/libs\//

/**
 * The bundled files of other people, from `node_modules/` on.
 * @param {readonly { outputs: Record<string, { inputs: Record<string, unknown> }> }[]} metafiles of esbuild
 * @param {readonly string[]} copied paths from the root of files that ship as they are
 * @returns {string[]}
 */
export function foreignFiles(metafiles, copied = []) {
  const outputs = metafiles.flatMap(({ outputs }) => Object.entries(outputs))
  const shipped = outputs.filter(([name]) => name.startsWith('dist/'))
  const inputs = [...shipped.flatMap(([, { inputs }]) => Object.keys(inputs)), ...copied]
  const inside = inputs.flatMap((path) => path.match(/^(?:.*\/)?node_modules\/(.*)$/)?.[1] ?? [])
  return [...new Set(inside)].sort()
}

/** @param {string} path from `node_modules/` on @returns {string} the package's name */
const packageOf = (path) =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')

/** @param {string} folder of a package @returns {string} its licence texts, empty when it has none */
function ownText(folder) {
  const names = readdirSync(folder).filter((name) => LICENCE_FILE.test(name))
  return names.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}

/** @param {string} root @param {string} name @returns {{ title: string, text: string }} */
function packageEntry(root, name) {
  const folder = join(root, 'node_modules', name)
  const { version, license = 'no licence named' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { title: `${name} ${version} (${license})`, text: ownText(folder) }
}

/**
 * The text of the NOTICE.
 * @param {string} root of the project
 * @param {readonly string[]} files what `foreignFiles` found
 * @returns {string}
 */
export function noticeOf(root, files) {
  const parts = PARTS.filter((part) => files.some((file) => part.files.test(file)))
  const unknown = files.filter((file) => FOREIGN.test(file) && !PARTS.some((part) => part.files.test(file)))
  const entries = [
    ...[...new Set(files.map(packageOf))].map((name) => packageEntry(root, name)),
    ...parts.map(({ name, licence, text }) => {
      const file = join(root, text)
      return { title: `${name} (${licence})`, text: existsSync(file) ? readFileSync(file, 'utf8').trim() : '' }
    }),
  ]
  const covered = (/** @type {string} */ title) => PARTS.some(({ files: own }) => own.test(`${title.split(' ')[0]}/`))
  const without = entries.filter(({ title, text }) => text === '' && !covered(title)).map(({ title }) => title)
  if (unknown.length + without.length > 0) {
    throw new Error(`No licence text for: ${[...without, ...unknown].join(', ')}. Name it in workbench/notice.mjs.`)
  }
  /** @type {Map<string, string[]>} */
  const byText = new Map()
  for (const { title, text } of entries) if (text !== '') byText.set(text, [...(byText.get(text) ?? []), title])
  const line = '='.repeat(80)
  const sections = [...byText].map(([text, titles]) => `${line}\n${titles.join('\n')}\n${line}\n\n${text}\n`)
  return [
    'Tripo Studio holds the following software and fonts of others, each under its own licence.\n',
    ...sections,
  ].join('\n')
}
