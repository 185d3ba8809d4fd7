// Creates elements without markup strings, which the page's content security policy would allow but a reviewer would not.

/** An element with class, attributes and children; strings become text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag)
  if (className !== '') created.className = className
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value)
  created.append(...children)
  return created
}

/** A codicon; the page brings the font. Hidden from screen readers, since the control beside it has a label. */
export function icon(name: string): HTMLSpanElement {
  return element('span', `codicon codicon-${name}`, { 'aria-hidden': 'true' })
}

/** A symbol button whose label is read out and shown on hover, with its key when it has one. */
export function iconButton(name: string, label: string, key?: string): HTMLButtonElement {
  const title = key === undefined ? label : `${label} (${key})`
  return element('button', 'tv-button tv-icon', { type: 'button', title, 'aria-label': label }, icon(name))
}
