// Edits the values of a part's materials: while a slider is dragged the picture follows; releasing it creates a step of VS Code's
// undo. Pictures are dropped onto the texture slots of a material, or chosen there.
import { Color, type Material, MeshStandardMaterial, type Texture } from 'three'
import type { Operation } from '../../src/mesh/tools/operations.ts'
import { TEXTURE_SLOTS, type TextureSlot } from '../../src/mesh/tools/operators.ts'
import { element, icon, uniqueId } from '../controls/index.ts'
import { walkToolbar } from '../controls/roving.ts'
import { t, together } from '../studio/l10n.ts'
import type { OpenDropped } from '../viewport/dropped-addresses.ts'
import { materialNumber } from '../viewport/sources.ts'
import { droppedPicture } from './dropped-picture.ts'

type Change = Omit<Extract<Operation, { kind: 'material' }>, 'kind' | 'material'>
type AlphaMode = NonNullable<Change['alphaMode']>

export interface MaterialOwner {
  /** Whether the file can be changed. */
  isEditable(): boolean
  change(operation: Operation): void
  /** A value is being tried. */
  tried(): void
  /** @param picture undefined: what was chosen or dropped is none */
  putTexture(material: number, slot: TextureSlot, picture: File | undefined): void
  /** Where the page reads a picture that the explorer hands over. */
  readonly openDropped: OpenDropped
}

/** A texture's picture, small; undefined while nothing is drawn. */
type Thumbnail = (texture: Texture) => HTMLElement | undefined

/** Materials of one part that are shown to be changed. */
const MOST = 6

/**
 * The editors of a part's materials; nothing where the file cannot be changed.
 * @param folded which are open, by the material's number; what a person opens and closes is put there
 */
export function materialEditors(
  materials: readonly Material[],
  owner: MaterialOwner,
  thumbnail: Thumbnail,
  folded: Map<number, boolean>,
): HTMLElement[] {
  if (!owner.isEditable()) return []
  const editable = [...new Set(materials)].flatMap((material) => {
    const number = materialNumber(material)
    return material instanceof MeshStandardMaterial && number !== undefined ? [{ material, number }] : []
  })
  return editable.slice(0, MOST).map(({ material, number }, at) => {
    const editor = editorOf(material, number, owner, thumbnail)
    // Of several only the first is open, until a person says otherwise.
    editor.open = folded.get(number) ?? at === 0
    editor.querySelector('summary')?.addEventListener('click', () => folded.set(number, !editor.open))
    return editor
  })
}

function editorOf(
  material: MeshStandardMaterial,
  number: number,
  owner: MaterialOwner,
  thumbnail: Thumbnail,
): HTMLDetailsElement {
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
  const slots = element(
    'div',
    'material-slots',
    { role: 'toolbar', 'aria-label': t('Textures') },
    ...TEXTURE_SLOTS.map((slot) => {
      const texture = textureIn(material, slot)
      return slotButton(number, slot, owner, texture && { name: texture.name, picture: thumbnail(texture) })
    }),
  )
  walkToolbar(slots)
  return element(
    'details',
    'material-editor',
    {},
    element('summary', '', {}, title),
    ...rows.map(([label, control]) => row(label, control)),
    slots,
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

function textureIn(material: MeshStandardMaterial, slot: TextureSlot): Texture | undefined {
  const { map, normalMap, metalnessMap, roughnessMap, aoMap, emissiveMap } = material
  const of = {
    ...{ color: map, normal: normalMap, metallicRoughness: metalnessMap ?? roughnessMap },
    ...{ occlusion: aoMap, emissive: emissiveMap },
  }
  return of[slot] ?? undefined
}

/** A place for a picture: it is dropped there, or chosen after a click. @param filled what is in it, small */
function slotButton(
  material: number,
  slot: TextureSlot,
  owner: MaterialOwner,
  filled: { name: string; picture: HTMLElement | undefined } | undefined,
): HTMLElement {
  const words: Readonly<Record<TextureSlot, string>> = {
    color: t('Color'),
    normal: t('Normals'),
    metallicRoughness: t('Metal and roughness'),
    occlusion: t('Occlusion'),
    emissive: t('Glow'),
  }
  const file = element('input', 'visually-hidden', {
    type: 'file',
    accept: 'image/png,image/jpeg,image/webp,image/avif',
  })
  file.tabIndex = -1
  file.setAttribute('aria-hidden', 'true')
  const button = element('button', 'tv-button material-slot', { type: 'button' })
  button.append(filled?.picture ?? icon(filled ? 'file-media' : 'add'), words[slot])
  button.title = filled
    ? together(
        filled.name === '' ? t('It has a picture.') : t('It has “{0}”.', filled.name),
        t('Drop another here, or click to choose one.'),
      )
    : t('Drop a picture here, or click to choose one')
  button.classList.toggle('is-filled', filled !== undefined)
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
    void droppedPicture(event.dataTransfer, owner.openDropped).then((picture) =>
      owner.putTexture(material, slot, picture),
    )
  })
  return element('span', '', {}, button, file)
}
