// A model's place among those of its folder, which come and go, and its neighbours, also when it is gone itself.
import { expect, it, vi } from 'vitest'
import * as vscode from 'vscode'
import { followPlace, neighbourOf, placeBeside } from '../../../../src/vscode/views/folder-walk.ts'
import { created, disk, removed } from '../../../support/vscode.ts'

const at = (name: string) => vscode.Uri.file(`/game/${name}`)

it('counts the models of a folder by name, and nothing else', async () => {
  for (const name of ['a2.glb', 'a10.obj', 'notes.txt', 'b.stl']) disk.set(String(at(name)), new Uint8Array(1))
  expect(await placeBeside(at('a10.obj'))).toEqual({ place: 2, of: 3 })
  expect(await placeBeside(at('gone.glb'))).toEqual({ place: 0, of: 3 })
})

it('tells a new place once those that came and went have settled, and nothing of other files or after its end', async () => {
  vi.useFakeTimers()
  for (const name of ['a.glb', 'b.glb']) disk.set(String(at(`crates/${name}`)), new Uint8Array(1))
  const changed = vi.fn()
  const follows = followPlace(at('crates/b.glb'), changed)
  disk.set(String(at('crates/notes.txt')), new Uint8Array(1))
  created.fire(at('crates/notes.txt'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(changed).not.toHaveBeenCalled()
  for (const name of ['aa.glb', 'ab.glb']) {
    disk.set(String(at(`crates/${name}`)), new Uint8Array(1))
    created.fire(at(`crates/${name}`))
  }
  disk.delete(String(at('crates/a.glb')))
  removed.fire(at('crates/a.glb'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(changed.mock.calls).toEqual([[{ place: 3, of: 3 }]])
  created.fire(at('crates/aa.glb'))
  follows.dispose()
  await vi.advanceTimersByTimeAsync(1000)
  expect(changed).toHaveBeenCalledTimes(1)
})

it('goes round at the ends, and on from where a model was', () => {
  const names = ['a.glb', 'b.glb', 'c.glb']
  expect([neighbourOf(names, 'c.glb', 1), neighbourOf(names, 'a.glb', -1)]).toEqual(['a.glb', 'c.glb'])
  expect([neighbourOf(names, 'bb.glb', 1), neighbourOf(names, 'bb.glb', -1)]).toEqual(['c.glb', 'b.glb'])
  expect(neighbourOf(['a.glb'], 'a.glb', 1)).toBeUndefined()
  expect(neighbourOf(['a.glb'], 'gone.glb', -1)).toBe('a.glb')
})
