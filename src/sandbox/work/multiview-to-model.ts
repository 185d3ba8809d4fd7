// multiview_to_model: a model carved from the silhouettes of two to four views, given as pictures or as the task that
// drew them.

import type { Work } from '../../simulator/work.ts'
import { VIEWS } from '../../tripo/catalogue/schema.ts'
import { build } from '../build.ts'

export const multiviewToModel: Work = async ({ source, ...job }) => {
  const drawn = VIEWS.flatMap((view, slot) => {
    const bytes = source?.views?.[view] ?? source?.views?.[`${view}_view`]
    return bytes ? [[`files.${slot}`, bytes] as const] : []
  })
  return { files: await build({ ...job, inputs: { ...Object.fromEntries(drawn), ...job.inputs } }) }
}
