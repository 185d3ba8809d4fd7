// Several workspace folders: asked once, remembered, and asked again only when the answer is gone.
import { describe, expect, it, vi } from 'vitest'
import { chooseRoot } from '../../../src/assets/root.ts'

const game = { id: 'file:///game' }
const tools = { id: 'file:///tools' }

/** A window whose person answers with `answer`, over a memory that outlives it. */
function windowWith(
  folders: readonly { id: string }[],
  answer: { id: string } | undefined,
  memory: { chosen?: unknown },
) {
  const ask = vi.fn(async () => answer)
  const choose = (near?: { id: string }) =>
    chooseRoot({
      folders,
      near,
      remembered: memory.chosen,
      ask,
      remember: async (id) => {
        memory.chosen = id
      },
    })
  return { ask, choose }
}

describe('chooseRoot', () => {
  it('never asks where there is nothing to choose', async () => {
    const { ask, choose } = windowWith([game], tools, {})
    expect(await choose()).toBe(game)
    expect(await windowWith([], tools, {}).choose()).toBeUndefined()
    expect(ask).not.toHaveBeenCalled()
  })

  it('asks once, also for the windows after this one', async () => {
    const memory = {}
    const first = windowWith([game, tools], tools, memory)
    expect(await first.choose()).toBe(tools)
    expect(await first.choose()).toBe(tools)
    expect(first.ask).toHaveBeenCalledTimes(1)
    const later = windowWith([game, tools], game, memory)
    expect(await later.choose()).toBe(tools)
    expect(later.ask).not.toHaveBeenCalled()
  })

  it('puts what comes from an image beside the image, and does not take that for an answer', async () => {
    const memory = {}
    const { ask, choose } = windowWith([game, tools], tools, memory)
    expect(await choose(game)).toBe(game)
    expect(ask).not.toHaveBeenCalled()
    expect(await choose()).toBe(tools)
    expect(await choose(game)).toBe(game)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('asks again after a question that was called off, and when the chosen folder has left the workspace', async () => {
    const memory: { chosen?: unknown } = {}
    const { ask, choose } = windowWith([game, tools], undefined, memory)
    expect(await choose()).toBeUndefined()
    expect(await choose()).toBeUndefined()
    expect(ask).toHaveBeenCalledTimes(2)
    expect(memory.chosen).toBeUndefined()
    memory.chosen = 'file:///gone'
    expect(await windowWith([game, tools], game, memory).choose()).toBe(game)
    expect(memory.chosen).toBe(game.id)
  })

  it.each([[undefined], [7], [{ id: game.id }]])('takes %j in the memory for no answer', async (chosen) => {
    const { ask, choose } = windowWith([game, tools], tools, { chosen })
    expect(await choose()).toBe(tools)
    expect(ask).toHaveBeenCalledTimes(1)
  })
})
