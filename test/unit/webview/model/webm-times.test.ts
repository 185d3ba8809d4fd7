// The times in a recorded film: spread evenly, whatever the recorder noted.
import { expect, it } from 'vitest'
import { spreadFrames } from '../../../../webview/model/webm-times.ts'

/** An element of EBML; `size` stands in for how long it says that it is. */
const element = (id: readonly number[], content: readonly number[], size = [0x40, content.length]): number[] => [
  ...id,
  ...size,
  ...content,
]
const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
const [SEGMENT, INFO, CLUSTER] = [
  [0x18, 0x53, 0x80, 0x67],
  [0x15, 0x49, 0xa9, 0x66],
  [0x1f, 0x43, 0xb6, 0x75],
] as const
const timestamp = (...bytes: number[]) => element([0xe7], bytes)
const simple = (time: number) => element([0xa3], [0x81, time >> 8, time & 255, 0x80, 7])
const group = (time: number) =>
  element([0xa0], [...element([0xa1], [0x81, time >> 8, time & 255, 0, 7]), ...element([0x9b], [5])])

it('spreads frames over the film, in clusters of unknown length, too', () => {
  const film = Uint8Array.from(
    element(
      SEGMENT,
      [
        ...element(INFO, element([0x44, 0x89], [0x47, 0xc3, 0x50, 0])),
        ...element(CLUSTER, [...timestamp(0), ...simple(0), ...group(900)]),
        ...element(CLUSTER, [...timestamp(0x75, 0x30), ...simple(0), ...simple(1000)]),
      ],
      UNKNOWN,
    ),
  )
  const wanted = Uint8Array.from(
    element(
      SEGMENT,
      [
        // 400 as a float of 32 bits.
        ...element(INFO, element([0x44, 0x89], [0x43, 0xc8, 0, 0])),
        ...element(CLUSTER, [
          ...timestamp(0),
          ...simple(0),
          ...element([0xa0], [...element([0xa1], [0x81, 0, 100, 0, 7]), ...element([0x9b], [100])]),
        ]),
        ...element(CLUSTER, [...timestamp(0, 200), ...simple(0), ...simple(100)]),
      ],
      UNKNOWN,
    ),
  )
  spreadFrames(film, 400)
  expect([...film]).toEqual([...wanted])
})

it('leaves alone what it does not understand', () => {
  for (const bytes of [[], [0], [...element(SEGMENT, simple(3))].slice(0, -2), [0x1a, 0x45, 0xdf]]) {
    const film = Uint8Array.from(bytes)
    spreadFrames(film, 400)
    expect([...film]).toEqual(bytes)
  }
})
