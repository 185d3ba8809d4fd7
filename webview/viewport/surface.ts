// The element that the viewport draws into: it receives pointer and keys, and has a description for screen readers.
import { element } from './dom.ts'
import type { Labels } from './labels.ts'

export const surfaceOf = (labels: Labels): HTMLElement =>
  element('div', 'tv-surface', {
    tabindex: '0',
    role: 'application',
    'aria-label': labels.viewport,
    'aria-description': labels.keys,
  })
