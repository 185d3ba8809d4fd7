// A stand-in for the person in front of the window: answers what VS Code would show, and remembers every text it was asked to show.
// Tests and extension share one `vscode` module inside the extension host, so that replacing its functions reaches both.
// The real boxes and buttons are clicked in test/e2e.
import assert from 'node:assert/strict'
import * as vscode from 'vscode'

/** What was shown: a notification or dialog, an input box, a list. */
export interface Shown {
  kind: 'message' | 'input' | 'list' | 'folder'
  /** Everything a person could read, in one text. */
  text: string
  severity?: 'info' | 'warning' | 'error'
  isModal?: boolean
  isPassword?: boolean
  buttons: readonly string[]
}

type Answer = (shown: Shown) => unknown

interface Plan {
  kind: Shown['kind']
  pattern: RegExp
  answer: Answer
}

const SEVERITIES = { showInformationMessage: 'info', showWarningMessage: 'warning', showErrorMessage: 'error' } as const

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const titleOf = (item: unknown): string => text(item) || text(field(item, 'title'))

export class Person {
  readonly seen: Shown[] = []
  readonly #alreadyRead = new Set<Shown>()
  readonly #plans: Plan[] = []
  readonly #unexpected: Shown[] = []
  readonly #originals = new Map<string, PropertyDescriptor | undefined>()
  readonly #listeners = new Set<() => void>()

  constructor() {
    for (const [name, severity] of Object.entries(SEVERITIES)) {
      this.#replace(name, async (message: unknown, ...rest: unknown[]) => this.#message(severity, message, rest))
    }
    this.#replace('createInputBox', () => this.#inputBox())
    this.#replace('showQuickPick', async (items: unknown, options: unknown) => this.#list(await items, options))
    this.#replace('showOpenDialog', async (options: unknown) => {
      const shown: Shown = { kind: 'folder', text: text(field(options, 'title')), buttons: [] }
      return this.#ask(shown, true)
    })
  }

  /** Presses this button of a notification or dialog that matches. */
  presses(pattern: RegExp, button: string): this {
    return this.#plan('message', pattern, (shown) => {
      assert.ok(shown.buttons.includes(button), `no button “${button}” among ${shown.buttons.join(', ')}`)
      return button
    })
  }

  /** Types a text into an input box whose texts match, and presses Enter. */
  types(pattern: RegExp, typed: string): this {
    return this.#plan('input', pattern, () => typed)
  }

  /** Picks the first entry of a list that matches. */
  picks(pattern: RegExp, entry: RegExp): this {
    return this.#plan('list', pattern, () => entry)
  }

  /** Leaves the box or list that matches with Escape. */
  escapes(kind: Shown['kind'], pattern: RegExp): this {
    return this.#plan(kind, pattern, () => undefined)
  }

  /** Names a folder in the folder dialog. */
  choosesFolder(uri: vscode.Uri): this {
    return this.#plan('folder', /./, () => [uri])
  }

  /** Resolves with the first text that matches and was not read before. */
  reads(pattern: RegExp, timeout = 150_000): Promise<Shown> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.seen.find((shown) => pattern.test(shown.text) && !this.#alreadyRead.has(shown))
        if (!found) return
        this.#alreadyRead.add(found)
        this.#listeners.delete(look)
        clearTimeout(timer)
        resolve(found)
      }
      const timer = setTimeout(() => {
        this.#listeners.delete(look)
        reject(new Error(`Nothing shown matches ${pattern}; shown:\n${this.everything()}`))
      }, timeout)
      this.#listeners.add(look)
      look()
    })
  }

  /** Everything that was shown, for checks of what must not be there. */
  everything(): string {
    return this.seen.map((shown) => `${shown.kind}: ${shown.text} [${shown.buttons.join(' | ')}]`).join('\n')
  }

  /** Gives VS Code its functions back; fails when a question went unanswered or an answer was not asked for. */
  leaves(): void {
    for (const [name, original] of this.#originals) {
      if (original) Object.defineProperty(vscode.window, name, original)
    }
    assert.deepEqual(this.#unexpected, [], 'questions that the test did not expect')
    assert.deepEqual(
      this.#plans.map(({ kind, pattern }) => `${kind} ${pattern}`),
      [],
      'questions that did not come',
    )
  }

  #plan(kind: Shown['kind'], pattern: RegExp, answer: Answer): this {
    this.#plans.push({ kind, pattern, answer })
    return this
  }

  #replace(name: string, body: (...args: unknown[]) => unknown): void {
    const original = Object.getOwnPropertyDescriptor(vscode.window, name)
    this.#originals.set(name, original)
    Object.defineProperty(vscode.window, name, { ...original, value: body, configurable: true })
  }

  #show(shown: Shown): void {
    this.seen.push(shown)
    for (const listener of [...this.#listeners]) listener()
  }

  /** Finds the answer that was planned for this. A question that must be answered and is not planned fails the test. */
  #ask(shown: Shown, mustAnswer: boolean): unknown {
    this.#show(shown)
    const index = this.#plans.findIndex(({ kind, pattern }) => kind === shown.kind && pattern.test(shown.text))
    const [plan] = index < 0 ? [] : this.#plans.splice(index, 1)
    if (plan) return plan.answer(shown)
    if (mustAnswer) this.#unexpected.push(shown)
    return undefined
  }

  #message(severity: Shown['severity'], message: unknown, rest: readonly unknown[]): unknown {
    const [first] = rest
    const hasOptions = typeof first === 'object' && first !== null && field(first, 'title') === undefined
    const items = hasOptions ? rest.slice(1) : rest
    const isModal = hasOptions && field(first, 'modal') === true
    const words = [text(message), hasOptions ? text(field(first, 'detail')) : ''].filter(Boolean).join(' ')
    const shown: Shown = { kind: 'message', text: words, severity, isModal, buttons: items.map(titleOf) }
    const answer = this.#ask(shown, isModal)
    return items.find((item) => titleOf(item) === answer)
  }

  /** A box whose events are the person's: a text that is refused leaves it open, and the next planned one is tried. */
  #inputBox() {
    const changed = new vscode.EventEmitter<string>()
    const accepted = new vscode.EventEmitter<void>()
    const hidden = new vscode.EventEmitter<void>()
    let isOpen = true
    const box = {
      title: '',
      prompt: '',
      placeholder: '',
      value: '',
      password: false,
      buttons: [],
      validationMessage: undefined,
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: new vscode.EventEmitter<unknown>().event,
      dispose: () => {
        isOpen = false
      },
      show: () => void setTimeout(type),
    }
    const type = async (): Promise<void> => {
      const words = [box.title, box.prompt, box.placeholder].filter(Boolean)
      const buttons = box.buttons.map((button) => text(field(button, 'tooltip')))
      const typed = this.#ask({ kind: 'input', text: words.join(' '), isPassword: box.password, buttons }, true)
      if (typeof typed !== 'string') return hidden.fire()
      box.value = typed
      changed.fire(typed)
      const said = text(field(box.validationMessage, 'message'))
      const isError = field(box.validationMessage, 'severity') === vscode.InputBoxValidationSeverity.Error
      if (said) this.#show({ kind: 'message', text: said, severity: isError ? 'error' : 'warning', buttons: [] })
      accepted.fire()
      // Who waits for the box closes it a moment after it was accepted.
      setTimeout(() => {
        if (isOpen) void type()
      })
    }
    return box
  }

  #list(items: unknown, options: unknown): unknown {
    const entries: unknown[] = Array.isArray(items) ? items : []
    const line = (entry: unknown) =>
      [text(entry), ...['label', 'description', 'detail'].map((name) => text(field(entry, name)))]
        .filter(Boolean)
        .join(' ')
    const words = ['title', 'placeHolder'].map((name) => text(field(options, name))).filter(Boolean)
    const shown: Shown = { kind: 'list', text: words.join(' '), buttons: entries.map(line) }
    const answer = this.#ask(shown, true)
    return answer instanceof RegExp ? entries.find((entry) => answer.test(line(entry))) : undefined
  }
}
