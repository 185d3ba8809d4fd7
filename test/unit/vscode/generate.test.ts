// Where requests of one click go: the folder that the form names, which is one for all of them.
import { beforeEach, expect, it } from 'vitest'
import type { ChainRequest } from '../../../src/protocol/index.ts'
import { Generation, type Submit } from '../../../src/vscode/generate.ts'
import type { TargetFolder } from '../../../src/vscode/workspace.ts'
import { Uri, workspace } from '../../support/vscode.ts'

let places: TargetFolder[] = []
const submit: Submit = async (requests, place) => {
  places.push(place)
  return requests.map((_, index) => String(index))
}
const memory = { get: () => undefined, update: async () => {}, keys: () => [] }
const account = { dialect: 'v3', state: { mode: 'service' }, choose: async () => true } as const
const generation = new Generation(account, submit, memory, { check: async () => {} })
const request = (prompt: string, folder?: string): ChainRequest => ({
  ...{ capability: 'text_to_model', params: { prompt } },
  ...(folder === undefined ? {} : { folder }),
})

beforeEach(() => {
  places = []
  workspace.workspaceFolders = [{ uri: Uri.file('/game'), name: 'game', index: 0 }]
})

it('a request goes to the folder that it names, else to that of the settings', async () => {
  await generation.startAll([request('a chair', ' models/seats ')])
  await generation.startAll([request('a chair', '  ')])
  await generation.startAll([request('a chair'), request('a table', '')])
  expect(places.map(({ folder }) => folder)).toEqual(['models/seats', undefined, undefined])
})

it('several folders in one click are refused before anything is sent', async () => {
  const several = [request('a chair', 'models'), request('a table', 'props')]
  const error = await generation.startAll(several).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ code: 'folder.several' })
  expect(String(error)).toContain('several folders')
  expect(places).toEqual([])
})
