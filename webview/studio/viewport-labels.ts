// The viewport's texts in the person's language, for every page that has one.
import { ENGLISH_LABELS, type Labels } from '../viewport/labels.ts'
import { t } from './l10n.ts'

/** The viewport's words in the person's language. */
export function labels(): Labels {
  const isLabel = (key: string): key is keyof Labels => Object.hasOwn(ENGLISH_LABELS, key)
  const translated: Labels = { ...ENGLISH_LABELS }
  for (const key of Object.keys(ENGLISH_LABELS)) if (isLabel(key)) translated[key] = t(ENGLISH_LABELS[key])
  return translated
}
