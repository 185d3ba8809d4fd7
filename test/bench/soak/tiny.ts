// The smallest result that is a whole, valid file: a stub builder for runs that need thousands of models.
import { joinGlb, splitGlb } from '../../../src/mesh/formats/glb-container.ts'
import type { BuildJob } from '../../../src/sandbox/build.ts'
import type { SimulatorOptions } from '../../../src/simulator/options.ts'

/** The parameter that carries a request's number to the service, into the file and back. */
export const NUMBER = 'model_seed'

/** The same for the capabilities that have no seed. */
const OTHER_NUMBER = 'face_limit'

/** The request's number in parameters or in their echo; undefined when they hold none. */
export function numberIn(params: Readonly<Record<string, unknown>>): number | undefined {
  const number = params[NUMBER] ?? params[OTHER_NUMBER]
  return typeof number === 'number' ? number : undefined
}

/** Bytes of padding, so that a download has a middle in which it can be cut. */
const PADDING = 40_000

/** A GLB without a mesh whose `asset.extras.request` is the number. */
export function tinyGlb(number: number, padding = PADDING): Uint8Array<ArrayBuffer> {
  return joinGlb({ asset: { version: '2.0', extras: { request: number, padding: 'x'.repeat(padding) } } })
}

/** The request's number in a delivered file; undefined when it is not one of ours, or not whole. */
export function numberOf(glb: Uint8Array): number | undefined {
  const chunks = splitGlb(glb)
  // What follows the end of a GLB is no part of it, but here it is a fault.
  if ('fault' in chunks || new DataView(glb.buffer, glb.byteOffset).getUint32(8, true) !== glb.length) return undefined
  const text = new TextDecoder().decode(chunks.json)
  const found = /"request":(\d+)/.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** A one-pixel PNG. */
export const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)

/** Builds any task at once. */
export const tinyBuilder: SimulatorOptions['build'] = async ({ params }: BuildJob) => {
  return [
    {
      kind: 'pbr_model',
      extension: 'glb',
      mediaType: 'model/gltf-binary',
      bytes: tinyGlb(numberIn(params) ?? 0),
    },
    { kind: 'rendered_image', extension: 'png', mediaType: 'image/png', bytes: PIXEL },
  ]
}
