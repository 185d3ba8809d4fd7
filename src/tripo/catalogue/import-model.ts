// import_model: a model file, uploaded to the service so that it can be textured, rigged or converted there.

import * as Type from 'typebox'
import { message, type Words } from '../../text/index.ts'
import type { Named, Rule } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { fileInput } from './fields.ts'
import { FileInput } from './schema.ts'

/** Formats that the service imports as files; a glTF with its side files by its address only. Source: docs/protocol.md#post-processing, docs/protocol.md#october-2026. */
export const IMPORT_FORMATS = ['glb', 'obj', 'fbx', 'stl'] as const
export const IMPORT_MAX_BYTES = 150 * 1000 * 1000

/** v2 takes models from its own storage only; v3 by token or from an address (docs/protocol.md#post-processing). */
const stored: Rule<Named<Record<'file', FileInput>>> = ({ file }, { dialect }) => {
  const { url, object } = fileInput(file) ?? {}
  const error = (words: Words) => ({ severity: 'error', field: 'file', code: 1004, ...message(words) }) as const
  if (url !== undefined && dialect === 'v2')
    return error('API v2 fetches no models from addresses. Choose a file instead.')
  if (object !== undefined && dialect === 'v3') return error('API v3 takes uploaded files only. Choose the file again.')
  return undefined
}

/** The upload is one file; what an OBJ's materials name lies beside it. */
const bare: Rule<Named<Record<'file', FileInput>>> = ({ file }) => {
  const { upload, url, type } = fileInput(file) ?? {}
  const isObj = type === 'obj' || (upload ?? url)?.toLowerCase().endsWith('.obj')
  if (!isObj) return undefined
  const words = 'An OBJ is sent without its textures: convert it to GLB first to keep them, which is free.'
  return { severity: 'warning', field: 'file', ...message(words) }
}

export const importModelParameters = Type.Object({
  file: Type.Object(FileInput.properties, {
    ui: {
      title: 'Model file',
      help: 'GLB, OBJ, FBX or STL, up to 150 MB, or an address of one; a .gltf by its address only.',
      missing: 'Choose a model file first.',
      widget: 'model',
      group: 'main',
    },
  }),
})

export const importModel = defineCapability({
  id: 'import_model',
  title: 'Import model',
  summary: 'Bring a model of your own to the service.',
  category: 'convert',
  icon: 'cloud-upload',
  place: 'tab',
  tabTitle: 'Import',
  parameters: importModelParameters,
  rules: [stored, bare],
  price: () => ({ total: 0, lines: [{ label: 'Import', credits: 0 }] }),
  v2: { type: 'import_model' },
  v3: { path: '/models/import' },
  outputs: ['model'],
  nominalSeconds: 5,
  pool: () => 'other',
})
