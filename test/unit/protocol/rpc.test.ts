// Both ends of the channel, joined by a structured clone as VS Code joins them.
import { describe, expect, it, vi } from 'vitest'
import type { JobView } from '../../../src/protocol/job.ts'
import type { Problem } from '../../../src/protocol/request.ts'
import { ChannelError, type Handlers, RpcClient, RpcServer } from '../../../src/protocol/rpc.ts'
import type { Snapshot } from '../../../src/protocol/studio.ts'

const snapshot: Snapshot = {
  account: { mode: 'none' },
  jobs: [],
  defaultModelVersion: 'v3.1-20260211',
  dialect: 'v3',
  hasWorkspace: true,
}
const problem: Problem = { code: 'x.y', sentence: 'It broke.', nextStep: 'Mend it.', billed: 'no' }
const draft = { tab: 'text_to_model', forms: {}, images: {}, advancedOpen: false }

/** A host that expects only what it is given handlers for. */
function hostWith(handlers: Partial<Handlers>): Handlers {
  const missing = () => {
    throw new Error('not expected')
  }
  return {
    ready: missing,
    generate: missing,
    generateMany: missing,
    continueWith: missing,
    pickImage: missing,
    stageImage: missing,
    resolveImage: missing,
    runAction: missing,
    runActionOnAll: missing,
    run: missing,
    saveDraft: missing,
    ...handlers,
  }
}

/** A client and a server, and every message between them. */
function pair(handlers: Partial<Handlers> = {}) {
  const wire: unknown[] = []
  const rpc: RpcClient = new RpcClient((message) => {
    wire.push(structuredClone(message))
    void server.receive(structuredClone(message))
  })
  const server: RpcServer = new RpcServer(
    (message) => {
      wire.push(structuredClone(message))
      rpc.receive(structuredClone(message))
    },
    hostWith(handlers),
    () => problem,
  )
  return { rpc, server, wire }
}

const failure = async (promise: Promise<unknown>): Promise<ChannelError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ChannelError) return error
  throw new Error(`expected a ChannelError, got ${String(error)}`)
}

describe('asking', () => {
  it('gives each rpc its own answer, whatever the order', async () => {
    const gates: (() => void)[] = []
    const { rpc } = pair({
      resolveImage: async ({ uri }) => {
        await new Promise<void>((open) => gates.push(open))
        return { image: { upload: uri, name: uri, bytes: 1 } }
      },
    })
    const first = rpc.ask('resolveImage', { uri: 'a' })
    const second = rpc.ask('resolveImage', { uri: 'b' })
    gates[1]?.()
    expect((await second).image?.name).toBe('b')
    gates[0]?.()
    expect((await first).image?.name).toBe('a')
  })

  it('hands bytes over as an ArrayBuffer', async () => {
    const stageImage = vi.fn((_: { name: string; bytes: unknown }) => ({}))
    const { rpc } = pair({ stageImage })
    await rpc.ask('stageImage', { name: 'x.png', bytes: new Uint8Array([1, 2, 3]).buffer })
    const [params] = stageImage.mock.calls[0] ?? []
    expect(params).toEqual({ name: 'x.png', bytes: new Uint8Array([1, 2, 3]).buffer })
  })

  it('rejects with the problem that the host makes of an error, and tells nothing else of it', async () => {
    const { rpc, wire } = pair({
      generate: () => {
        throw new Error('secret tsk_123')
      },
    })
    const error = await failure(rpc.ask('generate', { capability: 'text_to_model', params: {} }))
    expect(error.problem).toEqual(problem)
    expect(error.message).toBe('It broke.')
    expect(JSON.stringify(wire)).not.toContain('tsk_123')
  })

  it('passes the problem of a nested channel on unchanged', async () => {
    const own = { ...problem, code: 'service.2010' }
    const { rpc } = pair({ runAction: () => Promise.reject(new ChannelError(own)) })
    expect((await failure(rpc.ask('runAction', { jobId: '1', action: 'open' }))).problem.code).toBe('service.2010')
  })

  it('refuses an answer that is not what was asked for', async () => {
    const rpc: RpcClient = new RpcClient(({ kind, ...rest }) => {
      if (kind === 'request' && 'id' in rest) rpc.receive({ kind: 'result', id: rest.id, result: { jobs: 'none' } })
    })
    expect((await failure(rpc.ask('ready', {}))).problem.code).toBe('panel.message')
  })

  it('settles what is pending when it ends, as perhaps billed', async () => {
    const { rpc } = pair({ ready: () => new Promise(() => {}) })
    const asked = rpc.ask('ready', {})
    rpc.dispose()
    expect((await failure(asked)).problem).toMatchObject({ code: 'panel.closed', billed: 'unknown' })
  })

  it('ignores a second answer and answers nobody waits for', async () => {
    const { rpc } = pair({ ready: () => snapshot })
    const asked = rpc.ask('ready', {})
    await asked
    expect(() => rpc.receive({ kind: 'error', id: 1, problem })).not.toThrow()
    expect(() => rpc.receive({ kind: 'result', id: 99, result: {} })).not.toThrow()
    expect(await asked).toEqual(snapshot)
  })
})

describe('answering', () => {
  const sent = async (message: unknown) => {
    const saveDraft = vi.fn(() => ({}))
    const posted: unknown[] = []
    const server = new RpcServer(
      (answer) => posted.push(answer),
      hostWith({ saveDraft }),
      () => problem,
    )
    await server.receive(message)
    return { saveDraft, posted }
  }

  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { kind: 'request' },
    { kind: 'request', id: 'a', name: 'ready', params: {} },
  ])('stays silent on %j, which is no message', async (message) => {
    const { posted } = await sent(message)
    expect(posted).toEqual([])
  })

  it.each(['toString', '__proto__', 'eval', ''])('refuses the unknown request “%s”', async (name) => {
    const { posted } = await sent({ kind: 'request', id: 4, name, params: {} })
    expect(posted).toEqual([
      expect.objectContaining({ kind: 'error', id: 4, problem: expect.objectContaining({ code: 'panel.message' }) }),
    ])
  })

  it('does not run a handler with parameters that do not fit', async () => {
    const { posted, saveDraft } = await sent({
      kind: 'request',
      id: 1,
      name: 'saveDraft',
      params: { ...draft, tab: 3 },
    })
    expect(saveDraft).not.toHaveBeenCalled()
    expect(posted).toEqual([expect.objectContaining({ kind: 'error', id: 1 })])
  })

  it('refuses commands that are not the panel’s', async () => {
    const run = vi.fn(() => ({}))
    const posted: unknown[] = []
    const server = new RpcServer(
      (answer) => posted.push(answer),
      hostWith({ run }),
      () => problem,
    )
    const params = { command: 'workbench.action.terminal.new' }
    await server.receive({ kind: 'request', id: 1, name: 'run', params })
    expect(run).not.toHaveBeenCalled()
    expect(posted).toEqual([expect.objectContaining({ kind: 'error' })])
  })

  it('runs a handler with parameters that fit', async () => {
    const { posted, saveDraft } = await sent({ kind: 'request', id: 1, name: 'saveDraft', params: draft })
    expect(saveDraft).toHaveBeenCalledWith(draft)
    expect(posted).toEqual([{ kind: 'result', id: 1, result: {} }])
  })

  it('says nothing more after its end, not even to a request under way', async () => {
    const posted: unknown[] = []
    let finish = () => {}
    const ready = () => new Promise<Snapshot>((done) => (finish = () => done(snapshot)))
    const server = new RpcServer(
      (answer) => posted.push(answer),
      hostWith({ ready }),
      () => problem,
    )
    const received = server.receive({ kind: 'request', id: 1, name: 'ready', params: {} })
    server.dispose()
    finish()
    await received
    server.notify('account', { mode: 'none' })
    expect(posted).toEqual([])
  })
})

describe('telling', () => {
  const job: JobView = {
    id: '1',
    capability: 'text_to_model',
    title: 'a chair',
    phase: 'queued',
    startedAt: 0,
    service: 'sandbox',
    estimate: 20,
    params: {},
    files: [],
  }

  it('reaches every listener until it stops listening', () => {
    const { rpc, server } = pair()
    const first = vi.fn()
    const second = vi.fn()
    const stop = rpc.on('jobs', first)
    rpc.on('jobs', second)
    server.notify('jobs', { jobs: [job], removed: [] })
    stop()
    server.notify('jobs', { jobs: [], removed: ['1'] })
    expect(first).toHaveBeenCalledTimes(1)
    expect(second).toHaveBeenCalledTimes(2)
    expect(first).toHaveBeenCalledWith({ jobs: [job], removed: [] })
  })

  it('does not reach a listener with a body that does not fit', () => {
    const { rpc } = pair()
    const listener = vi.fn()
    rpc.on('jobs', listener)
    rpc.receive({ kind: 'event', name: 'jobs', body: { jobs: [{ ...job, phase: 'dancing' }], removed: [] } })
    rpc.receive({ kind: 'event', name: 'constructor', body: {} })
    expect(listener).not.toHaveBeenCalled()
  })
})
