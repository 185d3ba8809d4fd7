// What is said of a model in which nothing can be changed: why, and what leads to one that can be.
import type { EditedModel } from '../../src/protocol/model-editor.ts'
import { t } from '../studio/l10n.ts'

type ReadOnly = Pick<EditedModel, 'readOnly'>

/** Why nothing can be changed in a model; empty where it can be. */
export function readOnlyWords({ readOnly }: ReadOnly): string {
  if (readOnly === 'version') return t('Read only: a version from Git')
  if (readOnly === 'place') return t('Read only: not on this machine’s disk')
  return readOnly ? t('Read only: only GLB and glTF files can be changed') : ''
}

/** For who wants to change it. */
export function readOnlyAdvice({ readOnly }: ReadOnly): string {
  if (readOnly === 'version') return t('A version from Git can only be looked at. Open the file itself to change it.')
  if (readOnly === 'place')
    return t('This file is not on this machine’s disk. Copy it to a folder there to change the copy.')
  return t('This file can only be looked at. “Save as GLB” makes one that can be changed.')
}
