// A field for a number within limits: what cannot be is not taken, the number before stays, and a sentence says what can be.
import { language, t } from '../studio/l10n.ts'

export interface LimitedNumber {
  readonly minimum: number
  readonly maximum: number
  readonly isWhole: boolean
  /** What is taken so far. */
  value(): number
  set(value: number): void
  /** Says what can be typed; nothing where what was typed is taken. */
  tell(words: string): void
}

/** Follows what is typed into a field. */
export function limitNumber(input: HTMLInputElement, field: LimitedNumber): void {
  const { minimum, maximum, isWhole } = field
  const figure = (value: number) => new Intl.NumberFormat(language()).format(value)
  input.addEventListener('change', () => {
    const typed = isWhole ? Math.round(input.valueAsNumber) : input.valueAsNumber
    const isPossible = typed >= minimum && typed <= maximum
    // The nearest number that can be is none that anybody asked for.
    field.tell(isPossible ? '' : t('Type a number from {0} to {1}.', figure(minimum), figure(maximum)))
    if (isPossible) field.set(typed)
    input.value = String(field.value())
  })
}
