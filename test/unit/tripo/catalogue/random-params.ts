// Random parameters that the service takes, and ways to spoil them, from the schemas plus docs/protocol.md's rules
// written once more by hand: an oracle that does not ask the catalogue's own rules.
import {
  ANIMATION_PRESETS,
  acceptsField,
  type Capability,
  type Dialect,
  type Field,
  fieldsOf,
  holdsFiles,
  MODEL_VERSIONS,
  type Params,
  VIEWS,
} from '../../../../src/tripo/catalogue/index.ts'

export type Random = () => number

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1))
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[between(random, 0, values.length - 1)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}
const maybe = (random: Random, share = 0.5) => random() < share

const WORDS = ['a', 'wooden', 'chair', 'größer', '木椅', 'line\nbreak', '10 # *', 'brass', "knight's"]
const words = (random: Random, most: number) =>
  [...Array.from({ length: between(random, 1, 12) }, () => pick(random, WORDS)).join(' ')].slice(0, most).join('')

type Wire = Record<string, unknown>

const uuid = (random: Random) =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => between(random, 0, 15).toString(16))

function file(random: Random, dialect: Dialect): Wire {
  const token = dialect === 'v3' ? `file_${uuid(random)}` : uuid(random)
  const source = pick<Wire>(random, [
    { file_token: token },
    { url: `https://example.com/${between(random, 0, 999)}.png` },
    { object: { bucket: 'tripo-data', key: 'tcli_1/a.png' } },
  ])
  return { type: pick(random, ['jpg', 'png']), ...source }
}

function valueFor({ name, schema, ui }: Field, random: Random, dialect: Dialect): unknown {
  if (name === 'transform') return Array.from({ length: 16 }, () => Math.round(random() * 100) / 100)
  if (name === 'size') return pick(random, ['1K', '4K', '1024x1536'])
  if (ui.widget === 'model') return { type: 'glb', file_token: `file_${uuid(random)}` }
  if (ui.widget === 'image') return file(random, dialect)
  if (ui.widget === 'views' && schema.minItems === VIEWS.length) {
    return VIEWS.map((view) => (view === 'front' || view === 'back' || maybe(random) ? file(random, dialect) : {}))
  }
  if (ui.widget === 'pictures') return Array.from({ length: between(random, 1, 3) }, () => file(random, dialect))
  if (name === 'animation') return 'preset:walk'
  if (name === 'animations') return Array.from({ length: between(random, 1, 5) }, () => pick(random, ANIMATION_PRESETS))
  if (name === 'prompts') {
    const views = VIEWS.filter(() => maybe(random))
    return (views.length > 0 ? views : VIEWS).map((view) => ({ view, prompt: words(random, 1024) }))
  }
  if (schema.enum) return pick(random, schema.enum)
  if (schema.type === 'boolean') return maybe(random)
  if (schema.type === 'integer') return between(random, schema.minimum ?? 0, schema.maximum ?? 1000)
  if (schema.type === 'number')
    return (schema.minimum ?? 0) + random() * ((schema.maximum ?? 1) - (schema.minimum ?? 0))
  if (schema.type === 'array') return Array.from({ length: between(random, 1, 4) }, (_, index) => `part_${index}`)
  return ui.widget === 'task' ? uuid(random) : words(random, schema.maxLength ?? 100)
}

/** The face limits of docs/protocol.md#model-versions, and the smallest that P versions make. */
const MOST_FACES: Readonly<Record<string, number>> = {
  P2: 25_000,
  P1: 20_000,
  H3: 1_000_000,
  H2: 500_000,
  Turbo: 50_000,
}

/** The rules of docs/protocol.md#generation. */
function fixGeneration(
  params: Wire,
  input: 'text' | 'image' | 'multiview',
  random: Random,
  dialect: Dialect,
  fields: readonly Field[],
): void {
  const offered = MODEL_VERSIONS.filter(({ dialects, inputs }) => dialects.includes(dialect) && inputs.includes(input))
  const version = pick(random, offered)
  const isNamed = dialect === 'v3' || maybe(random, 0.8)
  if (isNamed) params.model_version = version.id
  else delete params.model_version
  const line = isNamed ? version.line : 'H2'
  const named = { model_version: isNamed ? version.id : undefined }
  for (const field of fields) if (!acceptsField(field, named, dialect)) delete params[field.name]
  fixPainter(params, 'texture_version', dialect)
  if (params.generate_parts === true) {
    params.texture = false
    params.pbr = false
    delete params.quad
  }
  if (typeof params.face_limit === 'number') {
    const isSmart = params.smart_low_poly === true
    params.face_limit = between(random, isSmart ? 500 : 50, isSmart ? 10_000 : (MOST_FACES[line] ?? 20_000))
  }
}

/** Only textures of v3.5, which v2 has not, can be fast. */
function fixPainter(params: Wire, version: string, dialect: Dialect): void {
  if (dialect === 'v2' && params[version] === 'v3.5-20260815') delete params[version]
  if (params.texture_quality === 'fast' && params[version] !== 'v3.5-20260815') delete params.texture_quality
}

/** Which image model takes what: docs/protocol.md#october-2026. */
function fixImage(params: Wire, random: Random): void {
  const model = String(params.model_version)
  const isFine = model.startsWith('chat_image_2.5')
  if (!model.startsWith('chat')) delete params.quality
  else if (!isFine && params.quality !== undefined) params.quality = pick(random, ['low', 'high'])
  if (!isFine) delete params.background
  if (params.background === 'transparent') params.output_format = 'png'
  if (model.startsWith('banana')) params.aspect_ratio &&= '16:9'
  else delete params.aspect_ratio
  if (model !== 'undefined' && !model.startsWith('seedream')) delete params.watermark
  if (params.template !== undefined) params.template = pick(random, ['t_pose', 'figure'])
}

/** What docs/protocol.md says of single capabilities beyond their schemas. */
const FIXES: Readonly<
  Record<string, (params: Wire, random: Random, dialect: Dialect, fields: readonly Field[]) => void>
> = {
  text_to_model: (params, random, dialect, fields) => fixGeneration(params, 'text', random, dialect, fields),
  image_to_model: (params, random, dialect, fields) => fixGeneration(params, 'image', random, dialect, fields),
  multiview_to_model(params, random, dialect, fields) {
    fixGeneration(params, 'multiview', random, dialect, fields)
    params.files ??= VIEWS.map(() => file(random, dialect))
    if (maybe(random)) {
      delete params.files
      params.original_task_id = uuid(random)
    } else delete params.original_task_id
  },
  texture_model(params, random, dialect) {
    fixPainter(params, 'model_version', dialect)
    const kept = pick(random, ['text_prompt', 'image_prompt', 'image_prompts'])
    for (const name of ['text_prompt', 'image_prompt', 'image_prompts']) if (name !== kept) delete params[name]
    if (params.text_prompt === undefined) delete params.style_image
  },
  convert_model(params, _random, dialect) {
    if (params.quad !== true) delete params.force_symmetry
    if (dialect === 'v3' && params.format === 'GLTF') delete params.quad
    if (params.quad !== true) delete params.force_symmetry
  },
  mesh_segmentation(params, _random, dialect) {
    if (dialect === 'v2' || params.model_version !== 'v2.0-20260430') {
      for (const name of ['ref_image', 'segmentation_granularity', 'split_by_connectivity']) delete params[name]
    }
    if (dialect === 'v2') delete params.model_version
  },
  smart_lowpoly(params, random, dialect) {
    if (params.face_limit !== undefined)
      params.face_limit = between(random, 500, params.quad === true ? 10_000 : 20_000)
    if (params.model_version === (dialect === 'v3' ? 'P-v1.0-20250506' : 'v1.0')) delete params.model_version
    if (params.model_version !== 'v1.0') return
    params.face_limit = between(random, 500, 150_000)
    delete params.bake
    delete params.part_names
  },
  rig_model(params, _random, dialect) {
    if (dialect === 'v2' && params.model_version === 'v3.0-20260909') delete params.model_version
    const isNewest = params.model_version === 'v3.0-20260909'
    if (!isNewest && params.rig_type !== 'biped' && params.rig_type !== undefined)
      params.model_version = 'v2.5-20260210'
    if (!isNewest && params.spec !== 'mixamo') delete params.spec
  },
  retarget_animation(params, random) {
    if (params.animations === undefined) params.animation = 'preset:run'
    else if (maybe(random)) delete params.animations
    if (params.animations !== undefined) delete params.animation
    else params.animation ??= 'preset:idle'
  },
  text_to_image(params, random, dialect) {
    params.prompt ??= words(random, 200)
    if (dialect === 'v2') delete params.model_version
    else params.model_version &&= pick(random, ['seedream_v4', 'banana2', 'chat_image_2', 'chat_image_2.5_flare'])
    fixImage(params, random)
  },
  smart_segment(params, random, dialect) {
    params.file = file(random, dialect)
    if (params.seg_type === 'image') delete params.transform
    else params.transform ??= Array.from({ length: 16 }, () => Math.round(random() * 100) / 100)
  },
  generate_image(params, random, dialect) {
    if (params.file !== undefined) delete params.files
    params.prompt ??= words(random, 200)
    // Of both lists one that takes pictures; the rest of the names is the simulator's and the service's to judge.
    if (params.model_version !== undefined) params.model_version = dialect === 'v2' ? 'gpt_4o' : 'banana2'
    fixImage(params, random)
    // A switch on v2, a template on v3.
    if (dialect === 'v3') delete params.t_pose
    // A single one goes as `input` on v3.
    if (dialect === 'v3' && Array.isArray(params.files)) params.files = [...params.files, file(random, dialect)]
  },
}

/** Parameters the service takes. Every optional one is there half the time. */
export function validParams(capability: Capability, dialect: Dialect, random: Random): Params {
  const fields = fieldsOf(capability)
  const params: Wire = {}
  for (const field of fields) {
    if (field.required || maybe(random)) params[field.name] = valueFor(field, random, dialect)
  }
  for (const { name, schema } of fields) if (schema.dialects && !schema.dialects.includes(dialect)) delete params[name]
  FIXES[capability.id]?.(params, random, dialect, fields)
  return params
}

/** Values that no schema of a field allows, whatever the others are. */
function spoilers({ name, schema, required, ui }: Field): unknown[] {
  if (holdsFiles({ name, schema, required, ui })) {
    const two = { file_token: 'a', url: 'https://b.c/d.png' }
    const list = schema.type === 'array'
    return list
      ? ['!!', 7, Array.from({ length: 17 }, () => ({ file_token: 'a' })), [two, two, two, two]]
      : ['!!', 7, {}, two, { url: 'ftp://a.b/c' }, { object: { bucket: 'b' } }]
  }
  if (schema.enum) return ['no such value', 7, {}]
  if (schema.type === 'boolean') return ['yes', 1, []]
  if (schema.type === 'integer') return [1.5, '7', -2]
  if (schema.type === 'number') return ['7', -2, (schema.maximum ?? 1) + 1]
  if (schema.type === 'array') return ['x', 7, [7], [{}], Array.from({ length: 6 }, () => 8)]
  return [7, {}, 'x'.repeat((schema.maxLength ?? 128) + 1)]
}

/** Valid parameters with one of them spoiled, or a required one taken away; and which one. */
export function invalidParams(
  capability: Capability,
  dialect: Dialect,
  random: Random,
): { params: Params; field: string; value: unknown } {
  const valid = validParams(capability, dialect, random)
  const fields = fieldsOf(capability).filter(({ name, required }) => required || valid[name] !== undefined)
  const field = pick(random, fields)
  const value = field.required && maybe(random, 0.2) ? undefined : pick(random, spoilers(field))
  return { params: { ...valid, [field.name]: value }, field: field.name, value }
}
