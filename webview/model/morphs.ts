// Sliders for the morph targets of the selection: those with the same name move together.
import type { Mesh } from 'three'
import { element, setText } from '../controls/index.ts'
import { walkToolbar } from '../controls/roving.ts'
import { t } from '../studio/l10n.ts'
import { fitMorphBox } from '../viewport/morph-box.ts'

/** Most sliders that are shown. */
const MOST = 80

interface Target {
  mesh: Mesh
  index: number
}

/** The targets of meshes by name; those without one by their number. */
function targetsOf(meshes: readonly Mesh[]): Map<string, Target[]> {
  const found = new Map<string, Target[]>()
  for (const mesh of meshes) {
    // Some programs write empty names, or one name for several; of those the dictionary knows the last.
    const names = new Map(Object.entries(mesh.morphTargetDictionary ?? {}).map(([name, index]) => [index, name.trim()]))
    for (const index of (mesh.morphTargetInfluences ?? []).keys()) {
      const name = names.get(index) || String(index)
      found.set(name, [...(found.get(name) ?? []), { mesh, index }])
    }
  }
  return found
}

/** @param changed the shape is another @returns nothing where there are no morph targets */
export function morphSliders(meshes: readonly Mesh[], changed: () => void): HTMLElement | undefined {
  const targets = [...targetsOf(meshes)].slice(0, MOST)
  if (targets.length === 0) return undefined
  const rows = targets.map(([name, own]) => {
    const first = own[0]
    const value = first?.mesh.morphTargetInfluences?.[first.index] ?? 0
    const figure = element('span', 'morph-figure', {}, value.toFixed(2))
    const input = element('input', 'model-slider', { type: 'range', min: 0, max: 1, step: 0.01, value })
    input.addEventListener('input', () => {
      for (const { mesh, index } of own) {
        if (mesh.morphTargetInfluences) mesh.morphTargetInfluences[index] = Number(input.value)
        fitMorphBox(mesh)
      }
      setText(figure, Number(input.value).toFixed(2))
      changed()
    })
    const label = /^\d+$/.test(name) ? t('Target {0}', Number(name) + 1) : name
    return element('label', 'morph-row', {}, element('span', 'morph-name', { dir: 'auto' }, label), input, figure)
  })
  // One tab stop: up and down walk the sliders, left and right move them.
  const list = element('div', '', { role: 'toolbar', 'aria-label': t('Morph targets') }, ...rows)
  walkToolbar(list, { isVertical: true })
  return element('div', 'properties-group', {}, element('h3', '', {}, t('Morph targets')), list)
}
