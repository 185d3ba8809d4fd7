// Websockets with headers, against a real server on loopback.
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { openSocket } from '../../../src/platform/sockets.ts'
import type { OpenSocket } from '../../../src/tripo/resources.ts'

const open: OpenSocket = openSocket
let server: WebSocketServer
let url: string
beforeEach(async () => {
  server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    verifyClient: ({ req }: { req: { headers: { authorization?: string } } }) =>
      req.headers.authorization === 'Bearer k',
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const address: AddressInfo | string | null = server.address()
  url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/watch`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** Opens a socket and writes down what happens, until something does. */
function record(headers: Record<string, string>, address = url) {
  const log: string[] = []
  const waiting: { text: string; resolve: () => void }[] = []
  const note = (text: string) => {
    log.push(text)
    for (const entry of waiting) if (text.startsWith(entry.text)) entry.resolve()
  }
  const socket = open(address, headers, {
    open: () => note('open'),
    message: (text) => note(`message ${text}`),
    closed: () => note('closed'),
  })
  const until = (text: string) =>
    log.some((entry) => entry.startsWith(text))
      ? Promise.resolve()
      : new Promise<void>((resolve) => waiting.push({ text, resolve }))
  return { log, socket, until }
}

it('carries the headers, brings text frames, and closes once', async () => {
  server.on('connection', (peer) => {
    peer.send('hello')
    peer.send(new Uint8Array([1, 2]))
    peer.send('bye', () => peer.close())
  })
  const { log, until, socket } = record({ Authorization: 'Bearer k' })
  await until('closed')
  socket.close()
  expect(log).toEqual(['open', 'message hello', 'message bye', 'closed'])
})

it('a refusal, a missing server and a bad address are ends, not exceptions', async () => {
  for (const [headers, address] of [
    [{}, url],
    [{}, 'ws://127.0.0.1:1/'],
    [{}, 'not an address'],
  ] as const) {
    const { log, until } = record(headers, address)
    await until('closed')
    expect(log).toEqual(['closed'])
  }
})

it('closed from here, it is silent afterwards', async () => {
  const { log, until, socket } = record({ Authorization: 'Bearer k' })
  await until('open')
  socket.close()
  socket.close()
  for (const peer of server.clients) peer.send('late')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(log).toEqual(['open', 'closed'])
})
