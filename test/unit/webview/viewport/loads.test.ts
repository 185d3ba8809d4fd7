// Loading a model: what is drawn of a load on the way, and when.
import { afterEach, expect, it, vi } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { Decoders } from '../../../../webview/viewport/decoders.ts'
import { ENGLISH_LABELS } from '../../../../webview/viewport/labels.ts'
import { Loads } from '../../../../webview/viewport/loads.ts'
import { cube, documentOf } from '../../mesh/tools/shapes.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A model of which the second half comes when it is let go on. */
async function startLoad() {
  const bytes = await writeGlb(documentOf(cube()).document)
  const half = bytes.length >> 1
  let goOn = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, half))
      goOn = () => {
        controller.enqueue(bytes.slice(half))
        controller.close()
      }
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-length': String(bytes.length) } }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const nothing = () => undefined
  const onProgress = vi.fn()
  const [expected, changed, show] = [vi.fn(), vi.fn(), vi.fn()]
  const overlay = { showProgress: vi.fn(), hideProgress: nothing, setState: vi.fn(), render: nothing, show: nothing }
  const loads = new Loads({
    ...{ labels: ENGLISH_LABELS, say: String, overlay, decoders: new Decoders('/'), end: new AbortController().signal },
    ...{ stage: nothing, show, empty: nothing, expect: expected, changed },
  })
  const loaded = loads.load({ url: '/cube.glb', name: 'cube.glb', onProgress })
  await vi.waitFor(() => expect(onProgress).toHaveBeenCalled())
  return { expected, changed, show, overlay, goOn: () => goOn(), loaded }
}

it('of a short load draws nothing but the model', async () => {
  const { expected, changed, show, overlay, goOn, loaded } = await startLoad()
  goOn()
  await loaded
  expect(show).toHaveBeenCalledOnce()
  expect(overlay.showProgress).not.toHaveBeenCalled()
  // Who listens is told at once that something is loaded.
  expect(changed.mock.calls[0]).toEqual([false])
  expect(expected.mock.calls).toEqual([[0]])
})

it('of a longer one the stage shows how far it is', async () => {
  const { expected, overlay, goOn, loaded } = await startLoad()
  expect(expected).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(250)
  expect(overlay.setState.mock.calls[0]).toEqual([{ loading: 'cube.glb', reason: undefined }])
  expect(overlay.showProgress.mock.calls).toEqual([['cube.glb', expect.closeTo(0.5, 1)]])
  expect(expected.mock.calls).toEqual([[expect.closeTo(0.5, 1)]])
  goOn()
  await loaded
  expect(expected.mock.calls.slice(1)).toEqual([[1], [0]])
})
