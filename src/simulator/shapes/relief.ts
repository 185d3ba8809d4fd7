// stub, replaced below
import type { RgbaImage } from '../../mesh/image.ts'
import type { Model, ModelRequest } from './model.ts'
export async function modelFromImage(_image: RgbaImage, _request: ModelRequest): Promise<Model> {
  throw new Error('not yet')
}
