// One local tool on one file: reads it, does what was asked, gives new files and a report. What a thread and the command
// line run alike.
import type { Document } from '@gltf-transform/core'
import { readerContext } from '../budget.ts'
import type { Companions } from '../formats/companions.ts'
import { detectFormat } from '../formats/detect.ts'
import { lossPhrases } from '../formats/losses.ts'
import { FORMAT_EXTENSIONS, type ModelFormat } from '../formats/names.ts'
import { readModel, sizeWith } from '../formats/read-model.ts'
import { readZip } from '../formats/zip.ts'
import { type CheckFinding, checkModel } from './check.ts'
import { convert } from './convert.ts'
import { inspectModel } from './inspect-model.ts'
import type { ToolFile, ToolJob, ToolResult } from './job.ts'
import { optimise } from './optimise.ts'
import { simplifyModel } from './simplify-model.ts'

/** Looks whether a GLB or .gltf keeps to the specification. @param files those beside it, by relative path */
export type Validate = (bytes: Uint8Array, files: Companions) => Promise<CheckFinding[]>

/**
 * Carries a job out.
 * @param validate for `check`; the extension goes without Khronos's validator, which is too large to ship
 * @throws MeshError for a file that cannot be read, is damaged or too large
 */
export async function runTool(job: ToolJob, validate?: Validate): Promise<ToolResult> {
  const { bytes, files = new Map<string, Uint8Array>(), hint, name = 'model' } = job
  const warnings: string[] = []
  const size = sizeWith(bytes, files)
  const document = await readModel(bytes, hint, files, readerContext(size, warnings))
  const nothing = { files: [], losses: [], warnings }
  switch (job.tool) {
    case 'losses':
      return { ...nothing, losses: lossPhrases(document, job.options.format) }
    case 'inspect':
      return { ...nothing, before: inspectModel(document, size) }
    case 'check': {
      const format = detectFormat(bytes)
      const isGltf = format !== undefined && !format.zipped && ['glb', 'gltf'].includes(format.format)
      const specification = isGltf && validate ? await validate(bytes, files) : []
      return { ...nothing, findings: [...specification, ...checkModel(document, size, job.options.budget)] }
    }
    case 'convert':
      return { ...nothing, ...(await converted(document, job.options.format, name, job.options)) }
    case 'simplify': {
      const before = inspectModel(document, size)
      await simplifyModel(document, job.options)
      const format = formatFor(bytes, hint)
      const after = inspectModel(document, 0)
      const result = await converted(document, format, name, {})
      return { ...nothing, ...result, before, after: { ...after, bytes: sizeOf(result.files) } }
    }
    case 'optimise': {
      const before = inspectModel(document, size)
      const glb = await optimise(document, job.options)
      const after = inspectModel(await readModel(glb), glb.length)
      return { ...nothing, files: [{ path: `${name}.glb`, bytes: glb }], before, after }
    }
  }
}

/** What a changed model is written as: what it was, where one file holds it; a .gltf with files beside it becomes a GLB. */
function formatFor(bytes: Uint8Array, hint: ModelFormat | undefined): ModelFormat {
  const format = detectFormat(bytes)?.format ?? hint ?? 'glb'
  return format === 'gltf' ? 'glb' : format
}

const sizeOf = (files: readonly ToolFile[]) => files.reduce((sum, { bytes }) => sum + bytes.length, 0)

/** The model in a format, as the files that it consists of: what the service would pack into a ZIP lies side by side here. */
async function converted(
  document: Document,
  format: ModelFormat,
  name: string,
  options: Omit<Parameters<typeof convert>[1], 'format' | 'name'>,
): Promise<Pick<ToolResult, 'files' | 'losses'>> {
  const { bytes, extension, lossPhrases: losses } = await convert(document, { ...options, format, name })
  if (extension !== '.zip') return { losses, files: [{ path: `${name}${extension}`, bytes }] }
  const main = `${name}${FORMAT_EXTENSIONS[format]}`
  const inside = [...readZip(bytes)].map(([path, body]) => ({ path, bytes: body }))
  return {
    losses,
    files: [...inside.filter(({ path }) => path === main), ...inside.filter(({ path }) => path !== main)],
  }
}
