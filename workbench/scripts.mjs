// The command line as scripts with the code that V8 compiles of them beside them. Node 20 compiles modules anew in every process,
// and each function again when it is first called: 16 to 20 of the 100 ms that a model of 10,000 triangles takes. What is compiled
// can only be kept of scripts. So every chunk of a build becomes one, and the program is run on a small model, so that V8 has
// compiled what a run needs.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { joinGlb } from './glb.mjs'
import { root } from './paths.mjs'

/** What the program is run with, each in a process: the verbs that only work on one model, as scripts do with many. */
const RUNS = [['simplify', '--ratio', '0.25'], ['optimise']]
/** Vertices along each side of the model that it is run on. */
const SIDE = 24

/** What a module knows of where it lies, for a script. */
const URL_OF_SCRIPT = 'const __url=require("node:url").pathToFileURL(__filename).href;'

/** A bent sheet, once moved by two bones and once as it is: all kinds of numbers that nearly every model has. @returns {Buffer} */
export function smallModel() {
  const count = SIDE * SIDE
  const places = Float32Array.from({ length: count * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)]
    return [x, y, Math.sin(x / 3) * Math.cos(y / 4)][i % 3] ?? 0
  })
  const normals = Float32Array.from({ length: count * 3 }, (_, i) => (i % 3 === 2 ? 1 : 0))
  const uvs = Float32Array.from({ length: count * 2 }, (_, i) => (places[Math.floor(i / 2) * 3 + (i % 2)] ?? 0) / SIDE)
  const joints = Uint8Array.from({ length: count * 4 }, (_, i) => (i % 4 === 1 ? 1 : 0))
  const weights = Float32Array.from({ length: count * 4 }, (_, i) => {
    const share = (places[Math.floor(i / 4) * 3 + 1] ?? 0) / SIDE
    return [share, 1 - share][i % 4] ?? 0
  })
  const squares = (SIDE - 1) * (SIDE - 1)
  const indices = Uint32Array.from({ length: squares * 6 }, (_, i) => {
    const square = Math.floor(i / 6)
    const corner = (square % (SIDE - 1)) + Math.floor(square / (SIDE - 1)) * SIDE
    return corner + ([0, 1, SIDE, 1, SIDE + 1, SIDE][i % 6] ?? 0)
  })
  /** @type {[string, Float32Array | Uint8Array | Uint32Array, number, string][]} */
  const streams = [
    ['POSITION', places, 5126, 'VEC3'],
    ['NORMAL', normals, 5126, 'VEC3'],
    ['TEXCOORD_0', uvs, 5126, 'VEC2'],
    ['JOINTS_0', joints, 5121, 'VEC4'],
    ['WEIGHTS_0', weights, 5126, 'VEC4'],
    ['indices', indices, 5125, 'SCALAR'],
  ]
  const parts = streams.map(([, { buffer }]) => Buffer.from(buffer))
  const attributes = Object.fromEntries(streams.slice(0, -1).map(([name], i) => [name, i]))
  const primitive = { attributes, indices: streams.length - 1, material: 0 }
  const bare = { ...primitive, attributes: { POSITION: 0, NORMAL: 1 } }
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0, 1, 2, 3] }],
    nodes: [{ mesh: 0, skin: 0 }, { mesh: 1, translation: [0, 0, 3] }, { name: 'a' }, { name: 'b' }],
    skins: [{ joints: [2, 3] }],
    materials: [{ name: 'plain' }],
    meshes: [{ primitives: [primitive] }, { primitives: [bare] }],
    accessors: streams.map(([name, array, componentType, type], bufferView) => ({
      ...{ bufferView, componentType, type, count: name === 'indices' ? array.length : count },
      ...(name === 'POSITION' && { min: [0, 0, -1], max: [SIDE - 1, SIDE - 1, 1] }),
    })),
    bufferViews: parts.map(({ byteLength }, i) => {
      const byteOffset = parts.slice(0, i).reduce((sum, part) => sum + part.byteLength, 0)
      return { buffer: 0, byteLength, byteOffset }
    }),
    buffers: [{ byteLength: parts.reduce((sum, part) => sum + part.byteLength, 0) }],
  }
  return joinGlb(json, Buffer.concat(parts))
}

/** Has V8 compile the program's scripts and keeps the code beside them. @param {string} program */
async function keepCompiled(program) {
  const folder = mkdtempSync(join(tmpdir(), 'tripo-compiled-'))
  try {
    const model = join(folder, 'small.glb')
    writeFileSync(model, smallModel())
    const keeping = ['--require', join(root, 'workbench/keep-compiled.cjs')]
    for (const [verb = '', ...options] of RUNS)
      await promisify(execFile)(process.execPath, [...keeping, program, verb, model, '--out', folder, ...options])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Makes a build of modules one of scripts, with a file that loads them.
 * @param {{ start: string, out: string, first: string }} options the source of that file from the root, its name, and the entry
 * point whose exports it loads: its output's name begins so
 * @returns {import('esbuild').Plugin}
 */
export function asScripts({ start, out, first }) {
  return {
    name: 'scripts',
    setup({ initialOptions, onEnd, esbuild }) {
      const { minify = false, outdir = '', absWorkingDir = root } = initialOptions
      initialOptions.write = false
      onEnd(async ({ errors, outputFiles = [] }) => {
        if (errors.length > 0) return
        /** @type {import('esbuild').TransformOptions} */
        const how = { format: 'cjs', platform: 'node', target: 'node20', minify, legalComments: 'none' }
        for (const { path, text } of outputFiles) {
          const { code } = await esbuild.transform(text, {
            ...{ ...how, define: { 'import.meta.url': '__url' } },
            // An import on demand becomes a call of the loader, too.
            supported: { 'dynamic-import': false },
          })
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, text.includes('import.meta.url') ? URL_OF_SCRIPT + code : code)
        }
        const folder = resolve(absWorkingDir, outdir)
        const program = outputFiles.map(({ path }) => path).find((path) => path.includes(`${first}-`))
        if (program === undefined) throw new Error(`No script of ${first} was built.`)
        const name = program.slice(folder.length + 1).replaceAll('\\', '/')
        await esbuild.build({
          ...{ entryPoints: [join(root, start)], outfile: join(folder, out), bundle: true, minify },
          ...{ platform: 'node', format: 'cjs', target: 'node20', define: { PROGRAM: JSON.stringify(name) } },
        })
        await keepCompiled(join(folder, out))
      })
    },
  }
}
