// What a result is called in the assets file.
import { expect, it } from 'vitest'
import { modelName } from '../../../src/assets-file/edit.ts'
import { projectPath } from '../../../src/assets-file/paths.ts'

it.each([
  ['Café table', 'Cafe-table'],
  ['椅子', 'model'],
  ['chair', 'chair-2'],
  // Its file could not be stored on Windows, and the assets file would refuse it.
  ['CON', 'CON-model'],
  ['lpt1', 'lpt1-model'],
])('%s is called %s, which a file can be called, too', (text, name) => {
  expect(modelName(text, new Set(['chair']))).toBe(name)
  expect(projectPath(`assets/${name}.glb`)).toBe(`assets/${name}.glb`)
})
