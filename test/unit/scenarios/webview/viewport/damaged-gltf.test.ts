// Damaged glTF files through the page's loader: each is shown or refused in words, in time, and none asks for
// anything outside the model's own folder.
import { expect, it } from 'vitest'
import { joinGlb } from '../../../../../src/mesh/formats/glb-container.ts'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { riggedModel, staticModel } from '../../../mesh/formats/sample.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'
import type { Opened } from '../../../webview/viewport/page/opened.ts'

type Json = Record<string, unknown>

/** Milliseconds for one file: five seconds, and as much again twice for a machine that is busy with other things. */
const TIME = 15_000
/** What a JavaScript error says, rather than a person. */
const RAW =
  /\bundefined\b|\bnull\b|is not (a function|iterable|defined)|Cannot read|Unexpected|Invalid |THREE|RangeError|TypeError|DataView|JSON/
/** Addresses that leave the folder, or the machine. */
const OUTSIDE = [
  ...['../../secret.bin', '%2e%2e/%2e%2e/secret.bin', '..\\..\\secret.bin', '/etc/passwd', 'C:\\secret.bin'],
  ...[
    'file:///etc/passwd',
    'https://example.com/secret.bin',
    '//example.com/secret.bin',
    'http://127.0.0.1:9/secret.bin',
  ],
  ...['blob:https://example.com/1', 'vscode-resource://secret.bin', 'lost.bin', '', '?', 'data:,', 'data:;base64,%%%'],
]
const VALUES = [-1, 7, 65_535, 4_294_967_295, 1e300, 0.5, 'word', true, [], {}] as const

/** One of so many; `TRIPO_ROUNDS=8 npm test -- unit` takes all. */
const EACH = Number(process.env.TRIPO_ROUNDS ?? 1) > 1 ? 1 : 6
/** What is always there: loops, depth, breadth, numbers that are none, addresses that lead out. */
const SPECIAL = /^(itself|loop|deep|wide|infinite|nan|buffer-[0-8])\b/

/** The two chunks of a GLB. */
function open(glb: Uint8Array): { json: Json; bin: Uint8Array } {
  const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)
  const json: unknown = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
  if (typeof json !== 'object' || json === null) throw new Error('no description')
  return { json: { ...json }, bin: glb.subarray(28 + length) }
}

function close(json: unknown, bin: Uint8Array, write = JSON.stringify): Uint8Array {
  return joinGlb(write(json), [bin])
}

/** Every place in a description where a number or a word stands. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => places(one, [...path, at]))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]))
  return [path]
}

/** A copy with something else in one place. */
function withValue(json: Json, path: readonly (string | number)[], value: unknown): Json {
  const copy = structuredClone(json)
  let at: unknown = copy
  for (const key of path.slice(0, -1)) at = Reflect.get(Object(at), key)
  Reflect.set(Object(at), path.at(-1) ?? '', value)
  return copy
}

/** The damaged files by name. */
function damaged(sound: Uint8Array, textured: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const { json, bin } = open(sound)
  const start = sound.length - bin.length
  // Cut: at the borders of the chunks and between, as a download that broke off, and as a file that says it is whole.
  const cuts = new Set([0, 3, 4, 11, 12, 16, 19, 20, start - 8, start - 4, start, start + 2, sound.length - 1])
  for (let at = 1; at < 24; at++) cuts.add(Math.floor((sound.length * at) / 24))
  for (const cut of cuts) {
    files.set(`cut-${cut}.glb`, sound.slice(0, cut))
    const whole = sound.slice(0, cut)
    if (cut >= 12) new DataView(whole.buffer).setUint32(8, cut, true)
    files.set(`whole-${cut}.glb`, whole)
  }
  // Wrong heads: magic number, version, length of all, and length and kind of both chunks.
  for (const offset of [0, 4, 8, 12, 16, start - 8, start - 4])
    for (const value of [0, 1, 3, sound.length + 1, 0x7fffffff, 0xffffffff]) {
      const file = sound.slice()
      new DataView(file.buffer).setUint32(offset, value, true)
      files.set(`head-${offset}-${value}.glb`, file)
    }
  // Wrong descriptions: huge and negative counts, indices that lead nowhere, other kinds of values.
  for (const [kind, one] of [
    ['rig', open(sound)],
    ['picture', open(textured)],
  ] as const)
    places(one.json).forEach((path, at) => {
      // Every second place, so that all kinds are there and it stays quick.
      if (at % 2 > 0) return
      const value = VALUES[(at / 2) % VALUES.length]
      files.set(
        `${kind}-${path.join('.')}-${(at / 2) % VALUES.length}.glb`,
        close(withValue(one.json, path, value), one.bin),
      )
    })
  files.set(
    'infinite.glb',
    close(json, bin, (value) => JSON.stringify(value).replace(/"count":\d+/, '"count":1e999')),
  )
  files.set(
    'nan.glb',
    close(json, bin, (value) => JSON.stringify(value).replace(/"count":\d+/, '"count":NaN')),
  )
  // Loops and depth.
  const nodes = (list: object[]) => close({ ...json, nodes: list, scenes: [{ nodes: [0] }] }, bin)
  files.set('itself.glb', nodes([{ mesh: 0, children: [0] }]))
  files.set('loop.glb', nodes([{ children: [1] }, { children: [2] }, { mesh: 0, children: [0] }]))
  files.set('shared.glb', nodes([{ children: [1, 2] }, { children: [3] }, { children: [3] }, { mesh: 0 }]))
  files.set(
    'deep.glb',
    nodes(Array.from({ length: 20_000 }, (_, at) => (at < 19_999 ? { children: [at + 1] } : { mesh: 0 }))),
  )
  files.set(
    'wide.glb',
    nodes([
      { children: Array.from({ length: 60_000 }, (_, at) => at + 1) },
      ...Array.from({ length: 60_000 }, () => ({ mesh: 0 })),
    ]),
  )
  // Wrong numbers: all that is not a number, infinite, or an index that is none.
  for (const [name, byte] of [
    ['ones', 0xff],
    ['zeros', 0],
    ['infinite', 0x7f],
  ] as const) {
    files.set(`${name}.glb`, close(json, new Uint8Array(bin.length).fill(byte)))
    for (let at = 0; at < 8; at++) {
      const part = bin.slice()
      part.fill(byte, Math.floor((bin.length * at) / 8), Math.floor((bin.length * (at + 1)) / 8))
      files.set(`${name}-${at}.glb`, close(json, part))
    }
  }
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e38, 1e-38])
    files.set(
      `floats-${value}.glb`,
      close(json, new Uint8Array(new Float32Array(Math.floor(bin.length / 4)).fill(value).buffer)),
    )
  // Addresses, of buffers and of pictures.
  const picture = open(textured)
  OUTSIDE.forEach((uri, at) => {
    files.set(`buffer-${at}.gltf`, Buffer.from(JSON.stringify({ ...json, buffers: [{ uri, byteLength: bin.length }] })))
    files.set(`image-${at}.glb`, close({ ...picture.json, images: [{ uri }] }, picture.bin))
  })
  return files
}

const viewport = useViewportPage({ viewport: { width: 120, height: 90 } })

it('ends in words for each damaged file, and asks for nothing outside', {
  timeout: 600_000,
}, async () => {
  const sound = new Uint8Array(await writeGlb(riggedModel()))
  const all = damaged(sound, new Uint8Array(await writeGlb(staticModel())))
  expect(all.size).toBeGreaterThan(250)
  const files = new Map([...all].filter(([name], at) => at % EACH === 0 || SPECIAL.test(name)))
  for (const [name, bytes] of files) viewport.put(`folder/${name}`, bytes)
  viewport.put('folder/sound.glb', sound)
  const asked = new Set<string>()
  viewport.page.on('request', (request) => asked.add(request.url()))
  const opened = await viewport.page.evaluate<{ name: string; took: number; opened: Opened | 'hung' }[]>(`(async () => {
    const results = []
    for (const name of ${JSON.stringify([...files.keys(), 'sound.glb'])}) {
      const began = performance.now()
      const late = new Promise((done) => setTimeout(done, ${TIME}, 'hung'))
      const opened = await Promise.race([openModel(location.origin + '/models/folder/' + encodeURIComponent(name), name), late])
      results.push({ name, took: performance.now() - began, opened })
    }
    return results
  })()`)
  expect(opened.filter((one) => one.opened === 'hung')).toEqual([])
  const problems = opened.flatMap(({ name, opened: one }) =>
    one !== 'hung' && 'problem' in one ? { name, ...one.problem } : [],
  )
  expect(
    problems.filter(({ code, sentence, nextStep }) => code === 'unexpected' || RAW.test(sentence) || nextStep === ''),
  ).toEqual([])
  // Damage is noticed, and what is whole is shown.
  expect(problems.length).toBeGreaterThan(files.size / 3)
  expect(opened.at(-1)?.opened).toMatchObject({ shown: { triangles: 12 } })
  const base = new URL('/', viewport.page.url()).href
  // The page's own scripts and workers come when the first file needs them.
  const own = /^(models\/folder\/|decoders\/|[\w-]+\.js$)/
  const outside = [...asked].filter((url) => !url.startsWith(base) || !own.test(url.slice(base.length)))
  expect(outside.filter((url) => !url.startsWith('blob:'))).toEqual([])
})

/** A triangle whose vertices lie in a file. */
const leaf = (uri: string) =>
  new TextEncoder().encode(
    JSON.stringify({
      ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0, 1] }], nodes: [{ mesh: 0 }, { mesh: 1 }] },
      meshes: [0, 1].map((POSITION) => ({ primitives: [{ attributes: { POSITION } }] })),
      accessors: [0, 1].map((bufferView) => ({
        ...{ bufferView, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      })),
      bufferViews: [0, 1].map((buffer) => ({ buffer, byteLength: 36 })),
      buffers: [uri, uri === 'gone.bin' ? 'leaf.bin' : uri].map((one) => ({ uri: one, byteLength: 36 })),
    }),
  )

it('says which file beside a model is missing, and that one from elsewhere is not read', {
  timeout: 200_000,
}, async () => {
  const names = ['gone.bin', '../../up.bin', 'https://example.com/leaf.bin', 'https://example.com/other.bin']
  viewport.put('folder/leaf.bin', new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0]).buffer))
  for (const [at, uri] of names.entries()) viewport.put(`folder/leaf${at}.gltf`, leaf(uri))
  const said = await viewport.page.evaluate<string[]>(`(async () => {
    const said = []
    for (let at = 0; at < ${names.length}; at++) {
      await openModel(location.origin + '/models/folder/leaf' + at + '.gltf', 'leaf')
      said.push(document.querySelector('.tv-message')?.innerText ?? '')
    }
    return said
  })()`)
  expect(said[0]).toMatch(/1 of 2 parts is not shown. The file “gone.bin”, which the model names, is missing/)
  expect(said[1]).toMatch(
    /cannot be shown: it names “..\/..\/up.bin”, and only files in its own folder are read.\s+Put up.bin/,
  )
  expect(said[2]).toMatch(
    /names “https:..example.com.leaf.bin”, and only files in its own folder are read.\s+A file of the same name/,
  )
  expect(said[3]).toMatch(/cannot be shown: it names “https:..example.com.other.bin”/)
})
