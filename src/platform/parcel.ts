// Files on their way into a thread and out of it: buffers are handed over, not cloned. A message that clones holds what it is
// sent twice until it has arrived: of a model of 28 MB, 28 MB more than the copy that the thread works on.

/** What a thread is sent: the message, and the buffers that go with it, which their sender has no more. */
export interface Parcel<Job> {
  readonly job: Job
  readonly transfer: ArrayBuffer[]
}

interface WithFiles {
  readonly bytes: Uint8Array
  readonly files?: ReadonlyMap<string, Uint8Array>
}

/**
 * A job with its files as the thread's own: copies of them, or the very same where nobody else needs them.
 * @param gives whether the sender's own bytes may be emptied
 */
export function parcelOf<Job extends WithFiles>(job: Job, gives = false): Parcel<Job> {
  const transfer = new Set<ArrayBuffer>()
  const taken = (bytes: Uint8Array): Uint8Array => {
    const buffer = gives ? wholeOf(bytes) : undefined
    const own = buffer && !transfer.has(buffer) ? bytes : new Uint8Array(bytes)
    const whole = wholeOf(own)
    if (whole) transfer.add(whole)
    return own
  }
  const files = job.files && new Map([...job.files].map(([name, bytes]) => [name, taken(bytes)] as const))
  const sent: Job = { ...job, bytes: taken(job.bytes), ...(files && { files }) }
  return { job: sent, transfer: [...transfer] }
}

/** The buffers of files that can be handed over: those that hold nothing else. */
export function buffersOf(files: readonly { readonly bytes: Uint8Array }[]): ArrayBuffer[] {
  return [...new Set(files.flatMap(({ bytes }) => wholeOf(bytes) ?? []))]
}

/** A transfer takes a whole buffer, whatever else lies in it. */
function wholeOf({ buffer, byteLength }: Uint8Array): ArrayBuffer | undefined {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? buffer : undefined
}
