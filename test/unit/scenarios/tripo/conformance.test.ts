// The bytes of every capability in both dialects, written by hand from docs/protocol.md, not
// derived from the catalogue: what the client sends must be exactly this.
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import {
  Animation,
  createSdk,
  ModelStyle,
  PostStyle,
  RigSpec,
  RigType,
  type TripoSdk,
} from '../../../../src/tripo/index.ts'
import { type Call, FakeClock, fakeFetch, KEY, ok, wireTask } from '../../tripo/fakes.ts'

const V2 = 'https://api.tripo3d.ai/v2/openapi'
const V3 = 'https://openapi.tripo3d.ai/v3'
const TOKEN = '11111111-2222-4333-8444-555555555555'
const FILE = `file_${TOKEN}`
const TASK_ID = '66666666-2222-4333-8444-555555555555'
const URL_ = 'https://example.com/a.png'

/** Finished tasks that requests may work on. */
const SOURCES: Record<string, Record<string, unknown>> = {
  model: { type: 'text_to_model', input: { model_version: 'v2.5-20250123' } },
  draft: { type: 'text_to_model', input: { model_version: 'v1.4-20240625' } },
  parts: { type: 'mesh_segmentation' },
  rig: { type: 'animate_rig', input: { model_version: 'v1.0-20240301', rig_type: 'biped', spec: 'tripo' } },
  views: { type: 'generate_multiview_image' },
}

type Make = (sdk: TripoSdk) => Promise<string>
type Body = Record<string, unknown>

/** What one request is in each dialect. `v2` without its type, which stands first. */
interface Expectation {
  type: string
  path: string
  make: Make
  /** Absent: the dialect has no such request, and nothing is sent. */
  v2?: Body
  v3?: Body
}

const EXPECTED: Record<string, Expectation> = {
  'text to model, everything': {
    type: 'text_to_model',
    path: '/generation/text-to-model',
    make: (sdk) =>
      sdk.textToModel({
        prompt: 'a small house',
        negativePrompt: 'damaged',
        modelVersion: 'v3.1-20260211',
        faceLimit: 9000,
        texture: true,
        pbr: true,
        imageSeed: 1,
        modelSeed: 2,
        textureSeed: 3,
        textureQuality: 'detailed',
        style: ModelStyle.OBJECT_CLAY,
        autoSize: true,
        quad: true,
        compress: true,
        smartLowPoly: true,
      }),
    v2: {
      prompt: 'a small house',
      negative_prompt: 'damaged',
      model_version: 'v3.1-20260211',
      face_limit: 9000,
      texture: true,
      pbr: true,
      image_seed: 1,
      model_seed: 2,
      texture_seed: 3,
      texture_quality: 'detailed',
      style: 'object:clay',
      auto_size: true,
      quad: true,
      compress: 'geometry',
      smart_low_poly: true,
    },
    v3: {
      prompt: 'a small house',
      negative_prompt: 'damaged',
      model: 'v3.1-20260211',
      face_limit: 9000,
      texture: true,
      pbr: true,
      image_seed: 1,
      model_seed: 2,
      texture_seed: 3,
      texture_quality: 'detailed',
      style: 'object:clay',
      auto_size: true,
      quad: true,
      compress: 'geometry',
      smart_low_poly: true,
    },
  },
  'image to model': {
    type: 'image_to_model',
    path: '/generation/image-to-model',
    make: (sdk) =>
      sdk.imageToModel({ image: URL_, orientation: 'align_image', textureAlignment: 'geometry', style: 'gold' }),
    v2: {
      file: { type: 'jpg', url: URL_ },
      orientation: 'align_image',
      texture_alignment: 'geometry',
      style: 'gold',
    },
    v3: {
      model: 'v2.5-20250123',
      input: URL_,
      orientation: 'align_image',
      texture_alignment: 'geometry',
      style: 'gold',
    },
  },
  'multiview to model, a view left out': {
    type: 'multiview_to_model',
    path: '/generation/multiview-to-model',
    make: (sdk) => sdk.multiviewToModel({ images: [FILE, '', URL_], enableImageAutofix: true }),
    v2: {
      files: [{ type: 'jpg', file_token: FILE }, {}, { type: 'jpg', url: URL_ }, {}],
      enable_image_autofix: true,
    },
    v3: {
      model: 'v2.5-20250123',
      inputs: [FILE, '', URL_, ''],
      enable_image_autofix: true,
    },
  },
  'multiview to model from drawn views': {
    type: 'multiview_to_model',
    path: '/generation/multiview-to-model',
    make: (sdk) => sdk.multiviewToModel({ originalTaskId: 'views', modelVersion: 'v3.1-20260211' }),
    v2: { original_task_id: 'views', model_version: 'v3.1-20260211' },
    v3: { inputs: [{ task_id: 'views' }], model: 'v3.1-20260211' },
  },
  'image to model, from a drawn picture': {
    type: 'image_to_model',
    path: '/generation/image-to-model',
    make: (sdk) => sdk.imageToModel({ image: { task_id: TASK_ID }, modelVersion: 'v3.1-20260211' }),
    v3: { input: TASK_ID, model: 'v3.1-20260211' },
  },
  'image to model, newest textures': {
    type: 'image_to_model',
    path: '/generation/image-to-model',
    make: (sdk) =>
      sdk.imageToModel({
        image: FILE,
        modelVersion: 'P2-20260801',
        textureVersion: 'v3.5-20260815',
        textureQuality: 'fast',
        delight: false,
        exportUv: false,
      }),
    v3: {
      input: FILE,
      model: 'P2-20260801',
      texture_version: 'v3.5-20260815',
      texture_quality: 'fast',
      delight: false,
      export_uv: false,
    },
  },
  'image to splat': {
    type: 'image_to_splat',
    path: '/generation/image-to-splat',
    make: (sdk) => sdk.imageToSplat({ image: URL_, modelSeed: 7 }),
    v3: { input: URL_, model_seed: 7 },
  },
  'smart segment of a picture': {
    type: 'smart_segment',
    path: '/mesh/smartsegment',
    make: (sdk) => sdk.smartSegment({ segType: 'image', file: URL_, granularity: 'fine', hint: 'handle' }),
    v3: { input: URL_, seg_type: 'image', granularity: 'fine', hint: 'handle' },
  },
  'smart segment of a model stands where it is': {
    type: 'smart_segment',
    path: '/mesh/smartsegment',
    make: (sdk) => sdk.smartSegment({ segType: 'model', file: FILE }),
    v3: { input: FILE, seg_type: 'model', transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
  },
  'mesh segmentation by meaning': {
    type: 'mesh_segmentation',
    path: '/mesh/segment',
    make: (sdk) =>
      sdk.meshSegmentation({
        originalModelTaskId: 'model',
        modelVersion: 'v2.0-20260430',
        segmentationGranularity: 'balanced',
        splitByConnectivity: false,
      }),
    v3: {
      input: 'model',
      model: 'v2.0-20260430',
      segmentation_granularity: 'balanced',
      split_by_connectivity: false,
    },
  },
  'decimate with the older version': {
    type: 'highpoly_to_lowpoly',
    path: '/mesh/decimate',
    make: (sdk) => sdk.smartLowpoly({ originalModelTaskId: 'model', modelVersion: 'v1.0', faceLimit: 900_000 }),
    v3: { input: 'model', model: 'v1.0', face_limit: 900_000 },
  },
  'mesh completion by caps': {
    type: 'mesh_completion',
    path: '/mesh/complete',
    make: (sdk) => sdk.meshCompletion({ originalModelTaskId: 'parts', completionMode: 'quick_cap' }),
    v3: { input: 'parts', completion_mode: 'quick_cap' },
  },
  'rig for another program': {
    type: 'animate_rig',
    path: '/animations/rig',
    make: (sdk) => sdk.rigModel({ originalModelTaskId: 'model', modelVersion: 'v3.0-20260909', spec: RigSpec.UNREAL }),
    v3: { input: 'model', model: 'v3.0-20260909', spec: 'unreal' },
  },
  'a template without words': {
    type: 'text_to_image',
    path: '/generation/text-to-image',
    make: (sdk) => sdk.textToImage({ template: 'figure', modelVersion: 'banana2', aspectRatio: '16:9' }),
    v3: { template: 'figure', model: 'banana2', aspect_ratio: '16:9' },
  },
  'an image without a background': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) =>
      sdk.generateImage({
        prompt: 'cut out',
        images: [URL_],
        modelVersion: 'chat_image_2.5_flare',
        quality: 'xhigh',
        background: 'transparent',
        outputFormat: 'png',
        size: '2K',
      }),
    v3: {
      prompt: 'cut out',
      input: URL_,
      model: 'chat_image_2.5_flare',
      quality: 'xhigh',
      background: 'transparent',
      output_format: 'png',
      size: '2K',
    },
  },
  'texture model by words and a style picture': {
    type: 'texture_model',
    path: '/models/texture',
    make: (sdk) =>
      sdk.textureModel({
        originalModelTaskId: 'model',
        textPrompt: 'brass',
        styleImage: URL_,
        partNames: ['leg'],
        bake: false,
      }),
    v2: {
      original_model_task_id: 'model',
      texture_prompt: { text: 'brass', style_image: { type: 'jpg', url: URL_ } },
      part_names: ['leg'],
      bake: false,
    },
    v3: {
      input: 'model',
      model: 'v2.5-20250123',
      texture_prompt: { text: 'brass', style_image: { type: 'jpg', url: URL_ } },
      part_names: ['leg'],
      bake: false,
    },
  },
  'texture model by a picture, newer version': {
    type: 'texture_model',
    path: '/models/texture',
    make: (sdk) =>
      sdk.textureModel({ originalModelTaskId: 'model', imagePrompt: TOKEN, modelVersion: 'v3.0-20250812' }),
    v2: {
      original_model_task_id: 'model',
      model_version: 'v3.0-20250812',
      texture_prompt: { image: { type: 'jpg', file_token: TOKEN } },
    },
    v3: {
      input: 'model',
      model: 'v3.0-20250812',
      texture_prompt: { image: { type: 'jpg', file_token: TOKEN } },
    },
  },
  'texture model by views': {
    type: 'texture_model',
    path: '/models/texture',
    make: (sdk) => sdk.textureModel({ originalModelTaskId: 'model', imagePrompts: [URL_, null, URL_, null] }),
    v2: {
      original_model_task_id: 'model',
      texture_prompt: { images: [{ type: 'jpg', url: URL_ }, {}, { type: 'jpg', url: URL_ }, {}] },
    },
    v3: {
      input: 'model',
      model: 'v2.5-20250123',
      texture_prompt: { images: [{ type: 'jpg', url: URL_ }, {}, { type: 'jpg', url: URL_ }, {}] },
    },
  },
  'refine model': {
    type: 'refine_model',
    path: '/models/refine',
    make: (sdk) => sdk.refineModel('draft'),
    v2: { draft_model_task_id: 'draft' },
  },
  'stylize model': {
    type: 'stylize_model',
    path: '/models/stylize',
    make: (sdk) => sdk.stylizeModel({ originalModelTaskId: 'model', style: PostStyle.MINECRAFT, blockSize: 64 }),
    v2: { original_model_task_id: 'model', style: 'minecraft', block_size: 64 },
    v3: { input: 'model', style: 'minecraft', block_size: 64 },
  },
  'smart lowpoly': {
    type: 'highpoly_to_lowpoly',
    path: '/mesh/decimate',
    make: (sdk) =>
      sdk.smartLowpoly({
        originalModelTaskId: 'model',
        faceLimit: 4000,
        quad: true,
        bake: true,
        modelVersion: 'P-v2.0-20251225',
        partNames: ['a', 'b'],
      }),
    v2: {
      original_model_task_id: 'model',
      face_limit: 4000,
      quad: true,
      bake: true,
      model_version: 'P-v2.0-20251225',
      part_names: ['a', 'b'],
    },
    v3: { input: 'model', face_limit: 4000, quad: true, bake: true, part_names: ['a', 'b'] },
  },
  'mesh segmentation': {
    type: 'mesh_segmentation',
    path: '/mesh/segment',
    make: (sdk) => sdk.meshSegmentation({ originalModelTaskId: 'model' }),
    v2: { original_model_task_id: 'model' },
    v3: { input: 'model' },
  },
  'mesh completion': {
    type: 'mesh_completion',
    path: '/mesh/complete',
    make: (sdk) => sdk.meshCompletion({ originalModelTaskId: 'parts', partNames: ['part_1'] }),
    v2: { original_model_task_id: 'parts', part_names: ['part_1'] },
    v3: { input: 'parts', part_names: ['part_1'] },
  },
  'check riggable': {
    type: 'animate_prerigcheck',
    path: '/animations/rig-check',
    make: (sdk) => sdk.checkRiggable('model'),
    v2: { original_model_task_id: 'model' },
    v3: { input: 'model' },
  },
  'rig model': {
    type: 'animate_rig',
    path: '/animations/rig',
    make: (sdk) =>
      sdk.rigModel({
        originalModelTaskId: 'model',
        outFormat: 'fbx',
        rigType: RigType.QUADRUPED,
        spec: RigSpec.MIXAMO,
        modelVersion: 'v2.5-20260210',
      }),
    v2: {
      original_model_task_id: 'model',
      out_format: 'fbx',
      rig_type: 'quadruped',
      spec: 'mixamo',
      model_version: 'v2.5-20260210',
    },
    v3: {
      input: 'model',
      out_format: 'fbx',
      rig_type: 'quadruped',
      spec: 'mixamo',
      model: 'v2.5-20260210',
    },
  },
  'retarget one animation': {
    type: 'animate_retarget',
    path: '/animations/retarget',
    make: (sdk) => sdk.retargetAnimation({ originalModelTaskId: 'rig', animation: Animation.BIPED_WALK }),
    v2: { original_model_task_id: 'rig', animation: 'preset:biped:walk' },
    v3: { input: 'rig', animation: 'preset:biped:walk' },
  },
  'retarget several animations': {
    type: 'animate_retarget',
    path: '/animations/retarget',
    make: (sdk) =>
      sdk.retargetAnimation({
        originalModelTaskId: 'rig',
        animation: [Animation.BIPED_WALK, Animation.BIPED_DANCE_01],
        outFormat: 'glb',
        bakeAnimation: true,
        exportWithGeometry: false,
        animateInPlace: true,
      }),
    v2: {
      original_model_task_id: 'rig',
      animations: ['preset:biped:walk', 'preset:biped:dance_01'],
      out_format: 'glb',
      bake_animation: true,
      export_with_geometry: false,
      animate_in_place: true,
    },
    v3: {
      input: 'rig',
      animations: ['preset:biped:walk', 'preset:biped:dance_01'],
      out_format: 'glb',
      bake_animation: true,
      export_with_geometry: false,
      animate_in_place: true,
    },
  },
  'convert model': {
    type: 'convert_model',
    path: '/models/convert',
    make: (sdk) =>
      sdk.convertModel({
        originalModelTaskId: 'model',
        format: 'FBX',
        quad: true,
        forceSymmetry: true,
        faceLimit: 10000,
        flattenBottom: true,
        flattenBottomThreshold: 0.01,
        textureSize: 2048,
        textureFormat: 'PNG',
        pivotToCenterBottom: true,
        scaleFactor: 2,
        withAnimation: false,
        packUv: true,
        bake: true,
        partNames: ['lid'],
        animateInPlace: false,
        exportOrientation: '-y',
        fbxPreset: 'blender',
      }),
    v2: {
      original_model_task_id: 'model',
      format: 'FBX',
      quad: true,
      force_symmetry: true,
      face_limit: 10000,
      flatten_bottom: true,
      flatten_bottom_threshold: 0.01,
      texture_size: 2048,
      texture_format: 'PNG',
      pivot_to_center_bottom: true,
      scale_factor: 2,
      with_animation: false,
      pack_uv: true,
      bake: true,
      part_names: ['lid'],
      animate_in_place: false,
      export_orientation: '-y',
      fbx_preset: 'blender',
    },
    v3: {
      input: 'model',
      format: 'FBX',
      quad: true,
      force_symmetry: true,
      face_limit: 10000,
      flatten_bottom: true,
      flatten_bottom_threshold: 0.01,
      texture_size: 2048,
      texture_format: 'PNG',
      pivot_to_center_bottom: true,
      scale_factor: 2,
      with_animation: false,
      pack_uv: true,
      bake: true,
      part_names: ['lid'],
      animate_in_place: false,
      export_orientation: '-y',
      fbx_preset: 'blender',
    },
  },
  'text to image': {
    type: 'text_to_image',
    path: '/generation/text-to-image',
    make: (sdk) => sdk.textToImage({ prompt: 'a key', negativePrompt: 'rust' }),
    v2: { prompt: 'a key', negative_prompt: 'rust' },
    v3: { prompt: 'a key', negative_prompt: 'rust' },
  },
  'generate image from one': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) => sdk.generateImage({ prompt: 'image[1] in winter', image: URL_, tPose: true }),
    v2: { prompt: 'image[1] in winter', file: { type: 'jpg', url: URL_ }, t_pose: true },
    v3: { prompt: 'image[1] in winter', input: URL_, template: 't_pose' },
  },
  'generate image from several': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) => sdk.generateImage({ prompt: 'both', images: [URL_, FILE], modelVersion: 'seedream_v5' }),
    v2: {
      prompt: 'both',
      files: [
        { type: 'jpg', url: URL_ },
        { type: 'jpg', file_token: FILE },
      ],
      model_version: 'seedream_v5',
    },
    v3: {
      prompt: 'both',
      inputs: [URL_, FILE],
      model: 'seedream_v5',
    },
  },
  'generate multiview image': {
    type: 'generate_multiview_image',
    path: '/generation/image-to-multiview',
    make: (sdk) => sdk.generateMultiviewImage({ image: URL_ }),
    v2: { file: { type: 'jpg', url: URL_ } },
    v3: { input: URL_ },
  },
  'edit multiview image': {
    type: 'edit_multiview_image',
    path: '/generation/edit-multiview',
    make: (sdk) =>
      sdk.editMultiviewImage({ originalTaskId: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] }),
    v2: { original_task_id: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] },
    v3: { input: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] },
  },
}

function setup(dialect: 'v2' | 'v3') {
  const net = fakeFetch((call: Call) => {
    const id = call.url.split('/').at(-1) ?? ''
    const source = call.method === 'GET' ? SOURCES[id] : undefined
    return ok(source ? wireTask(id, { status: 'success', ...source }) : { task_id: 'new' })
  })
  const client = new TripoClient({
    apiKey: KEY,
    dialect,
    resources: { fetch: net.fetch, clock: new FakeClock(), random: () => 0 },
  })
  const creations = () => net.calls.filter((call) => call.method === 'POST')
  return { net, client, creations }
}

describe.each(Object.entries(EXPECTED))('%s', (name, { type, path, make, v2, v3 }) => {
  it.each([
    ['v2', v2 && [`${V2}/task`, { type, ...v2 }]],
    ['v3', v3 && [`${V3}${path}`, v3]],
  ] as const)('%s', async (dialect, expected) => {
    const { client, creations } = setup(dialect)
    if (expected) await expect(make(createSdk(client))).resolves.toBe('new')
    else await expect(make(createSdk(client))).rejects.toMatchObject({ code: 'check.parameters' })
    expect(creations().map(({ url, body }) => [url, body])).toEqual(expected ? [expected] : [])
  })
  it('a source is read once, and not paid for twice', async () => {
    const { client, net, creations } = setup(v2 ? 'v2' : 'v3')
    await make(createSdk(client))
    await make(createSdk(client))
    expect(creations()).toHaveLength(2)
    const reads = net.calls.filter((call) => call.method === 'GET')
    expect(reads.length, name).toBeLessThanOrEqual(1)
  })
})

it('imports: v2 by the place in storage, v3 by token or address', async () => {
  const object = { bucket: 'tripo-data', key: 'tcli_1/20261120/a/file.glb' }
  const old = setup('v2')
  await createSdk(old.client).importModel({ file: `s3://${object.bucket}/${object.key}` })
  await createSdk(old.client).importModel({ file: { type: 'glb', file_token: TOKEN } })
  expect(old.creations().map(({ body }) => body)).toEqual([
    { type: 'import_model', file: { object } },
    { type: 'import_model', file: { type: 'glb', file_token: TOKEN } },
  ])
  const now = setup('v3')
  await createSdk(now.client).importModel({ file: FILE })
  expect(now.creations().map(({ url, body }) => [url, body])).toEqual([[`${V3}/models/import`, { input: FILE }]])
  await expect(createSdk(now.client).importModel({ file: { object } })).rejects.toMatchObject({
    code: 'check.parameters',
  })
  expect(now.creations()).toHaveLength(1)
  await createSdk(now.client).importModel({ file: 'https://example.com/a.gltf' })
  expect(now.creations().at(-1)?.body).toEqual({ input: 'https://example.com/a.gltf' })
})

it('all 20 capabilities are covered', () => {
  const paths = new Set([...Object.values(EXPECTED).map(({ path }) => path), '/models/import'])
  expect(paths.size).toBe(20)
})
