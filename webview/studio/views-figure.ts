// A small figure seen from above, in the middle of the four views: it faces the front view, so that it is clear whose left is
// meant.
const NAMESPACE = 'http://www.w3.org/2000/svg'

function shape(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

/** A decoration: the places themselves say which side they are. */
export function viewsFigure(): SVGElement {
  const root = shape('svg', { viewBox: '0 0 64 64', class: 'views-figure', 'aria-hidden': 'true' })
  root.append(
    shape('ellipse', { cx: '32', cy: '36', rx: '21', ry: '9', class: 'views-figure-body' }),
    // The feet, seen below the shoulders, point the way the face does.
    shape('path', { d: 'M22 29v-9M42 29v-9', class: 'views-figure-line' }),
    shape('circle', { cx: '32', cy: '34', r: '10', class: 'views-figure-head' }),
    shape('path', { d: 'M28.5 25.5 32 20l3.5 5.5z', class: 'views-figure-nose' }),
    shape('path', { d: 'M32 14V4m0 0-4 4m4-4 4 4', class: 'views-figure-line' }),
  )
  return root
}
