// Where the result is saved: the file's name and folder, in the form before anything is paid. Both are prefilled and can be
// edited. The folder is kept; a name is kept until the request it was typed for changes.
import { fileNameOf } from '../../src/protocol/file-names.ts'
import type { EventBody } from '../../src/protocol/messages.ts'
import type { ChainRequest, GenerateRequest, RequestStep } from '../../src/protocol/request.ts'
import { importModel } from '../../src/tripo/catalogue/index.ts'
import { checkbox, element, setText, textInput } from '../controls/index.ts'
import { t } from './l10n.ts'
import { type Naming, namedByPattern, type Saving, savedAs, typedName } from './save-as-model.ts'

type Settings = Pick<EventBody<'settings'>, 'assetsFolder' | 'asciiNames' | 'namePattern' | 'hasWorkspace'>
export class SaveAs {
  readonly root: HTMLElement
  readonly #name
  readonly #folder
  readonly #folderPart: HTMLElement
  readonly #label = element('span', 'save-as-label')
  #settings: Settings = { hasWorkspace: true }
  #automatic = ''

  readonly #keep
  #saving: Saving = {}
  #keeps: boolean | undefined
  readonly #change: (saving: Saving) => void

  /**
   * @param change keeps what was typed, in the draft
   * @param keep the same of whether pictures go there, too
   */
  constructor(change: (saving: Saving) => void, keep: (isOn: boolean) => void) {
    this.#change = change
    this.#keep = checkbox({ label: t('Keep pictures in this folder'), testId: 'keep-pictures', onChange: keep })
    this.#name = textInput({
      label: t('File name'),
      testId: 'save-name',
      onChange: (name) => change({ ...this.#saving, name, usedFor: undefined }),
    })
    this.#folder = textInput({
      label: t('Folder'),
      testId: 'save-folder',
      onChange: (folder) => change({ ...this.#saving, folder }),
    })
    this.#folderPart = element('span', 'save-as-part', {}, element('span', '', {}, t('Folder')), this.#folder.root)
    this.root = element(
      'div',
      'save-as',
      { role: 'group', 'aria-label': t('Where the model goes') },
      element('span', 'save-as-part', {}, this.#label, this.#name.root),
      this.#folderPart,
      this.#keep.root,
    )
  }

  setSettings(settings: Settings): void {
    this.#settings = settings
  }

  /** @param keeps whether pictures that are drawn go there, too; undefined: none are */
  show({ prompt, image, count, capability }: Naming, saving: Saving = {}, keeps?: boolean): void {
    this.#keeps = keeps
    this.#keep.root.hidden = keeps === undefined
    this.#keep.value = keeps === true
    this.#saving = saving
    const { asciiNames: ascii, namePattern: pattern, assetsFolder = 'assets', hasWorkspace } = this.#settings
    this.#automatic = count > 1 ? '' : fileNameOf({ prompt, image, ascii, pattern, capability })
    const name = typedName(saving, this.#automatic)
    this.#name.value = name
    this.#folder.value = saving.folder ?? ''
    setText(this.#label, count > 1 ? t('Names begin with') : t('Save as'))
    const placeholder = count > 1 ? t('nothing') : this.#automatic
    this.#set(this.#name.root, placeholder, t('File name without ending; letters, digits and hyphens'))
    const isBeside = capability === importModel.id
    this.#set(
      this.#folder.root,
      isBeside ? t('beside the model') : assetsFolder,
      isBeside
        ? t('Folder in the workspace; empty: that of the model')
        : t('Folder in the workspace; empty: as tripo.assetsFolder says'),
    )
    // Without a workspace the host asks for a folder on disk.
    this.#folderPart.hidden = !hasWorkspace
  }

  /** Gives requests their steps and what was typed, which is then used for them. */
  apply(requests: readonly GenerateRequest[], steps: readonly RequestStep[]): readonly ChainRequest[] {
    const { folder } = this.#saving
    const name = typedName(this.#saving, this.#automatic)
    if (this.#saving.name) this.#change({ folder, name, usedFor: this.#automatic })
    const saved = savedAs(requests, name, this.#settings.hasWorkspace ? folder : undefined, steps)
    const { namePattern } = this.#settings
    return saved.map((request) => this.#placed(name.trim() ? request : namedByPattern(request, namePattern)))
  }

  /** A request that a field makes on the way to a model, with where its pictures go. */
  aside(request: GenerateRequest): GenerateRequest {
    const folder = this.#settings.hasWorkspace ? this.#saving.folder?.trim() : undefined
    return this.#placed(folder ? { ...request, folder } : request)
  }

  #placed<One extends GenerateRequest>(request: One): One {
    return this.#keeps === false ? { ...request, pictures: 'storage' } : request
  }

  #set(input: Element, placeholder: string, title: string): void {
    if (!(input instanceof HTMLInputElement)) return
    input.placeholder = placeholder
    input.title = `${input.value || placeholder}\n${title}`
  }
}
