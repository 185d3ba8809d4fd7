// Random valid parameters for every capability, through either wire to the workshop, carried out for real: whatever a
// person may ask for, the files that come are whole. GLBs go through gltf-validator, pictures through the decoders, every
// other file through our own readers, which know nothing of the writers' state.
import { readFile } from 'node:fs/promises'
import { validateBytes } from 'gltf-validator'
import { beforeAll, describe, expect, it } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { resizeImage } from '../../../../src/mesh/images/resize.ts'
import { convert } from '../../../../src/mesh/tools/convert.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { readSchematic } from '../../../../src/sandbox/work/blocks/read-schematic.ts'
import { EXECUTABLE, executeTask } from '../../../../src/sandbox/work/index.ts'
import { readParams } from '../../../../src/simulator/params.ts'
import { createRandom } from '../../../../src/simulator/random.ts'
import { fileSlots } from '../../../../src/simulator/wire.ts'
import type { WorkFile, WorkResult, WorkSource } from '../../../../src/simulator/work.ts'
import {
  CATALOGUE,
  type Capability,
  type Dialect,
  findCapability,
  isOffered,
  type Params,
  presetRigType,
} from '../../../../src/tripo/catalogue/index.ts'
import { requestedAnimations } from '../../../../src/tripo/catalogue/retarget-animation.ts'
import { DIALECTS } from '../../../../src/tripo/dialects/index.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import { pick, type Random, seeded, validParams } from '../../tripo/catalogue/random-params.ts'

/** Random requests for each capability and dialect; `TRIPO_ROUNDS=8 npm test -- unit` draws more. */
const ROUNDS = Number(process.env.TRIPO_ROUNDS ?? 1)
const LIMIT = 180_000 * ROUNDS

/** Pixels along a side of the models' pictures. */
const PICTURE_SIDE = 128

/** Pictures of things, small: drawing takes as long as a picture is large. */
let pictures: readonly Uint8Array[]

const capabilityOf = (id: string): Capability => {
  const found = findCapability(id)
  if (!found) throw new Error(id)
  return found
}

/** Complete parameters as the simulator fills them in, out of what the dialect puts on its wire. */
function throughWire(capability: Capability, dialect: Dialect, params: Params): Params {
  const { body } = DIALECTS[dialect].create(capability.v2.type, capability, params)
  return readParams(capability, JSON.parse(JSON.stringify(body)), dialect, createRandom(3), Date.UTC(2026, 10, 28)).full
}

/** What would only take long or say little is made plain: fine textures are tested elsewhere, words must name a thing. */
function plainer(params: Params): Params {
  const out: Record<string, unknown> = { ...params }
  if (out.texture_quality !== undefined) out.texture_quality = 'standard'
  if (typeof out.texture_size === 'number') out.texture_size = Math.min(out.texture_size, 512)
  if (typeof out.prompt === 'string') out.prompt = 'a small wooden chair'
  if (typeof out.text_prompt === 'string') out.text_prompt = 'rusty metal'
  return out
}

const made = new Map<string, Promise<WorkSource>>()

/** A source task's result, made once. */
function source(capability: string, params: Params, from?: WorkSource, inputs: Record<string, Uint8Array> = {}) {
  const key = JSON.stringify([capability, params])
  const work = made.get(key) ?? reallyMade(capability, params, from, inputs)
  made.set(key, work)
  return work
}

async function reallyMade(
  capability: string,
  params: Params,
  from: WorkSource | undefined,
  inputs: Record<string, Uint8Array>,
): Promise<WorkSource> {
  const { files } = await executeTask({
    capability,
    params,
    inputs,
    pictureSide: PICTURE_SIDE,
    ...(from ? { source: from } : {}),
  })
  const model = files.find(({ kind }) => kind.endsWith('model'))
  const views = files.flatMap(({ kind, bytes }) =>
    kind.endsWith('_view') ? [[kind.slice(0, -5), bytes] as const] : [],
  )
  return {
    ...{ capability, params, bytes: model?.bytes ?? new Uint8Array(), extension: model?.extension ?? 'png' },
    ...(views.length > 0 ? { views: Object.fromEntries(views) } : {}),
  }
}

const SEEDS = { model_seed: 1, texture_seed: 1, image_seed: 1 }
/** Models to work on: textured, bare, of quads in an FBX, converted, and with vertex colors. */
const MODELS: readonly (() => Promise<WorkSource>)[] = [
  () => source('text_to_model', { prompt: 'a chair', texture: true, pbr: true, ...SEEDS }),
  () => source('text_to_model', { prompt: 'a person', texture: false, pbr: false, ...SEEDS }),
  () =>
    source('text_to_model', { prompt: 'a crate', texture: true, pbr: false, quad: true, face_limit: 900, ...SEEDS }),
  async () => source('convert_model', { format: 'USDZ', texture_size: 128 }, await MODELS[0]?.()),
  async () => source('stylize_model', { style: 'voxel' }, await MODELS[0]?.()),
]

/** The task that a request works on, of a kind that the capability takes. */
async function sourceFor(capability: Capability, params: Params, random: Random): Promise<WorkSource | undefined> {
  switch (capability.id) {
    case 'refine_model':
      return source('text_to_model', { prompt: 'a crate', model_version: 'v1.4-20240625', ...SEEDS })
    case 'mesh_completion':
      return source('mesh_segmentation', {}, await MODELS[0]?.())
    case 'retarget_animation': {
      const type = presetRigType(requestedAnimations(params)[0] ?? '')
      return source('rig_model', { rig_type: type }, await MODELS[1]?.())
    }
    case 'edit_multiview_image':
    case 'multiview_to_model':
      return source('generate_multiview_image', {}, undefined, { file: pictures[0] ?? new Uint8Array() })
    default: {
      const { accepts = [] } = capability.source ?? {}
      const all = await Promise.all(MODELS.map((make) => make()))
      const fitting = all.filter((one) => accepts.includes(one.capability))
      return capability.source && pick(random, fitting)
    }
  }
}

/** Bytes for every file that the parameters name. */
async function inputsFor(capability: Capability, params: Params, random: Random): Promise<Record<string, Uint8Array>> {
  const inputs: Record<string, Uint8Array> = {}
  for (const [slot] of fileSlots(capability, params)) inputs[slot] = await inputFor(capability, params, random)
  return inputs
}

async function inputFor({ id }: Capability, params: Params, random: Random): Promise<Uint8Array> {
  if (id === 'import_model') return someModel(random)
  // Only a GLB is segmented as it is.
  if (id === 'smart_segment' && params.seg_type === 'model') return (await pick(random, MODELS.slice(0, 2))()).bytes
  return pick(random, pictures)
}

/** A model file in any format that the service imports. */
async function someModel(random: Random): Promise<Uint8Array> {
  const { bytes } = await pick(random, MODELS.slice(0, 2))()
  const format = pick(random, ['glb', 'obj', 'fbx', 'stl'] as const)
  return (await convert(await readModel(bytes), { format, textureSize: 64 })).bytes
}

async function expectWhole({ kind, extension, bytes }: WorkFile, params: Params, shown: string): Promise<void> {
  if (kind === 'splat') {
    // 32 bytes a point, without a header.
    expect([bytes.length > 0, bytes.length % 32], shown).toEqual([true, 0])
    return
  }
  if (!kind.endsWith('model')) {
    const { width, height } = await decodeImage(bytes)
    expect(Math.min(width, height), shown).toBeGreaterThan(100)
    return
  }
  const bare = params.export_with_geometry === false
  if (extension === 'glb') {
    const { issues } = await validateBytes(new Uint8Array(bytes))
    expect(
      issues.messages.filter(({ severity }) => severity === 0),
      shown,
    ).toEqual([])
  }
  const document = extension === 'schem' ? readSchematic(bytes) : await readModel(bytes)
  const triangles = sceneTriangles(document)
  if (bare) expect(document.getRoot().listAnimations().length, shown).toBeGreaterThan(0)
  else expect(triangles, shown).toBeGreaterThan(0)
  // Of quads a limit counts the quads.
  if (typeof params.face_limit === 'number' && extension === 'glb')
    expect(triangles, shown).toBeLessThanOrEqual(params.face_limit)
}

/** The kinds of results that the catalogue promises. */
function expectPromised({ outputs }: Capability, { files, facts }: WorkResult, shown: string): void {
  const promised: readonly string[] = outputs
  for (const { kind } of files) {
    const name = kind.endsWith('_view') ? 'multiview_images' : kind
    expect(promised, shown).toContain(name)
  }
  if (promised.includes('riggable')) expect(facts, shown).toMatchObject({ rig_type: expect.any(String) })
  else expect(files.length, shown).toBeGreaterThan(0)
}

beforeAll(async () => {
  loadWasmFromPackages()
  const names = ['key.png', 'mug.webp', 'mushroom-progressive.jpg']
  const found = await Promise.all(
    names.map(async (name) => {
      const image = await decodeImage(new Uint8Array(await readFile(`test/fixtures/images/${name}`)))
      const scale = 160 / Math.max(image.width, image.height)
      return encodePng(resizeImage(image, Math.round(image.width * scale), Math.round(image.height * scale)))
    }),
  )
  pictures = found
}, LIMIT)

it('covers all that is carried out', () => {
  expect(CATALOGUE.map(({ id }) => id).sort()).toEqual([...EXECUTABLE].sort())
})

/** v2 is closed: what it shares with v3 is not made twice. Its wire is held by `tripo/conformance.test.ts`. */
const onlyIn = (dialect: Dialect) => (capability: Capability) =>
  isOffered(capability, dialect, Date.now()) && (dialect === 'v3' || !isOffered(capability, 'v3', Date.now()))

describe.each(['v2', 'v3'] as const)('%s', (dialect) => {
  const offered = CATALOGUE.filter(onlyIn(dialect))
  it.each(offered.map(({ id }) => id))('%s makes whole files of random requests', { timeout: LIMIT }, async (id) => {
    const capability = capabilityOf(id)
    const random = seeded(id.length * 13 + (dialect === 'v3' ? 6 : 5))
    for (let round = 0; round < ROUNDS; round++) {
      const params = throughWire(capability, dialect, plainer(oneCreature(validParams(capability, dialect, random))))
      const shown = `${id} ${JSON.stringify(params)}`
      const from = await sourceFor(capability, params, random)
      const given = capability.id === 'multiview_to_model' && params.original_task_id === undefined ? undefined : from
      const inputs = await inputsFor(capability, params, random)
      const task = { capability: id, params, inputs, pictureSide: PICTURE_SIDE }
      const result = await executeTask({ ...task, ...(given ? { source: given } : {}) })
      expectPromised(capability, result, shown)
      for (const file of result.files) await expectWhole(file, params, shown)
    }
  })
})

/** Clips for one kind of creature: that they fit the rig is checked before a task is made. */
function oneCreature(params: Params): Params {
  const asked = requestedAnimations(params)
  const [first] = asked
  if (first === undefined || params.animations === undefined) return params
  return { ...params, animations: asked.filter((preset) => presetRigType(preset) === presetRigType(first)) }
}
