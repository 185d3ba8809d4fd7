// What building an assets file would pay for, fetch or do on this machine: the one place that decides it, so nothing may be
// paid twice.
import { describe, expect, it } from 'vitest'
import { EMPTY_LOCK, type Lock, LockError, lockText, readLock, withEntry } from '../../../src/assets-file/lock.ts'
import { isPaid, planModels, sentKey, totalOf } from '../../../src/assets-file/plan.ts'
import { type PlannedModel, readAssetsFile } from '../../../src/assets-file/read.ts'

const CONTEXT = { dialect: 'v3', now: Date.UTC(2026, 10, 29), folder: 'assets' } as const
const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

const modelsOf = (...models: unknown[]): readonly PlannedModel[] => {
  const { models: read, findings } = readAssetsFile(JSON.stringify({ version: 1, models }), CONTEXT)
  expect(findings).toEqual([])
  return read
}

/** The state of the first model with these files on the disk. */
async function stateOf(
  models: readonly PlannedModel[],
  lock: Lock,
  disk: Record<string, string> = {},
  { service = 'service', sent = {} }: { service?: 'service' | 'sandbox'; sent?: Record<string, string> } = {},
) {
  const sha256 = async (path: string) => disk[path]
  const rows = await planModels(models, {
    lock,
    service,
    sha256,
    sent: new Set(Object.entries(sent).map(([name, asked]) => sentKey(name, asked))),
  })
  return rows.map((row) => ({ ...row, isPaid: isPaid(row) }))
}

/** A lock in which the first model is made and lies as it was delivered. */
async function made(models: readonly PlannedModel[], service: 'service' | 'sandbox' = 'service') {
  const [row] = await stateOf(models, EMPTY_LOCK)
  if (!row) throw new Error('no model')
  const source = { path: '.tripo/models/cup.glb', bytes: 1, sha256: A }
  const file = { path: row.model.target, bytes: 1, sha256: A }
  const tasks = [{ capability: 'text_to_model', taskId: 't-1' }]
  const entry = { made: { asked: row.asked, service, tasks, source, local: row.local, file } }
  return withEntry(EMPTY_LOCK, row.model.name, entry)
}

const CUP = { name: 'cup', prompt: 'a cup' }
const TARGET = { 'assets/cup.glb': A }

describe('the plan', () => {
  it('pays for what is new, and its total is that of the catalogue', async () => {
    const rows = await stateOf(
      modelsOf(CUP, { name: 'pot', prompt: 'a pot', params: { texture: false, pbr: false } }),
      EMPTY_LOCK,
    )
    expect(rows.map(({ state, credits }) => [state, credits])).toEqual([
      ['new', 20],
      ['new', 10],
    ])
    expect(totalOf(rows)).toBe(30)
  })

  it('pays nothing for what is there, however the file is written', async () => {
    const lock = await made(modelsOf(CUP))
    const same = modelsOf({
      prompt: 'a cup',
      params: { texture_quality: null, seed: undefined },
      name: 'cup',
      budgets: { triangles: 9 },
    })
    for (const models of [modelsOf(CUP), same])
      expect(await stateOf(models, lock, TARGET)).toMatchObject([{ state: 'current', credits: 0 }])
  })

  it('pays for another prompt, another step, another picture', async () => {
    const lock = await made(modelsOf(CUP))
    for (const more of [
      { prompt: 'a red cup' },
      { steps: [{ capability: 'rig_model' }] },
      { params: { face_limit: 500 } },
    ])
      expect(await stateOf(modelsOf({ ...CUP, ...more }), lock, TARGET)).toMatchObject([
        { state: 'changed', isPaid: true },
      ])
    const drawn = modelsOf({ name: 'cup', image: 'cup.png' })
    const [first] = await stateOf(drawn, EMPTY_LOCK, { 'cup.png': A })
    const [second] = await stateOf(drawn, EMPTY_LOCK, { 'cup.png': B })
    expect(first?.asked).not.toBe(second?.asked)
    expect(await stateOf(drawn, EMPTY_LOCK)).toMatchObject([
      { state: 'wrong', missingImage: expect.any(String), credits: 0 },
    ])
  })

  it('does local steps again for free when only they, or the place, have changed', async () => {
    const lock = await made(modelsOf(CUP))
    const changed = modelsOf({ ...CUP, steps: [{ tool: 'optimise' }] })
    expect(await stateOf(changed, lock, TARGET)).toMatchObject([{ state: 'local', credits: 0 }])
    const moved = modelsOf({ ...CUP, target: 'other/cup.glb' })
    expect(await stateOf(moved, lock, { '.tripo/models/cup.glb': A })).toMatchObject([{ state: 'local', credits: 0 }])
  })

  it('fetches what was paid and is gone, and keeps what somebody has edited', async () => {
    const lock = await made(modelsOf(CUP))
    expect(await stateOf(modelsOf(CUP), lock)).toMatchObject([
      { state: 'fetch', credits: 0, known: { tasks: [{ taskId: 't-1' }] } },
    ])
    expect(await stateOf(modelsOf(CUP), lock, { 'assets/cup.glb': B })).toMatchObject([{ state: 'edited', credits: 0 }])
  })

  it('never pays for what is on its way, here or at a teammate', async () => {
    const models = modelsOf(CUP)
    const [row] = await stateOf(models, EMPTY_LOCK)
    const asked = row?.asked ?? ''
    const pending = { asked, service: 'service' as const, tasks: [{ capability: 'text_to_model', taskId: 't-1' }] }
    expect(await stateOf(models, withEntry(EMPTY_LOCK, 'cup', { pending }))).toMatchObject([
      { state: 'underway', credits: 0 },
    ])
    expect(await stateOf(models, EMPTY_LOCK, {}, { sent: { cup: asked } })).toMatchObject([
      { state: 'underway', credits: 0 },
    ])
    // What was asked before its prompt changed is not what is wanted now.
    expect(await stateOf(models, EMPTY_LOCK, {}, { sent: { cup: B } })).toMatchObject([{ state: 'new' }])
  })

  it('does not take samples of the sandbox for the real thing, nor the other way round', async () => {
    const samples = await made(modelsOf(CUP), 'sandbox')
    expect(await stateOf(modelsOf(CUP), samples, TARGET)).toMatchObject([{ state: 'sample', credits: 20 }])
    expect(await stateOf(modelsOf(CUP), samples, TARGET, { service: 'sandbox' })).toMatchObject([{ state: 'current' }])
    const real = await made(modelsOf(CUP))
    expect(await stateOf(modelsOf(CUP), real, TARGET, { service: 'sandbox' })).toMatchObject([{ state: 'current' }])
  })
})

describe('the lock', () => {
  it('is read as it was written, in an order of its own', async () => {
    const lock = withEntry(await made(modelsOf(CUP)), 'axe', {})
    expect(readLock(lockText(lock))).toEqual(lock)
    expect(Object.keys(lock.models)).toEqual(['axe', 'cup'])
    expect(readLock(undefined)).toEqual(EMPTY_LOCK)
  })

  it('that is damaged, newer or leads out of the project is refused: it may say what was paid', async () => {
    const text = lockText(await made(modelsOf(CUP)))
    const wrong = [
      '',
      '{}',
      '[]',
      text.slice(0, 40),
      text.replace('t-1', '../t'),
      text.replace('assets/cup.glb', '../../cup.glb'),
    ]
    for (const each of wrong) expect(() => readLock(each), each).toThrow(LockError)
    expect(() => readLock('{"lockVersion": 2, "models": {}}')).toThrow('newer')
  })
})
