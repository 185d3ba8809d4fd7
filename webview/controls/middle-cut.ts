// A title in one line that is shortened in the middle if it does not fit: its end distinguishes similar ones. The full text stays
// in the page for search and screen readers.
import { element, setAttribute } from './dom.ts'

/** Characters at the end that are always seen. */
const TAIL = 12

/** Shows a text in an element of the class `middle-cut`. */
export function setMiddleCut(into: HTMLElement, text: string): void {
  if (into.dataset.text === text) return
  into.dataset.text = text
  into.classList.add('middle-cut')
  setAttribute(into, 'title', text)
  const characters = [...text]
  // The tail begins with a letter: a blank there would be a hole after the dots.
  let at = Math.max(0, characters.length - TAIL)
  while (at > 0 && characters[at] === ' ') at += 1
  const head = characters.slice(0, at).join('')
  const tail = characters.slice(at).join('')
  into.replaceChildren(element('span', 'middle-cut-head', {}, head), element('span', 'middle-cut-tail', {}, tail))
}
