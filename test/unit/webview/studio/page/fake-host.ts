// The extension's side of the studio page, for a browser without VS Code: the real RpcServer with canned answers, a state
// that survives a reload, and a list of what the page asked. Bundled into the page by serve.ts.

import { type Operation, readOperations } from '../../../../../src/mesh/tools/operations.ts'
import { historyActionsFor } from '../../../../../src/protocol/actions.ts'
import type { RequestResult } from '../../../../../src/protocol/index.ts'
import type { JobView } from '../../../../../src/protocol/job.ts'
import type { ChainRequest } from '../../../../../src/protocol/request.ts'
import { RpcServer } from '../../../../../src/protocol/rpc.ts'
import type { ImageChoice } from '../../../../../src/protocol/studio.ts'
import { sampleJobs } from './sample-jobs.ts'

declare global {
  interface Window {
    acquireVsCodeApi(): unknown
    /** What tests may reach: requests by name, and the host's voice. */
    fakeHost: {
      asked: { name: string; params: unknown }[]
      server: RpcServer
      goOn?: () => void
      operator?: string
      typed?: string
    }
  }
}

const STORE = 'state'
const MODE = new URLSearchParams(location.search)
const asked: { name: string; params: unknown }[] = []
/** What has been changed of the model that is open. */
const edits: Operation[] = []
const note = (name: string, params: unknown) => void asked.push({ name, params })

const imageOf = (uri: string, bytes: number): ImageChoice => {
  const name = uri.split('/').at(-1) ?? uri
  return { upload: uri, name, format: 'png', width: 64, height: 64, bytes, webUri: '/icon.png' }
}

let made = 0
/** Walks the jobs of a request through their phases, each on the result of the one before. */
function run({ steps = [], ...request }: ChainRequest): string[] {
  const chain = { id: `chain-${made}`, kind: 'chain' as const, of: steps.length + 1 }
  const title = typeof request.params.prompt === 'string' ? request.params.prompt : 'image'
  return [request, ...steps].map((step, index) => {
    const group = steps.length > 0 ? { ...chain, index } : undefined
    return runStep({ ...step, title, group, waitsForStep: index > 0 ? true : undefined }, 200 * index)
  })
}

const VIEW_KINDS = ['front_view', 'left_view', 'back_view', 'right_view']

/** What a job of a capability makes: a model, a picture, or four views. */
function filesOf(id: string, capability: string): JobView['files'] {
  const picture = (kind: string) => {
    const name = `${id}-${kind}.png`
    return { kind, path: `assets/${name}`, uri: `file:///w/${name}`, webUri: '/icon.png', bytes: 900 }
  }
  if (capability.endsWith('multiview_image')) return VIEW_KINDS.map(picture)
  if (capability.endsWith('image')) return [picture('generated_image')]
  return [{ kind: 'model', path: `assets/${id}.glb`, uri: `file:///w/${id}.glb`, webUri: '/model.glb', bytes: 700 }]
}

/** Walks one job through its phases after so many milliseconds, a few dozen each. */
function runStep(
  own: Pick<JobView, 'capability' | 'params' | 'title' | 'group' | 'waitsForStep' | 'variation' | 'style'>,
  after: number,
): string {
  const id = `job-${++made}`
  const job: JobView = {
    ...{ ...own, id, phase: own.waitsForStep ? 'waiting' : 'submitting', startedAt: Date.now(), files: [] },
    ...{ service: 'sandbox', estimate: 20 },
  }
  server.notify('jobs', { jobs: [job], removed: [] })
  if (own.variation) varied.set(id, job)
  const states: Partial<JobView>[] = [
    { phase: 'submitting', waitsForStep: undefined },
    { phase: 'queued', queuePlace: 2 },
    { phase: 'generating', progress: 0.5, secondsLeft: 3 },
    {
      phase: 'delivered',
      finishedAt: job.startedAt + 31_000,
      taskId: `task-${id}`,
      files: filesOf(id, own.capability),
      ...(own.variation ? { thumbnailWebUri: '/icon.png' } : {}),
    },
  ]
  for (const [index, state] of states.entries()) {
    setTimeout(() => server.notify('jobs', { jobs: [Object.assign(job, state)], removed: [] }), after + 40 * index)
  }
  return id
}

/** The jobs of variations by their ids, to be kept. */
const varied = new Map<string, JobView>()
/** Keeps one of several, as the extension does. */
function keep(id: string): void {
  const { variation: _, ...kept } = varied.get(id) ?? sampleJobs()[0] ?? { variation: undefined }
  const removed = [...varied.keys()].filter((other) => other !== id)
  if ('id' in kept) server.notify('jobs', { jobs: [kept], removed })
}

const server: RpcServer = new RpcServer(
  (message) => setTimeout(() => window.postMessage(structuredClone(message), '*')),
  {
    ready: () => ({
      account: MODE.has('balance') ? { mode: 'service', balance: Number(MODE.get('balance')) } : { mode: 'sandbox' },
      jobs: MODE.has('samples') ? sampleJobs() : [],
      defaultModelVersion: 'v3.1-20260211',
      dialect: 'v3',
      hasWorkspace: true,
      assetsFolder: 'public/assets',
      recipes: MODE.has('recipes') ? [{ name: 'Tiny', steps: [{ capability: 'smart_lowpoly' }] }] : [],
      styles: MODE.has('styles')
        ? [
            {
              ...{
                name: 'Toy',
                prefix: 'a plastic toy of',
                suffix: 'flat colors',
                texture: 'detailed',
                faceLimit: 5000,
              },
              image: 'file:///w/toy.png',
            },
          ]
        : [],
    }),
    generate: async (request) => {
      note('generate', request)
      if (MODE.has('slow')) await new Promise<void>((goOn) => Object.assign(window.fakeHost, { goOn }))
      if (MODE.has('refuse')) throw new Error('refused')
      return { jobIds: run(request) }
    },
    generateMany: ({ requests }) => {
      note('generateMany', { requests })
      return { jobIds: requests.flatMap((request) => run(request)) }
    },
    continueWith: (asked) => {
      const { steps } = asked
      note('continueWith', asked)
      const [first, ...rest] = steps
      return { jobIds: first ? run({ ...first, steps: rest }) : [] }
    },
    pickImage: ({ from, kind }) => {
      note('pickImage', { from, kind })
      const image = imageOf(`file:///w/${from}.png`, 900)
      const model = { upload: `file:///w/${from}.glb`, name: `${from}.glb`, format: 'glb', bytes: 900 }
      return { image: kind === 'model' ? model : image }
    },
    stageImage: ({ name, bytes }) => {
      const size = bytes instanceof ArrayBuffer ? bytes.byteLength : -1
      note('stageImage', { name, size })
      return { image: imageOf(`staged:///${name}`, size) }
    },
    resolveImage: (params) => {
      note('resolveImage', params)
      return { image: imageOf(params.uri, 900) }
    },
    checkRig: (params) => {
      note('checkRig', params)
      return MODE.has('unriggable') ? { riggable: false, rigType: 'others' } : { riggable: true, rigType: 'quadruped' }
    },
    runAction: (params) => {
      note('runAction', params)
      if (params.action === 'keep') keep(params.jobId)
      return params.action === 'copyPath' ? { words: 'Copied /assets/chair.glb' } : {}
    },
    runActionOnAll: (params) => {
      note('runActionOnAll', params)
      return {}
    },
    run: (params) => {
      note('run', params)
      return {}
    },
    openModel: (params) => {
      note('openModel', params)
      edits.length = 0
      if (MODE.has('large') && !params.anyway) return {}
      const name = MODE.get('file') ?? 'model.glb'
      return {
        model: {
          url: `/${name}`,
          name,
          bytes: 700,
          place: 2,
          of: MODE.has('alone') ? 1 : 3,
          isEditable: MODE.has('editable'),
          ...(/\.fbx$/.test(name) && { readOnly: 'format' as const }),
          ...(MODE.has('virtual') && { readOnly: 'place' as const }),
          ...(MODE.has('camera') && { camera: JSON.parse(MODE.get('camera') ?? '') }),
          ...(MODE.has('carried') && { carried: JSON.parse(MODE.get('carried') ?? '') }),
        },
      }
    },
    saveAsGlb: (params) => {
      note('saveAsGlb', params)
      return {}
    },
    askName: (params) => {
      note('askName', params)
      return window.fakeHost.typed === undefined ? {} : { name: window.fakeHost.typed }
    },
    nextModel: (params) => {
      note('nextModel', params)
      return {}
    },
    openDropped: (params) => {
      note('openDropped', params)
      return params.uri.startsWith('file:///game/') ? { url: `/${params.uri.split('/').at(-1)}` } : {}
    },
    compareDropped: (params) => {
      note('compareDropped', params)
      return { isShown: params.uri.startsWith('file:///game/') }
    },
    saveLook: (params) => {
      note('saveLook', params)
      return {}
    },
    saveCamera: (params) => {
      note('saveCamera', params)
      return {}
    },
    editModel: (params) => {
      note('editModel', params)
      // What tools make comes as a file; the rest as the list of all changes.
      edits.push(...(readOperations(params.operations) ?? []).filter(({ kind }) => kind !== 'run'))
      if (edits.length > 0) server.notify('modelEdited', { operations: [...edits] })
      return { isDone: true, said: ['6 instead of 12 triangles.'] }
    },
    checkModel: (params) => {
      note('checkModel', params)
      const found: RequestResult<'checkModel'>['findings'] = [
        { severity: 'info', text: 'Foot: not watertight, 1 holes.', places: [[0.5, 0.1, 0.5]], repair: 'holes' },
      ]
      const budget = 'The model has 12 triangles; the budget is 10.'
      const over: typeof found = MODE.has('budget') ? [{ severity: 'error', text: budget, places: [] }] : []
      return { findings: [...over, ...found] }
    },
    pickOperator: (params) => {
      note('pickOperator', params)
      return { id: window.fakeHost.operator ?? 'reduce' }
    },
    keepPicture: ({ bytes }) => {
      note('keepPicture', { size: bytes instanceof ArrayBuffer ? bytes.byteLength : 0 })
      return { name: 'a'.repeat(64) }
    },
    saveCapture: ({ ending, beside, bytes }) => {
      const held = bytes instanceof ArrayBuffer ? [...new Uint8Array(bytes)] : []
      note('saveCapture', { ending, beside, held })
      return { path: `lamp.${ending}` }
    },
    openComparison: () => ({
      sides: [
        { url: '/before.glb', name: 'lamp.glb', label: 'lamp.glb in the last commit' },
        { url: '/after.glb', name: 'lamp.glb', label: 'lamp.glb now' },
      ],
    }),
    history: (params) => {
      note('history', params)
      if (MODE.has('unreadable') && asked.filter(({ name }) => name === 'history').length === 1) throw new Error('disk')
      const entries = MODE.has('empty')
        ? []
        : sampleJobs().map((job) => ({ job, actions: [...historyActionsFor(job, job)] }))
      const account = MODE.has('empty') ? ({ mode: 'none' } as const) : ({ mode: 'service', balance: 100 } as const)
      return { view: MODE.get('view') === 'usage' ? 'usage' : 'history', account, entries }
    },
    serviceUsage: () => ({ lines: [{ capability: 'text_to_model', credits: 60, count: 3 }] }),
    saveRecipe: (params) => {
      note('saveRecipe', params)
      return { name: 'Mine' }
    },
    saveDraft: (params) => {
      note('saveDraft', params)
      return {}
    },
  },
  () => ({ code: 'assets.read-only', sentence: 'The folder is read-only.', nextStep: 'Choose another.', billed: 'no' }),
)

window.fakeHost = { asked, server }
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => void server.receive(structuredClone(message)),
  getState: (): unknown => JSON.parse(sessionStorage.getItem(STORE) ?? 'null'),
  setState: (state: unknown) => sessionStorage.setItem(STORE, JSON.stringify(state)),
})
