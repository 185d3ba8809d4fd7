// Another model that is dropped on the picture: the two are compared, in a tab of their own. Files that come from outside VS Code
// have no address by which the host could read them.
import { isModelPath } from '../../src/mesh/formats/names.ts'
import type { Host } from '../studio/host.ts'
import { t } from '../studio/l10n.ts'
import { droppedAddresses } from '../viewport/dropped-addresses.ts'

/** Listens for models on the picture, which takes drops already. @param say shows a sentence over it */
export function listenForModels(surface: HTMLElement, { rpc }: Host, say: (text: string) => void): void {
  surface.addEventListener('drop', (event) => {
    const uri = droppedAddresses(event.dataTransfer).find(isModelPath)
    const isFile = [...(event.dataTransfer?.files ?? [])].some(({ name }) => isModelPath(name))
    if (uri === undefined && !isFile) return
    event.preventDefault()
    event.stopPropagation()
    const refused = t('Drop another model of this workspace from the explorer to compare the two.')
    if (uri === undefined) say(refused)
    else
      void rpc
        .ask('compareDropped', { uri })
        .then(({ isShown }) => isShown || say(refused))
        .catch(() => say(refused))
  })
}
