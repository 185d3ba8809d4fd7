// The examples in the client's docstrings run as they stand, against the simulator's service half in both dialects.
// What the simulator makes is stood in for, since its workshop has tests of its own and takes its time.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { createSimulator, type Simulator } from '../../../../src/simulator/simulator.ts'
import * as library from '../../../../src/tripo/index.ts'
import { methodName } from '../../../../src/tripo/options.ts'
import { CLIENT_FILES } from '../../../../workbench/docs.mjs'
import { readExamples } from '../../../../workbench/docs-text.mjs'
import { glb, memoryDisk, quickClock } from '../../tripo/fakes.ts'

const EXAMPLES = readExamples(CLIENT_FILES.map((file) => readFileSync(file, 'utf8')))
/** What the dialect has no word for: the example is refused there before anything is sent. */
const MISSING: Readonly<Record<string, readonly string[]>> = {
  v2: ['usageRows', 'smartSegment', 'imageToSplat'],
  v3: ['refineModel'],
}

const PICTURE = new Uint8Array(encodePng({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(200) }))
const MODEL = glb(4000)

const SPLAT = {
  kind: 'splat',
  extension: 'splat',
  mediaType: 'application/octet-stream',
  bytes: new Uint8Array(320),
} as const

/** The files a task makes, by the catalogue's outputs alone. */
function stub(id: string) {
  const outputs = library.findCapability(id)?.outputs ?? []
  const model = { kind: 'model', extension: 'glb', mediaType: 'model/gltf-binary', bytes: MODEL } as const
  const picture = { extension: 'png', mediaType: 'image/png', bytes: PICTURE } as const
  const views = ['front_view', 'left_view', 'back_view', 'right_view'] as const
  return {
    files: [
      ...(outputs.includes('model') ? [model] : []),
      ...(outputs.includes('rendered_image') ? [{ ...picture, kind: 'rendered_image' } as const] : []),
      ...(outputs.includes('generated_image') ? [{ ...picture, kind: 'generated_image' } as const] : []),
      ...(outputs.includes('splat') ? [SPLAT] : []),
      ...(outputs.includes('multiview_images') ? views.map((kind) => ({ ...picture, kind })) : []),
    ],
    facts: outputs.includes('riggable') ? { riggable: true, rig_type: 'biped' } : undefined,
  }
}

let simulator: Simulator
/** What the simulator has to say against the client: a key on the file host, for one. */
const complaints: string[] = []
beforeAll(() => {
  simulator = createSimulator({
    timeScale: 1000,
    log: (line) => complaints.push(line),
    build: async (job) => stub(job.capability),
  })
  return () => simulator.dispose()
})

type Run = (
  client: library.TripoClient,
  sdk: library.TripoSdk,
  names: typeof library,
  console: { log(...words: unknown[]): void },
) => Promise<void>

/** An example as a function; it is a module's text, so that it may wait. */
async function compile(text: string): Promise<Run> {
  const names = ['Animation', 'ModelStyle', 'PostStyle', 'RigSpec', 'RigType', 'TaskStatus'].join(', ')
  const source = `export default async (client, sdk, { ${names} }, console) => {\n${text}\n}`
  const { default: run }: { default: Run } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`
  )
  return run
}

const examples = [...EXAMPLES].flatMap(([method, text]) =>
  (['v2', 'v3'] as const).map((dialect) => [method, dialect, text] as const),
)

describe('examples', () => {
  it.each(examples)('%s, %s', async (method, dialect, text) => {
    const disk = memoryDisk()
    const client = new library.TripoClient({
      apiKey: `tsk_example_${method}_${dialect}`,
      base: { dialect, region: 'custom', url: `http://127.0.0.1${dialect === 'v3' ? '/v3' : '/v2/openapi'}` },
      resources: {
        fetch: (url, init) => simulator.fetch(new Request(url, init)),
        files: disk,
        readFile: async (path) => (path.endsWith('.glb') ? MODEL : PICTURE),
        clock: quickClock(50),
      },
    })
    const tasks: library.Task[] = []
    const wait = client.waitForTask.bind(client)
    client.waitForTask = async (...given) => {
      const task = await wait(...given)
      tasks.push(task)
      return task
    }
    const said: unknown[] = []
    const work = (await compile(text))(client, library.createSdk(client), library, {
      log: (...words) => said.push(...words),
    })
    if (MISSING[dialect]?.includes(method)) {
      await expect(work).rejects.toBeInstanceOf(library.TripoCheckError)
      return
    }
    await work
    expect(complaints).toEqual([])
    expect(tasks.filter(({ status }) => status !== 'success')).toEqual([])
    if (/download/.test(text)) expect(disk.files.size).toBeGreaterThan(0)
    if (/waitForTask/.test(text)) expect(tasks.length).toBeGreaterThan(0)
    client.dispose()
  })
})

it('every capability and every common method has an example', () => {
  const methods = library.CATALOGUE.map(methodName)
  const common = [
    'uploadFile',
    'createTask',
    'getTask',
    'waitForTask',
    'downloadTaskModels',
    'downloadRenderedImage',
    'getBalance',
  ]
  expect([...methods, ...common].filter((method) => !EXAMPLES.has(method))).toEqual([])
  for (const method of methods) expect(EXAMPLES.get(method), method).toContain(`sdk.${method}(`)
})
