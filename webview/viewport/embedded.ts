// Buffers and pictures that a .gltf contains as `data:` URLs. Loaders fetch them like any URL, which the page's policy forbids:
// they are decoded here and fetched as blobs.

/** `data:`, a type, perhaps `;base64`, a comma, and the content (RFC 2397). */
const DATA = /^data:([^,]*?)(;base64)?,/i

export class EmbeddedFiles {
  readonly #made: string[] = []

  /** The address to fetch instead. @throws when the content is no base64 or no percent-encoding */
  readonly addressOf = (address: string): string => {
    const [head, type = '', base64] = DATA.exec(address) ?? []
    if (head === undefined) return address
    const content = decodeURIComponent(address.slice(head.length))
    const bytes = base64
      ? Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(content)
    const made = URL.createObjectURL(new Blob([bytes], { type }))
    this.#made.push(made)
    return made
  }

  dispose(): void {
    for (const address of this.#made.splice(0)) URL.revokeObjectURL(address)
  }
}

/** Whether an address is of something inside the model's own file, and says nothing to a person. */
export const isEmbedded = (address: string) => /^(?:data|blob):/i.test(address)
