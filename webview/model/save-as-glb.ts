// The button that converts a read-only format to GLB, and the check whether a model has a very different size than the one
// before.
import { element } from '../controls/index.ts'
import type { Host } from '../studio/host.ts'
import { t } from '../studio/l10n.ts'

/** Makes a GLB beside the file and opens it; hidden at first. */
export function saveAsGlbButton(host: Host): HTMLButtonElement {
  const button = element('button', 'tv-button model-save-as', { type: 'button' }, t('Save as GLB'))
  button.hidden = true
  button.title = t('Makes a GLB beside this file and opens it. It can be changed.')
  button.addEventListener('click', async () => {
    button.disabled = true
    await host.rpc.ask('saveAsGlb', {}).catch(() => undefined)
    button.disabled = false
  })
  return button
}

/** Whether a model has become so much larger or smaller that the view of before shows nothing of it. @param before 0: none */
export const isOtherSize = (before: number, now: number): boolean =>
  before > 0 && (now > before * 4 || now < before / 4)
