// What is wrong with the displayed model: a list beside the picture. A finding shows its worst places in the picture, one after
// the other, and is fixed by the repair step that belongs to it.
import { Box3, Vector3 } from 'three'
import { type OperatorValues, operatorOf } from '../../src/mesh/tools/operators.ts'
import type { RequestResult } from '../../src/protocol/index.ts'
import { element, icon, iconButton, setAttribute, setText } from '../controls/index.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayOf, t, together } from '../studio/l10n.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { Anchors } from './anchors.ts'
import type { OperatorTools } from './operator-tools.ts'

type Finding = RequestResult<'checkModel'>['findings'][number]

const ICONS: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', info: 'info' }
/** How much around a place is shown, as a share of the model's radius. */
const AROUND = 0.08

export interface CheckPanelParts {
  readonly host: Host
  readonly viewport: Viewport
  readonly operators: OperatorTools
  isEditable(): boolean
}

export class CheckPanel {
  readonly button: HTMLButtonElement
  readonly root = element('section', 'tv-panel check-panel', { 'aria-label': t('Check Model') })
  readonly #parts: CheckPanelParts
  readonly #anchors: Anchors
  readonly #list = element('ul', 'check-list')
  readonly #close = iconButton({ icon: 'close', label: t('Close'), onClick: () => this.toggle() })
  readonly #said = element('p', 'tv-hint', { role: 'status' })
  #removers: (() => void)[] = []
  /** The finding whose places are shown, and which of them is in the middle. */
  #shown: { finding: Finding; place: number } | undefined

  constructor(parts: CheckPanelParts) {
    this.#parts = parts
    this.#anchors = new Anchors(parts.viewport)
    this.button = iconButton({ icon: 'checklist', label: t('Check Model'), onClick: () => this.toggle() })
    const head = element('div', 'tv-keys-head', {}, element('h2', 'tv-keys-title', {}, t('Check Model')))
    head.append(element('span', 'model-space'), this.#close)
    this.root.append(head, this.#said, this.#list)
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape') this.toggle()
    })
    setAttribute(this.button, 'aria-pressed', 'false')
  }

  toggle(): void {
    if (!this.root.hidden) {
      this.#parts.viewport.panels.close(this)
      return
    }
    this.#open()
    this.#close.focus()
    void this.refresh()
  }

  hide(): void {
    this.#show(false)
  }

  #open(): void {
    this.#show(true)
    this.#parts.viewport.panels.opened(this)
  }

  #show(isShown: boolean): void {
    this.root.hidden = !isShown
    setAttribute(this.button, 'aria-pressed', String(isShown))
    this.#clear()
  }

  /** Opens with what is known of a file that cannot be shown; stays shut where nothing more than that is known. */
  async explain(): Promise<void> {
    const findings = await this.#ask().catch(() => [])
    if (findings.length === 0) return
    this.#open()
    this.#setFindings(findings)
  }

  /** Opens with a finding's places in the picture. @param text its sentence */
  async showFinding(text: string): Promise<void> {
    this.#open()
    await this.refresh()
    const row = [...this.#list.children].find((one) => one.querySelector('.check-text')?.textContent === text)
    const label = row?.querySelector('.check-finding')
    row?.scrollIntoView({ block: 'nearest' })
    // What is nowhere in the picture is at least shown in the list.
    if (label instanceof HTMLElement) label.focus()
    if (label instanceof HTMLButtonElement) label.click()
  }

  async #ask(): Promise<readonly Finding[]> {
    return (await this.#parts.host.rpc.ask('checkModel', {})).findings
  }

  /** Looks anew, where the list is open. */
  async refresh(): Promise<void> {
    this.#clear()
    if (this.root.hidden) return
    setText(this.#said, t('Working…'))
    this.#list.replaceChildren()
    try {
      this.#setFindings(await this.#ask())
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      setText(this.#said, together(sentence, nextStep))
    }
  }

  #setFindings(findings: readonly Finding[]): void {
    const { length } = findings
    const words = length === 1 ? t('1 finding') : t('{0} findings', length)
    setText(this.#said, length === 0 ? t('Nothing was found.') : words)
    this.#list.replaceChildren(...findings.map((finding) => this.#row(finding)))
  }

  #row(finding: Finding): HTMLElement {
    const { severity, text, places, repair } = finding
    const words = element('span', 'check-text', {}, text)
    const label = element(places.length > 0 ? 'button' : 'span', 'check-finding', {}, icon(ICONS[severity]), words)
    if (label instanceof HTMLButtonElement) {
      label.type = 'button'
      label.title = t('Show where; again for the next place')
      label.addEventListener('click', () => this.#showPlaces(finding))
    } else label.tabIndex = -1
    const row = element('li', 'check-row', { 'data-severity': severity }, label)
    if (repair === undefined || !this.#parts.isEditable()) return row
    const mend = element('button', 'tv-button', { type: 'button' }, t('Repair'))
    mend.addEventListener('click', () => void this.#repair(repair))
    row.append(mend)
    return row
  }

  /** The repair with this step alone; its other steps are there to be ticked. */
  async #repair(step: string): Promise<void> {
    const operator = operatorOf('repair')
    if (!operator) return
    const values: OperatorValues = Object.fromEntries(operator.fields.map(({ name }) => [name, name === step]))
    await this.#parts.operators.run(operator, values)
    await this.refresh()
  }

  #showPlaces(finding: Finding): void {
    const { viewport } = this.#parts
    const isSame = this.#shown?.finding === finding
    const place = isSame ? ((this.#shown?.place ?? 0) + 1) % finding.places.length : 0
    if (!isSame) this.#clear()
    this.#shown = { finding, place }
    const points = finding.places.map(([x = 0, y = 0, z = 0]) => new Vector3(x, y, z))
    if (!isSame)
      for (const point of points)
        this.#removers.push(this.#anchors.add(element('span', 'check-place', { 'aria-hidden': 'true' }), () => point))
    const point = points[place]
    const side = Math.max(viewport.model?.radius ?? 1, 1e-6) * AROUND
    if (point) viewport.frame(new Box3().setFromCenterAndSize(point, new Vector3(side, side, side)))
  }

  #clear(): void {
    for (const away of this.#removers) away()
    this.#removers = []
    this.#shown = undefined
  }
}
