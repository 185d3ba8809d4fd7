// Runs one local tool on one file: reads it, applies the tool, returns new files and a report. Both the thread and the command
// line use this. Each tool is loaded on demand, so that one tool on one file starts fast.
import type { Document } from '@gltf-transform/core'
import { counted, english, figure, type Phrase, part, phrase, wordsOf } from '../../text/index.ts'
import { readerContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { isGlb, splitGlb } from '../formats/glb-container.ts'
import { writeGlb } from '../formats/gltf.ts'
import { formatFacts, type ModelFormat } from '../formats/names.ts'
import { formatOf, readModel, sizeWith } from '../formats/read-model.ts'
import { releaseFile } from '../release.ts'
import type { ColliderMeasures } from './collider.ts'
import { bySeverity, countAlike, finding } from './finding.ts'
import { inspectModel } from './inspect-model.ts'
import type { ToolFile, ToolJob, ToolResult } from './job.ts'
import type { NamedDocument } from './merge.ts'
import type { writeModelFiles } from './write-files.ts'

/** Of a model that was to be merged: what is wrong, and with which, since the result is told by the name of the first. */
function unmerged(name: string, error: MeshError): MeshError {
  const { sentence, nextStep } = wordsOf(error)
  return new MeshError(error.code, phrase('“{0}” cannot be merged. {1}', name, part(sentence)), nextStep)
}

/** Bytes of a file that packing can still make larger. */
const SMALL = 1_000_000

/**
 * Carries a job out.
 * @throws MeshError for a file that cannot be read, is damaged or too large
 */
export async function runTool(job: ToolJob): Promise<ToolResult> {
  if (job.tool === 'check') return check(job)
  if (job.tool === 'steps') return (await import('./run-steps.ts')).runSteps(job, runTool)
  const { bytes, files = new Map<string, Uint8Array>(), hint, name = 'model' } = job
  const warnings: string[] = []
  const size = sizeWith(bytes, files)
  const document = await readModel(bytes, hint, files, readerContext(size, warnings))
  const nothing = { files: [], losses: [], warnings }
  switch (job.tool) {
    case 'losses':
      return { ...nothing, losses: (await import('../formats/losses.ts')).lossPhrases(document, job.options.format) }
    case 'inspect': {
      const { declaredExtensions } = await import('./inspect.ts')
      const report = inspectModel(document, size)
      return { ...nothing, before: { ...report, extensions: declaredExtensions(bytes) ?? report.extensions } }
    }
    case 'convert':
      return { ...nothing, ...(await written(document, job.options.format, name, job.options)) }
    case 'simplify': {
      const few = await fewEnough(document, job, size)
      if (few) return { ...nothing, ...few, error: 0 }
      const { simplifyModel } = await import('./simplify-model.ts')
      let error = 0
      const result = await changed(document, job, size, async () => {
        error = (await simplifyModel(document, job.options)).error
      })
      return { ...nothing, ...result, error }
    }
    case 'repair': {
      const { repair } = await import('./repair.ts')
      let steps: readonly Phrase[] = []
      const result = await changed(document, job, size, async () => {
        steps = await repair(document, job.options)
      })
      return { ...nothing, ...result, ...(steps.length === 0 && { files: [], isUnchanged: true }), steps }
    }
    case 'transform': {
      const { transformModel } = await import('./transform.ts')
      let isChanged = false
      const result = await changed(document, job, size, () => {
        isChanged = transformModel(document, job.options)
      })
      return { ...nothing, ...result, ...(!isChanged && { files: [], isUnchanged: true }) }
    }
    case 'edit': {
      const { editModel } = await import('./edit-model.ts')
      const { operations, pictures } = job.options
      const own = (await formatOf(bytes))?.format === 'gltf' ? 'gltf' : await formatFor(bytes, hint)
      const { document: edited, steps, isUnchanged } = await editModel(document, operations, pictures)
      return { ...nothing, ...(await written(edited, own, name, { keepsPaths: true })), steps, isUnchanged }
    }
    case 'collider': {
      const { addCollider } = await import('./collider.ts')
      let collider: ColliderMeasures | undefined
      const result = await changed(document, job, size, async () => {
        collider = await addCollider(document, job.options)
      })
      return { ...nothing, ...result, ...(collider ? { collider } : { files: [] }) }
    }
    case 'lod':
    case 'split': {
      const { makeSeveralModels } = await import('./split-outputs.ts')
      return { ...nothing, ...(await makeSeveralModels(document, job, await formatFor(bytes, hint), name)) }
    }
    case 'merge': {
      const { mergeModels } = await import('./merge.ts')
      const others: NamedDocument[] = []
      for (const one of job.options.models) {
        const beside = one.files ?? new Map<string, Uint8Array>()
        const context = readerContext(sizeWith(one.bytes, beside), warnings)
        const document = await readModel(one.bytes, one.hint, beside, context).catch((error: unknown) => {
          throw error instanceof MeshError ? unmerged(one.name, error) : error
        })
        others.push({ name: one.name, document })
      }
      const merged = mergeModels({ name: job.options.name, document }, others)
      return { ...nothing, ...(await written(merged, 'glb', name, {})) }
    }
    case 'optimise': {
      const { optimise } = await import('./optimise.ts')
      const before = inspectModel(document, size, job.isMeasured)
      // What is small or packed already may become larger: it is kept for that.
      if (size > SMALL && !(await packedExtensions(bytes))) discard(job)
      const glb = await optimise(document, job.options)
      if (isGlb(bytes) && glb.length >= bytes.length) {
        const words = 'It would not become smaller ({0} instead of {1} bytes): the file stays as it is.'
        const losses = [phrase(words, figure(glb.length), figure(bytes.length))]
        return { ...nothing, losses, files: [{ path: `${name}.glb`, bytes }], isUnchanged: true, before, after: before }
      }
      const after = inspectModel(document, glb.length, job.isMeasured)
      return { ...nothing, files: [{ path: `${name}.glb`, bytes: glb }], before, after }
    }
  }
}

/** The file as it is, where it has no more triangles than it may have. */
async function fewEnough(document: Document, job: ToolJob & { tool: 'simplify' }, size: number) {
  const { bytes, name = 'model', options } = job
  if (options.triangles === undefined || !isGlb(bytes)) return undefined
  const { sceneTriangles } = await import('./scene.ts')
  const count = sceneTriangles(document)
  if (count > options.triangles) return undefined
  const before = inspectModel(document, size, job.isMeasured)
  const losses = [
    counted(
      count,
      ['It has {0} triangle only: the file stays as it is.', 'It has {0} triangles only: the file stays as it is.'],
      figure(count),
    ),
  ]
  return { losses, files: [{ path: `${name}.glb`, bytes }], isUnchanged: true, before, after: before }
}

/**
 * What is wrong with a file: what Khronos's validator says of a GLB or .gltf, and our own look at the model. Of one that
 * cannot be read the validator often knows where it is damaged.
 */
async function check(job: ToolJob & { tool: 'check' }): Promise<ToolResult> {
  const { bytes, files = new Map<string, Uint8Array>(), hint, options } = job
  const format = await formatOf(bytes)
  const isGltf = format !== undefined && !format.zipped && formatFacts(format.format).isWhole === true
  const specification = isGltf ? await (await import('./validate.ts')).validateGltf(bytes, files) : []
  const { checkModel } = await import('./check.ts')
  const warnings: string[] = []
  const size = sizeWith(bytes, files)
  const result = { files: [], losses: [], warnings }
  try {
    const document = await readModel(bytes, hint, files, readerContext(size, warnings))
    discard(job)
    return {
      ...result,
      findings: countAlike(bySeverity([...specification, ...checkModel(document, size, options.budget)])),
    }
  } catch (error) {
    const isExplained = specification.some(({ severity }) => severity === 'error')
    if (!(error instanceof MeshError) || !isExplained) throw error
    return {
      ...result,
      // What both say is said once.
      findings: countAlike([
        finding('model.unreadable', 'error', part(wordsOf(error).sentence)),
        ...specification.filter(({ message }) => english(message) !== english(wordsOf(error).sentence)),
      ]),
    }
  }
}

/** A GLB holds all there is, and is one file: whoever asks for no more needs nothing of the conversion. */
const written: typeof writeModelFiles = async (document, format, name, options) =>
  format === 'glb' && Object.keys(options).length === 0
    ? { losses: [], files: [{ path: `${name}.glb`, bytes: await writeGlb(document) }] }
    : (await import('./write-files.ts')).writeModelFiles(document, format, name, options)

/** The model after a change, in its own format, with reports of before and after. */
async function changed(
  document: Document,
  job: ToolJob,
  size: number,
  change: () => void | Promise<void>,
): Promise<Pick<ToolResult, 'files' | 'losses' | 'before' | 'after'>> {
  const { bytes, hint, name = 'model', isMeasured } = job
  const report = inspectModel(document, size, isMeasured)
  const before = { ...report, extensions: (await packedExtensions(bytes)) ?? report.extensions }
  const format = await formatFor(bytes, hint)
  discard(job)
  await change()
  const after = inspectModel(document, 0, isMeasured)
  const result = await written(document, format, name, {})
  return { ...result, before, after: { ...after, bytes: sizeOf(result.files) } }
}

/** The extensions that a GLB of packed geometry declares, which its document does not know any more; most files have none. */
async function packedExtensions(bytes: Uint8Array): Promise<readonly string[] | undefined> {
  const chunks = splitGlb(bytes)
  if ('fault' in chunks || !new TextDecoder('latin1').decode(chunks.json).includes('_compression"')) return undefined
  return (await import('./inspect.ts')).declaredExtensions(bytes)
}

/** What a changed model is written as: what it was, where one file holds it; a .gltf with files beside it becomes a GLB. */
async function formatFor(bytes: Uint8Array, hint: ModelFormat | undefined): Promise<ModelFormat> {
  const format = (await formatOf(bytes))?.format ?? hint ?? 'glb'
  return format === 'gltf' ? 'glb' : format
}

/**
 * Gives a file's bytes back where nobody needs them any more: the Document of a GLB has copies of all that it took. Before most
 * of the memory is needed, and whoever else still holds them.
 */
function discard({ bytes, isDisposable = false }: ToolJob): void {
  const { buffer } = bytes
  if (!isDisposable || !isGlb(bytes) || !(buffer instanceof ArrayBuffer) || buffer.byteLength > bytes.length) return
  releaseFile(bytes)
}

const sizeOf = (files: readonly ToolFile[]) => files.reduce((sum, { bytes }) => sum + bytes.length, 0)
