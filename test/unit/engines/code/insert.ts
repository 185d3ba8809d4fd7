// Inserting the code that loads a model into a source of a game, as tests of it do.
import { factsOf } from '../../../../src/engines/code/facts.ts'
import type { CodeVariant } from '../../../../src/engines/code/model-code.ts'
import { changed, variantsOf, writeCode } from '../../../../src/engines/code/write-code.ts'
import { describeProject } from '../../../../src/engines/index.ts'
import { english } from '../../../../src/text/index.ts'
import { projectOf } from '../../../support/project.ts'

export const FILE = 'public/models/oak-barrel.glb'
export const WALKS = { animations: [{ name: 'walk' }, { name: 'idle' }] }

interface Wanted {
  dependencies: Record<string, string>
  path?: string
  /** `|` is the cursor. */
  source: string
  json?: object
  beside?: string[]
  variant?: CodeVariant
  more?: Record<string, unknown>
}

export async function insert({
  dependencies,
  path = 'src/main.ts',
  source,
  json = {},
  beside,
  variant = 'load',
  more,
}: Wanted) {
  const text = source.replace('|', '')
  const files = projectOf({
    'package.json': { type: 'module', dependencies, devDependencies: { vite: '7' } },
    [path]: text,
    ...more,
  })
  const project = await describeProject(files, path, { text })
  const facts = factsOf(FILE, json, beside)
  const written = writeCode(project, { path, text, offset: source.indexOf('|') }, facts, variant)
  return {
    text: written && changed(text, written.changes),
    file: written?.file,
    notes: written?.notes.map(english),
    decoders: written?.decoders,
    variants: variantsOf(project, facts),
  }
}
