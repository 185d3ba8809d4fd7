// Disk access for the service's client: downloads to temporary files beside their target, reading files to upload.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readFile as read, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { linkNew, takeFreeName } from './atomic.ts'

const TEMPORARY = '.tripo-download'

/** Ending of the note beside a file that an interrupted run may leave. */
const CHECKPOINT = '.mark'
/** Bytes of a download between two checkpoints: less is downloaded anew as quickly. */
const CHECKPOINT_EVERY = 4 * 1024 * 1024
/** Bytes of a kept file that are shown to its reader. */
const HEAD = 512

interface Checkpoint {
  bytes: number
  sha256: string
  note: string
}

class Writer {
  #hash = createHash('sha256')
  #bytes = 0
  #isClosed = false
  partial: { bytes: number; head: Uint8Array; note: string } | undefined

  readonly #path: string
  readonly #file: FileHandle

  constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  async write(chunk: Uint8Array): Promise<void> {
    let done = 0
    while (done < chunk.length) {
      const { bytesWritten } = await this.#file.write(chunk, done, chunk.length - done, this.#bytes + done)
      done += bytesWritten
    }
    this.#bytes += chunk.length
    this.#hash.update(chunk)
  }

  async restart(): Promise<void> {
    await this.#file.truncate(0)
    this.#bytes = 0
    this.#hash = createHash('sha256')
  }

  /** The bytes first, then the checkpoint with their digest: a torn checkpoint, or one without its bytes, is seen as such. */
  async checkpoint(note: string): Promise<void> {
    await this.#file.sync()
    const checkpoint: Checkpoint = { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex'), note }
    // Without a checkpoint the next run only begins anew.
    await writeFile(this.#path + CHECKPOINT, JSON.stringify(checkpoint)).catch(() => {})
  }

  /** Begins with a copy of what another file has, up to the checkpoint; with nothing when that is not what it was. */
  async continueFrom(path: string, { bytes, sha256, note }: Checkpoint): Promise<void> {
    let head = new Uint8Array()
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('not read as bytes')
      if (head.length === 0) head = new Uint8Array(chunk.subarray(0, HEAD))
      await this.write(chunk)
    }
    if (this.#bytes !== bytes || this.#hash.copy().digest('hex') !== sha256)
      throw new Error('not as it was at the checkpoint')
    await this.checkpoint(note)
    this.partial = { bytes, head, note }
  }

  /** Closes the file after its bytes have reached the disk. */
  async close(): Promise<{ path: string; bytes: number; sha256: string }> {
    await this.#file.sync()
    this.#isClosed = true
    await this.#file.close()
    await rm(this.#path + CHECKPOINT, { force: true }).catch(() => {})
    return { path: this.#path, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  async leave(): Promise<void> {
    if (!this.#isClosed) await this.#file.close().catch(() => {})
    this.#isClosed = true
  }

  async discard(): Promise<void> {
    await this.leave()
    for (const path of [this.#path, this.#path + CHECKPOINT]) await rm(path, { force: true }).catch(() => {})
  }
}

async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  try {
    const { bytes, sha256, note }: Record<string, unknown> = JSON.parse(await read(path, 'utf8'))
    const isGood = Number.isSafeInteger(bytes) && typeof bytes === 'number' && bytes > 0
    return isGood && typeof sha256 === 'string' && typeof note === 'string' ? { bytes, sha256, note } : undefined
  } catch {
    return undefined
  }
}

/**
 * Gives a new file what earlier runs have left of the same, and removes that. A copy: another process that has not
 * noticed yet that it is not its turn any more may still write to the old file.
 */
async function inherit(writer: Writer, folder: string, own: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix))
  const old = names.filter((name) => name !== own)
  const checkpoints = await Promise.all(
    old
      .filter((name) => name.endsWith(CHECKPOINT))
      .map(async (name) => ({ name, checkpoint: await readCheckpoint(join(folder, name)) })),
  )
  const [best] = checkpoints.sort((a, b) => (b.checkpoint?.bytes ?? 0) - (a.checkpoint?.bytes ?? 0))
  if (best?.checkpoint) {
    await writer
      .continueFrom(join(folder, best.name.slice(0, -CHECKPOINT.length)), best.checkpoint)
      .catch(() => writer.restart())
  }
  for (const name of old) await rm(join(folder, name), { force: true }).catch(() => {})
}

/** The sink on this machine's disk. @param checkpointEvery bytes of a download that are worth to be kept */
export function createFileSink(checkpointEvery = CHECKPOINT_EVERY) {
  return {
    checkpointEvery,
    /**
     * A new hidden file in the folder, so that the final rename stays on one volume.
     * @param name under which a later run finds what this one was cut off in
     */
    async open(folder: string, name?: string): Promise<Writer> {
      const prefix = name === undefined ? TEMPORARY : `${TEMPORARY}-${basename(name)}`
      const own = `${prefix}.${randomUUID()}`
      const writer = new Writer(join(folder, own), await open(join(folder, own), 'wx'))
      try {
        if (name !== undefined) await inherit(writer, folder, own, `${prefix}.`)
        return writer
      } catch (error) {
        await writer.discard()
        throw error
      }
    },

    /**
     * Names a temporary file. Link and unlink, since a rename would replace a file that exists.
     * File systems without links get a copy that refuses to replace.
     */
    async publish(temporary: string, folder: string, name: string): Promise<string> {
      const target = await takeFreeName(folder, basename(name), (path) => linkNew(temporary, path))
      await rm(temporary, { force: true }).catch(() => {})
      return target
    },

    async remove(path: string): Promise<void> {
      await rm(path, { force: true }).catch(() => {})
    },
  }
}

/** Reads a file; one larger than `maxBytes` is refused with the code EFBIG before it is read. */
export async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > maxBytes) throw Object.assign(new Error(`${basename(path)} has ${size} bytes`), { code: 'EFBIG' })
  return read(path)
}
