// The values of a part's materials, to be changed: while a slider is drawn the picture follows; letting go makes it a step of
// VS Code's undo. Pictures are dropped on the places of a material, or chosen there.
import { Color, type Material, MeshStandardMaterial } from 'three'
import type { Operation } from '../../src/mesh/tools/operations.ts'
import { TEXTURE_SLOTS, type TextureSlot } from '../../src/mesh/tools/operators.ts'
import { element, uniqueId } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import { materialNumber } from '../viewport/sources.ts'

type Change = Omit<Extract<Operation, { kind: 'material' }>, 'kind' | 'material'>
type AlphaMode = NonNullable<Change['alphaMode']>

export interface MaterialOwner {
  /** Whether the file can be changed. */
  isEditable(): boolean
  change(operation: Operation): void
  /** A value is being tried. */
  tried(): void
  putTexture(material: number, slot: TextureSlot, picture: Blob): void
}

/** Materials of one part that are shown to be changed. */
const MOST = 6

/** The editors of a part's materials; nothing where the file cannot be changed. */
export function materialEditors(materials: readonly Material[], owner: MaterialOwner): HTMLElement[] {
  if (!owner.isEditable()) return []
  return [...new Set(materials)].slice(0, MOST).flatMap((material) => {
    const number = materialNumber(material)
    return material instanceof MeshStandardMaterial && number !== undefined ? [editorOf(material, number, owner)] : []
  })
}

function editorOf(material: MeshStandardMaterial, number: number, owner: MaterialOwner): HTMLElement {
  const change = (values: Change) => owner.change({ kind: 'material', material: number, ...values })
  const color = colorInput(material.color, (made) => change({ color: [made.r, made.g, made.b, material.opacity] }))
  const emissive = colorInput(material.emissive, (made) => change({ emissive: [made.r, made.g, made.b] }))
  const share = (value: number, tried: (share: number) => void, kept: (share: number) => void) => {
    const input = element('input', 'model-slider', { type: 'range', min: 0, max: 1, step: 0.01 })
    input.value = String(value)
    input.addEventListener('input', () => {
      tried(input.valueAsNumber)
      owner.tried()
    })
    input.addEventListener('change', () => kept(input.valueAsNumber))
    return input
  }
  const sided = element('input', '', { type: 'checkbox', checked: material.side === 2 })
  sided.addEventListener('change', () => change({ doubleSided: sided.checked }))
  const { r, g, b } = material.color
  const rows: readonly (readonly [string, HTMLElement])[] = [
    [t('Base color'), color],
    [
      t('Metallic'),
      share(
        material.metalness,
        (value) => {
          material.metalness = value
        },
        (metallic) => change({ metallic }),
      ),
    ],
    [
      t('Roughness'),
      share(
        material.roughness,
        (value) => {
          material.roughness = value
        },
        (roughness) => change({ roughness }),
      ),
    ],
    [
      t('Opacity'),
      share(
        material.opacity,
        (value) => {
          material.opacity = value
        },
        (opacity) => change({ color: [r, g, b, opacity] }),
      ),
    ],
    [t('Transparency'), alphaChoice(material, (alphaMode) => change({ alphaMode }))],
    [t('Emissive'), emissive],
    [t('Double sided'), sided],
  ]
  const title = material.name === '' ? t('Change Material') : t('Change Material “{0}”', material.name)
  return element(
    'details',
    'material-editor',
    { open: true },
    element('summary', '', {}, title),
    ...rows.map(([label, control]) => row(label, control)),
    element('div', 'material-slots', {}, ...TEXTURE_SLOTS.map((slot) => slotButton(number, slot, owner))),
  )
}

function row(label: string, control: HTMLElement): HTMLElement {
  const id = uniqueId('material')
  control.id = id
  return element('div', 'operator-row', {}, element('label', '', { for: id }, label), control)
}

function colorInput(color: Color, kept: (color: Color) => void): HTMLInputElement {
  const input = element('input', 'material-color', { type: 'color' })
  input.value = `#${color.getHexString()}`
  // Read as sRGB, which the picker shows, into the linear light that files hold.
  input.addEventListener('change', () => kept(new Color(input.value)))
  return input
}

function alphaChoice({ transparent, alphaTest }: MeshStandardMaterial, kept: (mode: AlphaMode) => void) {
  const own: AlphaMode = transparent ? 'BLEND' : alphaTest > 0 ? 'MASK' : 'OPAQUE'
  const words: Readonly<Record<AlphaMode, string>> = {
    OPAQUE: t('None'),
    MASK: t('Cut out'),
    BLEND: t('Blended'),
  }
  const select = element('select', 'tv-select')
  const modes = ['OPAQUE', 'MASK', 'BLEND'] as const
  for (const mode of modes) select.append(element('option', '', { value: mode, selected: mode === own }, words[mode]))
  select.addEventListener('change', () => {
    const mode = modes.find((one) => one === select.value)
    if (mode) kept(mode)
  })
  return select
}

/** A place for a picture: it is dropped there, or chosen after a click. */
function slotButton(material: number, slot: TextureSlot, owner: MaterialOwner): HTMLElement {
  const words: Readonly<Record<TextureSlot, string>> = {
    color: t('Color'),
    normal: t('Normals'),
    metallicRoughness: t('Metal and roughness'),
    occlusion: t('Occlusion'),
    emissive: t('Glow'),
  }
  const file = element('input', 'visually-hidden', { type: 'file', accept: 'image/png,image/jpeg,image/webp' })
  file.tabIndex = -1
  file.setAttribute('aria-hidden', 'true')
  const button = element('button', 'tv-button material-slot', { type: 'button' }, words[slot])
  button.title = t('Drop a picture here, or click to choose one')
  button.dataset['slot'] = slot
  button.addEventListener('click', () => file.click())
  file.addEventListener('change', () => {
    const [picture] = file.files ?? []
    if (picture) owner.putTexture(material, slot, picture)
    file.value = ''
  })
  const over = (isOver: boolean) => button.classList.toggle('is-over', isOver)
  button.addEventListener('dragover', (event) => {
    event.preventDefault()
    over(true)
  })
  button.addEventListener('dragleave', () => over(false))
  button.addEventListener('drop', (event) => {
    event.preventDefault()
    event.stopPropagation()
    over(false)
    const picture = [...(event.dataTransfer?.files ?? [])].find(({ type }) => type.startsWith('image/'))
    if (picture) owner.putTexture(material, slot, picture)
  })
  return element('span', '', {}, button, file)
}
