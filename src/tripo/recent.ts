// Which tasks an account has created recently: from the usage list if the service has one (v3), else from the account-wide
// socket, which also reports finished tasks when it is given a time (v2; docs/protocol.md#websocket).
import type { DialectSpec } from './dialects/index.ts'
import { readFrame } from './frame.ts'
import type { Usage } from './task.ts'
import type { Transport } from './transport.ts'
import { isTaskId } from './values.ts'

/** Rows asked for at once, and the most pages. */
const PAGE = 200
const PAGES = 5
/** Milliseconds without a new task after which the socket has told all, and for which it is listened to at most. */
const QUIET = 2000
const LONGEST = 15_000

/**
 * Ids of tasks created since then, from usage rows, newest first. A row without a time counts as new.
 * @param since milliseconds since the epoch
 */
export async function recentRows(
  page: (limit: number, offset: number) => Promise<Usage>,
  since: number,
): Promise<readonly string[]> {
  const found: string[] = []
  for (let count = 0; count < PAGES; count++) {
    const { items } = await page(PAGE, count * PAGE)
    const fresh = items.filter(({ createdAt }) => (createdAt?.getTime() ?? Number.POSITIVE_INFINITY) >= since)
    found.push(...fresh.map(({ taskId }) => taskId))
    if (items.length < PAGE || fresh.length < items.length) break
  }
  return found
}

/** The same from the account-wide socket; undefined when there is none or it does not open. */
export function recentPushed(
  transport: Transport,
  dialect: DialectSpec,
  since: number,
): Promise<readonly string[] | undefined> {
  const { openSocket, clock } = transport.resources
  const path = dialect.watchPaths?.all
  if (!openSocket || !transport.hasSockets || !path) return Promise.resolve(undefined)
  const url = `${transport.base.url.replace(/^http/, 'ws')}${path}/${Math.floor(since / 1000)}`
  return new Promise((resolve) => {
    const ids = new Set<string>()
    let isOpen = false
    let calm = () => {}
    const end = () => {
      calm()
      cancel()
      resolve(isOpen ? [...ids] : undefined)
      socket.close()
    }
    const listen = () => {
      calm()
      calm = clock.after(QUIET, end)
    }
    const cancel = clock.after(LONGEST, end)
    const socket = openSocket(url, transport.authorization(), {
      open: () => {
        isOpen = true
        listen()
      },
      message: (text) => {
        const task = readFrame(text, transport.hide)
        // Progress of a task that is known already is nothing new.
        if (!task || ids.has(task.taskId) || !isTaskId(task.taskId)) return
        if (task.createdAt.getTime() >= since - 1000) ids.add(task.taskId)
        listen()
      },
      closed: () => queueMicrotask(end),
    })
  })
}
