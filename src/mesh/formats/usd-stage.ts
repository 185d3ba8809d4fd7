// A USD stage: layers composed to one tree of prims. References, payloads, inherits and selected variants are merged in; a prim's
// own opinion is stronger than what it refers to. https://openusd.org/release/glossary.html#livrps-strength-ordering
import type { ReaderBudget } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { assetOf, pathOf, type UsdLayer, type UsdPrim, type UsdProperty, type UsdValue } from './usd-layer.ts'

/** Guards against prims that refer to themselves. */
const MAX_DEPTH = 100
const MAX_PRIMS = 200_000
/** A prim and the node that it becomes take as much as so many numbers. */
const PRIM_COST = 16

/** A prim of the composed stage. */
export class StagePrim {
  readonly children: StagePrim[] = []
  readonly path: string
  constructor(
    readonly name: string,
    readonly type: string,
    readonly metadata: ReadonlyMap<string, UsdValue>,
    readonly properties: ReadonlyMap<string, UsdProperty>,
    readonly parent?: StagePrim,
  ) {
    this.path = parent ? `${parent.path}/${name}` : ''
  }

  /** What the attribute is, at its first sample where it only has samples. */
  value(name: string): UsdValue | undefined {
    const property = this.properties.get(name)
    return property?.value ?? property?.samples?.[0]?.value
  }
  numbers(name: string): readonly number[] | undefined {
    return this.value(name)?.numbers
  }
  number(name: string): number | undefined {
    return this.numbers(name)?.[0]
  }
  text(name: string): string | undefined {
    return this.value(name)?.texts[0]
  }
  targets(name: string): readonly string[] {
    return this.properties.get(name)?.targets ?? []
  }

  /** The nearest prim, this one or above it, for which `find` has an answer. */
  inherited<T>(find: (prim: StagePrim) => T | undefined): T | undefined {
    return find(this) ?? this.parent?.inherited(find)
  }
}

export class Stage {
  readonly root: StagePrim
  readonly #byPath = new Map<string, StagePrim>()

  readonly #layerNamed: (asset: string) => UsdLayer | undefined
  readonly #budget: ReaderBudget

  constructor(layer: UsdLayer, layerNamed: (asset: string) => UsdLayer | undefined, budget: ReaderBudget) {
    this.#layerNamed = layerNamed
    this.#budget = budget

    this.root = new StagePrim('', '', layer.metadata, new Map())
    const prims = new Opinions()
    prims.add({ layer, prim: { ...EMPTY, prims: layer.prims }, from: '', to: '' })
    for (const asset of layer.metadata.get('subLayers')?.texts ?? []) {
      const below = layerNamed(assetOf(asset) ?? '')
      if (below) prims.add({ layer: below, prim: { ...EMPTY, prims: below.prims }, from: '', to: '' })
    }
    this.#compose(this.root, prims, 0)
  }

  prim(path: string | undefined): StagePrim | undefined {
    return path === undefined ? undefined : this.#byPath.get(path)
  }

  metadata(name: string): UsdValue | undefined {
    return this.root.metadata.get(name)
  }

  /** Every prim, parents before children. */
  *prims(from: StagePrim = this.root): Generator<StagePrim> {
    for (const child of from.children) {
      yield child
      yield* this.prims(child)
    }
  }

  /** Makes the children of a prim from all that is said of it. */
  #compose(parent: StagePrim, opinions: Opinions, depth: number): void {
    this.#byPath.set(parent.path, parent)
    if (depth > MAX_DEPTH || this.#byPath.size > MAX_PRIMS)
      throw new MeshError('model-broken', 'The USD file refers to itself without end.', 'Export the model again.')
    for (const [name, said] of opinions.children()) {
      const path = `${parent.path}/${name}`
      this.#gather(said, path)
      // What is said of a prim is merged for each prim that it is said of, which references multiply.
      this.#budget.spend('elements', PRIM_COST + said.size)
      this.#budget.spend('bytes', path.length)
      if (said.isHidden) continue
      const child = new StagePrim(name, said.type, said.metadata(), said.properties(), parent)
      parent.children.push(child)
      this.#compose(child, said, depth + 1)
    }
  }

  /** Adds what variants, inherits, references and payloads say, in their order of strength. */
  #gather(opinions: Opinions, path: string): void {
    // The list grows while it is walked over.
    for (const { layer, prim, from, to } of opinions.list) {
      this.#budget.spend('elements', 1)
      if (prim.variants.size > 0) this.#budget.spend('elements', opinions.list.length)
      const selection = prim.variants.size > 0 ? opinions.selection() : NO_SELECTION
      for (const [set, options] of prim.variants) {
        const chosen = options.get(selection.get(set)?.texts[0] ?? '')
        if (chosen) opinions.add({ layer, prim: chosen, from, to })
      }
      for (const arc of ['inherits', 'references', 'payload', 'specializes'])
        for (const target of targetsOf(prim.metadata.get(arc))) this.#refer(opinions, { layer, from, to }, target, path)
    }
  }

  #refer(opinions: Opinions, place: Omit<Opinion, 'prim'>, target: Target, path: string): void {
    const layer = target.asset === undefined ? place.layer : this.#layerNamed(target.asset)
    this.#budget.spend('elements', 1)
    if (!layer) return
    const from = target.path ?? `/${layer.metadata.get('defaultPrim')?.texts[0] ?? layer.prims[0]?.name ?? ''}`
    const prim = primAt(layer, from)
    if (prim && !opinions.has(prim)) opinions.add({ layer, prim, from, to: path })
  }
}

interface Target {
  readonly asset?: string
  readonly path?: string
}

/** `@file@</Path>`, `@file@` or `</Path>`, one or several. */
function targetsOf(value: UsdValue | undefined): Target[] {
  const found: Target[] = []
  for (const text of value?.texts ?? []) {
    const [asset, path] = [assetOf(text), pathOf(text)]
    const last = found.at(-1)
    if (asset !== undefined) found.push(asset === '' ? {} : { asset })
    else if (path !== undefined && last && last.path === undefined) found.splice(-1, 1, { ...last, path })
    else if (path !== undefined) found.push({ path })
  }
  return found
}

function primAt(layer: UsdLayer, path: string): UsdPrim | undefined {
  let prims = layer.prims
  let found: UsdPrim | undefined
  for (const name of path.split('/').filter((part) => part !== '')) {
    found = named(prims).get(name)
    prims = found?.prims ?? []
  }
  return found
}

const byName = new WeakMap<readonly UsdPrim[], Map<string, UsdPrim>>()

/** The first prim of each name. */
function named(prims: readonly UsdPrim[]): Map<string, UsdPrim> {
  const known = byName.get(prims) ?? new Map([...prims].reverse().map((prim) => [prim.name, prim]))
  byName.set(prims, known)
  return known
}

const NO_SELECTION: ReadonlyMap<string, UsdValue> = new Map()

const EMPTY: UsdPrim = {
  specifier: 'over',
  type: '',
  name: '',
  metadata: new Map(),
  properties: new Map(),
  prims: [],
  variants: new Map(),
}

/** What one layer says of a prim. Paths in it that begin with `from` are `to` on the stage. */
interface Opinion {
  readonly layer: UsdLayer
  readonly prim: UsdPrim
  readonly from: string
  readonly to: string
}

/** All that is said of one prim, the strongest first. */
class Opinions {
  readonly list: Opinion[] = []
  readonly #prims = new Set<UsdPrim>()
  /** How much there is to merge. */
  size = 0

  add(opinion: Opinion): void {
    const { prim } = opinion
    this.list.push(opinion)
    this.#prims.add(prim)
    this.size += 1 + prim.metadata.size
    for (const { targets, metadata } of prim.properties.values()) this.size += 1 + targets.length + metadata.size
  }

  has(prim: UsdPrim): boolean {
    return this.#prims.has(prim)
  }

  /** The opinions on each child, by its name. */
  children(): Map<string, Opinions> {
    const found = new Map<string, Opinions>()
    for (const { prim, ...place } of this.list)
      for (const child of prim.prims) {
        const known = found.get(child.name) ?? new Opinions()
        found.set(child.name, known)
        known.add({ ...place, prim: child })
      }
    return found
  }

  /** Only defined, active prims are shown. */
  get isHidden(): boolean {
    const isDefined = this.list.some(({ prim }) => prim.specifier === 'def')
    const isClass = this.list[0]?.prim.specifier === 'class'
    return !isDefined || isClass || this.metadata().get('active')?.numbers[0] === 0
  }

  get type(): string {
    return this.list.find(({ prim }) => prim.type !== '')?.prim.type ?? ''
  }

  selection(): ReadonlyMap<string, UsdValue> {
    const all = [...this.list].reverse().flatMap(({ prim }) => [...(prim.metadata.get('variants')?.entries ?? [])])
    return new Map(all)
  }

  metadata(): ReadonlyMap<string, UsdValue> {
    return new Map([...this.list].reverse().flatMap(({ prim }) => [...prim.metadata]))
  }

  properties(): ReadonlyMap<string, UsdProperty> {
    const found = new Map<string, UsdProperty>()
    for (const { prim, from, to } of [...this.list].reverse())
      for (const [name, own] of prim.properties) {
        const weaker = found.get(name)
        const targets = own.targets.map((target) => moved(target, from, to))
        const metadata = new Map([...(weaker?.metadata ?? []), ...own.metadata])
        const said = own.value !== undefined || own.samples !== undefined ? own : { ...own, ...valuesOf(weaker) }
        found.set(name, { ...said, targets: targets.length > 0 ? targets : (weaker?.targets ?? []), metadata })
      }
    return found
  }
}

function valuesOf(property: UsdProperty | undefined): Pick<UsdProperty, 'value' | 'samples'> {
  const { value, samples } = property ?? {}
  return { ...(value ? { value } : {}), ...(samples ? { samples } : {}) }
}

function moved(path: string, from: string, to: string): string {
  return from !== to && (path === from || path.startsWith(`${from}/`) || path.startsWith(`${from}.`))
    ? `${to}${path.slice(from.length)}`
    : path
}
