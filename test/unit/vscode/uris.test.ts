// Addresses that a drop hands to a page, in a local and in a remote window.
import { afterEach, expect, it } from 'vitest'
import { droppedUri } from '../../../src/vscode/uris.ts'
import { env } from '../../support/vscode.ts'

afterEach(() => {
  env.remoteName = undefined
})

it.each([
  [undefined, 'file:///game/a%20b.hdr', 'file:///game/a%20b.hdr'],
  ['ssh-remote', 'vscode-remote://ssh-remote%2Bbox/game/a.hdr', 'file:///game/a.hdr'],
  // Of a window elsewhere: nothing of this machine is meant.
  [undefined, 'vscode-remote://ssh-remote%2Bbox/game/a.hdr', 'vscode-remote://ssh-remote%2Bbox/game/a.hdr'],
  ['ssh-remote', 'https://example.com/a.hdr', 'https://example.com/a.hdr'],
])('in the window %s, %s is %s', (remoteName, address, expected) => {
  env.remoteName = remoteName
  expect(droppedUri(address).toString()).toBe(expected)
})
