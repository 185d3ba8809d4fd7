// Corrects the times in a recorded WebM. A recorder stores when each frame arrived, so that on a machine that draws slowly a turn
// of four seconds would last minutes: here the frames are spread evenly over the film. Nothing else changes, not even the length.
// https://www.rfc-editor.org/rfc/rfc8794 (EBML), https://www.matroska.org/technical/elements.html

const IDS = {
  ...{ segment: 0x18538067, info: 0x1549a966, duration: 0x4489, cluster: 0x1f43b675, timestamp: 0xe7 },
  ...{ blockGroup: 0xa0, block: 0xa1, simpleBlock: 0xa3, blockDuration: 0x9b },
} as const
const HOLDERS = new Set<number>([IDS.segment, IDS.info, IDS.cluster, IDS.blockGroup])

interface Element {
  id: number
  /** Where its content begins and ends. */
  from: number
  to: number
}

/** A number of one to eight bytes whose first says how many. @returns it, where the next begins, and whether all its bits are set */
function variable(view: DataView, at: number, keepsMark: boolean): { value: number; next: number; isUnknown: boolean } {
  const first = view.getUint8(at)
  const length = Math.clz32(first) - 23
  if (length > 8) throw new RangeError('no EBML number')
  let value = keepsMark ? first : first & (0xff >> length)
  let isUnknown = value === 0xff >> length
  for (let more = 1; more < length; more++) {
    const byte = view.getUint8(at + more)
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value, next: at + length, isUnknown }
}

/** What is in a part of the file, and in what holds others. @throws RangeError where it is no EBML */
function* elementsOf(view: DataView, from: number, to: number): Generator<Element> {
  for (let at = from; at < to; ) {
    const { value: id, next } = variable(view, at, true)
    const size = variable(view, next, false)
    // What was recorded live does not say how long it is: what follows lies in it.
    const end = size.isUnknown ? to : size.next + size.value
    if (end > to) throw new RangeError('an EBML element is cut off')
    yield { id, from: size.next, to: end }
    if (HOLDERS.has(id)) yield* elementsOf(view, size.next, end)
    at = end
  }
}

function setWhole(view: DataView, { from, to }: Element, value: number): void {
  let left = Math.min(value, 256 ** (to - from) - 1)
  for (let at = to - 1; at >= from; at--) {
    view.setUint8(at, left % 256)
    left = Math.floor(left / 256)
  }
}

/**
 * Spreads the frames of a film of one track evenly over a time, in place. A film that is not understood stays as it is.
 * @param milliseconds how long it is, less than 32 seconds
 */
export function spreadFrames(film: Uint8Array<ArrayBuffer>, milliseconds: number): void {
  const view = new DataView(film.buffer, film.byteOffset, film.byteLength)
  let elements: Element[]
  try {
    elements = [...elementsOf(view, 0, film.length)]
  } catch {
    return
  }
  const isFrame = ({ id }: Element) => id === IDS.block || id === IDS.simpleBlock
  const step = milliseconds / elements.filter(isFrame).length
  let frame = 0
  let cluster = 0
  for (const element of elements) {
    const time = Math.round(frame * step)
    if (element.id === IDS.duration && element.to - element.from === 4) view.setFloat32(element.from, milliseconds)
    else if (element.id === IDS.duration) view.setFloat64(element.from, milliseconds)
    else if (element.id === IDS.blockDuration) setWhole(view, element, Math.round(step))
    else if (element.id === IDS.timestamp) {
      cluster = Math.min(time, 256 ** (element.to - element.from) - 1)
      setWhole(view, element, cluster)
    } else if (isFrame(element)) {
      // After the number of the track, how much later than its cluster it is.
      view.setInt16(variable(view, element.from, false).next, time - cluster)
      frame++
    }
  }
}
