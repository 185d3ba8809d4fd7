// Resolves host names, so that the service's client can distinguish this machine and its network from public hosts.
import { lookup } from 'node:dns/promises'

/** Milliseconds: behind a proxy nobody may answer for outside names, and whoever waits goes on without. */
const PATIENCE = 5000

/** The addresses of a host name, in numbers. Rejects when there are none, or none soon. */
export async function resolveHost(name: string): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} was not resolved in time`)), PATIENCE)
  })
  try {
    // A URL writes IPv6 in brackets.
    const found = await Promise.race([lookup(name.replace(/^\[|\]$/g, ''), { all: true }), limit])
    return found.map(({ address }) => address)
  } finally {
    clearTimeout(timer)
  }
}
