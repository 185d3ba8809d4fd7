// The kinds of files that forms accept: pictures, a GLB, or any model that the service imports; with their texts.
import type { FileKind, ImageChoice } from '../../src/protocol/studio.ts'
import { phrase, type Words } from '../../src/text/index.ts'
import { type Field, fileKindOf, IMPORT_FORMATS, type Params } from '../../src/tripo/catalogue/index.ts'
import { t } from './l10n.ts'

const isImportable = (format: string | undefined): boolean => IMPORT_FORMATS.some((known) => known === format)

/** What a field takes now, which another parameter may say. */
export const kindOfField = (field: Field, params: Params): FileKind =>
  field.ui.widget === 'model' ? 'import' : fileKindOf(field, params)

/** What a file was chosen as, by its format. */
export const kindOfChoice = ({ format }: Pick<ImageChoice, 'format'>): FileKind =>
  format === 'glb' ? 'model' : isImportable(format) ? 'import' : 'image'

/** What is wrong with a file that was chosen while the form took another kind. */
export function otherKind({ format, name }: ImageChoice, kind: FileKind): Words | undefined {
  if (kind === 'image') {
    return isImportable(format) ? phrase('“{0}” is a model. Remove it and choose a picture.', name) : undefined
  }
  if (kind === 'import') {
    return isImportable(format) ? undefined : phrase('“{0}” is no model. Remove it and choose a model file.', name)
  }
  return format === 'glb' ? undefined : phrase('“{0}” is a picture. Remove it and choose a GLB.', name)
}

/** What a field says that takes a file of this kind. */
export const wordsOfKind = (kind: FileKind) => {
  switch (kind) {
    case 'model':
      return {
        ...{ drop: t('Drop a GLB of the explorer here'), label: t('Drop a GLB here'), url: t('Model URL') },
        ...{ workspace: t('Pick a GLB of the workspace'), disk: t('Pick a GLB from disk') },
        ...{ reading: t('Reading the model…'), icon: 'symbol-method' },
      }
    case 'import':
      return {
        ...{ drop: t('Drop a model of the explorer here'), label: t('Drop a model here'), url: t('Model URL') },
        ...{ workspace: t('Pick a model of the workspace'), disk: t('Pick a model from disk') },
        ...{ reading: t('Reading the model…'), icon: 'symbol-method' },
      }
    case 'image':
      return {
        ...{ drop: t('Drop an image here or paste it'), label: t('Drop or paste an image here'), url: t('Image URL') },
        ...{ workspace: t('Pick an image of the workspace'), disk: t('Pick an image from disk') },
        ...{ reading: t('Reading the image…'), icon: 'file-media' },
      }
  }
}
