// Writes ZIP files byte for byte, because USDZ requires stored entries on 64-byte boundaries and results must not depend on the
// clock.
import { deflateSync } from 'fflate'
import { crc32 } from '../images/png.ts'
import { concatBytes } from './concat-bytes.ts'

export { readZip } from './zip-read.ts'

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** 1 January 1980, the earliest date a ZIP file can hold. */
const DOS_DATE = 0x21

/**
 * A ZIP file with UTF-8 names and no dates.
 * @param options.align stored without compression, each entry's data starting at a multiple of this many bytes
 *   (the gap is an extra field, as the USDZ specification asks)
 */
export function writeZip(entries: readonly ZipEntry[], options: { align?: number } = {}): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const encoded = new TextEncoder().encode(name)
    const body = options.align === undefined ? deflateSync(bytes, { level: 6 }) : bytes
    const extra = options.align === undefined ? 0 : gap(offset + 30 + encoded.length, options.align)
    const fields = { crc: crc32(bytes), packed: body.length, size: bytes.length, method: body === bytes ? 0 : 8 }
    const local = header(0x04034b50, 30, fields, encoded, extra)
    const central = header(0x02014b50, 46, fields, encoded, 0)
    new DataView(central.buffer).setUint32(42, offset, true)
    parts.push(local, body)
    directory.push(central)
    offset += local.length + body.length
  }
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(8, entries.length, true)
  end.setUint16(10, entries.length, true)
  end.setUint32(12, directorySize, true)
  end.setUint32(16, offset, true)
  return concatBytes([...parts, ...directory, new Uint8Array(end.buffer)])
}

/** Bytes of extra field (4 of them its own header) that bring the data after it to a multiple of `align`. */
function gap(end: number, align: number): number {
  const rest = (align - (end % align)) % align
  return rest === 0 ? 0 : rest < 4 ? rest + align : rest
}

interface Fields {
  crc: number
  packed: number
  size: number
  method: number
}

/** A local (30 bytes) or central (46 bytes) header with name and extra field. */
function header(signature: number, fixed: 30 | 46, fields: Fields, name: Uint8Array, extra: number): Uint8Array {
  const out = new Uint8Array(fixed + name.length + extra)
  const view = new DataView(out.buffer)
  let at = 0
  const u16 = (value: number) => {
    view.setUint16(at, value, true)
    at += 2
  }
  const u32 = (value: number) => {
    view.setUint32(at, value, true)
    at += 4
  }
  u32(signature)
  if (fixed === 46) u16(20) // made by
  u16(20) // version needed
  u16(0x0800) // names are UTF-8
  u16(fields.method)
  u16(0)
  u16(DOS_DATE)
  u32(fields.crc)
  u32(fields.packed)
  u32(fields.size)
  u16(name.length)
  u16(extra)
  out.set(name, fixed)
  if (extra > 0) {
    view.setUint16(fixed + name.length, 0x1986, true)
    view.setUint16(fixed + name.length + 2, extra - 4, true)
  }
  return out
}
