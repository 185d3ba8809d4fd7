// The button that converts a read-only format to GLB.
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
