// The tabs of the form, one for each capability that has one.
import { element } from '../controls/index.ts'
import { TABS, tabTitle } from './drafts.ts'
import { t } from './l10n.ts'

/** @param content the form of a capability, by its id */
export const tabEntries = (content: (id: string) => HTMLElement | undefined) =>
  TABS.map(({ id, title, summary }) => ({
    ...{ id, title: t(tabTitle(title)), tooltip: t(summary) },
    panel: element('div'),
    content: content(id) ?? element('div'),
  }))
