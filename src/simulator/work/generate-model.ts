// text_to_model and image_to_model: a procedural model from words or from a picture.
import { build } from '../build.ts'
import type { Work } from './job.ts'

export const generateModel: Work = async (job) => ({ files: await build(job) })
