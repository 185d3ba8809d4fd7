// What the workshop's tests share: sources made by the simulator itself, and looks into results.
import { readFile } from 'node:fs/promises'
import { validateBytes } from 'gltf-validator'
import { curveOf } from '../../../../src/mesh/formats/animation.ts'
import type { readGlb } from '../../../../src/mesh/formats/gltf.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage, type RgbaImage } from '../../../../src/mesh/images/image.ts'
import { buildModel } from '../../../../src/sandbox/build.ts'
import type { WorkFile, WorkResult, WorkSource } from '../../../../src/simulator/work.ts'

type Document = Awaited<ReturnType<typeof readGlb>>

/** The model of a prompt as a source task; small textures and seeds that stay. */
export async function sourceOf(prompt: string, params: Record<string, unknown> = {}): Promise<WorkSource> {
  const all = { prompt, model_seed: 3, texture_seed: 3, ...params }
  const { file } = await buildModel({ capability: 'text_to_model', params: all, inputs: {} })
  return { capability: 'text_to_model', params: all, bytes: file.bytes, extension: 'glb' }
}

export const asSource = (capability: string, file: WorkFile, params: Record<string, unknown> = {}): WorkSource => ({
  capability,
  params,
  bytes: file.bytes,
  extension: file.extension,
})

export function fileOf(result: WorkResult, kind: WorkFile['kind']): WorkFile {
  const file = result.files.find((one) => one.kind === kind)
  if (!file) throw new Error(`no ${kind} among ${result.files.map((one) => one.kind).join(', ')}`)
  return file
}

/** Errors and warnings of the Khronos validator. */
export async function faultsOf(bytes: Uint8Array): Promise<string[]> {
  const { issues } = await validateBytes(bytes)
  return issues.messages.filter((m) => m.severity < 2).map((m) => `${m.code} ${m.pointer}`)
}

export async function fixture(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../../../fixtures/images/${name}`, import.meta.url)))
}

/** Puts the document's nodes where a clip has them at a time; gives all vertices, posed. */
export function posedAt(document: Document, clip: string, share: number): Float32Array {
  const animation = document
    .getRoot()
    .listAnimations()
    .find((one) => one.getName() === clip)
  if (!animation) throw new Error(`no clip ${clip}`)
  for (const channel of animation.listChannels()) {
    const [curve, node] = [curveOf(channel), channel.getTargetNode()]
    if (!curve || !node) throw new Error('a channel without keys or target')
    const value = curve.valueAt((curve.times.at(-1) ?? 0) * share)
    const [x = 0, y = 0, z = 0, w = 1] = value
    if (channel.getTargetPath() === 'rotation') node.setRotation([x, y, z, w])
    else node.setTranslation([x, y, z])
  }
  return positionsOf(placedMeshes(document))
}

export function positionsOf(meshes: ReturnType<typeof placedMeshes>): Float32Array {
  return new Float32Array(meshes.flatMap((mesh) => mesh.surfaces.flatMap((surface) => [...surface.positions])))
}

/** The farthest that a vertex is from where it was. */
export function farthest(a: Float32Array, b: Float32Array): number {
  let most = 0
  for (let i = 0; i < a.length; i += 3)
    most = Math.max(
      most,
      Math.hypot((a[i] ?? 0) - (b[i] ?? 0), (a[i + 1] ?? 0) - (b[i + 1] ?? 0), (a[i + 2] ?? 0) - (b[i + 2] ?? 0)),
    )
  return most
}

/** The mean color of a picture, 0 to 255, without what is grey and light as backdrops are. */
export async function tintOf(bytes: Uint8Array): Promise<[number, number, number]> {
  const { data } = await decodeImage(bytes)
  const sum: [number, number, number] = [0, 0, 0]
  let count = 0
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0]
    if (Math.max(r, g, b) - Math.min(r, g, b) < 24) continue
    count++
    sum[0] += r
    sum[1] += g
    sum[2] += b
  }
  return [sum[0] / Math.max(1, count), sum[1] / Math.max(1, count), sum[2] / Math.max(1, count)]
}

export const pixels = (bytes: Uint8Array): Promise<RgbaImage> => decodeImage(bytes)
