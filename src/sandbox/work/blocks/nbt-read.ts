// Reading NBT (see nbt.ts for the format) into plain values.

/** The root compound's content. @throws Error for what is no NBT or has types that schematics do not use */
export function readNbt(bytes: Uint8Array): Record<string, unknown> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let place = 0
  const advance = (count: number) => {
    place += count
    return place - count
  }
  const text = () => {
    const count = view.getUint16(advance(2))
    const start = advance(count)
    return new TextDecoder().decode(bytes.subarray(start, start + count))
  }
  const compound = (): Record<string, unknown> => {
    const out: Record<string, unknown> = {}
    for (let tag = view.getUint8(advance(1)); tag !== 0; tag = view.getUint8(advance(1))) {
      const name = text()
      out[name] = value(tag)
    }
    return out
  }
  const list = (read: () => unknown): unknown[] => {
    const count = view.getInt32(advance(4))
    return Array.from({ length: Math.max(0, count) }, read)
  }
  const value = (tag: number): unknown => {
    switch (tag) {
      case 2:
        return view.getInt16(advance(2))
      case 3:
        return view.getInt32(advance(4))
      case 7: {
        const count = view.getInt32(advance(4))
        const start = advance(count)
        return bytes.slice(start, start + count)
      }
      case 8:
        return text()
      case 9: {
        const inner = view.getUint8(advance(1))
        return list(() => value(inner))
      }
      case 10:
        return compound()
      case 11:
        return list(() => view.getInt32(advance(4)))
      default:
        throw new Error(`NBT type ${tag} is not read here`)
    }
  }
  if (view.getUint8(advance(1)) !== 10) throw new Error('not an NBT compound')
  text()
  return compound()
}
