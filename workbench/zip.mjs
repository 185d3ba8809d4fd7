// Lists what a .vsix holds: reads a ZIP file's central directory. Enough for checking a package, without a dependency.
import { readFileSync } from 'node:fs'
import { WorkbenchError } from './report.mjs'

// APPNOTE.TXT 4.3.16 (end of central directory, 22 bytes before the comment) and 4.3.12 (one header per file, 46 bytes before its name).
const END = 0x06054b50
const HEADER = 0x02014b50

/**
 * @param {string} file
 * @returns {{ name: string, size: number, packed: number }[]} sizes in bytes
 */
export function listZip(file) {
  const bytes = readFileSync(file)
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1
  if (end < 0) throw new WorkbenchError(`${file} is not a ZIP file.`, 'Package it again.')
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const entries = []
  for (let i = 0; i < count; i += 1) {
    if (bytes.readUInt32LE(at) !== HEADER)
      throw new WorkbenchError(`${file} has a damaged directory.`, 'Package it again.')
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + (name ?? 0)),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
    })
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return entries
}
