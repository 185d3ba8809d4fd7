// A walk over every capability: the client's own methods, both dialects, a real simulator server and its workshop in the
// real worker. Every resulting file is opened by programs that know nothing of ours: three.js's loaders in Chromium,
// Babylon.js on its NullEngine, and the glTF validator. What is sent is checked byte by byte in test/unit/scenarios/tripo/conformance.test.ts.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { validateBytes } from 'gltf-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBuilder, type WorkerBuilder } from '../../../../src/sandbox/builder.ts'
import { EXECUTABLE } from '../../../../src/sandbox/work/index.ts'
import type { Builder } from '../../../../src/simulator/options.ts'
import { createRandom } from '../../../../src/simulator/random.ts'
import { type SimulatorServer, startServer } from '../../../../src/simulator/server.ts'
import { CATALOGUE, type Dialect, readImageHeader } from '../../../../src/tripo/catalogue/index.ts'
import {
  Animation,
  createSdk,
  isModelKind,
  outputFiles,
  PostStyle,
  type Task,
  TripoClient,
  type TripoSdk,
} from '../../../../src/tripo/index.ts'
import { openInBabylon } from '../../../support/open-in-babylon.ts'
import { type OpenableFormat, ThreeInBrowser } from '../../../support/open-in-three.ts'
import { type BuiltWorkers, buildWorkers } from '../../../support/workers.ts'
import { memoryDisk, quickClock } from '../../tripo/fakes.ts'

const LIMIT = 600_000
/** The client's waits are shortened by this, the service's tasks by more: what is built takes longer, and is asked for meanwhile. */
const SPEED = 10
/** Pixels along a side of what is drawn, which takes as long as it is large. */
const PICTURE_SIDE = 128
/** What each converted format is opened as; a conversion to OBJ is a ZIP with its materials. */
const OPENABLE: Readonly<Record<string, OpenableFormat>> = {
  glb: 'glb',
  fbx: 'fbx',
  stl: 'stl',
  '3mf': '3mf',
  usdz: 'usdz',
  zip: 'obj',
}

let workers: BuiltWorkers | undefined
let worker: WorkerBuilder
let server: SimulatorServer
let browser: ThreeInBrowser

/**
 * What was made once is not made again for the other dialect: only the seeds drawn by chance would differ. A newer dialect
 * fills in more switches, which are off, and coordinates for textures, which are on.
 */
function remembering(build: Builder): Builder {
  const made = new Map<string, ReturnType<Builder>>()
  return (job) => {
    const params = Object.entries(job.params).filter(
      ([name, value]) => value !== false && !/_seed$|task_id$|^export_uv$/.test(name),
    )
    const source = job.source && [job.source.capability, job.source.bytes.length, Object.keys(job.source.views ?? {})]
    const key = JSON.stringify([job.capability, params.sort(), Object.keys(job.inputs), source])
    const known = made.get(key) ?? build({ ...job, pictureSide: PICTURE_SIDE })
    made.set(key, known)
    return known
  }
}

beforeAll(async () => {
  workers = await buildWorkers()
  worker = createBuilder(workers.file('sandbox-worker'))
  server = await startServer({ build: remembering(worker.build), timeScale: 1000, random: createRandom(1) })
  browser = await ThreeInBrowser.start()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  worker?.dispose()
  await workers?.remove()
})

interface Walker {
  client: TripoClient
  sdk: TripoSdk
  dialect: Dialect
  /** Task ids by step. */
  ids: Map<string, string>
}
const from = ({ ids }: Walker, step: string) => {
  const id = ids.get(step)
  if (id === undefined) throw new Error(`${step} comes later`)
  return { originalModelTaskId: id }
}
const PICTURE = 'key.png'

/** A step: its name, the capability, the call. */
type Step = readonly [name: string, capability: string, call: (walker: Walker) => Promise<string>]

/** Each stands on those before it. */
const STEPS: readonly Step[] = [
  ['person', 'text_to_model', ({ sdk }) => sdk.textToModel({ prompt: 'a person', modelSeed: 1 })],
  ['image', 'image_to_model', ({ sdk }) => sdk.imageToModel({ image: PICTURE })],
  ['drawn', 'text_to_image', ({ sdk }) => sdk.textToImage({ prompt: 'a red barrel' })],
  ['redrawn', 'generate_image', ({ sdk }) => sdk.generateImage({ prompt: 'made of gold', image: PICTURE })],
  ['views', 'generate_multiview_image', ({ sdk }) => sdk.generateMultiviewImage({ image: PICTURE })],
  [
    'edited views',
    'edit_multiview_image',
    ({ sdk, ids }) =>
      sdk.editMultiviewImage({
        originalTaskId: ids.get('views') ?? '',
        prompts: [{ view: 'back', prompt: 'blue paint' }],
      }),
  ],
  [
    'from views',
    'multiview_to_model',
    ({ sdk, ids }) => sdk.multiviewToModel({ originalTaskId: ids.get('edited views') }),
  ],
  ['from pictures', 'multiview_to_model', ({ sdk }) => sdk.multiviewToModel({ images: [PICTURE, '', PICTURE] })],
  [
    'painted',
    'texture_model',
    (walker) => walker.sdk.textureModel({ ...from(walker, 'person'), textPrompt: 'rusty metal' }),
  ],
  ['low poly', 'smart_lowpoly', (walker) => walker.sdk.smartLowpoly({ ...from(walker, 'person'), faceLimit: 1000 })],
  [
    'low poly quads',
    'smart_lowpoly',
    (walker) => walker.sdk.smartLowpoly({ ...from(walker, 'person'), faceLimit: 1000, quad: true }),
  ],
  ['parts', 'mesh_segmentation', (walker) => walker.sdk.meshSegmentation(from(walker, 'person'))],
  ['closed', 'mesh_completion', (walker) => walker.sdk.meshCompletion(from(walker, 'parts'))],
  ...Object.values(PostStyle).map(
    (style) =>
      [
        style,
        'stylize_model',
        (walker: Walker) => walker.sdk.stylizeModel({ ...from(walker, 'person'), style }),
      ] as const,
  ),
  ['check', 'check_riggable', (walker) => walker.sdk.checkRiggable(from(walker, 'person'))],
  ['rig', 'rig_model', (walker) => walker.sdk.rigModel(from(walker, 'person'))],
  [
    'animated',
    'retarget_animation',
    (walker) =>
      walker.sdk.retargetAnimation({
        ...from(walker, 'rig'),
        animation: [Animation.BIPED_WALK, Animation.BIPED_DANCE_01],
      }),
  ],
  ...(['GLTF', 'USDZ', 'FBX', 'OBJ', 'STL', '3MF'] as const).map(
    (format) =>
      [
        `as ${format}`,
        'convert_model',
        (walker: Walker) => walker.sdk.convertModel({ ...from(walker, 'person'), format }),
      ] as const,
  ),
  ['USDZ again', 'convert_model', (walker) => walker.sdk.convertModel({ ...from(walker, 'as USDZ'), format: 'GLTF' })],
  [
    'with WebP',
    'convert_model',
    (walker) => walker.sdk.convertModel({ ...from(walker, 'person'), format: 'GLTF', textureFormat: 'WEBP' }),
  ],
  ['imported', 'import_model', ({ sdk }) => sdk.importModel({ file: 'tetrahedron.obj' })],
]

/** v3 cannot make the drafts that refining needs. */
const V2_STEPS: typeof STEPS = [
  ['draft', 'text_to_model', ({ sdk }) => sdk.textToModel({ prompt: 'a wooden chair', modelVersion: 'v1.4-20240625' })],
  ['refined', 'refine_model', ({ sdk, ids }) => sdk.refineModel(ids.get('draft') ?? '')],
]
/** v2 was closed before these came. */
const V3_STEPS: typeof STEPS = [
  ['splat', 'image_to_splat', ({ sdk }) => sdk.imageToSplat({ image: PICTURE })],
  ['segments of a picture', 'smart_segment', ({ sdk }) => sdk.smartSegment({ segType: 'image', file: PICTURE })],
]
const stepsOf = (dialect: Dialect) => [...STEPS, ...(dialect === 'v2' ? V2_STEPS : V3_STEPS)]

const TETRAHEDRON = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n'

function connect(dialect: Dialect) {
  const disk = memoryDisk()
  const client = new TripoClient({
    apiKey: `tsk_conformance_${dialect}`,
    base: { dialect, region: 'custom', url: server[dialect] },
    resources: {
      fetch: (url, init) => fetch(url, init),
      files: disk,
      readFile: async (path) =>
        path.endsWith('.obj') ? new TextEncoder().encode(TETRAHEDRON) : readFile(join('test/fixtures/images', path)),
      clock: quickClock(SPEED),
    },
  })
  return { client, sdk: createSdk(client), disk }
}

const opened = new Map<string, Promise<void>>()

/** Opens a file with programs that are not ours, each file once. */
function openElsewhere(step: string, extension: string, bytes: Uint8Array): Promise<void> {
  const key = `${step} ${extension} ${bytes.length}`
  const work = opened.get(key) ?? reallyOpen(step, extension, bytes)
  opened.set(key, work)
  return work
}

async function reallyOpen(step: string, extension: string, bytes: Uint8Array): Promise<void> {
  if (extension === 'glb') {
    const { issues } = await validateBytes(new Uint8Array(bytes))
    const errors = issues.messages.filter(({ severity }) => severity === 0)
    expect(errors, `${step}: the validator's errors`).toEqual([])
  }
  const format = OPENABLE[extension]
  // Thirty-two bytes for each splat; nobody here draws them.
  if (extension === 'splat') {
    expect(bytes.length % 32).toBe(0)
    return
  }
  // A .schem is Minecraft's: gzip is all that can be told of it here.
  if (!format) {
    expect([extension, bytes[0], bytes[1]]).toEqual(['schem', 0x1f, 0x8b])
    return
  }
  const seen = await browser.open(format, bytes)
  expect(seen.triangles, step).toBeGreaterThan(0)
  expect(seen.failed, step).toEqual([])
  if (extension === 'glb') {
    const inBabylon = await openInBabylon(bytes)
    expect(inBabylon.triangles, `${step} in Babylon.js`).toBe(seen.triangles)
    if (step === 'animated') expect([...inBabylon.animations].sort()).toEqual([...seen.clips].sort())
  }
  if (step === 'rig' || step === 'animated') expect(seen.bones.length, step).toBeGreaterThan(20)
  if (step === 'animated') expect([...seen.clips].sort()).toEqual(['preset:biped:dance_01', 'preset:biped:walk'])
}

async function openResults(step: string, { client, disk }: ReturnType<typeof connect>, task: Task): Promise<void> {
  const paths = await client.downloadTaskModels(task, 'out')
  for (const { kind } of outputFiles(task)) {
    const path = paths[kind]
    if (path === undefined) continue
    const bytes = disk.files.get(path) ?? new Uint8Array()
    if (isModelKind(kind)) await openElsewhere(step, path.split('.').at(-1) ?? '', bytes)
    else expect(readImageHeader(bytes)?.width, `${step} ${kind}`).toBeGreaterThan(100)
  }
  const picture = await client.downloadRenderedImage(task, 'out')
  if (picture !== undefined) expect(readImageHeader(disk.files.get(picture) ?? new Uint8Array())).toBeDefined()
}

describe.each(['v3', 'v2'] as const)('%s', (dialect) => {
  it(
    'every capability works, and every file opens elsewhere',
    async () => {
      const connection = connect(dialect)
      const walker: Walker = { client: connection.client, sdk: connection.sdk, dialect, ids: new Map() }
      for (const [step, capability, call] of stepsOf(dialect)) {
        if (!EXECUTABLE.includes(capability)) continue
        const id = await call(walker)
        walker.ids.set(step, id)
        const task = await walker.client.waitForTask(id)
        expect([step, task.status, task.errorMsg]).toEqual([step, 'success', undefined])
        if (step === 'check') expect(task.output).toMatchObject({ riggable: true, rigType: 'biped' })
        else await openResults(step, connection, task)
      }
      walker.client.dispose()
    },
    LIMIT,
  )
})

it('walks over what the catalogue has', () => {
  const walked = new Set([...stepsOf('v2'), ...stepsOf('v3')].map(([, capability]) => capability))
  expect([...walked].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort())
})
