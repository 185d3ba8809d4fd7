// The pictures of the tree's rows: made once, in the background, and told when they are there.
import { beforeEach, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { TaskIcons } from '../../../../src/vscode/views/task-icons.ts'
import { disk, storeOnDisk } from '../../../support/vscode.ts'

const path = '/storage/thumbnails/j.webp'
const picture = vscode.Uri.file(path)
let made = 0
let told: string[] = []
let warnings: string[] = []

function open(make = async (bytes: Uint8Array) => bytes.slice(0, 1)) {
  const icons = new TaskIcons({
    jobs: { thumbnail: (id) => (id === 'j' ? path : undefined) },
    storage: vscode.Uri.file('/storage'),
    make: async (bytes) => {
      made += 1
      return make(bytes)
    },
    store: storeOnDisk,
    log: { warn: (text) => warnings.push(text) },
  })
  icons.onDidMake((id) => told.push(id))
  return icons
}

beforeEach(() => {
  ;[made, told, warnings] = [0, [], []]
  disk.clear()
  disk.set(picture.toString(), Uint8Array.of(7, 8, 9))
})

it('a row is told of its picture once it is made, and the next window finds it', async () => {
  const icons = open()
  expect(icons.of('nobody')).toBeUndefined()
  expect(icons.of('j')).toBeUndefined()
  expect(icons.of('j')).toBeUndefined()
  await expect.poll(() => told).toEqual(['j'])
  expect(icons.of('j')?.path).toBe('/storage/icons/j.png')
  expect([...disk.keys()].sort()).toEqual(['file:///storage/icons/j.png', picture.toString()])
  expect(made).toBe(1)
  const next = open()
  next.of('j')
  await expect.poll(() => told).toEqual(['j', 'j'])
  expect(next.of('j')?.path).toBe('/storage/icons/j.png')
  expect(made).toBe(1)
})

it('what cannot be read leaves the row its icon, is tried once, and is for the log', async () => {
  const icons = open(async () => {
    throw new Error('damaged')
  })
  icons.of('j')
  await expect.poll(() => warnings).toEqual(['icon of task j: Error: damaged'])
  expect(icons.of('j')).toBeUndefined()
  expect([made, told]).toEqual([1, []])
})
