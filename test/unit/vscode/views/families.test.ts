// Families of tasks: what was made of what, by task and by place in a chain, whatever the records say.
import { expect, test } from 'vitest'
import type { JobView } from '../../../../src/protocol/index.ts'
import { type Family, familiesOf } from '../../../../src/vscode/views/families.ts'
import { TaskTree } from '../../../../src/vscode/views/task-tree.ts'

const job = (id: string, startedAt: number, more: Partial<JobView> = {}): JobView => ({
  ...{ id, capability: 'text_to_model', title: id, phase: 'delivered', startedAt, service: 'sandbox', estimate: 1 },
  ...{ params: {}, files: [], taskId: `task-${id}`, ...more },
})
const of = (source: string) => ({ capability: 'rig_model', params: { original_model_task_id: `task-${source}` } })
const outline = ({ job: { id }, children }: Family): string =>
  children.length === 0 ? id : `${id}(${children.map(outline).join(' ')})`

const chain = (index: number) => ({ group: { id: 'c', kind: 'chain' as const, index, of: 2 } })

test('derived tasks stand below what they were made of, the family that was worked on last first', () => {
  const jobs = [
    job('crate', 1),
    job('robot', 2),
    job('rigged', 3, of('robot')),
    job('walks', 9, of('rigged')),
    job('stone', 5, chain(0)),
    job('low', 5, { ...chain(1), capability: 'smart_lowpoly', taskId: undefined }),
  ]
  expect(familiesOf(jobs).map(outline)).toEqual(['robot(rigged(walks))', 'stone(low)', 'crate'])
})

test('tasks that name each other are shown, each by itself', () => {
  const jobs = [job('a', 1, of('b')), job('b', 2, of('a')), job('own', 3, of('own'))]
  expect(familiesOf(jobs).map(outline).sort()).toEqual(['a', 'b', 'own'])
})

test('a title in Hebrew stands apart from the time after it', () => {
  const tree = new TaskTree({
    list: () => [job('כיסא (3)', 1), job('chair', 2)],
    onDidChange: () => ({ dispose() {} }),
  })
  const entries = tree.getChildren().flatMap((day) => tree.getChildren(day))
  expect(entries.map((entry) => tree.getTreeItem(entry).label)).toEqual(['chair', '\u2068כיסא (3)\u2069'])
})

test('the tree shows what has all words of a filter, by what it is called, does and how it is', () => {
  const jobs = [job('Wooden crate', 1), job('robot', 2, { ...of('x'), phase: 'failed' })]
  const tree = new TaskTree({ list: () => jobs, onDidChange: () => ({ dispose() {} }) })
  const titles = () => {
    const days = tree.getChildren()
    const entries = days.flatMap((day) => (day.kind === 'day' ? tree.getChildren(day) : [day]))
    return entries.flatMap((entry) => (entry.kind === 'job' ? [entry.job.title] : []))
  }
  expect(titles()).toEqual(['robot', 'Wooden crate'])
  tree.filter('CRATE wood')
  expect(titles()).toEqual(['Wooden crate'])
  tree.filter('rig failed')
  expect(titles()).toEqual(['robot'])
  tree.filter('')
  tree.showFamilies(true)
  expect(tree.getChildren().map(({ kind }) => kind)).toEqual(['family', 'family'])
  tree.dispose()
})
