// What the library in src/mesh sees in a model file. Runs in a process of its own, which is ended when it takes too long or
// too much: it is told a file, and answers on its channel.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import type { Node, Primitive } from '@gltf-transform/core'
import { MeshError } from '../../../src/mesh/errors.ts'
import { formatOfEnding } from '../../../src/mesh/formats/names.ts'
import { readModel } from '../../../src/mesh/formats/read-model.ts'
import { loadWasmFromPackages } from '../../support/wasm.ts'
import { type Outcome, refusal, type Seen } from './seen.ts'

/** Bytes of the files beside a model that are given to its reader, all together. */
const MOST_BESIDE = 100e6

/** The files a model's text may name: all in its folder that it mentions. */
function companions(file: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const folder = dirname(file)
  const found = new Map<string, Uint8Array>()
  let left = MOST_BESIDE
  const take = (directory: string, depth: number, text: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name)
      if (entry.isDirectory() && depth < 2) take(path, depth + 1, text)
      const isNamed = text.includes(entry.name) || text.includes(encodeURI(entry.name))
      if (!entry.isFile() || path === file || !isNamed || found.has(relative(folder, path))) continue
      left -= statSync(path).size
      if (left < 0) return
      const body = readFileSync(path)
      found.set(relative(folder, path), body)
      if (extname(path).toLowerCase() === '.mtl') take(folder, 0, body.toString('latin1'))
    }
  }
  take(folder, 0, Buffer.from(bytes).toString('latin1'))
  return found
}

async function read(file: string): Promise<Outcome> {
  const start = Date.now()
  const bytes = new Uint8Array(readFileSync(file))
  const ending = extname(file).slice(1).toLowerCase()
  try {
    const document = await readModel(bytes, formatOfEnding(ending), companions(file, bytes))
    const root = document.getRoot()
    const scene = root.getDefaultScene() ?? root.listScenes()[0]
    const seen = new Sight()
    for (const node of scene?.listChildren() ?? []) seen.node(node)
    return { kind: 'opened', seen: seen.told(root.listAnimations().length), seconds: (Date.now() - start) / 1000 }
  } catch (error) {
    if (error instanceof MeshError) return refusal(error.message)
    return { kind: 'crashed', words: String(error) }
  }
}

/** Gathers what a scene draws. */
class Sight {
  #triangles = 0
  readonly #min = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  readonly #max = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  readonly #materials = new Set<string>()

  node(node: Node): void {
    const matrix = node.getSkin() ? undefined : node.getWorldMatrix()
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) this.#primitive(primitive, matrix)
    for (const child of node.listChildren()) this.node(child)
  }

  told(clips: number): Seen {
    return {
      ...{ triangles: this.#triangles, min: this.#min, max: this.#max },
      ...{ clips, materials: [...this.#materials] },
    }
  }

  #primitive(primitive: Primitive, matrix: readonly number[] | undefined): void {
    const positions = primitive.getAttribute('POSITION')
    const mode = primitive.getMode()
    if (!positions || mode < 4) return
    const corners = primitive.getIndices()?.getCount() ?? positions.getCount()
    this.#triangles += mode === 4 ? Math.floor(corners / 3) : Math.max(0, corners - 2)
    this.#materials.add(primitive.getMaterial()?.getName() ?? '')
    const point = [0, 0, 0]
    for (let at = 0; at < positions.getCount(); at++) {
      positions.getElement(at, point)
      const [x = 0, y = 0, z = 0] = point
      for (let axis = 0; axis < 3; axis++) {
        const m = (row: number) => matrix?.[row * 4 + axis] ?? (row === axis ? 1 : 0)
        const value = x * m(0) + y * m(1) + z * m(2) + m(3)
        this.#min[axis] = Math.min(this.#min[axis] ?? 0, value)
        this.#max[axis] = Math.max(this.#max[axis] ?? 0, value)
      }
    }
  }
}

loadWasmFromPackages()
process.on('message', async (file) => {
  if (typeof file === 'string' && existsSync(file)) process.send?.(await read(file))
})
process.send?.('ready')
