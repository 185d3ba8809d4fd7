// The contents of a USD layer, independent of its file's form: prims with their properties, before composition.

/** A value of any type. Tuples and arrays are flat; text, tokens, `@asset@` and `<path>` keep their order in `texts`. */
export interface UsdValue {
  readonly numbers: readonly number[]
  readonly texts: readonly string[]
  /** The entries of a dictionary. */
  readonly entries?: ReadonlyMap<string, UsdValue>
}

export interface UsdProperty {
  /** `point3f[]`, `token` ...; `rel` for a relationship. */
  type: string
  value?: UsdValue
  /** Values by time code, in ascending order. */
  samples?: readonly { readonly time: number; readonly value: UsdValue }[]
  /** Where a connection or relationship leads. */
  targets: readonly string[]
  metadata: ReadonlyMap<string, UsdValue>
}

export interface UsdPrim {
  /** `def`, `over` or `class`. */
  readonly specifier: string
  readonly type: string
  readonly name: string
  readonly metadata: ReadonlyMap<string, UsdValue>
  readonly properties: ReadonlyMap<string, UsdProperty>
  readonly prims: readonly UsdPrim[]
  /** Variants by the name of their set; a variant is a prim without a name of its own. */
  readonly variants: ReadonlyMap<string, ReadonlyMap<string, UsdPrim>>
}

export interface UsdLayer {
  readonly metadata: ReadonlyMap<string, UsdValue>
  readonly prims: readonly UsdPrim[]
}

/** `@a/b.png@` without its marks; undefined for another kind of text. */
export function assetOf(text: string | undefined): string | undefined {
  return text?.startsWith('@') ? text.slice(1, -1) : undefined
}

/** `</Root/Mesh>` without its marks; undefined for another kind of text. */
export function pathOf(text: string | undefined): string | undefined {
  return text?.startsWith('<') ? text.slice(1, -1) : undefined
}
