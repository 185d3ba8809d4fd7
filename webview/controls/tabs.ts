// Tabs: a tablist whose arrow keys activate a tab at once. Tabs that do not fit scroll sideways, and a menu at the end lists the
// hidden ones, so that no title is only partly visible.
import { element, icon, setAttribute, uniqueId } from './dom.ts'
import { PopupMenu } from './popup-menu.ts'
import { movedIndex } from './roving.ts'

export interface Tab {
  id: string
  title: string
  tooltip: string
  panel: HTMLElement
  /** What the panel shows. Only the one in front is in the page, so that what is hidden cannot be found or focused. */
  content: HTMLElement
}

export interface TabsHandle {
  root: HTMLElement
  /** The id of the tab in front. */
  selected: string
}

/**
 * @param onSelect hears which tab a person brought to the front
 * @param moreLabel of the button for tabs that do not fit
 */
export function tabs(
  label: string,
  entries: readonly Tab[],
  onSelect: (id: string) => void,
  moreLabel: string,
): TabsHandle {
  const list = element('div', 'control-tabs-list', { role: 'tablist', 'aria-label': label })
  const menu = new PopupMenu()
  const more = element(
    'button',
    'control-tabs-more',
    { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': moreLabel, title: moreLabel },
    icon('chevron-down'),
  )
  setAttribute(more, 'data-testid', 'more-tabs')
  more.hidden = true
  const root = element('div', 'control-tabs', {}, list, more, menu.root)
  let selected = entries[0]?.id ?? ''
  const buttons = entries.map((entry, index) => {
    const id = uniqueId('tab')
    entry.panel.id ||= uniqueId('panel')
    const tab = element(
      'button',
      'control-tab',
      { type: 'button', role: 'tab', id, 'aria-controls': entry.panel.id, title: entry.tooltip },
      entry.title,
    )
    setAttribute(tab, 'data-testid', `tab-${entry.id}`)
    setAttribute(entry.panel, 'role', 'tabpanel')
    setAttribute(entry.panel, 'aria-labelledby', id)
    tab.addEventListener('click', () => choose(index))
    tab.addEventListener('keydown', (event) => {
      const next = movedIndex(event.key, index, entries.length, true)
      if (next === undefined) return
      event.preventDefault()
      choose(next)
      buttons[next]?.focus()
    })
    return tab
  })
  list.append(...buttons)
  const isTooNarrow = () => list.scrollWidth > list.clientWidth
  /** Tabs of which something is out of sight. */
  const hidden = () => {
    const { left, right } = list.getBoundingClientRect()
    return entries.flatMap((_, index) => {
      const box = buttons[index]?.getBoundingClientRect()
      return box && (box.left < left - 1 || box.right > right + 1) ? [index] : []
    })
  }
  more.addEventListener('click', () => {
    const items = hidden().map((index) => {
      const { title = '' } = entries[index] ?? {}
      return { label: title, icon: 'blank', run: () => choose(index) }
    })
    menu.toggle(more, moreLabel, items)
  })
  /** Half a word says nothing: it is in the menu. */
  const mark = () => {
    const cut = more.hidden ? [] : hidden()
    for (const [index, tab] of buttons.entries()) tab.classList.toggle('is-cut', cut.includes(index))
  }
  /** Scrolls the tab in front into sight: sideways alone, the page stays where it is. */
  const reveal = () => {
    const front = buttons.find((_, index) => entries[index]?.id === selected)
    if (!front || !isTooNarrow()) return
    const [room, box] = [list.getBoundingClientRect(), front.getBoundingClientRect()]
    list.scrollLeft += Math.min(0, box.left - room.left) + Math.max(0, box.right - room.right)
  }
  list.addEventListener('scroll', mark)
  new ResizeObserver(() => {
    // Measured without the button, which takes room itself.
    more.hidden = true
    more.hidden = !isTooNarrow()
    // A tab that came to the front while nothing was to be seen of the tabs, too.
    reveal()
    mark()
  }).observe(root)

  const show = () => {
    for (const [index, entry] of entries.entries()) {
      const isFront = entry.id === selected
      const tab = buttons[index]
      entry.panel.hidden = !isFront
      if (!isFront) entry.content.remove()
      else if (entry.content.parentNode !== entry.panel) entry.panel.append(entry.content)
      if (!tab) continue
      setAttribute(tab, 'aria-selected', isFront ? 'true' : 'false')
      tab.tabIndex = isFront ? 0 : -1
    }
    reveal()
    mark()
  }
  const choose = (index: number) => {
    const entry = entries[index]
    if (!entry || entry.id === selected) return
    selected = entry.id
    show()
    onSelect(selected)
  }
  show()
  return {
    root,
    get selected() {
      return selected
    },
    set selected(id) {
      if (!entries.some((entry) => entry.id === id)) return
      selected = id
      show()
    },
  }
}
