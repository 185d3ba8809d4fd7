// Reads the usage list page by page: detects its end, and returns no row twice.
import type { Usage, UsageRow } from './task.ts'

/** Rows of one usage request (docs/protocol.md#balance-and-usage). */
export const USAGE_PAGE = 200
/** More pages than any account has: a list without end is left. */
const USAGE_PAGES = 1000

/**
 * All rows, newest first, asked for as they are wanted; each task once, also when new tasks push older rows onto the
 * next page.
 * @param getPage one page of the list
 */
export async function* usageRows(
  getPage: (limit: number, offset: number) => Promise<Usage>,
): AsyncGenerator<UsageRow, void, undefined> {
  const seen = new Set<string>()
  for (let offset = 0, pages = 0; pages < USAGE_PAGES; pages++) {
    const known = seen.size
    const { items, total } = await getPage(USAGE_PAGE, offset)
    for (const row of items) {
      if (seen.has(row.taskId)) continue
      seen.add(row.taskId)
      yield row
    }
    offset += items.length
    const isLast = total === undefined ? items.length < USAGE_PAGE : offset >= total
    // A page with nothing new on it says that the service does not count pages as we do.
    if (seen.size === known || isLast) return
  }
}
