// Tools that create several models from one: levels of detail, parts, materials. Each becomes one file: a format that consists of
// several files is replaced by GLB.
import type { Document } from '@gltf-transform/core'
import { formatFacts, type ModelFormat } from '../formats/names.ts'
import type { LevelReport, ToolFile, ToolRequest, ToolResult } from './job.ts'
import { lodLevels } from './lod.ts'
import { addLevels } from './lod-in-file.ts'
import { sceneTriangles } from './scene.ts'
import { splitModel } from './split.ts'
import { writeModelFiles } from './write-files.ts'

type Several = Extract<ToolRequest, { tool: 'lod' | 'split' }>

/** @param format of the source; `name` of the source without ending */
export async function makeSeveralModels(
  document: Document,
  request: Several,
  format: ModelFormat,
  name: string,
): Promise<Pick<ToolResult, 'files' | 'losses' | 'levels'>> {
  const own = formatFacts(format).isSeveral ? 'glb' : format
  if (request.tool === 'split') {
    const parts = splitModel(document, request.options.by)
    const files: ToolFile[] = []
    for (const part of parts) files.push(...(await writeModelFiles(part.document, own, part.name, {})).files)
    return { files, losses: [] }
  }
  if (request.options.as === 'inside') {
    const made = await addLevels(document, request.options)
    const { files } = await writeModelFiles(document, 'glb', `${name}-lod`, {})
    const path = files[0]?.path ?? name
    const levels = made.map(({ document: level, error, distance }, i) => ({
      ...{ path: `${path} LOD${i}`, triangles: sceneTriangles(level), error, distance },
    }))
    return { files, losses: [], levels }
  }
  const files: ToolFile[] = []
  const levels: LevelReport[] = []
  for (const { document: level, level: number, error, distance } of await lodLevels(document, request.options)) {
    const triangles = sceneTriangles(level)
    const [file] = (await writeModelFiles(level, own, `${name}_LOD${number}`, {})).files
    if (!file) continue
    files.push(file)
    levels.push({ path: file.path, triangles, error, distance })
  }
  return { files, losses: [], levels }
}
