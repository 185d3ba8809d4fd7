// Lists of pictures in a form: one list of files and addresses, and what a request names them by.
import { describe, expect, it } from 'vitest'
import type { ImageChoice } from '../../../../src/protocol/studio.ts'
import {
  type Capability,
  editMultiviewImage,
  fieldsOf,
  generateImage,
  imageToModel,
  multiviewToModel,
  VIEWS,
} from '../../../../src/tripo/catalogue/index.ts'
import { type FormContext, requestParams } from '../../../../webview/studio/form-model.ts'
import { entriesOf, swapped, taskOfViews, withEntries } from '../../../../webview/studio/list-files.ts'

const context: FormContext = {
  ...{ dialect: 'v3', now: Date.UTC(2026, 10, 28), defaultModelVersion: 'v3.1-20260211', service: 'service' },
}
const v2 = { ...context, dialect: 'v2' } as const
const fieldOf = (capability: Capability, name: string) => {
  const field = fieldsOf(capability).find((each) => each.name === name)
  if (!field) throw new Error(name)
  return field
}
const views = fieldOf(multiviewToModel, 'files')
const pictures = fieldOf(generateImage, 'files')
const picture = (name: string, task?: ImageChoice['task']): ImageChoice => ({
  ...{ upload: `file:///w/${name}`, name, bytes: 9 },
  ...(task ? { task } : {}),
})
const drawn = (id: string) => VIEWS.map((view) => picture(`${view}.png`, { id, service: 'service', view }))

describe('a list', () => {
  it('is files and addresses in their places, and comes back as it was put', () => {
    const entries = [picture('a.png'), undefined, { url: 'https://x.io/b.png' }, undefined]
    const { values, images } = withEntries(views, { quad: true }, entries)
    expect(values).toEqual({ quad: true, files: [{}, {}, { url: 'https://x.io/b.png' }, {}] })
    expect(entriesOf(views, values, images)).toEqual(entries)
    expect(withEntries(views, values, [picture('a.png')]).values).toEqual({ quad: true })
  })

  it('of pictures has no gaps', () => {
    const { values, images } = withEntries(pictures, {}, [picture('a.png'), { url: 'https://x.io/b.png' }])
    expect(entriesOf(pictures, values, images)).toEqual([picture('a.png'), { url: 'https://x.io/b.png' }])
    expect(entriesOf(pictures, {}, { 'files.3': picture('d.png') })).toEqual([picture('d.png')])
  })

  it('changes two places', () => {
    expect(swapped([undefined, picture('a.png')], 0, 1)).toEqual([picture('a.png'), undefined])
  })
})

describe('what is sent', () => {
  const paramsOf = (capability: Capability, entries: readonly ReturnType<typeof picture>[], where = context) => {
    const field = capability === multiviewToModel ? views : pictures
    const { values, images } = withEntries(field, {}, entries)
    return requestParams(capability, values, images, where)
  }

  it('are four places for views, empty ones too, and nothing for none', () => {
    const { values, images } = withEntries(views, {}, [picture('a.png'), undefined, picture('c.png')])
    expect(requestParams(multiviewToModel, values, images, context).files).toEqual([
      { upload: 'file:///w/a.png' },
      {},
      { upload: 'file:///w/c.png' },
      {},
    ])
    expect(requestParams(multiviewToModel, {}, {}, context)).not.toHaveProperty('files')
  })

  it('is the task that drew all four views, on both APIs, while each is where it was drawn', () => {
    for (const where of [context, v2]) {
      const params = paramsOf(multiviewToModel, drawn('t'), where)
      expect(params).toMatchObject({ original_task_id: 't' })
      expect(params).not.toHaveProperty('files')
    }
    const mixed = [...drawn('t').slice(0, 3), picture('own.png')]
    const [front, left, back, right] = drawn('t')
    const moved = front && left && back && right ? [front, right, back, left] : []
    const others = [...drawn('t').slice(0, 2), ...drawn('u').slice(2)]
    const gone = [{ ...picture('front.png', { id: 't', service: 'service', view: 'front' }), problem: 'gone' }]
    for (const entries of [mixed, moved, others, drawn('t').slice(0, 3), [...gone, ...drawn('t').slice(1)]]) {
      expect(taskOfViews(entries, context)).toBeUndefined()
      expect(paramsOf(multiviewToModel, entries)).not.toHaveProperty('original_task_id')
      expect(paramsOf(multiviewToModel, entries)).toHaveProperty('files.0.upload')
    }
  })

  it('is the files where another account has the task', () => {
    const sandbox = { ...context, service: 'sandbox' } as const
    expect(paramsOf(multiviewToModel, drawn('t'), sandbox)).toHaveProperty('files.3.upload', 'file:///w/right.png')
    const one = picture('a.png', { id: 't', service: 'service' })
    expect(requestParams(imageToModel, {}, { file: one }, sandbox).file).toEqual({ upload: 'file:///w/a.png' })
  })

  it('is a picture by its task on v3, and by its file on v2', () => {
    const one = picture('a.png', { id: 't', service: 'service' })
    expect(requestParams(imageToModel, {}, { file: one }, context).file).toEqual({ task_id: 't' })
    expect(requestParams(imageToModel, {}, { file: one }, v2).file).toEqual({ upload: 'file:///w/a.png' })
    expect(paramsOf(generateImage, [one, picture('b.png')]).files).toEqual([
      { task_id: 't' },
      { upload: 'file:///w/b.png' },
    ])
  })

  it('is a single view by its file: its task would stand for all four', () => {
    const [front] = drawn('t')
    expect(requestParams(imageToModel, {}, { file: front }, context).file).toEqual({ upload: 'file:///w/front.png' })
  })

  it('leaves capabilities without lists alone', () => {
    const params = { original_task_id: 't', prompts: [{ view: 'back', prompt: 'red' }] }
    expect(requestParams(editMultiviewImage, params, {}, context)).toEqual(params)
  })
})
