// Renumbers the vertices that a list of triangles uses in the order of their first use, which is also the order that graphics
// cards and packers prefer. Its memory is reused for one list after the other, since freed arrays are not returned soon.

const NONE = 0xffff_ffff

export class VertexNames {
  /** Of each vertex; all are none between two lists. */
  readonly #names: Uint32Array
  readonly #kept: Uint32Array<ArrayBuffer>
  readonly #renamed: Uint32Array<ArrayBuffer>

  /** @param vertices how many there are @param most the length of the longest list */
  constructor(vertices: number, most: number) {
    this.#names = new Uint32Array(vertices).fill(NONE)
    this.#kept = new Uint32Array(Math.min(vertices, most))
    this.#renamed = new Uint32Array(most)
  }

  /** @returns the vertices that are used, and the list by their new names; both hold until the next list */
  of(list: Uint32Array): { kept: Uint32Array<ArrayBuffer>; renamed: Uint32Array<ArrayBuffer> } {
    const [names, kept, renamed] = [this.#names, this.#kept, this.#renamed]
    let count = 0
    for (let i = 0; i < list.length; i++) {
      const vertex = list[i] ?? 0
      let name = names[vertex] ?? NONE
      if (name === NONE) {
        name = count
        names[vertex] = name
        kept[count++] = vertex
      }
      renamed[i] = name
    }
    for (let i = 0; i < count; i++) names[kept[i] ?? 0] = NONE
    return { kept: kept.subarray(0, count), renamed: renamed.subarray(0, list.length) }
  }
}
