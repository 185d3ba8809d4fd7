// The simulator behind node:http and websockets, on the loopback interface only: for tests and `npm run simulator`.
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer } from 'ws'
import { ConnectionDropped } from './inject-fault.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'
import { V2_BASE } from './v2.ts'
import { V3_BASE } from './v3.ts'

const HOST = '127.0.0.1'

export interface ServerOptions extends SimulatorOptions {
  /** 0 or absent: any free port. */
  port?: number
}

export interface SimulatorServer {
  url: string
  v2: string
  v3: string
  port: number
  simulator: Simulator
  /** Ends all connections; resolves when the port is free again. */
  close(): Promise<void>
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || name.startsWith(':')) continue
    for (const entry of Array.isArray(value) ? value : [value]) headers.append(name, entry)
  }
  return headers
}

/** @param origin this server's own, unless the client says by which name it came */
function requestOf(incoming: IncomingMessage, origin: string, signal?: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = incoming
  const base = headers.host ? `http://${headers.host}` : origin
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(new URL(url.startsWith('/') ? `${base}${url}` : url), {
    method,
    headers: headersOf(incoming),
    signal,
    ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
  })
}

async function answer(
  simulator: Simulator,
  origin: string,
  incoming: IncomingMessage,
  out: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  out.on('close', () => gone.abort())
  let response: Response
  try {
    response = await simulator.fetch(requestOf(incoming, origin, gone.signal))
  } catch (error) {
    if (error instanceof ConnectionDropped) incoming.socket.destroy()
    // an address or a method that no Request can be made of
    else out.writeHead(400).end()
    return
  }
  out.writeHead(response.status, Object.fromEntries(response.headers))
  if (!response.body || incoming.method === 'HEAD') {
    out.end()
    return
  }
  try {
    await pipeline(Readable.fromWeb(response.body), out)
  } catch {
    out.destroy()
  }
}

/** Answers an upgrade request that is refused: plain HTTP, then the end of the connection. */
async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text()
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`)
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`
  socket.end([status, ...lines, 'Connection: close', '', body].join('\r\n'))
}

/** Starts the simulator on a port of the loopback interface. */
export async function startServer(options: ServerOptions): Promise<SimulatorServer> {
  const simulator = createSimulator(options)
  let origin = `http://${HOST}`
  const server = createServer((incoming, out) => {
    answer(simulator, origin, incoming, out).catch(() => out.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })

  async function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    // frames wait for the handshake, as the watch begins to tell before it is done
    const early: (() => void)[] = []
    let send = (text: string) => {
      early.push(() => send(text))
    }
    let close = (code: number, reason: string) => {
      early.push(() => close(code, reason))
    }
    const watch = await simulator.watch(requestOf(incoming, origin), {
      send: (text) => send(text),
      close: (code, reason) => close(code, reason),
    })
    if (watch instanceof Response) return refuse(socket, watch)
    if (socket.destroyed) return watch()
    sockets.handleUpgrade(incoming, socket, head, (client) => {
      client.on('close', watch)
      client.on('error', () => client.terminate())
      send = (text) => client.send(text)
      // 1006 is never sent: it is what a client sees when a connection breaks
      close = (code, reason) => (code === 1006 ? client.terminate() : client.close(code, reason))
      for (const run of early.splice(0)) run()
    })
  }
  server.on('upgrade', (incoming, socket, head) => {
    upgrade(incoming, socket, head).catch(() => socket.destroy())
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, HOST, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  origin = `http://${HOST}:${address.port}`
  let closing: Promise<void> | undefined
  return {
    ...{ url: origin, v2: origin + V2_BASE, v3: origin + V3_BASE, port: address.port, simulator },
    close() {
      closing ??= new Promise((resolve) => {
        simulator.dispose()
        for (const client of sockets.clients) client.terminate()
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      })
      return closing
    },
  }
}
