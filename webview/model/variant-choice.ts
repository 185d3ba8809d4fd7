// Chooses one of the material variants that a file contains (KHR_materials_variants).
import { element } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import type { Stage } from '../viewport/stage.ts'

/** What stands for the look that the file shows by itself. */
const OWN = 'own'

/** @param changed another variant is active @returns nothing if the file has none */
export function variantChoice(stage: Stage | undefined, changed: () => void): HTMLElement[] {
  const variants = stage?.model?.variants
  if (!stage || !variants || variants.names.length === 0) return []
  const option = (value: string, title: string) => element('option', '', { value }, title)
  const options = [
    option(OWN, t('As the file shows it')),
    ...variants.names.map((name, at) => option(String(at), name)),
  ]
  const choice = element('select', 'tv-select', { 'aria-label': t('Variant') }, ...options)
  choice.value = variants.active === undefined ? OWN : String(variants.active)
  choice.addEventListener('change', () => {
    variants.apply(choice.value === OWN ? undefined : Number(choice.value), stage.materials)
    changed()
  })
  return [element('div', 'properties-group', {}, element('h3', '', {}, t('Variant')), choice)]
}
