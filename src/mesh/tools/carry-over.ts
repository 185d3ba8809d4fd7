// Carries changes of one model over to another, such as a newer result of the same prompt. Changes refer to parts, materials and
// clips by number, which differs there: what each refers to is kept by name, and found by it in the other model.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { copyName } from './names.ts'
import { afterLastRun, type Operation } from './operations.ts'
import { operatorOf } from './operators.ts'

type List = 'nodes' | 'materials' | 'animations'

/** What a change refers to, so that it can be found in another model. */
export const Reference = Type.Object({
  name: Type.String(),
  /** Which of those of the same name, and how many there are. */
  place: Type.Integer(),
  of: Type.Integer(),
  /** How many the model has of its kind: the only one is the same in any model. */
  all: Type.Integer(),
  /** For a part of a copy: the place in the list of the change that made it. */
  copiedBy: Type.Optional(Type.Integer()),
})
export type Reference = Type.Static<typeof Reference>

const Named = Type.Array(Type.Object({ name: Type.Optional(Type.String()) }))
const Head = Type.Object({
  nodes: Type.Optional(
    Type.Array(
      Type.Object({ name: Type.Optional(Type.String()), children: Type.Optional(Type.Array(Type.Integer())) }),
    ),
  ),
  materials: Type.Optional(Named),
  animations: Type.Optional(Named),
})

/** The JSON of the glTF file after the last tool among these changes; undefined where it cannot be read. */
export type HeadAfter = (operations: readonly Operation[]) => Promise<unknown>

/** A change that the other model has no place for, with the names of what it lacks. */
export interface LeftOut {
  readonly operation: Operation
  readonly names: readonly string[]
}

interface Entry {
  readonly number: number
  readonly name: string
  /** Its name once the changes are saved. */
  readonly written: string
  readonly copiedBy?: number
}

/** What the operation names, in the order that `withNumbers` takes it. */
function numbersOf(operation: Operation): readonly { readonly list: List; readonly number: number }[] {
  if (operation.kind === 'material') return [{ list: 'materials', number: operation.material }]
  if (operation.kind !== 'run') return [{ list: 'nodes', number: operation.node }]
  const { nodes = [], values } = operation
  const named = fieldsOf(operation).map(([name, list]) => ({ list, number: Number(values[name] ?? 0) }))
  return [...nodes.map((number) => ({ list: 'nodes' as const, number })), ...named]
}

/** The options of a tool that are numbers of the model's things. */
function fieldsOf({ operator }: Extract<Operation, { kind: 'run' }>): readonly (readonly [string, List])[] {
  return (operatorOf(operator)?.fields ?? []).flatMap(({ name, kind }): [string, List][] => {
    if (kind === 'clip') return [[name, 'animations']]
    return kind === 'given' && name === 'material' ? [[name, 'materials']] : []
  })
}

function withNumbers(operation: Operation, numbers: readonly number[]): Operation {
  const [first = 0] = numbers
  if (operation.kind === 'material') return { ...operation, material: first }
  if (operation.kind !== 'run') return { ...operation, node: first }
  const { nodes } = operation
  const rest = numbers.slice(nodes?.length ?? 0)
  const values = { ...operation.values }
  for (const [i, [name]] of fieldsOf(operation).entries()) values[name] = rest[i] ?? 0
  return { ...operation, values, ...(nodes && { nodes: numbers.slice(0, nodes.length) }) }
}

/** In place of the change that made a copy: the part is deleted. */
const DELETED = -1_000_000

/** The numbered things of a model, with the copies that changes since the last tool have made. */
class Things {
  readonly #lists: Readonly<Record<List, Entry[]>>
  readonly #children = new Map<number, readonly number[]>()

  constructor(json: unknown) {
    const { nodes = [], materials = [], animations = [] } = Check(Head, json) ? json : {}
    const entries = (things: readonly { name?: string }[]) =>
      things.map(({ name = '' }, number) => ({ number, name, written: name }))
    this.#lists = { nodes: entries(nodes), materials: entries(materials), animations: entries(animations) }
    for (const [number, { children = [] }] of nodes.entries()) this.#children.set(number, children)
  }

  get freeNode(): number {
    return this.#lists.nodes.reduce((most, { number }) => Math.max(most, number + 1), 0)
  }

  /** Takes note of what a change does to the numbers; a tool's are another file's. */
  follow(operation: Operation, copiedBy: number): void {
    const { nodes } = this.#lists
    if (operation.kind === 'delete') this.#drop(this.#below(operation.node))
    if (operation.kind === 'rename') {
      const at = nodes.findIndex(({ number }) => number === operation.node)
      const entry = nodes[at]
      if (entry) nodes[at] = { ...entry, written: operation.name }
    }
    if (operation.kind !== 'duplicate') return
    let number = operation.as
    const taken = new Set(nodes.map(({ written }) => written))
    const copy = (source: number): number => {
      const own = number++
      const entry = nodes.find((one) => one.number === source)
      const written = copyName(entry?.written ?? '', taken)
      taken.add(written)
      nodes.push({ number: own, name: entry?.name ?? '', written, copiedBy })
      this.#children.set(own, (this.#children.get(source) ?? []).map(copy))
      return own
    }
    copy(operation.node)
  }

  /** The changes so far are saved: what later ones refer to has the names that it has in the file. */
  settle(): void {
    const { nodes } = this.#lists
    for (const [i, { number, written, copiedBy }] of nodes.entries())
      nodes[i] = { number, name: written, written, ...(copiedBy === DELETED && { copiedBy }) }
  }

  nameOf(list: List, number: number): Reference {
    const own = this.#lists[list].find((one) => one.number === number)
    const { name = '', copiedBy } = own ?? {}
    const alike = this.#alike(list, name, copiedBy)
    const place = alike.findIndex((one) => one.number === number)
    const all = this.#lists[list].length
    return { name, place, of: alike.length, all, ...(copiedBy !== undefined && { copiedBy }) }
  }

  find(list: List, { name, place, of, all, copiedBy }: Reference): number | undefined {
    if (place < 0) return undefined
    const alike = this.#alike(list, name, copiedBy)
    // One of several that another model has more or fewer of could be any.
    if (alike.length > 0) return alike.length === of ? alike[place]?.number : undefined
    const [only, ...others] = this.#lists[list]
    return all === 1 && others.length === 0 ? only?.number : undefined
  }

  #alike(list: List, name: string, copiedBy: number | undefined): readonly Entry[] {
    return this.#lists[list].filter((one) => one.name === name && one.copiedBy === copiedBy)
  }

  #below(number: number): number[] {
    return [number, ...(this.#children.get(number) ?? []).flatMap((child) => this.#below(child))]
  }

  /** What is deleted has no name any more that a later change could mean, and keeps its number. */
  #drop(numbers: readonly number[]): void {
    const { nodes } = this.#lists
    for (const [i, entry] of nodes.entries())
      if (numbers.includes(entry.number)) nodes[i] = { number: entry.number, name: '', written: '', copiedBy: DELETED }
  }
}

/** Follows the things of a model through changes: those of the file after the last tool, with copies. */
class Course {
  readonly #head: HeadAfter
  readonly #operations: Operation[] = []
  #things: Things | undefined

  constructor(head: HeadAfter) {
    this.#head = head
  }

  async things(): Promise<Things> {
    const done = this.#operations
    this.#things ??= new Things(await this.#head(done.slice(0, afterLastRun(done))))
    return this.#things
  }

  /** The changes so far are those of a session that was saved. */
  settle(): void {
    this.#things?.settle()
  }

  /** @param copiedBy the place that the change has in the list that it comes from */
  async add(operation: Operation, copiedBy: number): Promise<void> {
    const things = await this.things()
    this.#operations.push(operation)
    if (operation.kind === 'run') this.#things = undefined
    else things.follow(operation, copiedBy)
  }
}

/** What was saved while a model was open once. */
export interface EditSession {
  readonly operations: readonly Operation[]
  /** What each change refers to (`referencesOf`), in the same order. */
  readonly references: readonly (readonly Reference[])[]
}

/** @returns what each change refers to, in the same order */
export async function referencesOf(operations: readonly Operation[], head: HeadAfter): Promise<Reference[][]> {
  const course = new Course(head)
  const references: Reference[][] = []
  for (const [i, operation] of operations.entries()) {
    const things = await course.things()
    references.push(numbersOf(operation).map(({ list, number }) => things.nameOf(list, number)))
    await course.add(operation, i)
  }
  return references
}

/**
 * The changes as another model has to make them.
 * @param sessions in the order in which they were saved
 * @param before what has been changed in the other model already
 * @param head of the other model
 * @param canDo whether a change can be made at all
 * @returns also those that cannot, or refer to something that it lacks, which are left out
 */
export async function carryOver(
  sessions: readonly EditSession[],
  before: readonly Operation[],
  head: HeadAfter,
  canDo: (operation: Operation) => boolean = () => true,
): Promise<{ operations: readonly Operation[]; left: readonly LeftOut[] }> {
  const course = new Course(head)
  for (const [i, operation] of before.entries()) await course.add(operation, i - before.length)
  const carried: Operation[] = []
  const left: LeftOut[] = []
  for (const [at, { operations, references }] of sessions.entries()) {
    if (at > 0) course.settle()
    for (const [i, operation] of operations.entries()) {
      const things = await course.things()
      const found = canDo(operation) ? foundIn(things, operation, references[i] ?? []) : { names: [] }
      if (!found.own) {
        left.push({ operation, names: found.names })
        // What came after a tool refers to the file that it wrote.
        if (operation.kind === 'run') course.settle()
        continue
      }
      const { own } = found
      const placed = own.kind === 'duplicate' ? { ...own, as: things.freeNode } : own
      carried.push(placed)
      await course.add(placed, i)
    }
  }
  return { operations: carried, left }
}

/** A change with the numbers of another model; without those, the names of what is missing there. */
function foundIn(
  things: Things,
  operation: Operation,
  references: readonly Reference[],
): { readonly own?: Operation; readonly names: readonly string[] } {
  const wanted = numbersOf(operation)
  const numbers: number[] = []
  const names: string[] = []
  for (const [k, { list }] of wanted.entries()) {
    const reference = references[k]
    const number = reference && things.find(list, reference)
    if (number === undefined) names.push(reference?.name ?? '')
    else numbers.push(number)
  }
  return numbers.length < wanted.length ? { names } : { own: withNumbers(operation, numbers), names }
}
