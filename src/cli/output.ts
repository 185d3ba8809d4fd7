// Writes output synchronously: loading the streams of `process` takes 8 ms of a command that may take 150.

// As an import it would be looked through for all that it exports, streams among it.
const { writeSync } = process.getBuiltinModule('node:fs')

/** Gives a way to write to standard output or standard error; what a reader who is slow leaves waits in a stream. */
export function outputTo(descriptor: 1 | 2): (text: string) => void {
  let isStream = false
  let isClosed = false
  const stream = () => (descriptor === 1 ? process.stdout : process.stderr)
  return (text) => {
    const bytes = Buffer.from(text)
    let at = 0
    try {
      while (!isStream && !isClosed && at < bytes.length) at += writeSync(descriptor, bytes, at)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      // Whoever reads only the first lines, as `head` does, is no failure; what was asked for is done to its end all the same.
      if (code === 'EPIPE') isClosed = true
      else if (code !== 'EAGAIN') throw error
      else {
        isStream = true
        stream().on('error', () => {
          isClosed = true
        })
      }
    }
    if (isStream && !isClosed) stream().write(bytes.subarray(at))
  }
}
