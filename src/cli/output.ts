// Writes output synchronously: loading the streams of `process` takes 8 ms of a command that may take 150.

// As an import it would be looked through for all that it exports, streams among it.
const { writeSync } = process.getBuiltinModule('node:fs')

/** Gives a way to write to standard output or standard error; what a reader who is slow leaves waits in a stream. */
export function outputTo(descriptor: 1 | 2): (text: string) => void {
  let isStream = false
  const stream = () => (descriptor === 1 ? process.stdout : process.stderr)
  return (text) => {
    const bytes = Buffer.from(text)
    let at = 0
    try {
      while (!isStream && at < bytes.length) at += writeSync(descriptor, bytes, at)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      // Whoever reads only the first lines, as `head` does, is no failure.
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw error
      isStream = true
      stream().on('error', () => process.exit(0))
    }
    if (isStream) stream().write(bytes.subarray(at))
  }
}
