// A client over a scripted service and a disk in memory, for the tests of its methods.
import { TripoClient } from '../../../src/tripo/client.ts'
import { type Call, FakeClock, fakeFetch, KEY, memoryDisk, ok, png } from './fakes.ts'

/** @param reply the service's answers; by default every request creates a task */
export function setup(
  dialect: 'v2' | 'v3',
  reply: (call: Call, index: number) => Response = () => ok({ task_id: 'new-1' }),
) {
  const clock = new FakeClock()
  const net = fakeFetch(reply)
  const disk = memoryDisk()
  const read: string[] = []
  const client = new TripoClient({
    apiKey: KEY,
    dialect,
    resources: {
      fetch: net.fetch,
      clock,
      random: () => 0,
      files: disk,
      readFile: async (path) => {
        read.push(path)
        if (path === 'gone.png') throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
        return path.endsWith('.txt') ? new TextEncoder().encode('hello') : png()
      },
    },
  })
  return { clock, net, disk, client, read }
}
