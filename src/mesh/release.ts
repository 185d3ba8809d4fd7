// Gives memory back at once. A typed array that nobody has any more stays until the engine tidies up, which it does rarely in a
// thread that makes few objects. What is sent to nobody is gone at once: of 143 MB, 45 were left.

/** Bytes below which it is not worth the while. */
const LEAST = 500_000

/** Empties arrays that nobody needs any more, whoever still holds them; views of larger buffers and small ones are left alone. */
export function release(...arrays: readonly ArrayBufferView[]): void {
  const buffers = new Set<ArrayBuffer>()
  for (const { buffer, byteLength } of arrays)
    if (buffer instanceof ArrayBuffer && byteLength >= LEAST && buffer.byteLength === byteLength) buffers.add(buffer)
  if (buffers.size > 0) give([...buffers])
}

/** Empties a file's bytes, however few. */
export function releaseFile({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) give([buffer])
}

function give(buffers: ArrayBuffer[]): void {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  port1.close()
  port1.postMessage(undefined, buffers)
}
