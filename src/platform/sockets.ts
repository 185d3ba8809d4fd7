// Websockets with request headers for the service's client, which the standard WebSocket cannot carry.
import { WebSocket } from 'ws'

interface Events {
  open(): void
  message(text: string): void
  closed(reason: string): void
}

/** Milliseconds of a handshake, and between pings. A peer that misses a ping is gone. */
const HANDSHAKE = 15_000
const PING = 20_000
const LARGEST_FRAME = 4 * 1024 * 1024

/**
 * Opens a websocket. Never throws; `closed` is called exactly once, also when the connection was refused.
 * @param url ws: or wss:; redirects are not followed, since the headers carry the key
 */
export function openSocket(url: string, headers: Readonly<Record<string, string>>, events: Events): { close(): void } {
  let isOver = false
  let pings: NodeJS.Timeout | undefined
  const end = (reason: string) => {
    clearInterval(pings)
    if (isOver) return
    isOver = true
    events.closed(reason)
  }
  let socket: WebSocket
  try {
    socket = new WebSocket(url, {
      headers: { ...headers },
      handshakeTimeout: HANDSHAKE,
      maxPayload: LARGEST_FRAME,
      followRedirects: false,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'invalid address'
    queueMicrotask(() => end(reason))
    return { close: () => end('closed here') }
  }
  let isAlive = true
  socket.on('open', () => {
    pings = setInterval(() => {
      if (!isAlive) {
        socket.terminate()
        return
      }
      isAlive = false
      socket.ping()
    }, PING)
    pings.unref()
    if (!isOver) events.open()
  })
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    isAlive = true
    if (!isBinary && !isOver) events.message(data.toString())
  })
  socket.on('error', (error) => end(error.message))
  socket.on('close', (code) => end(`closed with ${code}`))
  return {
    close: () => {
      end('closed here')
      socket.terminate()
    },
  }
}
