// From pictures to a model: what is put into which form, and when a task stands for a file.
import { describe, expect, it } from 'vitest'
import type { JobView } from '../../../src/protocol/index.ts'
import { type DrawnImage, FromPictures, viewsForm } from '../../../src/vscode/from-pictures.ts'
import { Uri } from '../../support/vscode.ts'

const BYTES = 900
const job = (capability: string, kinds: readonly string[], bytes = BYTES): JobView => ({
  ...{ id: 'j', capability, title: 'a lantern', phase: 'delivered', startedAt: 1, service: 'sandbox', estimate: 5 },
  ...{ params: {}, taskId: 't' },
  files: kinds.map((kind) => ({ kind, path: `assets/${kind}.png`, uri: `file:///w/${kind}.png`, bytes })),
})

describe('the forms', () => {
  const open = () => {
    const shown: { tab: string; images: Readonly<Record<string, DrawnImage>> }[] = []
    const pictures = new FromPictures({
      image: async (uri) => ({ upload: uri.toString(), name: uri.path.split('/').pop() ?? '', bytes: BYTES }),
      showTab: (body) => void shown.push(body),
    })
    return { pictures, shown }
  }
  const views = ['front_view', 'left_view', 'back_view', 'right_view']

  it('take a drawn picture by its task, to a model or to the front of the views', async () => {
    const { pictures, shown } = open()
    const drawn = job('text_to_image', ['generated_image'])
    await pictures.makeModel(drawn)
    await pictures.makeViews(drawn)
    const task = { id: 't', service: 'sandbox' }
    expect(shown).toEqual([
      { tab: 'image_to_model', images: { file: expect.objectContaining({ name: 'generated_image.png', task }) } },
      { tab: 'multiview_to_model', images: { 'files.0': expect.objectContaining({ task }) } },
    ])
    expect(viewsForm()).toBe('multiview_to_model')
  })

  it('take drawn views, each with the side it is', async () => {
    const { pictures, shown } = open()
    await pictures.makeModel(job('edit_multiview_image', views))
    expect(Object.keys(shown[0]?.images ?? {})).toEqual(['files.0', 'files.1', 'files.2', 'files.3'])
    expect(shown[0]?.images['files.2']).toMatchObject({
      ...{ upload: 'file:///w/back_view.png', task: { id: 't', service: 'sandbox', view: 'back' } },
    })
  })

  it('take a picture that somebody has changed as the file that it is', async () => {
    const { pictures, shown } = open()
    await pictures.makeModel(job('text_to_image', ['generated_image'], BYTES + 1))
    expect(shown[0]?.images.file).not.toHaveProperty('task')
  })

  it('take two to four files by their names, and no others', async () => {
    const { pictures, shown } = open()
    const files = (...names: string[]) => names.map((name) => Uri.file(`/w/${name}`))
    await pictures.fromFiles(files('chair-back.png', 'chair-front.png'))
    expect(Object.entries(shown[0]?.images ?? {}).map(([place, { name }]) => [place, name])).toEqual([
      ['files.2', 'chair-back.png'],
      ['files.0', 'chair-front.png'],
    ])
    await expect(pictures.fromFiles(files('a.png'))).rejects.toMatchObject({ code: 'image.views' })
    await expect(pictures.fromFiles(files('1', '2', '3', '4', '5'))).rejects.toMatchObject({ code: 'image.views' })
  })
})
