// The node tree that every FBX file is, binary or text: names, values, children.
import { phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'

/** A 32-bit integer value: FBX keeps integers and doubles apart, where a plain `number` is a double. */
export class Int {
  constructor(readonly value: number) {}
}

export type FbxArray = Float64Array | Float32Array | Int32Array | BigInt64Array
/** bigint is a 64-bit integer (ids, times), Uint8Array raw bytes. */
export type FbxValue = number | Int | bigint | boolean | string | Uint8Array | FbxArray

export interface FbxNode {
  readonly name: string
  readonly values: readonly FbxValue[]
  readonly children: readonly FbxNode[]
}

/** The first version whose objects have ids; before it, everything was named and connected by its name. */
export const OLDEST = 7000

export function tooOld(version: number): MeshError {
  return new MeshError(
    'model-broken',
    phrase('The FBX file is of version {0}, which is too old.', (version / 1000).toFixed(1)),
    'Export it again as FBX 2011 or later.',
  )
}

export function fbx(name: string, values: readonly FbxValue[] = [], children: readonly FbxNode[] = []): FbxNode {
  return { name, values, children }
}

/** Separates an object's name from its class in a binary file: `Box\0\1Model`. */
export const NAME_SEPARATOR = '\0\u0001'

/** Ticks per second of all FBX times. */
export const TICKS = 46_186_158_000

export function childOf(node: FbxNode | undefined, name: string): FbxNode | undefined {
  return node?.children.find((child) => child.name === name)
}

export function childrenOf(node: FbxNode | undefined, name: string): FbxNode[] {
  return node?.children.filter((child) => child.name === name) ?? []
}

export function numberOf(value: FbxValue | undefined, otherwise = 0): number {
  if (typeof value === 'number') return value
  if (value instanceof Int) return value.value
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value)
  return otherwise
}

export function stringOf(value: FbxValue | undefined, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise
}

/** An object's id as text, the same for every way the number is stored. */
export function idOf(value: FbxValue | undefined): string {
  return typeof value === 'string' ? value : String(value instanceof Int ? value.value : (value ?? ''))
}

/** The numbers of a node that holds one array, or plain values one after the other (FBX 6 style). */
export function numbersOf(node: FbxNode | undefined): Float64Array {
  const [first] = node?.values ?? []
  if (first instanceof Float64Array) return first
  if (first instanceof Float32Array || first instanceof Int32Array) return Float64Array.from(first)
  if (first instanceof BigInt64Array) return Float64Array.from(first, Number)
  return Float64Array.from(node?.values ?? [], (value) => numberOf(value))
}

/** The values of a property of `Properties70`, after its four words of type; undefined when it is not there. */
export function propertyOf(node: FbxNode | undefined, name: string): readonly FbxValue[] | undefined {
  const found = childOf(node, 'Properties70')?.children.find((child) => child.values[0] === name)
  return found?.values.slice(4)
}

export function vectorOf(node: FbxNode | undefined, name: string, otherwise: readonly number[]): number[] {
  const values = propertyOf(node, name)
  return values && values.length >= otherwise.length ? values.map((value) => numberOf(value)) : [...otherwise]
}
