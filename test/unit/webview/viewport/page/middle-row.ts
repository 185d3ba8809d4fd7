// A picture that the viewport takes of its model, read along its middle row.
import { decodePng } from '../../../../../src/mesh/images/png-decode.ts'
import type { ViewportPage } from './serve.ts'

/** Green light, 0 to 255, of each pixel of the row. @param side of the square picture, in pixels; an even number */
export async function middleRow({ page }: ViewportPage, side: number): Promise<number[]> {
  const taken = await page.evaluate<string>(`captureModel(${side}, ${side})`)
  const { data } = decodePng(new Uint8Array(Buffer.from(taken, 'base64')))
  return Array.from({ length: side }, (_, x) => data[((side / 2) * side + x) * 4 + 1] ?? 0)
}
