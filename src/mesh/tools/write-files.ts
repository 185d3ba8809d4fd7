// Writes a model in a format, as the files that it consists of.
import type { Document } from '@gltf-transform/core'
import { extensionOf, type ModelFormat } from '../formats/names.ts'
import { readZip } from '../formats/zip.ts'
import { convert } from './convert.ts'
import type { ToolResult } from './job.ts'

/** Converts a model. What the service would pack into a ZIP is returned as separate files, the main one first. */
export async function writeModelFiles(
  document: Document,
  format: ModelFormat,
  name: string,
  options: Omit<Parameters<typeof convert>[1], 'format' | 'name'>,
): Promise<Pick<ToolResult, 'files' | 'losses'>> {
  const { bytes, extension, lossPhrases: losses } = await convert(document, { ...options, format, name })
  if (extension !== '.zip') return { losses, files: [{ path: `${name}${extension}`, bytes }] }
  const main = `${name}${extensionOf(format)}`
  const inside = [...readZip(bytes)].map(([path, body]) => ({ path, bytes: body }))
  return {
    losses,
    files: [...inside.filter(({ path }) => path === main), ...inside.filter(({ path }) => path !== main)],
  }
}
