// Creates elements in one line, and the small parts every control needs. No HTML strings anywhere: text from a prompt or a file
// name is only ever text, and the content security policy allows no style attributes.

export type Child = Node | string | undefined | false

/** Attributes by name; `true` sets an empty one, `undefined` and `false` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** An element with classes, attributes and children; absent children are skipped. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className) made.className = className
  setAttributes(made, attributes)
  append(made, children)
  return made
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(target, name, value)
}

/** Sets, or takes away when the value is `undefined` or `false`. Writes nothing when nothing changes. */
export function setAttribute(target: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) {
    if (target.hasAttribute(name)) target.removeAttribute(name)
    return
  }
  const text = value === true ? '' : String(value)
  if (target.getAttribute(name) !== text) target.setAttribute(name, text)
}

export function append(target: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== undefined && child !== false) target.append(child)
}

/** Replaces the text only when it differs, so that screen readers do not hear it again. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/** A codicon as decoration: hidden from screen readers, since a label stands beside it or on its button. */
export const icon = (name: string, className = ''): HTMLElement =>
  element('span', `codicon codicon-${name}${className ? ` ${className}` : ''}`, { 'aria-hidden': 'true' })

let lastId = 0
/** An id that no other element of this page has. */
export const uniqueId = (prefix: string): string => `${prefix}-${++lastId}`
