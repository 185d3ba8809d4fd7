// Many models at once: a selection of the explorer with other files among the pictures, and lists with mistakes.
import { beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import type { ChainRequest } from '../../../../src/protocol/index.ts'
import { imageToModel, textToModel } from '../../../../src/tripo/catalogue/index.ts'
import { checkFailed } from '../../../../src/tripo/failures.ts'
import { fromImages } from '../../../../src/vscode/commands/generate.ts'
import { fromList } from '../../../../src/vscode/commands/list.ts'
import type { Checked } from '../../../../src/vscode/generate.ts'
import { InputFiles } from '../../../../src/vscode/views/input-files.ts'
import { answers, disk, settings, shown, storeOnDisk, Uri, workspace } from '../../../support/vscode.ts'
import { png } from '../../vscode/png.ts'

let started: ChainRequest[] = []
let subjects: string[] = []
const generation = {
  choose: async () => true,
  check: async (requests: readonly ChainRequest[]): Promise<Checked> => {
    const bad = requests.find(({ params }) => params.face_limit === 1)
    if (bad) throw checkFailed([{ severity: 'error', field: 'face_limit', message: 'Too few faces.' }])
    return { requests, words: [] }
  },
  confirm: async (_: Checked, subject: string) => {
    subjects.push(subject)
    return 'go' as const
  },
  send: async ({ requests }: Checked) => {
    started = [...requests]
    return requests.map((_, index) => String(index))
  },
}
const at = (name: string) => vscode.Uri.file(`/game/${name}`)
const write = (name: string, bytes: Uint8Array | string) =>
  disk.set(Uri.file(`/game/${name}`).toString(), typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)
const told = () => shown.filter(({ place }) => place === 'notification').map(({ text }) => text)

beforeEach(() => {
  ;[started, subjects, shown.length, answers.length] = [[], [], 0, 0]
  disk.clear()
  settings.clear()
  workspace.workspaceFolders = [{ uri: Uri.file('/game'), name: 'game', index: 0 }]
})

describe('a selection of several files', () => {
  const services = () => ({
    generation,
    inputs: new InputFiles(vscode.Uri.file('/storage'), storeOnDisk),
    panels: { show: () => expect.fail('no studio') },
  })

  it('takes the pictures and says what was left out', async () => {
    write('lamp.png', png(512))
    write('data.json', '{"a": 1}')
    write('barrel.png', png(600))
    const uris = ['lamp.png', 'data.json', 'barrel.png', 'gone.png'].map(at)
    expect(await fromImages(services(), uris)).toEqual(['0', '1'])
    expect(started.map(({ capability, name }) => [capability, name])).toEqual([
      [imageToModel.id, 'lamp'],
      [imageToModel.id, 'barrel'],
    ])
    expect(subjects).toEqual(['Make 2 models from 2 images'])
    expect(told()[0]).toMatch(/^Left out: data\.json \(.+\), gone\.png \(.+\)\.$/)
  })

  it('is refused with words when there is no picture among them', async () => {
    write('data.json', '{}')
    write('notes.txt', 'hello')
    await expect(fromImages(services(), ['data.json', 'notes.txt'].map(at))).rejects.toThrow(/None of the 2/)
    await expect(fromImages(services(), [at('data.json')])).rejects.toThrow(/data\.json/)
    expect(started).toEqual([])
  })
})

describe('a list', () => {
  it('is made as a whole when nothing is wrong with it', async () => {
    write('props.csv', 'prompt,face_limit\na chair,5000\na table,\n')
    expect(await fromList(generation, at('props.csv'), { pbr: false })).toEqual(['0', '1'])
    expect(started[0]).toEqual({
      capability: textToModel.id,
      params: { pbr: false, prompt: 'a chair', face_limit: 5000 },
    })
    expect(subjects).toEqual(['Make 2 models from props.csv'])
  })

  it('makes entries in a style of the project; any other style is the service’s own', async () => {
    settings.set('tripo.styles', [{ name: 'toy', suffix: 'plastic toy', texture: 'none', faceLimit: 900 }])
    write('props.json', '[{ "prompt": "a chair", "style": "toy" }, { "prompt": "a table", "style": "lego" }]')
    await fromList(generation, at('props.json'), {})
    expect(started).toEqual([
      {
        capability: textToModel.id,
        params: { prompt: 'a chair, plastic toy', texture: false, pbr: false, face_limit: 900 },
        style: { name: 'toy', prompt: 'a chair' },
      },
      { capability: textToModel.id, params: { prompt: 'a table', style: 'lego' } },
    ])
  })

  it('names all mistakes with file and line, whoever finds them', async () => {
    write('props.csv', 'prompt,image,face_limit,color\na,b,,\na chair,,1,\na table,,,red\n')
    expect(await fromList(generation, at('props.csv'), {})).toEqual([])
    expect(told()[0]).toBe(
      'props.csv has 3 mistakes; nothing was sent or charged. Line 2: give either a prompt or an image. ' +
        'Line 3: Too few faces. Line 4: “color” is not a parameter of text to model.',
    )
    expect(told().slice(1)).toEqual(['Open the List', 'How Lists Are Written'])
    expect(started).toEqual([])
  })

  it('that is none at all is named too', async () => {
    write('props.json', '{')
    expect(await fromList(generation, at('props.json'), {})).toEqual([])
    expect(told()[0]).toBe(
      'props.json has a mistake; nothing was sent or charged. The file: The file is not valid JSON.',
    )
  })
})
