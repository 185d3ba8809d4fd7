// Disk access for the service's client: downloads to temporary files beside their target, reading files to upload.
import { createHash, randomUUID } from 'node:crypto'
import { constants, copyFile, type FileHandle, link, open, readFile as read, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

/** How often another name is tried when one is taken. */
const NAMES = 1000
const TEMPORARY = '.tripo-download'

class Writer {
  private hash = createHash('sha256')
  private bytes = 0
  private isClosed = false

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  async write(chunk: Uint8Array): Promise<void> {
    let done = 0
    while (done < chunk.length) {
      const { bytesWritten } = await this.file.write(chunk, done, chunk.length - done, this.bytes + done)
      done += bytesWritten
    }
    this.bytes += chunk.length
    this.hash.update(chunk)
  }

  async restart(): Promise<void> {
    await this.file.truncate(0)
    this.bytes = 0
    this.hash = createHash('sha256')
  }

  /** Closes the file after its bytes have reached the disk. */
  async close(): Promise<{ path: string; bytes: number; sha256: string }> {
    await this.file.sync()
    this.isClosed = true
    await this.file.close()
    return { path: this.path, bytes: this.bytes, sha256: this.hash.digest('hex') }
  }

  async discard(): Promise<void> {
    if (!this.isClosed) await this.file.close().catch(() => {})
    this.isClosed = true
    await rm(this.path, { force: true }).catch(() => {})
  }
}

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** The sink on this machine's disk. */
export function createFileSink() {
  return {
    /** A new hidden file in the folder, so that the final rename stays on one volume. */
    async open(folder: string): Promise<Writer> {
      const path = join(folder, `${TEMPORARY}-${randomUUID()}`)
      return new Writer(path, await open(path, 'wx'))
    },

    /**
     * Names a temporary file. Link and unlink, since a rename would replace a file that exists.
     * File systems without links get a copy that refuses to replace.
     */
    async publish(temporary: string, folder: string, name: string): Promise<string> {
      const safe = basename(name)
      const ending = extname(safe)
      const stem = safe.slice(0, safe.length - ending.length)
      for (let count = 1; count <= NAMES; count++) {
        const target = join(folder, count === 1 ? safe : `${stem}-${count}${ending}`)
        try {
          await place(temporary, target)
          await rm(temporary, { force: true }).catch(() => {})
          return target
        } catch (error) {
          if (!isTaken(error)) throw error
        }
      }
      throw Object.assign(new Error(`no free name for ${safe}`), { code: 'EEXIST' })
    },

    async remove(path: string): Promise<void> {
      await rm(path, { force: true }).catch(() => {})
    },
  }
}

async function place(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EXDEV') throw error
    await copyFile(temporary, target, constants.COPYFILE_EXCL)
  }
}

/** Reads a file; one larger than `maxBytes` is refused with the code EFBIG before it is read. */
export async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > maxBytes) throw Object.assign(new Error(`${basename(path)} has ${size} bytes`), { code: 'EFBIG' })
  return read(path)
}
