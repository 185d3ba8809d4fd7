// A picture for tests that only look at its beginning.

/** A PNG's first bytes with a size in pixels: enough for whoever looks before sending. */
export function png(side: number, bytes = 200): Uint8Array {
  const file = Buffer.alloc(bytes)
  file.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  file.writeUInt32BE(13, 8)
  file.write('IHDR', 12, 'latin1')
  file.writeUInt32BE(side, 16)
  file.writeUInt32BE(side, 20)
  return new Uint8Array(file)
}
