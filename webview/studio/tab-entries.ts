// The tabs of the form. One with several capabilities has a switch between their forms on top.
import { element, segmented } from '../controls/index.ts'
import { type FormTab, TABS } from './drafts.ts'
import { t } from './l10n.ts'

/** What the switch of a tab calls its forms: `Text to image` is Text, `Image to views` is Views. */
const formTitle = (title: string): string =>
  title.replace(/ to image$/, '').replace(/^Image to (\w)/, (_, letter: string) => letter.toUpperCase())

export interface TabParts {
  tab: FormTab
  content: HTMLElement
  /** Brings the form of a capability to the front of its tab. */
  show(capability: string): void
}

/**
 * @param content the form of a capability, by its id
 * @param choose hears which form a person brings to the front
 */
export const tabParts = (
  content: (id: string) => HTMLElement | undefined,
  choose: (capability: string) => void,
): readonly TabParts[] =>
  TABS.map((tab) => {
    const forms = tab.forms.map(({ id }) => ({ id, root: content(id) ?? element('div') }))
    const [only] = forms
    if (forms.length === 1 && only) return { tab, content: only.root, show: () => undefined }
    const choice = segmented({
      label: t('What to draw from'),
      testId: `forms-${tab.id}`,
      choices: tab.forms.map(({ id, title }) => ({ value: id, title: t(formTitle(title)) })),
      onChange: choose,
    })
    const head = element('div', 'form-switch', {}, choice.root)
    const root = element('div', 'form-group', {}, head)
    const show = (capability: string) => {
      choice.value = capability
      for (const form of forms) {
        if (form.id !== capability) form.root.remove()
        else if (form.root.parentNode !== root) root.append(form.root)
      }
    }
    show(only?.id ?? '')
    return { tab, content: root, show }
  })
