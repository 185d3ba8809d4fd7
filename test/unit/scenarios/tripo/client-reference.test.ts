// The client reference (docs/protocol.md#client-documents) as a checklist, written by hand: every method, parameter, default, enum and data model has its
// place in the client's public face, by the same name in camel case.
import { describe, expect, expectTypeOf, it } from 'vitest'
import { CATALOGUE, fieldsOf } from '../../../../src/tripo/catalogue/index.ts'
import * as library from '../../../../src/tripo/index.ts'
import { methodName, optionName } from '../../../../src/tripo/options.ts'
import { FakeClock, fakeFetch, KEY, ok, wireTask } from '../../tripo/fakes.ts'

const { TripoClient, createSdk } = library
const PUBLIC = [
  ...Object.keys(createSdk({ create: async () => '' })),
  ...Object.getOwnPropertyNames(TripoClient.prototype),
]
const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const SHARED = 'model_version face_limit texture pbr model_seed texture_seed texture_quality'
/** The generation and post-processing methods with their parameters, as the reference lists them. */
const METHODS: Readonly<Record<string, string>> = {
  text_to_model: `prompt negative_prompt ${SHARED} image_seed style auto_size quad compress generate_parts smart_low_poly`,
  image_to_model: `image ${SHARED} texture_alignment style auto_size orientation quad compress generate_parts smart_low_poly`,
  multiview_to_model: `images ${SHARED} texture_alignment auto_size orientation quad compress generate_parts smart_low_poly`,
  convert_model:
    'original_model_task_id format quad force_symmetry face_limit flatten_bottom flatten_bottom_threshold texture_size texture_format pivot_to_center_bottom with_animation pack_uv bake part_names',
  stylize_model: 'original_model_task_id style block_size',
  texture_model:
    'original_model_task_id texture pbr model_seed texture_seed texture_quality texture_alignment part_names compress bake text_prompt image_prompt style_image',
  refine_model: 'draft_model_task_id',
  check_riggable: 'original_model_task_id',
  rig_model: 'original_model_task_id out_format rig_type spec',
  retarget_animation: 'original_model_task_id animation out_format bake_animation export_with_geometry',
  mesh_segmentation: 'original_model_task_id model_version',
  mesh_completion: 'original_model_task_id model_version part_names',
  smart_lowpoly: 'original_model_task_id model_version quad part_names face_limit bake',
}
const COMMON = [
  'upload_file',
  'create_task',
  'get_task',
  'wait_for_task',
  'download_task_models',
  'download_rendered_image',
  'get_balance',
]

/** Defaults of the reference that are the service's too; where they differ, docs/protocol.md#client-documents says so. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  text_to_model: {
    model_version: 'v2.5-20250123',
    texture: true,
    pbr: true,
    texture_quality: 'standard',
    auto_size: false,
    quad: false,
    generate_parts: false,
    smart_low_poly: false,
  },
  image_to_model: { texture_alignment: 'original_image', orientation: 'default' },
  convert_model: {
    quad: false,
    force_symmetry: false,
    flatten_bottom: false,
    flatten_bottom_threshold: 0.01,
    texture_size: 4096,
    texture_format: 'JPEG',
    pivot_to_center_bottom: false,
    with_animation: true,
    pack_uv: false,
    bake: true,
  },
  stylize_model: { block_size: 80 },
  texture_model: { texture: true, pbr: true, texture_quality: 'standard', bake: true },
  rig_model: { out_format: 'glb' },
  retarget_animation: { out_format: 'glb', bake_animation: true, export_with_geometry: true },
  mesh_segmentation: { model_version: 'v1.0-20250506' },
  mesh_completion: { model_version: 'v1.0-20250506' },
  smart_lowpoly: { model_version: 'P-v2.0-20251225', quad: false, bake: true },
}

const capabilityOf = (id: string) => {
  const found = CATALOGUE.find((entry) => entry.id === id)
  if (!found) throw new Error(`${id} is not in the catalogue`)
  return found
}

describe('methods', () => {
  it.each([...Object.keys(METHODS), ...COMMON])('%s', (name) => {
    expect(PUBLIC).toContain(camelCase(name))
  })
  it.each(Object.entries(METHODS))('%s takes all its parameters', (id, names) => {
    const capability = capabilityOf(id)
    expect(methodName(capability)).toBe(camelCase(id))
    const options = fieldsOf(capability).map(({ name }) => optionName(capability, name))
    for (const name of names.split(' ')) expect(options, name).toContain(camelCase(name))
  })
  it.each(Object.entries(DEFAULTS))('%s has the defaults', (id, defaults) => {
    const fields = new Map(fieldsOf(capabilityOf(id)).map((field) => [field.name, field.serverDefault]))
    for (const [name, value] of Object.entries(defaults)) expect([name, fields.get(name)]).toEqual([name, value])
  })
})

describe('enums', () => {
  it('are as in the reference', () => {
    expect(library.Animation).toMatchObject({
      IDLE: 'preset:idle',
      WALK: 'preset:walk',
      RUN: 'preset:run',
      DIVE: 'preset:dive',
      CLIMB: 'preset:climb',
      JUMP: 'preset:jump',
      SLASH: 'preset:slash',
      SHOOT: 'preset:shoot',
      HURT: 'preset:hurt',
      FALL: 'preset:fall',
      TURN: 'preset:turn',
      QUADRUPED_WALK: 'preset:quadruped:walk',
      HEXAPOD_WALK: 'preset:hexapod:walk',
      OCTOPOD_WALK: 'preset:octopod:walk',
      SERPENTINE_MARCH: 'preset:serpentine:march',
      AQUATIC_MARCH: 'preset:aquatic:march',
    })
    expect(library.ModelStyle).toEqual({
      PERSON_TO_CARTOON: 'person:person2cartoon',
      ANIMAL_VENOM: 'animal:venom',
      OBJECT_CLAY: 'object:clay',
      OBJECT_STEAMPUNK: 'object:steampunk',
      OBJECT_CHRISTMAS: 'object:christmas',
      OBJECT_BARBIE: 'object:barbie',
      GOLD: 'gold',
      ANCIENT_BRONZE: 'ancient_bronze',
    })
    expect(library.PostStyle).toEqual({ LEGO: 'lego', VOXEL: 'voxel', VORONOI: 'voronoi', MINECRAFT: 'minecraft' })
    expect(library.RigType).toEqual({
      BIPED: 'biped',
      QUADRUPED: 'quadruped',
      HEXAPOD: 'hexapod',
      OCTOPOD: 'octopod',
      AVIAN: 'avian',
      SERPENTINE: 'serpentine',
      AQUATIC: 'aquatic',
      OTHERS: 'others',
    })
    expect(library.RigSpec).toMatchObject({ MIXAMO: 'mixamo', TRIPO: 'tripo' })
    expect(library.TaskStatus).toEqual({
      QUEUED: 'queued',
      RUNNING: 'running',
      SUCCESS: 'success',
      FAILED: 'failed',
      CANCELLED: 'cancelled',
      UNKNOWN: 'unknown',
      BANNED: 'banned',
      EXPIRED: 'expired',
    })
  })
})

describe('data models', () => {
  it('Task, TaskOutput and Balance have all their members', async () => {
    const wire = wireTask('t', {
      status: 'failed',
      error_code: 1001,
      error_msg: 'broken',
      queuing_num: 3,
      running_left_time: 12,
      create_time: 1_700_000_000,
      output: {
        model: 'https://a/m',
        base_model: 'https://a/b',
        pbr_model: 'https://a/p',
        rendered_image: 'https://a/r',
      },
    })
    const net = fakeFetch(({ url }) => ok(url.includes('balance') ? { balance: 12.5, frozen: 3 } : wire))
    const client = new TripoClient({ apiKey: KEY, dialect: 'v2', resources: { fetch: net.fetch } })
    const task = await client.getTask('t')
    expect(task).toMatchObject({
      taskId: 't',
      status: library.TaskStatus.FAILED,
      createTime: 1_700_000_000,
      createdAt: new Date(1_700_000_000_000),
      runningLeftTime: 12,
      queuingNum: 3,
      errorCode: 1001,
      errorMsg: 'broken',
      output: { model: 'https://a/m', baseModel: 'https://a/b', pbrModel: 'https://a/p', renderedImage: 'https://a/r' },
    })
    expect(task).toHaveProperty('type')
    expect(task).toHaveProperty('input')
    expect(task).toHaveProperty('progress')
    expectTypeOf(task.output.riggable).toEqualTypeOf<boolean | undefined>()
    expect(await client.getBalance()).toEqual({ balance: 12.5, frozen: 3 })
  })
})

describe('the client', () => {
  const setup = (options: Partial<library.TripoClientOptions> = {}, env?: Record<string, string>) => {
    const net = fakeFetch(() => ok(wireTask('t', { status: 'running', progress: 40 })))
    const lines: string[] = []
    const log = { debug: (line: string) => lines.push(line), warn: () => {} }
    const clock = new FakeClock()
    const resources = { fetch: net.fetch, clock, random: () => 0, log, ...(env ? { env } : {}) }
    return { net, lines, clock, client: () => new TripoClient({ ...options, resources }) }
  }

  it('takes its key from TRIPO_API_KEY when none is given', async () => {
    const { client, net } = setup({ dialect: 'v2' }, { TRIPO_API_KEY: ` "${KEY}" ` })
    await client().getTask('t')
    expect(net.calls[0]?.headers.get('authorization')).toBe(`Bearer ${KEY}`)
    const other = setup({ apiKey: `${KEY}2`, dialect: 'v2' }, { TRIPO_API_KEY: KEY })
    await other.client().getTask('t')
    expect(other.net.calls[0]?.headers.get('authorization')).toBe(`Bearer ${KEY}2`)
  })

  it('says what is wrong with a key before anything is sent', () => {
    for (const [env, code] of [
      [undefined, 'key.missing'],
      [{}, 'key.missing'],
      [{ TRIPO_API_KEY: 'tcli_123' }, 'key.unreadable'],
    ] as const)
      expect(() => setup({}, env).client()).toThrow(expect.objectContaining({ name: 'TripoCheckError', code }))
    expect(() => setup({ apiKey: 'sk-of-another-service' }).client()).toThrow(
      expect.objectContaining({ code: 'key.unreadable', message: expect.not.stringContaining('sk-of') }),
    )
  })

  it('lets other deployments have keys of their own kind', () => {
    const base = { dialect: 'v2', region: 'custom', url: 'http://127.0.0.1:1/v2/openapi' } as const
    expect(setup({ apiKey: 'anything', base }).client().base).toEqual(base)
  })

  it('ends with its scope', async () => {
    const { client, clock } = setup({ apiKey: KEY, dialect: 'v3' })
    let waiting: Promise<unknown> = Promise.resolve()
    {
      await using own = client()
      waiting = own.waitForTask('t')
      waiting.catch(() => {})
      await clock.settle()
      expect(clock.pending).toBeGreaterThan(0)
    }
    await expect(waiting).rejects.toBeInstanceOf(Error)
    expect(clock.pending).toBe(0)
    await setup({ apiKey: KEY }).client().close()
  })

  it('tells the log how a task goes on, when asked to', async () => {
    const { client, clock, lines } = setup({ apiKey: KEY, dialect: 'v3' })
    const own = client()
    own.waitForTask('t', { verbose: true }).catch(() => {})
    await clock.advance(10_000)
    expect(lines.filter((line) => line.includes('running') && line.includes('40')).length).toBeGreaterThan(0)
    own.dispose()
  })

  it('checks and sends tasks by the wire names of their types, in both dialects', async () => {
    for (const dialect of ['v2', 'v3'] as const) {
      const net = fakeFetch(({ method }) =>
        ok(
          method === 'POST'
            ? { task_id: 'new' }
            : wireTask('m', { type: 'import_model', status: 'success', output: { model: 'https://a/m.glb' } }),
        ),
      )
      const client = new TripoClient({ apiKey: KEY, dialect, resources: { fetch: net.fetch } })
      await client.createTask({ type: 'animate_prerigcheck', original_model_task_id: 'm' })
      await client.createTask({ type: 'texture_model', original_model_task_id: 'm', texture_prompt: { text: 'brass' } })
      const sent = net.calls.filter(({ method }) => method === 'POST')
      expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(
        dialect === 'v2'
          ? ['/v2/openapi/task', '/v2/openapi/task']
          : ['/v3/animations/rig-check', '/v3/models/texture'],
      )
      expect(sent[1]?.body).toMatchObject({ texture_prompt: { text: 'brass' } })
      await expect(client.createTask({ type: 'texture_model', original_model_task_id: 'm' })).rejects.toMatchObject({
        code: 'check.parameters',
      })
      await expect(
        client.createTask({ type: 'animate_rig', original_model_task_id: 'm', rig_type: 'others' }),
      ).rejects.toBeInstanceOf(library.TripoCheckError)
    }
  })
})
