// The interface that every input control offers to its form.

export interface InputOptions<Value> {
  /** What a screen reader calls it, also where a visible label stands beside it. */
  label: string
  onChange(value: Value): void
  /** The person left the control. */
  onBlur?(): void
  testId?: string
}

export interface InputHandle<Value> {
  root: HTMLElement
  value: Value
  disabled: boolean
  /** The ids of texts that describe the control, and whether what it holds is wrong. */
  describe(ids: readonly string[], isInvalid: boolean): void
  focus(): void
}
