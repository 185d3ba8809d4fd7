// What the stage shows for a job: the model or picture that the details name, or the reason why there is none.
import { isModelPath } from '../../src/mesh/formats/names.ts'
import type { JobView } from '../../src/protocol/job.ts'
import { baseName } from './format.ts'
import { t } from './l10n.ts'
import { isBusy, isGone, modelFile, notMeshWords, phaseMeaning, phaseWords, stepWords } from './phases.ts'

/** What the viewport reads: models by their files' endings, and a ZIP with one in it. */
const isShown = (path: string) => isModelPath(path) || /\.zip$/i.test(path)
const PICTURES = /\.(png|jpe?g|webp)$/i

/** What stands on the stage for a job. */
export type Scene =
  | { kind: 'nothing' | 'wait' }
  | { kind: 'model'; url: string; name: string }
  | { kind: 'pictures'; pictures: readonly { url: string; name: string }[] }
  | { kind: 'reason'; text: string; nextStep: string }

/** Where a result comes from: `Made by “Segment” from “a robot”`, or from nothing but its prompt. */
function origin(job: JobView): string {
  const step = stepWords(job)
  return step === undefined ? job.title : t('{0} of “{1}”', step, job.title)
}

/** What is to be seen of a job: its model, its pictures, its progress, or why there is none of them. */
export function sceneOf(job: JobView | undefined): Scene {
  if (job === undefined) return { kind: 'nothing' }
  if (isBusy(job)) return { kind: 'wait' }
  if (job.phase !== 'delivered') return { kind: 'reason', text: phaseWords(job), nextStep: origin(job) }
  if (isGone(job)) {
    const text = t('{0} is missing', baseName(job.files[0]?.path ?? ''))
    return { kind: 'reason', text, nextStep: phaseMeaning(job) ?? '' }
  }
  // A splat may end in .ply, which is a mesh's ending too.
  const splat = notMeshWords(job)
  if (splat !== undefined) return { kind: 'reason', text: splat, nextStep: origin(job) }
  const model = modelFile(job)
  if (model?.webUri && isShown(model.path)) {
    return { kind: 'model', url: model.webUri, name: baseName(model.path) }
  }
  const pictures = (model ? [] : job.files).flatMap(({ webUri: url, path }) =>
    url !== undefined && PICTURES.test(path) ? [{ url, name: baseName(path) }] : [],
  )
  if (pictures.length > 0) return { kind: 'pictures', pictures }
  const file = model ?? job.files[0]
  const text = file
    ? t('{0} is not a model that can be shown here', baseName(file.path))
    : t('This result has no model')
  return { kind: 'reason', text, nextStep: origin(job) }
}
