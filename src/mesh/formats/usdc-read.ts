// Reads the binary form of USD ("crate") into the same layer as the text form. Source: OpenUSD's pxr/usd/sdf/crateFile.cpp,
// versions 0.4.0 (2017) to 0.12; no current program writes older files.
import { part, phrase, wordsOf } from '../../text/index.ts'
import { type ReaderBudget, readerContext } from '../budget.ts'
import { attempt, type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'
import type { UsdLayer, UsdPrim, UsdProperty, UsdValue } from './usd-layer.ts'
import { brokenCrate, CrateReader } from './usdc-codec.ts'
import { type CrateNames, type CrateValue, CrateValues } from './usdc-values.ts'

const MAGIC = 'PXR-USDC'
const OLDEST = 4
const TABLE_OFFSET = 16
const SPEC = { attribute: 1, prim: 6, pseudoRoot: 7, relationship: 8, variant: 10 } as const
/** What the text form calls fields of prims. */
const METADATA: Readonly<Record<string, string>> = { inheritPaths: 'inherits', variantSelection: 'variants' }

export function isUsdc(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC
}

/**
 * The layer in a .usdc file.
 * @param anchor gives an asset's path, which is relative to the layer, the form in which it can be looked up
 * @param lose told of values that cannot be read; where it lets go on, they are empty
 * @throws MeshError model-broken, model-too-large
 */
export function parseUsdc(
  bytes: Uint8Array,
  anchor: (asset: string) => string = (asset) => asset,
  budget: ReaderBudget = readerContext(bytes.length).budget,
  lose: Lose = refuse,
): UsdLayer {
  return new CrateFile(bytes, anchor, budget, lose).layer()
}

/** A path as its last element and where the rest of it is. */
interface PathPart {
  readonly parent: number
  /** Levels above it. */
  readonly depth: number
  readonly token: string
  readonly isProperty: boolean
}

interface Spec {
  readonly path: number
  readonly type: number
  readonly fields: ReadonlyMap<string, CrateValue>
}

/** A prim while its children are still coming. */
interface Draft {
  readonly name: string
  readonly fields: ReadonlyMap<string, CrateValue>
  readonly properties: Map<string, UsdProperty>
  readonly children: Map<string, Draft>
  readonly variants: Map<string, Map<string, Draft>>
}

class CrateFile {
  readonly #reader: CrateReader
  readonly #version: number
  readonly #sections = new Map<string, number>()
  readonly #tokens: readonly string[]
  readonly #strings: readonly number[]
  readonly #paths: readonly (PathPart | undefined)[]
  readonly #values: CrateValues
  readonly #pathTexts = new Map<number, string>()

  readonly #anchor: (asset: string) => string
  readonly #budget: ReaderBudget

  readonly #lose: Lose

  constructor(bytes: Uint8Array, anchor: (asset: string) => string, budget: ReaderBudget, lose: Lose) {
    this.#anchor = anchor
    this.#budget = budget
    this.#lose = lose

    const reader = new CrateReader(bytes, budget, MAGIC.length)
    this.#reader = reader
    const major = reader.u8()
    this.#version = reader.u8()
    if (major !== 0 || this.#version < OLDEST) throw brokenCrate('is of a version that cannot be read')
    reader.at = TABLE_OFFSET
    reader.at = reader.u64()
    for (let count = reader.count(); count > 0; count--) {
      const name = new TextDecoder().decode(reader.read(16)).replace(/\0.*$/s, '')
      this.#sections.set(name, reader.u64())
      reader.u64()
    }
    this.#tokens = this.#readTokens()
    this.#open('STRINGS')
    this.#strings = Array.from({ length: reader.count() }, reader.u32)
    this.#paths = this.#readPaths()
    const names: CrateNames = {
      version: this.#version,
      token: (index) => this.#tokens[index] ?? '',
      string: (index) => this.#tokens[this.#strings[index] ?? -1] ?? '',
      path: (index) => this.#pathText(index),
      anchor,
    }
    this.#values = new CrateValues(reader, names)
  }

  #open(section: string): CrateReader {
    const start = this.#sections.get(section)
    if (start === undefined) throw brokenCrate('is incomplete')
    this.#reader.at = start
    return this.#reader
  }

  #readTokens(): string[] {
    const reader = this.#open('TOKENS')
    const count = reader.count()
    const text = new TextDecoder().decode(reader.packed(reader.u64()))
    return text.split('\0', count)
  }

  /** Every path by its number: a tree in which each entry tells where its next sibling is. */
  #readPaths(): (PathPart | undefined)[] {
    const reader = this.#open('PATHS')
    const paths: (PathPart | undefined)[] = new Array(reader.count())
    const count = reader.count()
    const [indices, elements, jumps] = [reader.integers(count), reader.integers(count), reader.integers(count)]
    const waiting: { entry: number; parent: number; depth: number }[] = []
    if (count > 0) waiting.push({ entry: 0, parent: -1, depth: 0 })
    let visited = 0
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { entry, parent, depth } = next
      const [index, element, jump] = [indices[entry], elements[entry], jumps[entry]]
      if (index === undefined || element === undefined || jump === undefined || ++visited > count)
        throw brokenCrate('has paths that cannot be read')
      // A path that came before could be above itself.
      if (!(index >= 0 && index < paths.length) || paths[index]) throw brokenCrate('has paths that cannot be read')
      this.#budget.checkDepth(depth)
      paths[index] = { parent, depth, token: this.#tokens[Math.abs(element)] ?? '', isProperty: element < 0 }
      // -2 ends a branch, -1 has children only, 0 siblings only; more is how far away the sibling is.
      if (jump >= 0) waiting.push({ entry: entry + (jump === 0 ? 1 : jump), parent, depth })
      if (jump === -1 || jump > 0) waiting.push({ entry: entry + 1, parent: index, depth: depth + 1 })
    }
    return paths
  }

  /** Made once for each path: a few long names above one another would else fill the memory. */
  #pathText(index: number): string {
    const known = this.#pathTexts.get(index)
    if (known !== undefined) return known
    const part = this.#paths[index]
    if (!part || part.parent < 0) return ''
    const mark = part.isProperty ? '.' : part.token.startsWith('{') ? '' : '/'
    const text = this.#pathText(part.parent) + mark + part.token
    this.#budget.spend('bytes', text.length)
    this.#pathTexts.set(index, text)
    return text
  }

  #readSpecs(): Spec[] {
    const fields = this.#readFields()
    // Many specs may share a field: its value is made once.
    const made = new Map<number, CrateValue>()
    const setsReader = this.#open('FIELDSETS')
    const sets = setsReader.integers(setsReader.count())
    const reader = this.#open('SPECS')
    const count = reader.count()
    const [paths, starts, types] = [reader.integers(count), reader.integers(count), reader.integers(count)]
    return Array.from({ length: count }, (_, i) => {
      const own = new Map<string, CrateValue>()
      for (let at = starts[i] ?? 0; (sets[at] ?? -1) >= 0; at++) {
        this.#budget.spend('elements', 1)
        const field = sets[at] ?? 0
        const [name, low, high] = fields[field] ?? ['', 0, 0]
        const value = made.get(field) ?? this.#value(name, low, high)
        made.set(field, value)
        own.set(name, value)
      }
      return { path: paths[i] ?? 0, type: types[i] ?? 0, fields: own }
    })
  }

  #value(name: string, low: number, high: number): CrateValue {
    const damaged = () => brokenCrate('is damaged')
    const lose: Lose = (error) => this.#lose(inField(error, name))
    return attempt(() => this.#values.read(low, high), lose, damaged) ?? NO_VALUE
  }

  #readFields(): (readonly [name: string, low: number, high: number])[] {
    const reader = this.#open('FIELDS')
    const names = reader.integers(reader.count())
    const reps = new CrateReader(reader.packed(names.length * 8), this.#budget)
    return Array.from(names, (name) => [this.#tokens[name] ?? '', reps.u32(), reps.u32()] as const)
  }

  layer(): UsdLayer {
    const drafts = new Map<number, Draft>()
    const specs = this.#readSpecs()
    const draftOf = (spec: Spec, name: string): Draft => {
      const draft = { name, fields: spec.fields, properties: new Map(), children: new Map(), variants: new Map() }
      drafts.set(spec.path, draft)
      return draft
    }
    let root: Draft | undefined
    // Parents before children: prims first, by how deep they are, then what belongs to them.
    const isPrim = ({ type }: Spec) => type === SPEC.prim || type === SPEC.pseudoRoot || type === SPEC.variant
    const prims = specs.filter(isPrim).map((spec) => ({ spec, depth: this.#paths[spec.path]?.depth ?? 0 }))
    for (const { spec } of prims.sort((a, b) => a.depth - b.depth)) {
      const part = this.#paths[spec.path]
      if (spec.type === SPEC.pseudoRoot || !part) root = draftOf(spec, '')
      else if (spec.type === SPEC.variant) this.#addVariant(drafts.get(part.parent), part.token, draftOf(spec, ''))
      else drafts.get(part.parent)?.children.set(part.token, draftOf(spec, part.token))
    }
    for (const spec of specs) {
      const part = this.#paths[spec.path]
      if (!part?.isProperty || (spec.type !== SPEC.attribute && spec.type !== SPEC.relationship)) continue
      drafts.get(part.parent)?.properties.set(part.token, propertyOf(spec))
    }
    if (!root) throw brokenCrate('is incomplete')
    const metadata = metadataOf(root)
    const below = metadata.get('subLayers')?.texts ?? []
    metadata.set('subLayers', { numbers: [], texts: below.map((path) => `@${this.#anchor(path)}@`) })
    return { metadata, prims: childrenOf(root) }
  }

  /** `{set=option}` */
  #addVariant(prim: Draft | undefined, token: string, variant: Draft): void {
    const [, set = '', option = ''] = /^\{([^=]*)=(.*)\}$/.exec(token) ?? []
    const options = prim?.variants.get(set) ?? new Map<string, Draft>()
    prim?.variants.set(set, options.set(option, variant))
  }
}

const NO_VALUE: CrateValue = { numbers: [], texts: [] }

/** The same damage with its place. */
function inField(error: MeshError, name: string): MeshError {
  const { sentence, nextStep } = wordsOf(error)
  return new MeshError(error.code, phrase('{0} This is in its “{1}”.', part(sentence), name), nextStep, {
    cause: error,
  })
}

function propertyOf({ type, fields }: Spec): UsdProperty {
  const value = fields.get('default')
  const samples = fields.get('timeSamples')?.samples
  const targets = (fields.get('targetPaths') ?? fields.get('connectionPaths'))?.texts ?? []
  return {
    type: type === SPEC.relationship ? 'rel' : (fields.get('typeName')?.texts[0] ?? ''),
    ...(value ? { value } : {}),
    ...(samples ? { samples } : {}),
    targets: targets.map((path) => path.slice(1, -1)),
    metadata: fields,
  }
}

function metadataOf({ fields }: Draft): Map<string, UsdValue> {
  return new Map<string, UsdValue>([...fields].map(([name, value]) => [METADATA[name] ?? name, value]))
}

function primOf(draft: Draft): UsdPrim {
  const variants = [...draft.variants].map(([set, options]): [string, Map<string, UsdPrim>] => [
    set,
    new Map([...options].map(([option, variant]) => [option, primOf(variant)])),
  ])
  return {
    specifier: draft.fields.get('specifier')?.texts[0] ?? 'over',
    type: draft.fields.get('typeName')?.texts[0] ?? '',
    name: draft.name,
    metadata: metadataOf(draft),
    properties: draft.properties,
    prims: childrenOf(draft),
    variants: new Map(variants),
  }
}

/** In the order that the file names; what it leaves out comes last. */
function childrenOf({ fields, children }: Draft): UsdPrim[] {
  const named = fields.get('primChildren')?.texts ?? []
  const order = [...new Set([...named, ...children.keys()])]
  return order.flatMap((name) => {
    const child = children.get(name)
    return child ? [primOf(child)] : []
  })
}
