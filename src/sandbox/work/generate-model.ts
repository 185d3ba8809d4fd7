// text_to_model and image_to_model: a procedural model from words or from a picture.

import type { Work } from '../../simulator/work.ts'
import { build } from '../build.ts'
import { withQuads } from './quad-generation.ts'

export const generateModel: Work = withQuads(async (job) => ({ files: await build(job) }))
