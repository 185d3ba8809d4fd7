// Writes a layer in USD's binary form, for tests of our reader: no program that writes it is at hand. That it is written
// as other programs understand it is checked with three.js's parser. Source: OpenUSD's crateFile.cpp, version 0.8.0.
import type { UsdLayer, UsdPrim, UsdProperty, UsdValue } from '../../src/mesh/formats/usd-layer.ts'
import { Bytes, integers, packed } from './usdc-bytes.ts'

const VERSION = [0, 8, 0]
const BOOTSTRAP = 88
const ARRAY = 2 ** 31
const INLINED = 2 ** 30
const PACKED = 2 ** 29

/** Type number, how its numbers are written, and how many make a value. */
const TYPES: Readonly<
  Record<string, readonly [type: number, kind: 'i32' | 'f32' | 'f64' | 'f16' | 'text', size: number]>
> = {
  bool: [1, 'i32', 1],
  int: [3, 'i32', 1],
  float: [8, 'f32', 1],
  double: [9, 'f64', 1],
  string: [10, 'text', 1],
  token: [11, 'text', 1],
  asset: [12, 'text', 1],
  matrix4d: [15, 'f64', 16],
  quatf: [17, 'f32', 4],
  float2: [20, 'f32', 2],
  texCoord2f: [20, 'f32', 2],
  double3: [23, 'f64', 3],
  float3: [24, 'f32', 3],
  point3f: [24, 'f32', 3],
  normal3f: [24, 'f32', 3],
  color3f: [24, 'f32', 3],
  half3: [25, 'f16', 3],
  float4: [28, 'f32', 4],
}

export function writeUsdc(layer: UsdLayer): Uint8Array<ArrayBuffer> {
  return new CrateWriter().write(layer)
}

type Rep = readonly [low: number, high: number]
interface PathNode {
  readonly index: number
  readonly token: number
  readonly isProperty: boolean
  readonly children: PathNode[]
}

class CrateWriter {
  readonly #data = new Bytes()
  readonly #tokens: string[] = [';-)']
  readonly #strings: number[] = []
  readonly #fields: { token: number; rep: Rep }[] = []
  readonly #fieldSets: number[] = []
  readonly #specs: { path: number; set: number; type: number }[] = []
  readonly #byPath = new Map<string, PathNode>()

  #at = (): number => BOOTSTRAP + this.#data.length

  #token(text: string): number {
    const known = this.#tokens.indexOf(text)
    return known >= 0 ? known : this.#tokens.push(text) - 1
  }
  #string(text: string): number {
    return this.#strings.push(this.#token(text)) - 1
  }
  #node(path: string): PathNode {
    const known = this.#byPath.get(path)
    if (known) return known
    const [, above = '', mark = '/', name = ''] = /^(.*?)([./])([^/.]*)$/.exec(path) ?? []
    const isProperty = mark === '.'
    const [, prim = '', property = ''] = /^([^.]*)\.(.*)$/.exec(path) ?? []
    const parent = path === '/' ? undefined : this.#node(isProperty || prim ? prim : above || '/')
    const token = path === '/' ? 0 : this.#token(prim ? property : name)
    const made: PathNode = { index: this.#byPath.size, token, isProperty: prim !== '', children: [] }
    this.#byPath.set(path, made)
    parent?.children.push(made)
    return made
  }

  write(layer: UsdLayer): Uint8Array<ArrayBuffer> {
    const root = this.#node('/')
    this.#spec('/', 7, [
      ...this.#layerFields(layer),
      ['primChildren', this.#tokenVector(layer.prims.map(({ name }) => name))],
    ])
    for (const prim of layer.prims) this.#prim(prim, `/${prim.name}`)
    const sections: [string, number, number][] = []
    const section = (name: string, body: Bytes) => {
      sections.push([name, this.#at(), body.length])
      this.#data.raw(body.bytes())
    }
    const block = (out: Bytes, bytes: Uint8Array) => out.u64(bytes.length).raw(bytes)
    const text = new TextEncoder().encode(`${this.#tokens.join('\0')}\0`)
    section('TOKENS', block(new Bytes().u64(this.#tokens.length).u64(text.length), packed(text)))
    const strings = new Bytes().u64(this.#strings.length)
    for (const index of this.#strings) strings.u32(index)
    section('STRINGS', strings)
    const reps = new Bytes()
    for (const { rep } of this.#fields) reps.u32(rep[0]).u32(rep[1])
    const fields = block(new Bytes().u64(this.#fields.length), integers(this.#fields.map(({ token }) => token)))
    section('FIELDS', block(fields, packed(reps.bytes())))
    section('FIELDSETS', block(new Bytes().u64(this.#fieldSets.length), integers(this.#fieldSets)))
    section('PATHS', this.#pathSection(root))
    const specs = new Bytes().u64(this.#specs.length)
    for (const key of ['path', 'set', 'type'] as const) block(specs, integers(this.#specs.map((spec) => spec[key])))
    section('SPECS', specs)
    const table = this.#at()
    this.#data.u64(sections.length)
    for (const [name, start, size] of sections)
      this.#data
        .raw(new TextEncoder().encode(name.padEnd(16, '\0')))
        .u64(start)
        .u64(size)
    const head = new Bytes()
      .raw(new TextEncoder().encode('PXR-USDC'))
      .raw([...VERSION, 0, 0, 0, 0, 0])
      .u64(table)
    while (head.length < BOOTSTRAP) head.raw([0])
    return new Bytes().raw(head.bytes()).raw(this.#data.bytes()).bytes()
  }

  #pathSection(root: PathNode): Bytes {
    const list: { node: PathNode; jump: number }[] = []
    const visit = (node: PathNode, hasSibling: boolean) => {
      const entry = { node, jump: 0 }
      list.push(entry)
      const start = list.length - 1
      for (const [i, child] of node.children.entries()) visit(child, i + 1 < node.children.length)
      const hasChild = node.children.length > 0
      entry.jump = hasChild ? (hasSibling ? list.length - start : -1) : hasSibling ? 0 : -2
    }
    visit(root, false)
    const out = new Bytes().u64(this.#byPath.size).u64(list.length)
    for (const values of [
      list.map(({ node }) => node.index),
      list.map(({ node }) => (node.isProperty ? -node.token : node.token)),
      list.map(({ jump }) => jump),
    ]) {
      const bytes = integers(values)
      out.u64(bytes.length).raw(bytes)
    }
    return out
  }

  #spec(path: string, type: number, fields: readonly (readonly [string, Rep])[]): void {
    this.#specs.push({ path: this.#node(path).index, set: this.#fieldSets.length, type })
    for (const [name, rep] of fields) this.#fieldSets.push(this.#fields.push({ token: this.#token(name), rep }) - 1)
    this.#fieldSets.push(-1)
  }

  *#layerFields({ metadata }: UsdLayer): Generator<readonly [string, Rep]> {
    for (const [name, { numbers, texts }] of metadata) {
      if (texts[0] !== undefined) yield [name, [this.#token(texts[0]), INLINED + (11 << 16)]]
      else if (numbers[0] !== undefined) yield [name, this.#value('double', { numbers, texts: [] })]
    }
  }

  #prim(prim: UsdPrim, path: string): void {
    const fields: (readonly [string, Rep])[] = [
      ['specifier', [['def', 'over', 'class'].indexOf(prim.specifier), INLINED + (42 << 16)]],
      ...(prim.type ? [['typeName', this.#inlinedToken(prim.type)] as const] : []),
      ...(prim.prims.length > 0
        ? [['primChildren', this.#tokenVector(prim.prims.map(({ name }) => name))] as const]
        : []),
    ]
    const displayName = prim.metadata.get('displayName')?.texts[0]
    if (displayName !== undefined) fields.push(['displayName', [this.#string(displayName), INLINED + (10 << 16)]])
    this.#spec(path, 6, fields)
    for (const [name, property] of prim.properties) this.#property(property, `${path}.${name}`)
    for (const child of prim.prims) this.#prim(child, `${path}/${child.name}`)
  }

  #inlinedToken(text: string): Rep {
    return [this.#token(text), INLINED + (11 << 16)]
  }

  #property(property: UsdProperty, path: string): void {
    const { type, value, samples, targets, metadata } = property
    const fields: (readonly [string, Rep])[] = []
    if (type === 'rel') fields.push(['targetPaths', this.#pathListOp(targets)])
    else {
      fields.push(['typeName', this.#inlinedToken(type)])
      if (targets.length > 0) fields.push(['connectionPaths', this.#pathListOp(targets)])
      if (value) fields.push(['default', this.#value(type, value)])
      if (samples) fields.push(['timeSamples', this.#samples(type, samples)])
    }
    const interpolation = metadata.get('interpolation')?.texts[0]
    if (interpolation) fields.push(['interpolation', this.#inlinedToken(interpolation)])
    const size = metadata.get('elementSize')?.numbers[0]
    if (size !== undefined) fields.push(['elementSize', [size, INLINED + (3 << 16)]])
    this.#spec(path, type === 'rel' ? 8 : 1, fields)
  }

  #placed(type: number, flags: number): Rep {
    while (this.#data.length % 8 !== 0) this.#data.raw([0])
    return [this.#at(), flags + (type << 16)]
  }

  #tokenVector(names: readonly string[]): Rep {
    const rep = this.#placed(41, 0)
    this.#data.u64(names.length)
    for (const name of names) this.#data.u32(this.#token(name))
    return rep
  }

  /** An explicit list. Paths get their numbers as they come. */
  #pathListOp(paths: readonly string[]): Rep {
    const indices = paths.map((path) => this.#node(path).index)
    const rep = this.#placed(34, 0)
    this.#data.raw([0x03]).u64(indices.length)
    for (const index of indices) this.#data.u32(index)
    return rep
  }

  #value(typeName: string, { numbers, texts }: UsdValue): Rep {
    const isArray = typeName.endsWith('[]')
    const [type, kind, size] = TYPES[typeName.replace('[]', '')] ?? [0, 'text', 1]
    if (type === 0) throw new Error(`no type ${typeName}`)
    const indexOf = (text: string) =>
      type === 10 ? this.#string(text) : this.#token(type === 12 ? text.slice(1, -1) : text)
    if (!isArray && kind === 'text') return [indexOf(texts[0] ?? ''), INLINED + (type << 16)]
    if (!isArray && kind === 'i32') return [numbers[0] ?? 0, INLINED + (type << 16)]
    const count = kind === 'text' ? texts.length : numbers.length / size
    if (isArray && type === 3 && count >= 16) {
      const rep = this.#placed(type, ARRAY + PACKED)
      const bytes = integers(numbers)
      this.#data.u64(count).u64(bytes.length).raw(bytes)
      return rep
    }
    const indices = texts.map(indexOf)
    const rep = this.#placed(type, isArray ? ARRAY : 0)
    if (isArray) this.#data.u64(count)
    if (kind === 'text') for (const index of indices) this.#data.u32(index)
    else for (const value of inMemory(type, numbers)) this.#data.number(kind, value)
    return rep
  }

  #samples(type: string, samples: NonNullable<UsdProperty['samples']>): Rep {
    const reps = samples.map(({ value }) => this.#value(type, value))
    while (this.#data.length % 8 !== 0) this.#data.raw([0])
    const times = this.#at()
    this.#data.u64(samples.length)
    for (const { time } of samples) this.#data.number('f64', time)
    const rep = this.#placed(46, 0)
    // Each part stands where the number before it says, counted from that number.
    this.#data
      .u64(8)
      .u32(times)
      .u32(48 << 16)
    this.#data.u64(8).u64(reps.length)
    for (const [low, high] of reps) this.#data.u32(low).u32(high)
    return rep
  }
}

/** Quaternions are written with the real part last, as they lie in memory. */
function inMemory(type: number, numbers: readonly number[]): readonly number[] {
  if (type !== 17) return numbers
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const [w = 0, x = 0, y = 0, z = 0] = numbers.slice(i * 4, i * 4 + 4)
    return [x, y, z, w]
  }).flat()
}
