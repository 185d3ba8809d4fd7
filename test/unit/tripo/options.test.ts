// The methods' options: names as TypeScript expects them, files as whatever is at hand, the enums of the client reference.
import { describe, expect, expectTypeOf, it } from 'vitest'
import { findCapability } from '../../../src/tripo/catalogue/index.ts'
import {
  Animation,
  ModelStyle,
  PostStyle,
  RigSpec,
  RigType,
  TaskStatus,
  type TripoSdk,
} from '../../../src/tripo/index.ts'
import { type FileSource, optionName, readFileText, resolveFiles, toParams } from '../../../src/tripo/options.ts'

type Given<Name extends keyof TripoSdk> = Parameters<TripoSdk[Name]>[0]

const capability = (id: string) => {
  const found = findCapability(id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

it('enums have the values of the client reference', () => {
  expect(ModelStyle).toEqual({
    PERSON_TO_CARTOON: 'person:person2cartoon',
    ANIMAL_VENOM: 'animal:venom',
    OBJECT_CLAY: 'object:clay',
    OBJECT_STEAMPUNK: 'object:steampunk',
    OBJECT_CHRISTMAS: 'object:christmas',
    OBJECT_BARBIE: 'object:barbie',
    GOLD: 'gold',
    ANCIENT_BRONZE: 'ancient_bronze',
  })
  expect(Object.values(PostStyle)).toEqual(['lego', 'voxel', 'voronoi', 'minecraft'])
  expect(RigType.OTHERS).toBe('others')
  expect(Object.keys(RigType)).toHaveLength(8)
  expect(RigSpec).toMatchObject({ MIXAMO: 'mixamo', TRIPO: 'tripo' })
  expect(Object.values(TaskStatus)).toEqual('queued running success failed cancelled unknown banned expired'.split(' '))
  expect(Animation).toMatchObject({
    IDLE: 'preset:idle',
    TURN: 'preset:turn',
    QUADRUPED_WALK: 'preset:quadruped:walk',
    AQUATIC_MARCH: 'preset:aquatic:march',
    BIPED_ANGRY_03: 'preset:biped:angry_03',
    BIPED_PRESS_UP: 'preset:biped:press-up',
    BIPED_WAVE_GOODBYE_02: 'preset:biped:wave_goodbye_02',
  })
  expect(new Set(Object.values(Animation)).size).toBe(Object.keys(Animation).length)
  for (const [name, preset] of Object.entries(Animation)) {
    expect(
      preset
        .replace(/^preset:/, '')
        .replace(/[:-]/g, '_')
        .toUpperCase(),
    ).toBe(name)
  }
})

it('types follow the catalogue', () => {
  expectTypeOf<Given<'textToModel'>>().toHaveProperty('prompt').toEqualTypeOf<string>()
  expectTypeOf<Given<'textToModel'>['compress']>().toEqualTypeOf<'geometry' | boolean | undefined>()
  expectTypeOf<Given<'textToModel'>['textureQuality']>().toEqualTypeOf<
    'standard' | 'fast' | 'detailed' | 'extreme' | undefined
  >()
  expectTypeOf<Given<'imageToModel'>['image']>().toEqualTypeOf<FileSource>()
  expectTypeOf<Given<'multiviewToModel'>['images']>().toEqualTypeOf<
    readonly (FileSource | null | undefined)[] | undefined
  >()
  expectTypeOf<Given<'retargetAnimation'>['animation']>().toEqualTypeOf<Animation | readonly Animation[]>()
  expectTypeOf<Given<'refineModel'>>().toEqualTypeOf<string | { draftModelTaskId: string }>()
  expectTypeOf<string>().toExtend<Given<'smartLowpoly'>>()
  // A prompt, a style or a format is needed beside the task.
  expectTypeOf<string>().not.toExtend<Given<'textToModel'>>()
  expectTypeOf<string>().not.toExtend<Given<'stylizeModel'>>()
  expectTypeOf<string>().not.toExtend<Given<'convertModel'>>()
  expectTypeOf<Given<'retargetAnimation'>['outFormat']>().toEqualTypeOf<'glb' | 'fbx' | undefined>()
})

describe('names', () => {
  it('of options and parameters are each other’s inverse', () => {
    expect(optionName(capability('image_to_model'), 'file')).toBe('image')
    expect(optionName(capability('import_model'), 'file')).toBe('file')
    expect(optionName(capability('texture_model'), 'image_prompts')).toBe('imagePrompts')
    const given = { image: 'a', textureQuality: 'detailed', brandNew: 1 }
    expect(toParams(capability('image_to_model'), given)).toEqual({
      file: 'a',
      texture_quality: 'detailed',
      brand_new: 1,
    })
    expect(toParams(capability('import_model'), { file: 'a' })).toEqual({ file: 'a' })
  })
  it('a text alone is the task to work on, a list goes to the plural of its name', () => {
    expect(toParams(capability('refine_model'), 'task')).toEqual({ draft_model_task_id: 'task' })
    expect(toParams(capability('smart_lowpoly'), 'task')).toEqual({ original_model_task_id: 'task' })
    expect(toParams(capability('retarget_animation'), { animation: ['a', 'b'] })).toEqual({ animations: ['a', 'b'] })
    expect(toParams(capability('retarget_animation'), { animation: 'a' })).toEqual({ animation: 'a' })
  })
})

describe('files', () => {
  it('texts are told apart', () => {
    expect(readFileText('s3://bucket/a/b c.glb')).toEqual({ object: { bucket: 'bucket', key: 'a/b c.glb' } })
    expect(readFileText('s3://bucket')).toEqual({ path: 's3://bucket' })
  })
  it('are uploaded one after the other, in the order of the form; references are not', async () => {
    const uploaded: unknown[] = []
    const bytes = new Uint8Array(3)
    const params = await resolveFiles(
      capability('multiview_to_model'),
      { files: ['a.png', null, bytes], prompt: 'x', face_limit: 5 },
      async ({ kind, source }) => {
        uploaded.push([kind, source])
        return { file_token: `t${uploaded.length}` }
      },
    )
    expect(uploaded).toEqual([
      ['image', 'a.png'],
      ['image', { bytes, name: 'image' }],
    ])
    expect(params).toEqual({ files: [{ file_token: 't1' }, {}, { file_token: 't2' }, {}], prompt: 'x', face_limit: 5 })
  })
  it('what is no file is left for the check to refuse', async () => {
    const params = await resolveFiles(capability('image_to_model'), { file: 7 }, () => ({}))
    expect(params).toEqual({ file: 7 })
  })
})
