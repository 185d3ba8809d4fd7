// What the service says of an account: its credits, and the usage list. Source: docs/protocol.md#balance-and-usage.
import type { TaskStatus } from './task.ts'
import { credits, date, isTaskId, number, text, upTo } from './values.ts'

export interface Balance {
  balance: number
  frozen: number
}

/** One row of the account's usage (v3). */
export interface UsageRow {
  taskId: string
  type: string
  status: TaskStatus
  createdAt?: Date
  credits: number
}
export interface Usage {
  items: readonly UsageRow[]
  total?: number
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Credits to spend; an account may owe some. */
const MOST = 1e12

export function decodeBalance(value: unknown): Balance | undefined {
  if (!isFields(value)) return undefined
  const balance = number(value.balance)
  if (balance === undefined || Math.abs(balance) > MOST) return undefined
  return { balance, frozen: upTo(MOST, value.frozen) ?? 0 }
}

/** Reads usage rows: `{items, total}` or a bare list; rows without a task id are left out. */
export function decodeUsage(value: unknown): Usage | undefined {
  const holder = isFields(value) ? value : {}
  const list: unknown = Array.isArray(value) ? value : holder.items
  if (!Array.isArray(list)) return undefined
  const items = list.filter(isFields).flatMap((row): UsageRow[] => {
    const { task_id: taskId } = row
    if (!isTaskId(taskId)) return []
    return [
      {
        taskId,
        type: text(row.type) ?? '',
        status: text(row.status) ?? 'unknown',
        createdAt: date(row.created_at),
        credits: credits(row.credits_consumed) ?? credits(row.consumed_credit) ?? 0,
      },
    ]
  })
  return { items, total: upTo(1e9, holder.total) }
}
