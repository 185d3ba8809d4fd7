// The rows of the service's usage list that belong to this month.
import type { TripoClient } from '../tripo/client.ts'
import type { UsageRow } from '../tripo/task.ts'

/** As far back as the list is read. */
const MOST_ROWS = 2000

/** The rows since the first of the month in local time, newest first; rejects as the client does. */
export async function usageThisMonth(client: Pick<TripoClient, 'usageRows'>): Promise<readonly UsageRow[]> {
  const now = new Date()
  const month = new Date(now.getFullYear(), now.getMonth(), 1).getTime()
  const rows: UsageRow[] = []
  for await (const row of client.usageRows()) {
    if ((row.createdAt?.getTime() ?? 0) < month || rows.length >= MOST_ROWS) break
    rows.push(row)
  }
  return rows
}
