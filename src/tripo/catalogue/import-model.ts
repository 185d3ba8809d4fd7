// import_model: a model of one's own, brought to the service so that it can be textured, rigged or converted there.
import * as Type from 'typebox'
import type { Capability } from './capability.ts'
import { FileInput } from './schema.ts'

/** Formats that the service imports. Source: protocol sheet, section 3. */
export const IMPORT_FORMATS = ['glb', 'obj', 'fbx', 'stl'] as const
export const IMPORT_MAX_BYTES = 150 * 1000 * 1000

export const importModelParameters = Type.Object({
  file: Type.Object(FileInput.properties, {
    ui: {
      title: 'Model file',
      help: 'GLB, OBJ, FBX or STL, up to 150 MB.',
      widget: 'model',
      group: 'main',
    },
  }),
})

export const importModel: Capability<typeof importModelParameters> = {
  id: 'import_model',
  title: 'Import model',
  summary: 'Bring a model of your own to the service.',
  category: 'convert',
  icon: 'cloud-upload',
  parameters: importModelParameters,
  rules: [],
  price: () => ({ total: 0, lines: [{ label: 'Import', credits: 0 }] }),
  v2: { type: 'import_model' },
  v3: { path: '/models/import' },
  outputs: ['model'],
  nominalSeconds: 5,
  pool: () => 'other',
}
