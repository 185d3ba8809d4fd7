// One row of a form: label, control, and below it help, a remark, or a finding.

import type { Finding } from '../../src/tripo/catalogue/index.ts'
import { element, type InputHandle, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { sayFinding, t } from './l10n.ts'

export interface RowOptions {
  title: string
  help: string
  /** Always shown under the control. */
  note?: string
  /** `beside`: label left, above in very narrow forms. `above`: always above, for what needs the whole width. `within`: the control says its own name. */
  label: 'beside' | 'above' | 'within'
  /** Stands at the right end of the label's line. */
  aside?: HTMLElement
  /** The control, whatever its value is. */
  control: Pick<InputHandle<never>, 'root' | 'describe' | 'focus'>
}

export interface RowHandle {
  root: HTMLElement
  showFinding(finding: Finding | undefined): void
  /** Shows the help, or another sentence, under the control; otherwise help is a tooltip and a description. */
  showHint(text: string | undefined): void
}

export function fieldRow(options: RowOptions): RowHandle {
  const { control } = options
  const helpId = uniqueId('help')
  // Hidden, yet read out with its control. Who sees the page opens it with a button: a hint that only hovering shows is
  // none for keyboards and touch.
  const help = element('div', 'field-hint', { id: helpId, hidden: true }, options.help)
  const explain = element(
    'button',
    'field-explain',
    {
      type: 'button',
      title: options.help,
      'aria-label': t('About {0}', options.title),
      'aria-expanded': 'false',
      'aria-controls': helpId,
    },
    icon('info'),
  )
  explain.addEventListener('click', () => {
    help.hidden = !help.hidden
    setAttribute(explain, 'aria-expanded', help.hidden ? 'false' : 'true')
  })
  const hint = element('div', 'field-hint', { 'aria-live': 'polite' })
  const findingText = element('span')
  const findingIcon = icon('error')
  const finding = element('div', 'field-finding', { id: uniqueId('finding'), 'aria-live': 'polite' })
  finding.append(findingIcon, findingText)
  finding.hidden = true
  hint.hidden = true
  const note = options.note ? element('div', 'field-hint', { id: uniqueId('note') }, options.note) : undefined

  const root = element('div', `field field-${options.label}`)
  if (options.label !== 'within') {
    const label = element('label', 'field-label', { title: options.help }, options.title)
    label.addEventListener('click', () => control.focus())
    root.append(element('div', 'field-head', {}, label, explain, ...(options.aside ? [options.aside] : [])))
  } else {
    control.root.title = options.help
  }
  const shown = options.label === 'within' ? element('div', 'field-line', {}, control.root, explain) : control.root
  const body = element('div', 'field-body', {}, shown, hint)
  if (note) body.append(note)
  body.append(finding, help)
  root.append(body)

  const tie = (severity: Finding['severity'] | undefined) => {
    const ids = [...(severity ? [finding.id] : []), ...(note ? [note.id] : []), helpId]
    control.describe(ids, severity === 'error')
  }
  tie(undefined)
  return {
    root,
    showFinding(next) {
      finding.hidden = next === undefined
      setText(findingText, next ? sayFinding(next) : '')
      setAttribute(finding, 'data-severity', next?.severity)
      findingIcon.className = `codicon codicon-${next?.severity === 'warning' ? 'warning' : 'error'}`
      setAttribute(root, 'data-severity', next?.severity)
      tie(next?.severity)
    },
    showHint(text) {
      hint.hidden = !text
      setText(hint, text ?? '')
    },
  }
}
