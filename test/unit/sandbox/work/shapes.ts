// What the tests of post-processing share: sources, and how results are judged.
import type { Document } from '@gltf-transform/core'
import { validateBytes } from 'gltf-validator'
import { expect } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes, type Surface } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { buildModel } from '../../../../src/sandbox/build.ts'
import type { Work, WorkFile, WorkSource } from '../../../../src/simulator/work.ts'

/** A small generated model: as the text task with these parameters gives it. */
export async function generated(prompt: string, more: Record<string, unknown> = {}): Promise<WorkSource> {
  const params = { prompt, model_seed: 1, texture_seed: 2, model_version: 'v2.5-20250123', ...more }
  const { file } = await buildModel({ capability: 'text_to_model', params, inputs: {} })
  return { capability: 'text_to_model', params, bytes: file.bytes, extension: 'glb' }
}

/** A source that holds this file. */
export function sourceOf(bytes: Uint8Array, extension = 'glb', capability = 'import_model'): WorkSource {
  return { capability, params: {}, bytes, extension }
}

/** Pixels of pictures in tests: one as large as the service's takes longer than most models. */
const PICTURE_SIDE = 128

export async function run(
  work: Work,
  params: Record<string, unknown>,
  source: WorkSource | undefined,
  inputs: Record<string, Uint8Array> = {},
): Promise<{ model: WorkFile; picture?: WorkFile }> {
  const { files } = await work({
    ...{ capability: 'any', params, inputs, pictureSide: PICTURE_SIDE },
    ...(source ? { source } : {}),
  })
  const model = files.find(({ kind }) => kind === 'model')
  const picture = files.find(({ kind }) => kind === 'rendered_image')
  if (!model) throw new Error('no model')
  return { model, ...(picture ? { picture } : {}) }
}

/** The Document of a GLB in which the validator found nothing serious. */
export async function valid(file: WorkFile): Promise<Document> {
  expect(file.extension).toBe('glb')
  const { issues } = await validateBytes(file.bytes)
  expect(issues.messages.filter(({ severity }) => severity === 0)).toEqual([])
  return readModel(file.bytes)
}

/** How many polygons of each number of corners the scene shows. */
export function polygons(document: Document): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { starts } of placedMeshes(document).flatMap((mesh) => mesh.surfaces))
    for (let p = 0; p + 1 < starts.length; p++) {
      const corners = (starts[p + 1] ?? 0) - (starts[p] ?? 0)
      counts[corners] = (counts[corners] ?? 0) + 1
    }
  return counts
}

/** Edges that have not as many faces running one way as the other, by the exact places of their ends. */
export function openEdges(surfaces: readonly Surface[]): number {
  const edges = new Map<string, number>()
  for (const { positions, corners, starts } of surfaces)
    for (let p = 0; p + 1 < starts.length; p++) {
      const polygon = Array.from(corners.subarray(starts[p], starts[p + 1]), (v) =>
        positions.subarray(v * 3, v * 3 + 3).join(' '),
      )
      for (const [i, from] of polygon.entries()) {
        const to = polygon[(i + 1) % polygon.length] ?? ''
        if (from === to) continue
        const key = from < to ? `${from}|${to}` : `${to}|${from}`
        edges.set(key, (edges.get(key) ?? 0) + (from < to ? 1 : -1))
      }
    }
  return [...edges.values()].filter((balance) => balance !== 0).length
}

/** That two files hold the same bytes; toEqual takes seconds for as many. */
export function expectSameBytes(actual: Uint8Array | undefined | null, expected: Uint8Array | undefined | null): void {
  expect(actual?.length).toBeGreaterThan(0)
  expect(Buffer.compare(actual ?? new Uint8Array(), expected ?? new Uint8Array())).toBe(0)
}

/** That a picture shows something: many colors, of a square. */
export async function expectPicture(file: WorkFile | undefined): Promise<void> {
  const image = await decodeImage(file?.bytes ?? new Uint8Array())
  expect([image.width, image.height]).toEqual([PICTURE_SIDE, PICTURE_SIDE])
  const colors = new Set<number>()
  for (let i = 0; i < image.data.length; i += 4)
    colors.add((image.data[i] ?? 0) * 65536 + (image.data[i + 1] ?? 0) * 256 + (image.data[i + 2] ?? 0))
  expect(colors.size).toBeGreaterThan(500)
}
