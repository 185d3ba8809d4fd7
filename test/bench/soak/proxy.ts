// A bad line between client and service: passes bytes on, and now and then cuts a connection before, during or after a
// request or its answer.
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  port: number
  /** Connections that were cut. */
  drops(): number
  close(): Promise<void>
}

/**
 * @param target port on the loopback interface
 * @param share of connections that are cut after some number of bytes, 0..1
 */
export async function startProxy(target: number, share: number, random: () => number): Promise<Proxy> {
  let drops = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    const isBad = random() < share
    const isAnswer = random() < 0.6
    // Kept-alive connections carry several requests: the cut comes somewhere on the way, or right at the start.
    let left = isBad ? Math.floor(random() ** 2 * 30_000) : Number.POSITIVE_INFINITY
    const pass = (from: Socket, to: Socket, counts: boolean) => {
      from.on('data', (chunk) => {
        if (counts) left -= chunk.length
        if (left >= 0) {
          if (!to.write(chunk)) from.pause()
          return
        }
        drops += 1
        left = Number.POSITIVE_INFINITY
        to.write(chunk.subarray(0, Math.floor(chunk.length / 2)), end)
        from.removeAllListeners('data')
      })
      to.on('drain', () => from.resume())
      from.on('end', () => to.end())
      from.on('error', end)
      from.on('close', () => to.destroy())
    }
    pass(client, upstream, !isAnswer)
    pass(upstream, client, isAnswer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    port: address.port,
    drops: () => drops,
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
