// What real clients of the service do with every capability, in both dialects, derived from the catalogue: they leave out
// what equals its default or send it all the same, write "" or -1 or null for "not set", add fields of their own, and
// send no type or a wrong one beside a file. All of these must mean the same request.
import { beforeAll, describe, expect, it } from 'vitest'
import {
  acceptsField,
  CATALOGUE,
  type Capability,
  type Dialect,
  type Field,
  fieldsOf,
  findCapability,
  holdsFiles,
  isMeant,
  isOffered,
} from '../../../../src/tripo/catalogue/index.ts'
import { type Data, png, type Service, startService, V2, V3 } from '../../simulator/support.ts'

type Body = Record<string, unknown>

const MODEL = new TextEncoder().encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')

interface Place {
  service: Service
  dialect: Dialect
  /** Tokens of a picture and of a model. */
  picture: string
  model: string
  /** Finished tasks by the capability that made them. */
  ids: Map<string, string>
}

const url = (dialect: Dialect, { v3 }: Capability) => (dialect === 'v2' ? `${V2}/task` : V3 + v3.path)
const taskUrl = (dialect: Dialect, id: unknown) => (dialect === 'v2' ? `${V2}/task/${id}` : `${V3}/tasks/${id}`)

/** The least that each capability needs, by the catalogue's names. Files are tokens here. */
const NEEDS: Readonly<Record<string, (place: Place) => Body>> = {
  text_to_model: () => ({ prompt: 'a wooden chair' }),
  image_to_splat: ({ picture }) => ({ file: { file_token: picture } }),
  smart_segment: ({ picture }) => ({ seg_type: 'image', file: { file_token: picture } }),
  image_to_model: ({ picture }) => ({ file: { file_token: picture } }),
  multiview_to_model: ({ picture }) => ({ files: [{ file_token: picture }, {}, { file_token: picture }, {}] }),
  stylize_model: () => ({ style: 'lego' }),
  convert_model: () => ({ format: 'FBX' }),
  retarget_animation: () => ({ animation: 'preset:biped:walk' }),
  import_model: ({ model }) => ({ file: { file_token: model } }),
  text_to_image: () => ({ prompt: 'a key' }),
  generate_image: ({ picture }) => ({ prompt: 'made of gold', file: { file_token: picture } }),
  generate_multiview_image: ({ picture }) => ({ file: { file_token: picture } }),
  edit_multiview_image: () => ({ prompts: [{ view: 'back', prompt: 'blue' }] }),
}
/** The task that each works on; the others take the model of a text. */
const SOURCES: Readonly<Record<string, string>> = {
  refine_model: 'draft',
  mesh_completion: 'mesh_segmentation',
  retarget_animation: 'rig_model',
  edit_multiview_image: 'generate_multiview_image',
}

/** What a request needs in this dialect; multiview takes pictures here, not a task that drew them. */
function least(capability: Capability, place: Place): Body {
  const { source, id } = capability
  const body = NEEDS[id]?.(place) ?? {}
  const isVersioned = fieldsOf(capability).some(({ ui }) => ui.widget === 'version')
  const named = place.dialect === 'v3' && isVersioned ? { model: 'v2.5-20250123' } : {}
  const needsTask = source && id !== 'multiview_to_model'
  const task = needsTask ? { [source.field]: place.ids.get(SOURCES[id] ?? 'text_to_model') } : {}
  return { ...named, ...task, ...body }
}

const typed = (dialect: Dialect, capability: Capability, body: Body) =>
  dialect === 'v2' ? { type: capability.v2.type, ...body } : body

/** Creates a task, lets its time pass and reads it. */
async function made(place: Place, capability: Capability, body: Body): Promise<Data> {
  const { service, dialect } = place
  const { data, body: answer } = await service.post(url(dialect, capability), typed(dialect, capability, body))
  expect([answer.code, answer.message]).toEqual([0, undefined])
  await service.clock.advance((capability.nominalSeconds + 20) * 1000)
  const task = (await service.get(taskUrl(dialect, data.task_id))).data
  expect(task.status).toBe('success')
  return task
}

/** What was understood: the echo without what chance drew. */
async function understood(place: Place, capability: Capability, body: Body): Promise<Body> {
  const { input } = await made(place, capability, body)
  const seeds = new Set(fieldsOf(capability).flatMap(({ name, ui }) => (ui.widget === 'seed' ? [name] : [])))
  return Object.fromEntries(Object.entries(input ?? {}).filter(([name]) => !seeds.has(name)))
}

async function prepare(dialect: Dialect): Promise<Place> {
  const service = startService({ credits: 1_000_000 })
  const picture = await service.upload(dialect === 'v2' ? `${V2}/upload` : `${V3}/files`, png())
  const model = await service.upload(`${V3}/files`, MODEL, 'model.obj')
  const tokenOf = (data: Data) => String(data.image_token ?? data.file_token)
  const place: Place = { service, dialect, picture: tokenOf(picture.data), model: tokenOf(model.data), ids: new Map() }
  for (const id of ['text_to_model', 'mesh_segmentation', 'rig_model', 'generate_multiview_image']) {
    const capability = findCapability(id)
    if (capability) place.ids.set(id, String((await made(place, capability, least(capability, place))).task_id))
  }
  // v3 cannot make the drafts that refining needs, but the tasks are the account's whichever way they came.
  const { data } = await service.post(`${V2}/task`, {
    ...{ type: 'text_to_model', prompt: 'a chair', model_version: 'v1.4-20240625' },
  })
  await service.clock.advance(40_000)
  place.ids.set('draft', String(data.task_id))
  return place
}

const isOptional = ({ required, name }: Field, body: Body) => !required && body[name] === undefined
/** Fields with a default of the service that the version knows. Versions are named in another way on v3. */
const withDefault = (capability: Capability, body: Body, dialect: Dialect) =>
  fieldsOf(capability).filter(
    (field) =>
      isOptional(field, body) &&
      field.serverDefault !== undefined &&
      acceptsField(field, { ...body, ...(body.model ? { model_version: body.model } : {}) }, dialect) &&
      isMeant(field, body) &&
      !(dialect === 'v3' && field.name === 'model_version'),
  )

/** Where a body's only files are. */
const fileNames = (capability: Capability, body: Body) =>
  fieldsOf(capability).flatMap((field) => (holdsFiles(field) && body[field.name] !== undefined ? [field.name] : []))

/** The body with every file object changed. */
function withFiles(capability: Capability, body: Body, change: (file: Body) => unknown): Body {
  const out = { ...body }
  const each = (file: unknown): unknown =>
    typeof file === 'object' && file !== null && Object.keys(file).length > 0 ? change({ ...file }) : file
  for (const name of fileNames(capability, body)) {
    const value = body[name]
    out[name] = Array.isArray(value) ? value.map(each) : each(value)
  }
  return out
}

describe.each(['v2', 'v3'] as const)('%s', (dialect) => {
  let place: Place
  beforeAll(async () => {
    place = await prepare(dialect)
  })

  const offered = CATALOGUE.filter((capability) => isOffered(capability, dialect, Date.now()))
  describe.each(offered.map((capability) => [capability.id, capability] as const))('%s', (_id, capability) => {
    let plain: Body
    let expected: Body
    beforeAll(async () => {
      plain = least(capability, place)
      expected = await understood(place, capability, plain)
    })

    it('tells every default it went by', () => {
      for (const { name, serverDefault } of withDefault(capability, plain, dialect)) {
        // Some defaults follow from others: FBX has PNG, v3 paints with v3.0.
        if (name === 'texture_format') continue
        expect([name, expected[name]]).toEqual([name, serverDefault])
      }
    })

    it('takes defaults that are written out', async () => {
      const written = Object.fromEntries(
        withDefault(capability, plain, dialect)
          .filter(({ name }) => name !== 'texture_format')
          .map(({ name, serverDefault }) => [name, serverDefault]),
      )
      expect(await understood(place, capability, { ...plain, ...written })).toEqual(expected)
    })

    it.each([
      ['empty strings', ''],
      ['null', null],
      ['-1', -1],
    ])('takes %s for "not set"', async (_name, nothing) => {
      const unset = Object.fromEntries(
        fieldsOf(capability)
          .filter((field) => isOptional(field, plain) && !(dialect === 'v3' && field.name === 'model_version'))
          .map(({ name }) => [name, nothing]),
      )
      expect(await understood(place, capability, { ...plain, ...unset, priority: nothing })).toEqual(expected)
    })

    it('passes over fields that it does not know', async () => {
      const more = { client_version: '1.2', options: { deep: [1] }, tags: [], nothing: '' }
      const body = withFiles(capability, { ...plain, ...more }, (file) => ({ ...file, name: 'photo', size: 12 }))
      expect(await understood(place, capability, body)).toMatchObject(expected)
    })

    it('goes by the bytes of a file, whatever is said of its type', async () => {
      for (const type of [undefined, 'jpg', 'png', 'glb', 'zip', '', null, 7]) {
        const body = withFiles(capability, plain, (file) => ({ ...file, ...(type === undefined ? {} : { type }) }))
        expect(await understood(place, capability, body), String(type)).toEqual(expected)
      }
    })

    it('takes references of a file that are not set', async () => {
      const body = withFiles(capability, plain, (file) => ({ ...file, url: '', object: null }))
      expect(await understood(place, capability, body)).toEqual(expected)
    })

    it('takes blank slots in a row of files however they are written', async () => {
      const names = fileNames(capability, plain).filter((name) => Array.isArray(plain[name]))
      for (const blank of [{}, '', null, { type: 'jpg' }, { type: '', file_token: '' }]) {
        const body = { ...plain }
        for (const name of names) {
          const files = plain[name]
          if (Array.isArray(files))
            body[name] = files.map((file: object) => (Object.keys(file).length === 0 ? blank : file))
        }
        expect(await understood(place, capability, body), JSON.stringify(blank)).toEqual(expected)
      }
    })
  })
})

describe('texture prompts', () => {
  it.each(['v2', 'v3'] as const)('take unset members on %s', async (dialect) => {
    const place = await prepare(dialect)
    const capability = findCapability('texture_model')
    if (!capability) throw new Error('texture_model')
    const plain = least(capability, place)
    const expected = await understood(place, capability, { ...plain, texture_prompt: { text: 'brass' } })
    expect(expected).toMatchObject({ texture_prompt: { text: 'brass' } })
    for (const more of [
      { image: '', style_image: null },
      { images: '', mood: 'calm' },
      { image: null, images: null },
    ])
      expect(
        await understood(place, capability, { ...plain, texture_prompt: { text: 'brass', ...more } }),
      ).toMatchObject({ texture_prompt: { text: 'brass' } })
    const none = await understood(place, capability, plain)
    for (const nothing of ['', null, {}, { text: '' }])
      expect(await understood(place, capability, { ...plain, texture_prompt: nothing })).toEqual(none)
  })
})
