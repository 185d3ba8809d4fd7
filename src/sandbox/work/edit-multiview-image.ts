// edit_multiview_image: edits named views of a drawn set by prompt; the others are passed on unchanged.
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import type { Work } from '../../simulator/work.ts'
import { editMultiviewImageParameters } from '../../tripo/catalogue/edit-multiview-image.ts'
import { VIEWS } from '../../tripo/catalogue/schema.ts'
import { hsv } from '../shapes/colors.ts'
import { hashText } from '../shapes/random.ts'
import { recolored, surfaceWords } from './draw.ts'
import { paramsReader } from './params.ts'
import { pngFile } from './scene.ts'

export const editMultiviewImage: Work = async ({ params, source }) => {
  const edits = paramsReader(editMultiviewImageParameters.properties, params)('prompts') ?? []
  const files = VIEWS.map(async (view) => {
    const bytes = source?.views?.[view] ?? source?.views?.[`${view}_view`]
    if (!bytes) throw new Error(`The source has no ${view} view.`)
    const prompts = edits.filter((edit) => edit.view === view).map((edit) => edit.prompt)
    if (prompts.length === 0) return { kind: `${view}_view` as const, extension: 'png', mediaType: 'image/png', bytes }
    return pngFile(`${view}_view`, prompts.reduce(edited, await decodeImage(bytes)))
  })
  return { files: await Promise.all(files) }
}

/** Words that name no color still show: as a tint of their own. */
function edited(view: RgbaImage, prompt: string): RgbaImage {
  const asked = surfaceWords(prompt)
  if (asked?.color) return recolored(view, asked.color)
  return recolored(view, hsv((hashText(prompt) % 360) / 360, 0.45, 0.7), 0.3)
}
