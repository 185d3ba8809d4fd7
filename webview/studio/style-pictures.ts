// A small drawing of each style that a model can be rebuilt in: words alone do not show the result. In the text's color, so that
// every theme shows them.
const NAMESPACE = 'http://www.w3.org/2000/svg'

type Shape = readonly [path: string, opacity: number]

const square = (x: number, y: number, side: number): string => `M${x} ${y}h${side}v${side}h-${side}z`

/** Five rows of small cubes that make a ball. */
const VOXELS: readonly Shape[] = [3, 5, 5, 5, 3].flatMap((count, row) =>
  Array.from({ length: count }, (_, column): Shape => {
    const x = 20 - count * 2.5 + column * 5
    return [square(x + 0.3, 4 + row * 5, 4.4), 0.9 - row * 0.12 - (column % 2) * 0.15]
  }),
)

const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  lego: [
    ['M6 19h28v10H6z', 0.55],
    ['M9 16h5v3H9zM17.5 16h5v3h-5zM26 16h5v3h-5z', 0.8],
    ['M12 8h16v8H12z', 0.7],
    ['M14 5h5v3h-5zM21 5h5v3h-5z', 0.95],
  ],
  voxel: VOXELS,
  // A net of bones around holes.
  voronoi: [
    [
      'M20 3a13 13 0 1 0 .01 0zM15 6l4-1 5 4-3 6-7-1-1-5zM11 10l1 5-4 5-1-3zM25 7l5 5-1 5-6-1-1-2zM14 17l7 1 2 5-4 4-6-3zM24 18l6 1-2 6-4-1zM9 21l3-3-1 5z',
      0.85,
    ],
  ],
  minecraft: [
    ['M20 3l13 6-13 6-13-6z', 0.95],
    ['M7 9l13 6v14L7 23z', 0.6],
    ['M33 9l-13 6v14l13-6z', 0.4],
    ['M7 9l13 6v4l-4-2v2l-4-2v-2l-5-2z', 0.85],
  ],
}

/** The drawing of a style; undefined where there is none. */
export function stylePicture(style: string): SVGElement | undefined {
  const shapes = SHAPES[style]
  if (!shapes) return undefined
  const root = document.createElementNS(NAMESPACE, 'svg')
  root.setAttribute('viewBox', '0 0 40 32')
  root.setAttribute('class', 'control-segment-picture')
  root.setAttribute('aria-hidden', 'true')
  for (const [d, opacity] of shapes) {
    const path = document.createElementNS(NAMESPACE, 'path')
    path.setAttribute('d', d)
    path.setAttribute('fill', 'currentColor')
    path.setAttribute('fill-rule', 'evenodd')
    path.setAttribute('opacity', String(opacity))
    root.append(path)
  }
  return root
}
